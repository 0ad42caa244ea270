// Package traverse walks over a snapshot, one file a question, with one read of
// the store a level.
package traverse

import "github.com/entente/entente/graph"

// Budget bounds what one walk may read; beyond it the walk ends with
// ErrTooLarge, or with an answer that says what it left out.
type Budget struct {
	Actors    int // actors seen
	Relations int // relations read
}

// DefaultBudget is enough for every question about a region or an organization,
// and keeps one question under some hundred megabytes.
var DefaultBudget = Budget{Actors: 100_000, Relations: 500_000}

// WalkFilter gives the filter of a walk with its defaults: the firmest three
// modalities, and with a day the acts of the last 720 days. Fields that do not
// fit a walk are ErrInvalid.
func WalkFilter(f graph.RelationFilter) (graph.RelationFilter, error) {
	for field, given := range map[string]bool{"actors": len(f.Actors) > 0, "text": f.Text != ""} {
		if given {
			return f, graph.InField("filter."+field, graph.Errorf(graph.ErrInvalid, "does not fit a walk, which would break off; filter the answer's relations instead"))
		}
	}
	if err := f.Validate(); err != nil {
		return f, graph.InField("filter", err)
	}
	if len(f.Modalities) == 0 {
		f.Modalities = graph.WalkModalities
	}
	if f.On != nil && f.Lookback == 0 {
		f.Lookback = graph.DefaultLookback
	}
	return f, nil
}
