package atlas

import (
	"context"

	"github.com/entente/entente/graph"
)

// Resolve checks a filter of relations, and gives it with the ids that its codes
// mean, for what is read from the Snapshot itself: an export.
func (v *View) Resolve(ctx context.Context, f graph.RelationFilter) (graph.RelationFilter, error) {
	return v.filter(ctx, f)
}
