package gql

import (
	"context"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/atlas"
)

type eventLinkResolver struct{}

// From gives the event that holds the link.
func (eventLinkResolver) From(ctx context.Context, obj *atlas.EventLink) (*graph.Event, error) {
	return event(ctx, obj, func(l *atlas.EventLink) graph.EventID { return l.From })
}

// To gives the event that it goes on from or answers.
func (eventLinkResolver) To(ctx context.Context, obj *atlas.EventLink) (*graph.Event, error) {
	return event(ctx, obj, func(l *atlas.EventLink) graph.EventID { return l.To })
}

// Evidence lists who says so.
func (eventLinkResolver) Evidence(ctx context.Context, obj *atlas.EventLink) ([]*graph.Evidence, error) {
	return made(ctx, obj, func(_ *view, l *atlas.EventLink) ([]*graph.Evidence, error) {
		return pointers(l.Evidence), nil
	})
}
