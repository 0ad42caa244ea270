package gql

import (
	"context"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/atlas"
	"github.com/entente/entente/graph/traverse"
)

// Dyad gives how two actors stand to one another.
func (queryResolver) Dyad(ctx context.Context, a, b string, throughOffices *bool, filter *graph.RelationFilter, in *atlas.ViewInput) (*atlas.Dyad, error) {
	q := atlas.DyadQuery{A: graph.ActorID(a), B: graph.ActorID(b), ThroughOffices: or(throughOffices, true), Filter: or(filter, graph.RelationFilter{})}
	return ask(ctx, in, func(v *view) (*atlas.Dyad, error) { return v.Dyad(ctx, q) })
}

type dyadResolver struct{}

// A gives the one.
func (dyadResolver) A(ctx context.Context, obj *atlas.Dyad) (*graph.Actor, error) {
	return actor(ctx, obj, func(d *atlas.Dyad) graph.ActorID { return d.A })
}

// B gives the other.
func (dyadResolver) B(ctx context.Context, obj *atlas.Dyad) (*graph.Actor, error) {
	return actor(ctx, obj, func(d *atlas.Dyad) graph.ActorID { return d.B })
}

// Relations lists what counts.
func (dyadResolver) Relations(ctx context.Context, obj *atlas.Dyad) ([]*traverse.DyadRelation, error) {
	return made(ctx, obj, func(_ *view, d *atlas.Dyad) ([]*traverse.DyadRelation, error) { return pointers(d.Relations), nil })
}

type dyadRelationResolver struct{}

// Relation gives the relation as it is recorded.
func (dyadRelationResolver) Relation(ctx context.Context, obj *traverse.DyadRelation) (*graph.Relation, error) {
	id := func(r *traverse.DyadRelation) graph.RelationID { return r.ID }
	return together(ctx, obj, id, func(v *view, ids []graph.RelationID) (map[graph.RelationID]*graph.Relation, error) {
		return v.RelationsByID(ctx, ids, nil)
	})
}
