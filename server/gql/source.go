package gql

import (
	"context"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/atlas"
)

type sourceResolver struct{}

// Evidence lists the evidence taken from the source.
func (sourceResolver) Evidence(ctx context.Context, obj *graph.Source, first *int, after *string) (*atlas.EvidencePage, error) {
	q := page(ctx, first, after, 50)
	id := func(s *graph.Source) graph.SourceID { return s.ID }
	return together(ctx, obj, id, func(v *view, ids []graph.SourceID) (map[graph.SourceID]*atlas.EvidencePage, error) {
		return v.SourceEvidence(ctx, ids, q)
	})
}
