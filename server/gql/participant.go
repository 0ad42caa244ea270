package gql

import (
	"context"

	"github.com/entente/entente/graph"
)

type participantResolver struct{}

// Actor gives who took part.
func (participantResolver) Actor(ctx context.Context, obj *graph.Participant) (*graph.Actor, error) {
	return actor(ctx, obj, func(p *graph.Participant) graph.ActorID { return p.Actor })
}

// Evidence lists who says so.
func (participantResolver) Evidence(ctx context.Context, obj *graph.Participant) ([]*graph.Evidence, error) {
	return made(ctx, obj, func(_ *view, p *graph.Participant) ([]*graph.Evidence, error) {
		return pointers(p.Evidence), nil
	})
}
