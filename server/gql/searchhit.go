package gql

import (
	"context"

	"github.com/entente/entente/graph"
)

type searchHitResolver struct{}

// Actor gives the actor that was found.
func (searchHitResolver) Actor(ctx context.Context, obj *graph.SearchHit) (*graph.Actor, error) {
	return actor(ctx, obj, func(h *graph.SearchHit) graph.ActorID { return h.Actor.ID })
}
