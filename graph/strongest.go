package graph

import (
	"cmp"
	"context"
)

// Picker is a Snapshot that picks the strongest edges among some actors faster than
// StrongestAmong does by Expand.
type Picker interface {
	// StrongestAmong gives the edges with both ends among the actors that the filter
	// keeps, in the order Strongest, at most so many, and how many there are in all.
	StrongestAmong(ctx context.Context, actors []ActorID, f RelationFilter, most int) (edges []Edge, all int, err error)
}

// StrongestAmong picks the strongest edges among some actors: by the snapshot's own
// Picker, else by its Expand.
func StrongestAmong(ctx context.Context, s Snapshot, actors []ActorID, f RelationFilter, most int) (edges []Edge, all int, err error) {
	if p, ok := As[Picker](s); ok {
		return p.StrongestAmong(ctx, actors, f, most)
	}
	return StrongestByExpand(ctx, s, actors, f, most)
}

// StrongestByExpand is StrongestAmong by the port alone.
func StrongestByExpand(ctx context.Context, s Snapshot, actors []ActorID, f RelationFilter, most int) (edges []Edge, all int, err error) {
	if actors == nil {
		actors = []ActorID{}
	}
	best := NewTop(most, compareStrength)
	for h, err := range s.Expand(ctx, actors, ExpandQuery{Direction: Out, Filter: f, Others: actors}) {
		if err != nil {
			return nil, 0, err
		}
		if h.At != h.From { // a symmetric kind counts for both ends
			continue
		}
		all++
		best.Add(h.Edge)
	}
	return best.Sorted(), all, nil
}

// compareStrength orders edges as Strongest does.
func compareStrength(a, b Edge) int {
	return cmp.Or(cmp.Compare(b.Strength(), a.Strength()), cmp.Compare(a.ID, b.ID))
}
