package neo4j

import (
	"context"
	_ "embed"
	"iter"

	"github.com/entente/entente/graph"
)

var (
	//go:embed cypher/actors_find.cypher
	actorsFindCypher string
	//go:embed cypher/sources_find.cypher
	sourcesFindCypher string
	//go:embed cypher/events_find.cypher
	eventsFindCypher string
)

// FindActors reads pages of what the database finds, and keeps of them what the
// filter matches: the database is asked for what contains the words, the filter
// knows where they begin.
func (s *snapshot) FindActors(ctx context.Context, f graph.ActorFilter, after graph.ActorID) iter.Seq2[graph.Actor, error] {
	if f.IDs != nil {
		return matching(s.Actors(ctx, among(f.IDs, after)), f.Match)
	}
	p := s.with(parameters{"kinds": texts(f.Kinds), "words": wordsOf(f.Text), "dated": f.On != nil, "on": int64(0), "code": ""})
	if f.On != nil {
		p["on"] = int64(*f.On)
	}
	if f.Code != nil {
		p["code"] = codeText(*f.Code)
	}
	return matching(found(ctx, s, actorsFindCypher, p, string(after), decodeActor), f.Match)
}

// FindSources reads like FindActors.
func (s *snapshot) FindSources(ctx context.Context, f graph.SourceFilter, after graph.SourceID) iter.Seq2[graph.Source, error] {
	p := s.with(parameters{"words": wordsOf(f.Text)})
	return matching(found(ctx, s, sourcesFindCypher, p, string(after), decodeSource), f.Match)
}

// found yields what a statement finds, ordered by id, after the given one.
func found[V any](ctx context.Context, s *snapshot, statement string, p parameters, after string, decode decoder[V]) iter.Seq2[V, error] {
	return pages(ctx, s, func(limit int) ([]V, bool, error) {
		p["after"], p["limit"] = after, limit
		rows, err := s.query(ctx, statement, p)
		if err != nil || len(rows) == 0 {
			return nil, false, err
		}
		after = text(rows[len(rows)-1].Values[0])
		values, err := decodeAll(rows, decode)
		return values, len(rows) == limit, err
	})
}

// FindEvents reads like FindActors, along the order of events.
func (s *snapshot) FindEvents(ctx context.Context, f graph.EventFilter, after *graph.Key) iter.Seq2[graph.Event, error] {
	key := graph.Key{Day: graph.MaxDay}
	if after != nil {
		key = *after
	}
	p := s.with(parameters{"actors": texts(f.Actors), "words": wordsOf(f.Text), "dated": false, "first": int64(0), "last": int64(0)})
	if w, ok := (graph.RelationFilter{On: f.On, During: f.During}).Window(graph.Tie); ok {
		p["dated"], p["first"], p["last"] = true, int64(w.First), int64(w.Last)
	}
	return matching(pages(ctx, s, func(limit int) ([]graph.Event, bool, error) {
		p["day"], p["after"], p["limit"] = int64(key.Day), key.ID, limit
		rows, err := s.query(ctx, eventsFindCypher, p)
		if err != nil || len(rows) == 0 {
			return nil, false, err
		}
		last := rows[len(rows)-1].Values
		key = graph.Key{Day: day(last[3]), ID: text(last[0])}
		values, err := decodeAll(rows, decodeEvent)
		return values, len(rows) == limit, err
	}), f.Match)
}

// matching yields of seq what match keeps, and its error.
func matching[V any](seq iter.Seq2[V, error], match func(V) bool) iter.Seq2[V, error] {
	return func(yield func(V, error) bool) {
		for v, err := range seq {
			if err != nil || match(v) {
				if !yield(v, err) {
					return
				}
			}
		}
	}
}
