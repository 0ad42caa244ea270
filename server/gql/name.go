package gql

import (
	"context"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/atlas"
)

type nameResolver struct{}

// Used gives when the name is or was in use.
func (nameResolver) Used(_ context.Context, obj *graph.Name) (*atlas.Period, error) {
	return atlas.NewPeriod(obj.Used, obj.Used.Bounds(graph.NeverObserved)), nil
}
