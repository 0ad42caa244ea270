package neo4j

import (
	"context"
	_ "embed"

	"github.com/entente/entente/graph"
)

//go:embed cypher/strongest_among.cypher
var amongCypher string

// What is asked of the relationships among some actors.
const (
	countThem     = `RETURN count(*)`
	strongestOnes = `WITH a, r, b, abs(r.weight) * r.confidence AS strength
ORDER BY strength DESC, r.id LIMIT $limit
RETURN a.id, [[r.id, b.id, true, type(r), r.startMin, r.endMax, r.bounds, r.modality, r.weight, r.intensity, r.confidence]]`
)

var _ graph.Picker = (*snapshot)(nil)

// StrongestAmong lets the database count and choose, so that of the relations among
// hubs only those that are wanted leave it. What takes the evidence is left to
// Expand.
func (s *snapshot) StrongestAmong(ctx context.Context, actors []graph.ActorID, f graph.RelationFilter, most int) ([]graph.Edge, int, error) {
	if f.NeedsEvidence() || len(f.Actors) > 0 {
		return graph.StrongestByExpand(ctx, s, actors, f, most)
	}
	if err := s.usable(ctx); err != nil {
		return nil, 0, err
	}
	p := s.with(filterParameters(f))
	p["actors"], p["limit"] = texts(distinct(actors)), int64(most)
	rows, err := s.query(ctx, amongCypher+strongestOnes, p)
	if err != nil {
		return nil, 0, err
	}
	edges := make([]graph.Edge, len(rows))
	for i, h := range hopsOf(rows) {
		edges[i] = h.Edge
	}
	if len(edges) < most {
		return edges, len(edges), nil
	}
	rows, err = s.query(ctx, amongCypher+countThem, p)
	if err != nil {
		return nil, 0, err
	}
	n, _ := rows[0].Values[0].(int64)
	return edges, int(n), nil
}
