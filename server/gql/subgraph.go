package gql

import (
	"context"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/atlas"
	"github.com/entente/entente/graph/traverse"
)

type subgraphResolver struct{}

// Actors lists the actors with their distances.
func (subgraphResolver) Actors(ctx context.Context, obj *atlas.Subgraph) ([]*traverse.Reached, error) {
	return made(ctx, obj, func(_ *view, g *atlas.Subgraph) ([]*traverse.Reached, error) { return pointers(g.Actors), nil })
}

// Relations lists the relations among them.
func (subgraphResolver) Relations(ctx context.Context, obj *atlas.Subgraph) ([]*graph.Relation, error) {
	return relationsOf(ctx, obj, func(g *atlas.Subgraph) []graph.Edge { return g.Relations }, obj.PublishedBy)
}

type subgraphActorResolver struct{}

// Actor gives the actor.
func (subgraphActorResolver) Actor(ctx context.Context, obj *traverse.Reached) (*graph.Actor, error) {
	return actor(ctx, obj, func(r *traverse.Reached) graph.ActorID { return r.ID })
}
