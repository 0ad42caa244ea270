package gql

import (
	"context"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/atlas"
)

type influenceAnswerResolver struct{}

// Influences lists the influences.
func (influenceAnswerResolver) Influences(ctx context.Context, obj *atlas.InfluenceAnswer) ([]*atlas.Influence, error) {
	return made(ctx, obj, func(_ *view, a *atlas.InfluenceAnswer) ([]*atlas.Influence, error) {
		return pointers(a.Influences), nil
	})
}

type influenceResolver struct{}

// By gives who moves.
func (influenceResolver) By(ctx context.Context, obj *atlas.Influence) (*graph.Actor, error) {
	return actor(ctx, obj, func(x *atlas.Influence) graph.ActorID { return x.By })
}

// Over gives who is moved.
func (influenceResolver) Over(ctx context.Context, obj *atlas.Influence) (*graph.Actor, error) {
	return actor(ctx, obj, func(x *atlas.Influence) graph.ActorID { return x.Over })
}

// Path gives the best path.
func (influenceResolver) Path(ctx context.Context, obj *atlas.Influence) (*atlas.Path, error) {
	return made(ctx, obj, func(_ *view, x *atlas.Influence) (*atlas.Path, error) { return &x.Path, nil })
}
