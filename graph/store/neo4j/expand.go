package neo4j

import (
	"context"
	_ "embed"
	"iter"
	"math"
	"slices"

	"github.com/entente/entente/graph"
)

var (
	//go:embed cypher/expand.cypher
	expandCypher string
	//go:embed cypher/expand_strongest.cypher
	expandStrongestCypher string
	//go:embed cypher/expand_between.cypher
	expandBetweenCypher string
	//go:embed cypher/expand_among.cypher
	expandAmongCypher string
	//go:embed cypher/scan.cypher
	scanCypher string
)

// expandChunk is how many actors one read expands, and scanChunk how many a scan:
// some ten thousand edges of a graph of events.
const (
	expandChunk = 1000
	scanChunk   = 500
)

// Expand follows the relationships. Edges that are asked for by their evidence, and
// the strongest to some actors, are found through the records instead.
func (s *snapshot) Expand(ctx context.Context, frontier []graph.ActorID, q graph.ExpandQuery) iter.Seq2[graph.Hop, error] {
	if q.Filter.NeedsEvidence() || q.Others != nil && q.PerActor > 0 {
		return s.expandByRecords(ctx, frontier, q)
	}
	return func(yield func(graph.Hop, error) bool) {
		for _, part := range partsOf(frontier, q) {
			for hop, err := range s.expandPart(ctx, part, q) {
				if !yield(hop, err) || err != nil {
					return
				}
			}
		}
	}
}

// part is some actors of a frontier, and how they are expanded.
type part struct {
	statement string
	actors    []graph.ActorID
	others    []graph.ActorID // that may stand at the other end, where the statement asks
}

// partsOf splits a frontier. Where the filter names actors, an actor that is none
// of them is expanded to them only.
func partsOf(frontier []graph.ActorID, q graph.ExpandQuery) []part {
	all := part{statement: expandCypher, others: q.Others}
	between := part{statement: expandBetweenCypher, others: q.Filter.Actors}
	if q.PerActor > 0 {
		all.statement = expandStrongestCypher
	}
	if q.Others != nil {
		all.statement, between.statement = expandAmongCypher, expandAmongCypher
		between.others = slices.DeleteFunc(slices.Clone(q.Others), func(id graph.ActorID) bool { return !slices.Contains(q.Filter.Actors, id) })
	}
	for _, id := range distinct(frontier) {
		if len(q.Filter.Actors) == 0 || slices.Contains(q.Filter.Actors, id) {
			all.actors = append(all.actors, id)
		} else {
			between.actors = append(between.actors, id)
		}
	}
	return []part{all, between}
}

func (s *snapshot) expandPart(ctx context.Context, x part, q graph.ExpandQuery) iter.Seq2[graph.Hop, error] {
	p := s.with(filterParameters(q.Filter))
	p["direction"], p["others"] = directionOf(q.Direction), texts(distinct(x.others))
	if p["limit"] = int64(q.PerActor); q.PerActor <= 0 {
		p["limit"] = int64(math.MaxInt32)
	}
	left := x.actors
	return pages(ctx, s, func(int) ([]graph.Hop, bool, error) {
		some := left[:min(len(left), expandChunk)]
		left = left[len(some):]
		if len(some) == 0 {
			return nil, false, nil
		}
		p["frontier"] = texts(some)
		rows, err := s.query(ctx, x.statement, p)
		return hopsOf(rows), len(left) > 0, err
	})
}

// hopsOf reads rows of an actor and its packed edges.
func hopsOf(rows []row) []graph.Hop {
	n := 0
	for _, row := range rows {
		edges, _ := row.Values[1].([]any)
		n += len(edges)
	}
	hops := make([]graph.Hop, 0, n)
	for _, row := range rows {
		at := graph.ActorID(text(row.Values[0]))
		edges, _ := row.Values[1].([]any)
		for _, packed := range edges {
			hops = append(hops, graph.Hop{At: at, Edge: edgeOf(at, packed)})
		}
	}
	return hops
}

// expandByRecords expands by the lists of the actors, which carry the evidence.
func (s *snapshot) expandByRecords(ctx context.Context, frontier []graph.ActorID, q graph.ExpandQuery) iter.Seq2[graph.Hop, error] {
	lists := graph.RelationQuery{At: append([]graph.ActorID{}, frontier...), Direction: q.Direction, Filter: q.Filter}
	if q.PerActor > 0 {
		lists.Order, lists.Limit = graph.Strongest, q.PerActor
	}
	if q.Others != nil {
		lists.Limit = 0 // others do not count
	}
	found := mapped(s.FindRelations(ctx, lists), func(r graph.Listed) graph.Hop { return graph.Hop{At: r.At, Edge: r.Edge()} })
	if q.Others == nil {
		return found
	}
	return func(yield func(graph.Hop, error) bool) {
		wanted, given := map[graph.ActorID]bool{}, map[graph.ActorID]int{}
		for _, id := range q.Others {
			wanted[id] = true
		}
		for h, err := range found {
			if err == nil {
				if !wanted[h.Other()] || q.PerActor > 0 && given[h.At] == q.PerActor {
					continue
				}
				given[h.At]++
			}
			if !yield(h, err) {
				return
			}
		}
	}
}

// ScanEdges yields every edge once, packed by the actor that it leads from.
func (s *snapshot) ScanEdges(ctx context.Context, f graph.RelationFilter) iter.Seq2[graph.Edge, error] {
	if f.NeedsEvidence() {
		whole := graph.RelationQuery{Filter: f}
		return mapped(s.FindRelations(ctx, whole), func(r graph.Listed) graph.Edge { return r.Edge() })
	}
	p := s.with(filterParameters(f))
	after := ""
	return mapped(pages(ctx, s, func(int) ([]graph.Hop, bool, error) {
		p["after"], p["limit"] = after, scanChunk
		rows, err := s.query(ctx, scanCypher, p)
		if err != nil || len(rows) == 0 {
			return nil, false, err
		}
		after = text(rows[len(rows)-1].Values[0])
		return hopsOf(rows), len(rows) == scanChunk, nil
	}), func(h graph.Hop) graph.Edge { return h.Edge })
}
