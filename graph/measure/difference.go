package measure

import (
	"cmp"
	"math"
	"slices"

	"github.com/entente/entente/graph"
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

// LeastChange is by how much a net must move, without recency, to count.
const LeastChange = .05

// Change is one difference between a left and a right view.
type Change struct {
	Kind          ChangeKind
	Relation      graph.RelationID // for Began and Ended
	A, B          graph.ActorID    // the lower id first
	Before, After float64          // nets, for Grew and Cooled; rounded to 1e-9
}

// Differences compares the edges of two views: relations by id, then dyads by
// their net without recency. Began come first, then ended, grown and cooled, each
// by the greatest move, then by ids.
func Differences(left, right []graph.Edge) []Change {
	before, after := byID(left), byID(right)
	var out []Change
	for id, e := range after {
		if _, there := before[id]; !there {
			out = append(out, Change{Kind: Began, Relation: id, A: min(e.From, e.To), B: max(e.From, e.To), After: e.Strength()})
		}
	}
	for id, e := range before {
		if _, there := after[id]; !there {
			out = append(out, Change{Kind: Ended, Relation: id, A: min(e.From, e.To), B: max(e.From, e.To), Before: e.Strength()})
		}
	}
	out = append(out, moves(nets(left), nets(right))...)
	order := []ChangeKind{Began, Ended, Grew, Cooled}
	slices.SortFunc(out, func(a, b Change) int {
		return cmp.Or(
			cmp.Compare(slices.Index(order, a.Kind), slices.Index(order, b.Kind)),
			cmp.Compare(b.size(), a.size()), cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B), cmp.Compare(a.Relation, b.Relation),
		)
	})
	return out
}

func (c Change) size() float64 { return Round(math.Abs(c.After - c.Before)) }

func byID(edges []graph.Edge) map[graph.RelationID]graph.Edge {
	out := make(map[graph.RelationID]graph.Edge, len(edges))
	for _, e := range edges {
		out[e.ID] = e
	}
	return out
}

type dyadKey struct{ a, b graph.ActorID }

// nets gives the net of every dyad with nothing faded.
func nets(edges []graph.Edge) map[dyadKey]float64 {
	edges = slices.Clone(edges)
	slices.SortFunc(edges, func(x, y graph.Edge) int { return cmp.Compare(x.ID, y.ID) })
	between := map[dyadKey][]graph.Edge{}
	for _, e := range edges {
		k := dyadKey{min(e.From, e.To), max(e.From, e.To)}
		between[k] = append(between[k], e)
	}
	out := make(map[dyadKey]float64, len(between))
	for k, all := range between {
		out[k] = Round(graph.Moment{Day: graph.MinDay}.Net(all))
	}
	return out
}

func moves(before, after map[dyadKey]float64) []Change {
	var out []Change
	all := map[dyadKey]bool{}
	for k := range before {
		all[k] = true
	}
	for k := range after {
		all[k] = true
	}
	for k := range all {
		kind := Grew
		if after[k] < before[k] {
			kind = Cooled
		}
		if Round(math.Abs(after[k]-before[k])) >= LeastChange {
			out = append(out, Change{Kind: kind, A: k.a, B: k.b, Before: before[k], After: after[k]})
		}
	}
	return out
}
