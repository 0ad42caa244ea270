package gql

import (
	"context"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/atlas"
)

type eventResolver struct{}

// Period gives when the event took place.
func (eventResolver) Period(_ context.Context, obj *graph.Event) (*atlas.Period, error) {
	return atlas.NewPeriod(obj.Period, obj.Bounds()), nil
}

// Place gives where it took place.
func (eventResolver) Place(ctx context.Context, obj *graph.Event) (*graph.Actor, error) {
	return actor(ctx, obj, func(e *graph.Event) graph.ActorID { return e.Place })
}

// Participants lists who took part.
func (eventResolver) Participants(ctx context.Context, obj *graph.Event) ([]*graph.Participant, error) {
	return made(ctx, obj, func(_ *view, e *graph.Event) ([]*graph.Participant, error) {
		return pointers(e.Participants), nil
	})
}

// Links lists the events it goes on from or answers.
func (eventResolver) Links(ctx context.Context, obj *graph.Event) ([]*atlas.EventLink, error) {
	return made(ctx, obj, func(_ *view, e *graph.Event) ([]*atlas.EventLink, error) {
		out := make([]*atlas.EventLink, len(e.Links))
		for i, l := range e.Links {
			out[i] = &atlas.EventLink{EventLink: l, From: e.ID}
		}
		return out, nil
	})
}

func idOfEvent(e *graph.Event) graph.EventID { return e.ID }

// Acts lists its acts.
func (eventResolver) Acts(ctx context.Context, obj *graph.Event, first *int, after *string) (*atlas.RelationPage, error) {
	q := page(ctx, first, after, 50)
	return together(ctx, obj, idOfEvent, func(v *view, ids []graph.EventID) (map[graph.EventID]*atlas.RelationPage, error) {
		return v.Acts(ctx, ids, q)
	})
}

// LinkedFrom lists the events that go on from it or answer it.
func (eventResolver) LinkedFrom(ctx context.Context, obj *graph.Event) ([]*atlas.EventLink, error) {
	return together(ctx, obj, idOfEvent, func(v *view, ids []graph.EventID) (map[graph.EventID][]*atlas.EventLink, error) {
		return v.LinkedFrom(ctx, ids)
	})
}
