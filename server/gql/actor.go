package gql

import (
	"context"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/atlas"
)

type actorResolver struct{}

func idOfActor(a *graph.Actor) graph.ActorID { return a.ID }

// Exists gives when the actor exists.
func (actorResolver) Exists(_ context.Context, obj *graph.Actor) (*atlas.Period, error) {
	return atlas.NewPeriod(obj.Exists, obj.Exists.Bounds(graph.NeverObserved)), nil
}

// Relations lists the actor's relations.
func (actorResolver) Relations(ctx context.Context, obj *graph.Actor, filter *graph.RelationFilter, direction *graph.Direction, order *graph.RelationOrder, first *int, after *string) (*atlas.RelationPage, error) {
	q := atlas.RelationList{Filter: or(filter, graph.RelationFilter{}), Direction: or(direction, graph.Both), Order: or(order, graph.Newest), PageQuery: page(ctx, first, after, 50)}
	return together(ctx, obj, idOfActor, func(v *view, ids []graph.ActorID) (map[graph.ActorID]*atlas.RelationPage, error) {
		q.Of = ids
		return v.Relations(ctx, q)
	})
}

// Neighbors lists the actors it stands in relations to.
func (actorResolver) Neighbors(ctx context.Context, obj *graph.Actor, filter *graph.RelationFilter, direction *graph.Direction, first *int, after *string) (*atlas.NeighborPage, error) {
	q := atlas.NeighborList{Filter: or(filter, graph.RelationFilter{}), Direction: or(direction, graph.Both), PageQuery: page(ctx, first, after, 50)}
	return together(ctx, obj, idOfActor, func(v *view, ids []graph.ActorID) (map[graph.ActorID]*atlas.NeighborPage, error) {
		q.Of = ids
		return v.Neighbors(ctx, q)
	})
}

// Events lists the events in which it takes part.
func (actorResolver) Events(ctx context.Context, obj *graph.Actor, filter *graph.EventFilter, first *int, after *string) (*atlas.EventPage, error) {
	q := atlas.EventList{Filter: or(filter, graph.EventFilter{}), PageQuery: page(ctx, first, after, 50)}
	return together(ctx, obj, idOfActor, func(v *view, ids []graph.ActorID) (map[graph.ActorID]*atlas.EventPage, error) {
		q.Of = ids
		return v.Events(ctx, q)
	})
}

// Evidence lists the evidence for its relations.
func (actorResolver) Evidence(ctx context.Context, obj *graph.Actor, filter *graph.RelationFilter, first *int, after *string) (*atlas.EvidencePage, error) {
	q := atlas.EvidenceList{Filter: or(filter, graph.RelationFilter{}), PageQuery: page(ctx, first, after, 50)}
	return together(ctx, obj, idOfActor, func(v *view, ids []graph.ActorID) (map[graph.ActorID]*atlas.EvidencePage, error) {
		q.Of = ids
		return v.Evidence(ctx, q)
	})
}
