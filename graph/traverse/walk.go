// Package traverse walks over a snapshot, one file a question, with one read of
// the store a level.
package traverse

import (
	"math"

	"github.com/entente/entente/graph"
)

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
	for _, x := range []struct {
		field string
		given bool
	}{{"actors", len(f.Actors) > 0}, {"text", f.Text != ""}} {
		if x.given {
			return f, graph.InField("filter."+x.field, graph.Errorf(graph.ErrInvalid, "does not fit a walk, which would break off; filter the answer's relations instead"))
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

// within gives the snapshot as a walk of this budget may read it.
func within(snap graph.Snapshot, b Budget) *Bounded {
	return Bound(snap, b.Relations, func(most int) error { return tooLarge("relations", most) })
}

// invalid says that a field of a question is wrong, and what would be right.
func invalid(field, format string, args ...any) error {
	return graph.InField(field, graph.Errorf(graph.ErrInvalid, format, args...))
}

func tooLarge(what string, limit int) error {
	return graph.Errorf(graph.ErrTooLarge, "the question reaches more than %d %s; ask for fewer hops, or narrow the filter by kinds, dates or weight", limit, what)
}

// round makes scores that differ only by the order of a sum or product equal.
func round(x float64) float64 { return math.Round(x*1e9) / 1e9 }
