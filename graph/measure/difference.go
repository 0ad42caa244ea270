package measure

import (
	"cmp"
	"math"
	"slices"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/traverse"
)

// ChangeKind says what changed between two views.
type ChangeKind string

// The kinds of change.
const (
	Began  ChangeKind = "BEGAN"  // a relation is there that was not
	Ended  ChangeKind = "ENDED"  // a relation was there that is not
	Grew   ChangeKind = "GREW"   // the net of two actors rose
	Cooled ChangeKind = "COOLED" // the net of two actors fell
)

var changeKinds = []ChangeKind{Began, Ended, Grew, Cooled}

// LeastChange is by how much a net must move, without recency, to count.
const LeastChange = .05

// Change is one difference between a left and a right view.
type Change struct {
	Kind          ChangeKind
	Relation      graph.RelationID // for Began and Ended
	A, B          graph.ActorID    // the lower id first
	Before, After float64          // nets without recency, for Grew and Cooled; rounded to 1e-9
	Undated       bool             // the start (Began) or end (Ended) is not known: it was first or last observed between the days

	size float64 // by which changes are ordered: the strength of a relation, how far a net moved
}

// Differences compares the edges of two views, each edge once: relations by id,
// then dyads by their net without recency. Began come first, then ended, grown and
// cooled, each by the greatest move, then by ids.
func Differences(left, right []graph.Edge) []Change {
	out := append(missing(Began, right, left), missing(Ended, left, right)...)
	out = append(out, moves(nets(left), nets(right))...)
	slices.SortFunc(out, func(a, b Change) int {
		return cmp.Or(
			cmp.Compare(slices.Index(changeKinds, a.Kind), slices.Index(changeKinds, b.Kind)),
			cmp.Compare(b.size, a.size), cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B), cmp.Compare(a.Relation, b.Relation),
		)
	})
	return out
}

// SideFilters gives the filters of the two sides of a difference between days, for
// relations of whatever actors. A tie counts on a side if it holds on its day; an
// act if it happened by that day and not before the lookback of the earlier side:
// acts are over as soon as they are done, so none ends by the mere passing of time.
// A side without a day has no such conditions, and then neither has the other's
// lookback.
func SideFilters(f graph.RelationFilter, left, right *graph.Day) (l, r graph.RelationFilter, err error) {
	switch {
	case f.On != nil:
		return l, r, invalid("filter.on", "does not fit a difference; give a day to each side")
	case f.During != nil:
		return l, r, invalid("filter.during", "does not fit a difference; give a day to each side")
	}
	if f, err = traverse.WalkFilter(f); err != nil {
		return l, r, err
	}
	l, r = f, f
	l.On, r.On = left, right
	if left != nil && right != nil {
		first := min(*left, *right).Add(-cmp.Or(f.Lookback, graph.DefaultLookback))
		l.Lookback, r.Lookback = int(*left-first), int(*right-first)
	}
	return l, r, nil
}

// missing gives the relations that one side has and the other has not.
func missing(kind ChangeKind, has, hasNot []graph.Edge) []Change {
	there := make(map[graph.RelationID]bool, len(hasNot))
	for _, e := range hasNot {
		there[e.ID] = true
	}
	var out []Change
	for _, e := range has {
		if !there[e.ID] {
			out = append(out, Change{
				Kind: kind, Relation: e.ID, A: min(e.From, e.To), B: max(e.From, e.To), size: Round(e.Strength()),
				Undated: kind == Began && e.Bounds.StartUnknown || kind == Ended && e.Bounds.EndUnknown,
			})
		}
	}
	return out
}

type pair struct{ a, b graph.ActorID }

// nets gives the net of every two actors with nothing faded.
func nets(edges []graph.Edge) map[pair]float64 {
	edges = slices.Clone(edges)
	slices.SortFunc(edges, func(x, y graph.Edge) int { return cmp.Compare(x.ID, y.ID) })
	unfaded := graph.Moment{Day: graph.MinDay} // before which nothing lies
	between := map[pair][]graph.Term{}
	for _, e := range edges {
		k := pair{min(e.From, e.To), max(e.From, e.To)}
		between[k] = append(between[k], unfaded.Term(e))
	}
	out := make(map[pair]float64, len(between))
	for k, terms := range between {
		out[k] = Round(graph.NetOf(terms))
	}
	return out
}

func moves(before, after map[pair]float64) []Change {
	var out []Change
	compare := func(k pair) {
		kind := Grew
		if after[k] < before[k] {
			kind = Cooled
		}
		if size := Round(math.Abs(after[k] - before[k])); size >= LeastChange {
			out = append(out, Change{Kind: kind, A: k.a, B: k.b, Before: before[k], After: after[k], size: size})
		}
	}
	for k := range before {
		compare(k)
	}
	for k := range after {
		if _, both := before[k]; !both {
			compare(k)
		}
	}
	return out
}
