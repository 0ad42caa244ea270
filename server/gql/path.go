package gql

import (
	"context"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/atlas"
)

type pathAnswerResolver struct{}

// Paths lists the paths.
func (pathAnswerResolver) Paths(ctx context.Context, obj *atlas.PathAnswer) ([]*atlas.Path, error) {
	return made(ctx, obj, func(_ *view, a *atlas.PathAnswer) ([]*atlas.Path, error) { return pointers(a.Paths), nil })
}

type pathResolver struct{}

// Steps lists the steps.
func (pathResolver) Steps(ctx context.Context, obj *atlas.Path) ([]*atlas.Step, error) {
	return made(ctx, obj, func(_ *view, p *atlas.Path) ([]*atlas.Step, error) { return pointers(p.Steps), nil })
}

type stepResolver struct{}

// From gives the actor it leads from.
func (stepResolver) From(ctx context.Context, obj *atlas.Step) (*graph.Actor, error) {
	return actor(ctx, obj, func(s *atlas.Step) graph.ActorID { return s.From })
}

// To gives the actor it leads to.
func (stepResolver) To(ctx context.Context, obj *atlas.Step) (*graph.Actor, error) {
	return actor(ctx, obj, func(s *atlas.Step) graph.ActorID { return s.To })
}

// Relations lists what can carry it.
func (stepResolver) Relations(ctx context.Context, obj *atlas.Step) ([]*graph.Relation, error) {
	return relationsOf(ctx, obj, func(s *atlas.Step) []graph.Edge { return s.Relations }, obj.PublishedBy)
}
