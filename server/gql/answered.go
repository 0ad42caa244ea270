package gql

import (
	"context"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/atlas"
)

type answeredResolver struct{ atlas *atlas.Atlas }

// Revision gives the revision that was read; none while nothing is recorded.
func (r answeredResolver) Revision(ctx context.Context, obj *atlas.Answered) (*graph.Revision, error) {
	number := func(a *atlas.Answered) graph.RevisionNumber { return a.Revision }
	return revision(ctx, r.atlas, obj, number)
}

// Scenario gives the scenario that was read.
func (answeredResolver) Scenario(ctx context.Context, obj *atlas.Answered) (*atlas.Scenario, error) {
	return made(ctx, obj, func(_ *view, a *atlas.Answered) (*atlas.Scenario, error) { return a.Scenario, nil })
}

// During gives the window asked about.
func (answeredResolver) During(_ context.Context, obj *atlas.Answered) (*atlas.Period, error) {
	return atlas.WindowPeriod(obj.During), nil
}
