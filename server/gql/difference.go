package gql

import (
	"context"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/atlas"
)

type differenceResolver struct{}

// Changes lists the changes.
func (differenceResolver) Changes(ctx context.Context, obj *atlas.DifferenceAnswer) ([]*atlas.Change, error) {
	return made(ctx, obj, func(_ *view, d *atlas.DifferenceAnswer) ([]*atlas.Change, error) { return pointers(d.Changes), nil })
}

type changeResolver struct{}

// Relation gives the relation that began or ended.
func (changeResolver) Relation(ctx context.Context, obj *atlas.Change) (*graph.Relation, error) {
	return made(ctx, obj, func(_ *view, c *atlas.Change) (*graph.Relation, error) { return c.Relation, nil })
}

// A gives one of the two actors.
func (changeResolver) A(ctx context.Context, obj *atlas.Change) (*graph.Actor, error) {
	return actor(ctx, obj, func(c *atlas.Change) graph.ActorID { return c.A })
}

// B gives the other one.
func (changeResolver) B(ctx context.Context, obj *atlas.Change) (*graph.Actor, error) {
	return actor(ctx, obj, func(c *atlas.Change) graph.ActorID { return c.B })
}
