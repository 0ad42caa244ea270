package gql

import (
	"context"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/atlas"
)

type revisionResolver struct{ atlas *atlas.Atlas }

// ID gives the id of the revision.
func (revisionResolver) ID(_ context.Context, obj *graph.Revision) (string, error) {
	return atlas.RevisionID(obj.Number), nil
}

// Entries lists what the revision changed.
func (r revisionResolver) Entries(ctx context.Context, obj *graph.Revision, changes []graph.ChangeKind, first *int, after *string) (*atlas.VersionPage, error) {
	q := page(ctx, first, after, 50)
	number := func(r *graph.Revision) graph.RevisionNumber { return r.Number }
	return together(ctx, obj, number, func(_ *view, all []graph.RevisionNumber) (map[graph.RevisionNumber]*atlas.VersionPage, error) {
		return r.atlas.Entries(ctx, all, changes, q)
	})
}

// revision reads the revision that obj names by its number.
func revision[P any](ctx context.Context, a *atlas.Atlas, obj P, number func(P) graph.RevisionNumber) (*graph.Revision, error) {
	return together(ctx, obj, number, func(v *view, all []graph.RevisionNumber) (map[graph.RevisionNumber]*graph.Revision, error) {
		return v.revisionsByNumber(ctx, a, all)
	})
}
