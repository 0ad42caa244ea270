package neo4j

import (
	"context"
	_ "embed"
	"iter"

	"github.com/entente/entente/graph"
)

//go:embed cypher/reach.cypher
var reachCypher string

var _ graph.Reacher = (*snapshot)(nil)

// Reach follows the relationships and brings none of them. What takes the evidence,
// or a choice among edges, is left to Expand.
func (s *snapshot) Reach(ctx context.Context, frontier []graph.ActorID, q graph.ExpandQuery) iter.Seq2[graph.Link, error] {
	if q.Filter.NeedsEvidence() || q.PerActor > 0 || len(q.Filter.Actors) > 0 {
		return graph.ReachByExpand(ctx, s, frontier, q)
	}
	p := s.with(filterParameters(q.Filter))
	p["direction"], p["some"], p["others"] = directionOf(q.Direction), q.Others != nil, texts(distinct(q.Others))
	left := distinct(frontier)
	return pages(ctx, s, func(int) ([]graph.Link, bool, error) {
		some := left[:min(len(left), expandChunk)]
		left = left[len(some):]
		if len(some) == 0 {
			return nil, false, nil
		}
		p["frontier"] = texts(some)
		rows, err := s.query(ctx, reachCypher, p)
		return linksOf(rows), len(left) > 0, err
	})
}

// Breadth is the number of actors: how much they have to do takes a read to know.
func (s *snapshot) Breadth(frontier []graph.ActorID) int { return len(frontier) }

// linksOf reads rows of an actor, those that it reaches, and how strongly.
func linksOf(rows []row) []graph.Link {
	var out []graph.Link
	for _, row := range rows {
		at := graph.ActorID(text(row.Values[0]))
		others, _ := row.Values[1].([]any)
		strengths, _ := row.Values[2].([]any)
		for i, other := range others {
			out = append(out, graph.Link{At: at, Other: graph.ActorID(text(other)), Strength: number(strengths[i])})
		}
	}
	return out
}
