package gql

import (
	"context"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/atlas"
)

type neighborConnectionResolver struct{}

// Nodes gives the neighbors of the page.
func (neighborConnectionResolver) Nodes(ctx context.Context, obj *atlas.NeighborPage) ([]*graph.Actor, error) {
	return actorsOf(ctx, obj, (*atlas.NeighborPage).IDs)
}

// inOrder gives the things with the ids in their order.
func inOrder[K comparable, T any](ids []K, found map[K]*T) []*T {
	out := make([]*T, 0, len(ids))
	for _, id := range ids {
		if x := found[id]; x != nil {
			out = append(out, x)
		}
	}
	return out
}

type neighborEdgeResolver struct{}

// Node gives the neighbor.
func (neighborEdgeResolver) Node(ctx context.Context, obj *atlas.NeighborItem) (*graph.Actor, error) {
	return actor(ctx, obj, func(i *atlas.NeighborItem) graph.ActorID { return i.Node.ID })
}

// Net gives how the two stand to one another.
func (neighborEdgeResolver) Net(_ context.Context, obj *atlas.NeighborItem) (float64, error) {
	return obj.Node.Net, nil
}

// Relations gives the relations that net counts.
func (neighborEdgeResolver) Relations(ctx context.Context, obj *atlas.NeighborItem) ([]*graph.Relation, error) {
	of := func(i *atlas.NeighborItem) []graph.Edge { return i.Node.Relations }
	return relationsOf(ctx, obj, of, obj.Node.PublishedBy)
}
