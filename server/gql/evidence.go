package gql

import (
	"context"

	"github.com/entente/entente/graph"
)

type evidenceResolver struct{}

// Relation gives the relation that it is evidence for, with all its evidence.
func (evidenceResolver) Relation(ctx context.Context, obj *graph.Evidence) (*graph.Relation, error) {
	id := func(e *graph.Evidence) graph.RelationID { return e.Relation }
	return together(ctx, obj, id, func(v *view, ids []graph.RelationID) (map[graph.RelationID]*graph.Relation, error) {
		return v.RelationsByID(ctx, ids, nil)
	})
}

// Event gives the event that it is evidence for.
func (evidenceResolver) Event(ctx context.Context, obj *graph.Evidence) (*graph.Event, error) {
	return event(ctx, obj, func(e *graph.Evidence) graph.EventID { return e.Event })
}

// Source gives the publication.
func (evidenceResolver) Source(ctx context.Context, obj *graph.Evidence) (*graph.Source, error) {
	id := func(e *graph.Evidence) graph.SourceID { return e.Source }
	return together(ctx, obj, id, func(v *view, ids []graph.SourceID) (map[graph.SourceID]*graph.Source, error) {
		return v.sourcesByID(ctx, ids)
	})
}

// SaidBy gives who is quoted.
func (evidenceResolver) SaidBy(ctx context.Context, obj *graph.Evidence) (*graph.Actor, error) {
	return actor(ctx, obj, func(e *graph.Evidence) graph.ActorID { return e.SaidBy })
}
