package gql

import (
	"context"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/atlas"
)

type relationFilterResolver struct{}

// During sets the window of a filter, with its open ends written out.
func (relationFilterResolver) During(_ context.Context, obj *graph.RelationFilter, data *atlas.DateWindow) error {
	obj.During = data.Window()
	return nil
}

type eventFilterResolver struct{}

// During sets the window of a filter, with its open ends written out.
func (eventFilterResolver) During(_ context.Context, obj *graph.EventFilter, data *atlas.DateWindow) error {
	obj.During = data.Window()
	return nil
}
