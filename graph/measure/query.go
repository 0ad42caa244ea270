// Package measure computes what is read off a whole view at once: centrality,
// blocs, balance, timelines, differences. Most of it works on a compact
// projection, one undirected weighted edge a dyad.
package measure

import (
	"context"
	"iter"
	"math"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/traverse"
)

// Query chooses the relations and the actors of a measure.
type Query struct {
	// Among names the only actors that count; nil for all. Collectives and unknowns
	// are left out, named or not, unless Filter.ActorKinds asks for them.
	Among  []graph.ActorID
	Filter graph.RelationFilter
	Moment graph.Moment
	// ThroughOffices lets acts of persons count for the states whose offices they
	// held; see graph.OfficeActs.
	ThroughOffices bool
	MaxRelations   int // beyond so many relations read the measure is ErrTooLarge
}

// DefaultMaxRelations bounds the relations of one projection: 10 million take
// some 800 MB while it is built.
const DefaultMaxRelations = 10_000_000

// complete gives the query with its defaults: the firmest three modalities, with a
// day the acts of the last 720 days, and definite actors only.
func (q Query) complete() (Query, error) {
	f, err := traverse.WalkFilter(q.Filter)
	if err != nil {
		return q, err
	}
	if len(f.ActorKinds) == 0 {
		f.ActorKinds = graph.DefiniteKinds
	}
	q.Filter = f
	if !(q.Moment.HalfLife >= 0) {
		return q, invalid("halfLifeDays", "%v is below 0", q.Moment.HalfLife)
	}
	return q, nil
}

// within gives the snapshot as a measure with this limit may read it.
func within(snap graph.Snapshot, most int) *traverse.Bounded {
	return traverse.Bound(snap, most, func(most int) error {
		return graph.Errorf(graph.ErrTooLarge, "the measure takes in more than %d relations; narrow the filter by kinds, dates or weight, or name fewer actors", most)
	})
}

// edgesAmong yields each edge that fits once: around a set of actors by one
// expansion, else by a scan.
func edgesAmong(ctx context.Context, snap *traverse.Bounded, around []graph.ActorID, f graph.RelationFilter) iter.Seq2[graph.Edge, error] {
	if around == nil {
		return snap.ScanEdges(ctx, f)
	}
	return func(yield func(graph.Edge, error) bool) {
		in := make(map[graph.ActorID]bool, len(around))
		for _, id := range around {
			in[id] = true
		}
		for h, err := range snap.Expand(ctx, around, graph.ExpandQuery{Filter: f}) {
			if err == nil && h.At != h.From && in[h.From] { // both ends are in the frontier: once is enough
				continue
			}
			if !yield(h.Edge, err) || err != nil {
				return
			}
		}
	}
}

func invalid(field, format string, args ...any) error {
	return graph.InField(field, graph.Errorf(graph.ErrInvalid, format, args...))
}

// Round rounds to 1e-9, so that values that differ only by the order of a sum or
// product are equal. It gives no negative zero.
func Round(x float64) float64 { return math.Round(x*1e9)/1e9 + 0 }

// pollEvery is after how many steps a long computation looks whether it is still
// wanted.
const pollEvery = 1 << 12
