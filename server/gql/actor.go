package gql

import (
	"context"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/atlas"
	"github.com/entente/entente/graph/measure"
	"github.com/entente/entente/graph/traverse"
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

// Allies lists who is bound to it.
func (actorResolver) Allies(ctx context.Context, obj *graph.Actor, filter *graph.RelationFilter, first *int, after *string) (*atlas.AllyPage, error) {
	q := atlas.AllyList{Filter: or(filter, graph.RelationFilter{}), PageQuery: page(ctx, first, after, 50)}
	return together(ctx, obj, idOfActor, func(v *view, ids []graph.ActorID) (map[graph.ActorID]*atlas.AllyPage, error) {
		q.Of = ids
		return v.Allies(ctx, q)
	})
}

// Influences gives whom it can move.
func (actorResolver) Influences(ctx context.Context, obj *graph.Actor, filter *graph.RelationFilter, hops *int, method *traverse.InfluenceMethod, first *int) (*atlas.InfluenceAnswer, error) {
	return influencesOf(ctx, obj, graph.Out, filter, hops, method, first)
}

// InfluencedBy gives who can move it.
func (actorResolver) InfluencedBy(ctx context.Context, obj *graph.Actor, filter *graph.RelationFilter, hops *int, method *traverse.InfluenceMethod, first *int) (*atlas.InfluenceAnswer, error) {
	return influencesOf(ctx, obj, graph.In, filter, hops, method, first)
}

func influencesOf(ctx context.Context, obj *graph.Actor, way graph.Direction, filter *graph.RelationFilter, hops *int, method *traverse.InfluenceMethod, first *int) (*atlas.InfluenceAnswer, error) {
	q := atlas.InfluenceQuery{
		Hops: or(hops, 3), Method: or(method, traverse.Best), Decay: traverse.DefaultDecay, HalfLife: graph.DefaultHalfLife,
		First: or(first, 20), Filter: or(filter, graph.RelationFilter{}),
	}
	return together(ctx, obj, idOfActor, func(v *view, ids []graph.ActorID) (map[graph.ActorID]*atlas.InfluenceAnswer, error) {
		return v.Influences(ctx, ids, way, q)
	})
}

// Timeline counts its relations by time.
func (actorResolver) Timeline(ctx context.Context, obj *graph.Actor, filter *graph.RelationFilter, bucket *measure.Bucket) (*atlas.TimelineAnswer, error) {
	f := or(filter, graph.RelationFilter{})
	return together(ctx, obj, idOfActor, func(v *view, ids []graph.ActorID) (map[graph.ActorID]*atlas.TimelineAnswer, error) {
		return v.Timelines(ctx, ids, f, or(bucket, measure.ByMonth))
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
