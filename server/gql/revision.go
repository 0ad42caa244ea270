package gql

import (
	"context"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/atlas"
)

type revisionResolver struct{}

// ID gives the id of the revision.
func (revisionResolver) ID(_ context.Context, obj *graph.Revision) (string, error) {
	return atlas.RevisionID(obj.Number), nil
}

// revision reads the revision that obj names by its number.
func revision[P any](ctx context.Context, a *atlas.Atlas, obj P, number func(P) graph.RevisionNumber) (*graph.Revision, error) {
	return together(ctx, obj, number, func(v *view, all []graph.RevisionNumber) (map[graph.RevisionNumber]*graph.Revision, error) {
		return v.revisionsByNumber(ctx, a, all)
	})
}
