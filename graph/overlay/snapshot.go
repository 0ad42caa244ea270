package overlay

import (
	"cmp"
	"context"
	"iter"
	"slices"

	"github.com/entente/entente/graph"
)

// Snapshot reads a snapshot through a layer. It hands none of the capabilities of
// the snapshot on, since those know nothing of the layer.
type Snapshot struct {
	base graph.Snapshot
	l    *Layer
}

var (
	_ graph.Snapshot    = (*Snapshot)(nil)
	_ graph.EdgeScanner = (*Snapshot)(nil)
)

// Revision gives the number of the revision below.
func (s *Snapshot) Revision() graph.RevisionNumber { return s.base.Revision() }

// Close closes the snapshot below.
func (s *Snapshot) Close() error { return s.base.Close() }

// Actors yields the actors among ids.
func (s *Snapshot) Actors(ctx context.Context, ids []graph.ActorID) iter.Seq2[graph.Actor, error] {
	return among(ctx, ids, s.l.actors, s.base.Actors, func(a graph.Actor) graph.ActorID { return a.ID }, graph.Actor.Clone)
}

// Sources yields the sources among ids.
func (s *Snapshot) Sources(ctx context.Context, ids []graph.SourceID) iter.Seq2[graph.Source, error] {
	return among(ctx, ids, s.l.sources, s.base.Sources, func(x graph.Source) graph.SourceID { return x.ID }, graph.Source.Clone)
}

// Events yields the events among ids.
func (s *Snapshot) Events(ctx context.Context, ids []graph.EventID) iter.Seq2[graph.Event, error] {
	return among(ctx, ids, s.l.events, s.base.Events, func(e graph.Event) graph.EventID { return e.ID }, graph.Event.Clone)
}

// Relations yields the relations among ids.
func (s *Snapshot) Relations(ctx context.Context, ids []graph.RelationID) iter.Seq2[graph.Relation, error] {
	return among(ctx, ids, s.l.relations, s.base.Relations, func(r graph.Relation) graph.RelationID { return r.ID }, graph.Relation.Clone)
}

// among yields what has one of the ids, in their order: from the layer or, for ids
// that it does not touch, from below.
func among[ID cmp.Ordered, V any](
	ctx context.Context, ids []ID, c changed[ID, V],
	read func(context.Context, []ID) iter.Seq2[V, error], id func(V) ID, clone func(V) V,
) iter.Seq2[V, error] {
	if !slices.ContainsFunc(ids, c.touches) {
		return read(ctx, ids)
	}
	return func(yield func(V, error) bool) {
		var below []ID
		place := map[ID]int{}
		for _, x := range ids {
			if _, twice := place[x]; twice {
				continue
			}
			place[x] = len(place)
			if !c.touches(x) {
				below = append(below, x)
			}
		}
		var upper []V
		for _, x := range c.put {
			if _, asked := place[id(x)]; asked {
				upper = append(upper, x)
			}
		}
		byPlace := func(a, b V) int { return cmp.Compare(place[id(a)], place[id(b)]) }
		slices.SortFunc(upper, byPlace)
		merge(ctx, read(ctx, below), func(V) bool { return true }, upper, byPlace, clone)(yield)
	}
}

// merge yields what keep keeps of what is below, and what lies on it, both in one
// order.
func merge[V any](ctx context.Context, below iter.Seq2[V, error], keep func(V) bool, upper []V, compare func(a, b V) int, clone func(V) V) iter.Seq2[V, error] {
	return func(yield func(V, error) bool) {
		for v, err := range below {
			if err != nil {
				yield(v, err)
				return
			}
			if !keep(v) {
				continue
			}
			for len(upper) > 0 && compare(upper[0], v) < 0 {
				if !yield(clone(upper[0]), nil) {
					return
				}
				upper = upper[1:]
			}
			if !yield(v, nil) {
				return
			}
		}
		for _, v := range upper {
			if err := ctx.Err(); err != nil {
				var none V
				yield(none, err)
				return
			}
			if !yield(clone(v), nil) {
				return
			}
		}
	}
}

// kept gives what keep keeps.
func kept[V any](all []V, keep func(V) bool) []V {
	var out []V
	for _, v := range all {
		if keep(v) {
			out = append(out, v)
		}
	}
	return out
}

// FindActors yields the actors that match.
func (s *Snapshot) FindActors(ctx context.Context, f graph.ActorFilter, after graph.ActorID) iter.Seq2[graph.Actor, error] {
	upper := kept(s.l.actors.put, func(a graph.Actor) bool { return a.ID > after && f.Match(a) })
	return merge(ctx, s.base.FindActors(ctx, f, after), func(a graph.Actor) bool { return !s.l.actors.touches(a.ID) },
		upper, func(a, b graph.Actor) int { return cmp.Compare(a.ID, b.ID) }, graph.Actor.Clone)
}

// FindSources yields the sources that match.
func (s *Snapshot) FindSources(ctx context.Context, f graph.SourceFilter, after graph.SourceID) iter.Seq2[graph.Source, error] {
	upper := kept(s.l.sources.put, func(x graph.Source) bool { return x.ID > after && f.Match(x) })
	return merge(ctx, s.base.FindSources(ctx, f, after), func(x graph.Source) bool { return !s.l.sources.touches(x.ID) },
		upper, func(a, b graph.Source) int { return cmp.Compare(a.ID, b.ID) }, graph.Source.Clone)
}

// FindEvents yields the events that match, the newest first.
func (s *Snapshot) FindEvents(ctx context.Context, f graph.EventFilter, after *graph.Key) iter.Seq2[graph.Event, error] {
	compare := func(a, b graph.Event) int { return graph.Newest.Compare(graph.KeyOfEvent(a), graph.KeyOfEvent(b)) }
	upper := kept(s.l.events.put, func(e graph.Event) bool {
		return f.Match(e) && (after == nil || graph.Newest.Compare(graph.KeyOfEvent(e), *after) > 0)
	})
	slices.SortFunc(upper, compare)
	return merge(ctx, s.base.FindEvents(ctx, f, after), func(e graph.Event) bool { return !s.l.events.touches(e.ID) },
		upper, compare, graph.Event.Clone)
}

// FindEvidence yields the evidence that matches. A piece belongs to what it is for,
// and changes with it.
func (s *Snapshot) FindEvidence(ctx context.Context, f graph.EvidenceFilter, after graph.EvidenceID) iter.Seq2[graph.Evidence, error] {
	var upper []graph.Evidence
	matches := func(e graph.Evidence) bool { return e.ID > after && f.Match(e) }
	for _, r := range s.l.relations.put {
		upper = append(upper, kept(r.Evidence, matches)...)
	}
	for _, e := range s.l.events.put {
		upper = append(upper, kept(e.Evidence(), matches)...)
	}
	compare := func(a, b graph.Evidence) int { return cmp.Compare(a.ID, b.ID) }
	slices.SortFunc(upper, compare)
	return merge(ctx, s.base.FindEvidence(ctx, f, after), func(e graph.Evidence) bool {
		return !s.l.relations.touches(e.Relation) && !s.l.events.touches(e.Event)
	}, upper, compare, graph.Evidence.Clone)
}

// Search yields the actors that q finds. Below it asks for as many more as it takes
// off.
func (s *Snapshot) Search(ctx context.Context, q graph.SearchQuery) iter.Seq2[graph.SearchHit, error] {
	hits := func(all []graph.Actor) []graph.SearchHit {
		var out []graph.SearchHit
		for _, a := range all {
			if h, ok := q.Hit(a.Clone()); ok {
				out = append(out, h)
			}
		}
		slices.SortFunc(out, graph.SearchHit.Compare)
		return out
	}
	ask := q
	if q.Limit > 0 {
		ask.Limit += len(hits(s.l.names))
	}
	whole := func(h graph.SearchHit) graph.SearchHit { return h }
	found := merge(ctx, s.base.Search(ctx, ask), func(h graph.SearchHit) bool { return !s.l.actors.touches(h.Actor.ID) },
		hits(s.l.actors.put), graph.SearchHit.Compare, whole)
	if q.Limit == 0 {
		return found
	}
	return first(q.Limit, found)
}

// first yields the first n values.
func first[V any](n int, all iter.Seq2[V, error]) iter.Seq2[V, error] {
	return func(yield func(V, error) bool) {
		left := n
		for v, err := range all {
			if err == nil && left == 0 {
				return
			}
			left--
			if !yield(v, err) {
				return
			}
		}
	}
}
