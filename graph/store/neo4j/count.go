package neo4j

import (
	"context"
	_ "embed"
	"math"

	"github.com/entente/entente/graph"
)

var (
	//go:embed cypher/count_of_actors.cypher
	countOfActorsCypher string
	//go:embed cypher/count_all.cypher
	countAllCypher string
	//go:embed cypher/count_among.cypher
	countAmongCypher string
)

// CountRelations counts in the database, or over the records where the evidence
// decides.
func (s *snapshot) CountRelations(ctx context.Context, q graph.RelationQuery, most int) ([]graph.Count, error) {
	if err := s.usable(ctx); err != nil {
		return nil, err
	}
	count := s.countEdges
	if q.Filter.NeedsEvidence() {
		count = s.countRecords
	}
	// One more than asked for tells whether there are more; the greatest number has
	// none after it.
	found, err := count(ctx, q, min(most, math.MaxInt-1)+1)
	if err != nil {
		return nil, err
	}
	at := q.At
	if at == nil {
		at = []graph.ActorID{""}
	}
	out := make([]graph.Count, len(at))
	for i, id := range at {
		n := found[id]
		out[i] = graph.Count{N: min(n, most), Exact: n <= most}
	}
	return out, nil
}

// countEdges counts to limit for each actor of the query, or under the empty id
// for the whole graph.
func (s *snapshot) countEdges(ctx context.Context, q graph.RelationQuery, limit int) (map[graph.ActorID]int, error) {
	p := s.with(filterParameters(q.Filter))
	p["direction"], p["limit"] = directionOf(q.Direction), limit
	found := map[graph.ActorID]int{}
	if q.At == nil {
		statement := countAllCypher
		if len(q.Filter.Actors) > 0 {
			statement = countAmongCypher
		}
		rows, err := s.query(ctx, statement, p)
		if err == nil && len(rows) == 1 {
			found[""] = int(integer(rows[0].Values[0]))
		}
		return found, err
	}
	if len(q.At) == 0 {
		return found, nil
	}
	p["frontier"] = texts(distinct(q.At))
	rows, err := s.query(ctx, countOfActorsCypher, p)
	for _, row := range rows {
		found[graph.ActorID(text(row.Values[0]))] = int(integer(row.Values[1]))
	}
	return found, err
}

// countRecords is countEdges for filters that need evidence.
func (s *snapshot) countRecords(ctx context.Context, q graph.RelationQuery, limit int) (map[graph.ActorID]int, error) {
	q.Order, q.After, q.Limit = graph.Newest, nil, limit
	found := map[graph.ActorID]int{}
	for r, err := range s.FindRelations(ctx, q) {
		if err != nil {
			return nil, err
		}
		found[r.At]++
	}
	return found, nil
}
