package gql

import (
	"context"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/atlas"
)

type coverageResolver struct{}

// Period gives the period that is covered.
func (coverageResolver) Period(_ context.Context, obj *graph.Coverage) (*atlas.Period, error) {
	return atlas.NewPeriod(obj.Period, obj.Period.Bounds(graph.NeverObserved)), nil
}
