package embedded

import (
	"cmp"
	"context"
	"iter"
	"sort"

	"github.com/entente/entente/graph"
)

// page yields what q keeps of one list after q.After, in its order. The caller
// counts to the limit.
func (s *snapshot) page(ctx context.Context, x *matcher, at uint32, q graph.RelationQuery) iter.Seq2[candidate, error] {
	switch q.Order {
	case graph.Strongest:
		return s.strongest(ctx, x, at, q)
	case graph.Oldest:
		return s.kept(ctx, x, s.candidates(x, at, s.oldest(at, q.After)))
	}
	var reached func(uint32) bool
	if q.After != nil {
		reached = func(i uint32) bool { return graph.Newest.Compare(s.state.key(i), *q.After) > 0 }
	}
	return s.kept(ctx, x, s.candidates(x, at, s.edges(at).from(reached)))
}

// oldest yields the versions of a list in the order graph.Oldest. That is the
// newest order read backward, but forward within a day and with the unknown
// starts at the end, where they stand already.
func (s *snapshot) oldest(at uint32, after *graph.Key) iter.Seq[uint32] {
	return func(yield func(uint32) bool) {
		all := s.edges(at).flat()
		day := func(i int) graph.Day { return s.state.versions.at(all[i]).startMin }
		known := sort.Search(len(all), func(i int) bool { return day(i) == graph.MinDay })
		one := func(from, to int) bool {
			for _, i := range all[from:to] {
				if after != nil && graph.Oldest.Compare(s.state.key(i), *after) <= 0 {
					continue
				}
				if !yield(i) {
					return false
				}
			}
			return true
		}
		end := known
		if after != nil && after.Day != graph.MinDay { // what is older than the key came before it
			end = sort.Search(known, func(i int) bool { return day(i) < after.Day })
		} else if after != nil {
			end = 0
		}
		for end > 0 {
			begin := sort.Search(end, func(i int) bool { return day(i) <= day(end-1) })
			if !one(begin, end) {
				return
			}
			end = begin
		}
		one(known, len(all))
	}
}

// strongest yields what q keeps of one list, the strongest first. All of the
// list is looked at.
func (s *snapshot) strongest(ctx context.Context, x *matcher, at uint32, q graph.RelationQuery) iter.Seq2[candidate, error] {
	return func(yield func(candidate, error) bool) {
		best := graph.NewTop(q.Limit, compareRanked)
		for c, err := range s.kept(ctx, x, s.candidates(x, at, s.edges(at).from(nil))) {
			if err != nil {
				yield(c, err)
				return
			}
			key := graph.Strongest.KeyOf(s.edge(c))
			if q.After == nil || graph.Strongest.Compare(key, *q.After) > 0 {
				best.Add(ranked{key, c})
			}
		}
		for _, r := range best.Sorted() {
			if !yield(r.candidate, nil) {
				return
			}
		}
	}
}

// ranked is a candidate with its place in the order of strength.
type ranked struct {
	key graph.Key
	candidate
}

func compareRanked(a, b ranked) int {
	return cmp.Or(graph.Strongest.Compare(a.key, b.key), cmp.Compare(a.version, b.version))
}
