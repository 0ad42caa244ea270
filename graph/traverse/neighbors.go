package traverse

import (
	"cmp"
	"context"
	"math"
	"slices"

	"github.com/entente/entente/graph"
)

// Neighbor is an actor that another stands in relations to.
type Neighbor struct {
	ID        graph.ActorID
	Net       float64      // how the two stand to one another, -1 to 1, rounded to 1e-9; see graph.Moment.Net
	Relations []graph.Edge // that the filter keeps between the two, in both directions, the newest first
}

// Key gives the place of a neighbor in the order of neighbors: the greatest |net|
// first, then by id.
func (n Neighbor) Key() graph.Key { return graph.Key{Strength: math.Abs(n.Net), ID: string(n.ID)} }

// NeighborQuery asks for the neighbors of actors.
type NeighborQuery struct {
	Of        []graph.ActorID
	Direction graph.Direction // keeps neighbors to which a relation leads in this direction
	Filter    graph.RelationFilter
	Moment    graph.Moment
	Budget    Budget
}

// Neighbors gives the neighbors of each of the actors in their order, in one read
// whatever the number of actors.
func Neighbors(ctx context.Context, snap graph.Snapshot, q NeighborQuery) (map[graph.ActorID][]Neighbor, error) {
	filter, err := WalkFilter(q.Filter)
	if err != nil {
		return nil, err
	}
	type pair struct{ of, other graph.ActorID }
	between := map[pair][]graph.Edge{}
	leads := map[pair]bool{}
	read := 0
	for h, err := range snap.Expand(ctx, q.Of, graph.ExpandQuery{Direction: graph.Both, Filter: filter}) {
		if err != nil {
			return nil, err
		}
		if read++; read > q.Budget.Relations {
			return nil, tooLarge("relations", q.Budget.Relations)
		}
		p := pair{h.At, h.Other()}
		between[p] = append(between[p], h.Edge)
		leads[p] = leads[p] || q.Direction.Touches(h.At, h.Edge)
	}
	out := make(map[graph.ActorID][]Neighbor, len(q.Of))
	for p, edges := range between {
		if leads[p] {
			sortEdges(edges, graph.Newest) // a sum of floats depends on its order
			out[p.of] = append(out[p.of], Neighbor{p.other, round(q.Moment.Net(edges)), edges})
		}
	}
	for _, all := range out {
		slices.SortFunc(all, func(a, b Neighbor) int {
			return cmp.Or(cmp.Compare(b.Key().Strength, a.Key().Strength), cmp.Compare(a.ID, b.ID))
		})
	}
	return out, nil
}
