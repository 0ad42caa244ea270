package embedded

import (
	"context"
	"iter"

	"github.com/entente/entente/graph"
)

var _ graph.Reacher = (*snapshot)(nil)

// Reach looks at the edges in memory and makes none of them. What takes the file
// to decide, or a choice among edges, is left to Expand.
func (s *snapshot) Reach(ctx context.Context, frontier []graph.ActorID, q graph.ExpandQuery) iter.Seq2[graph.Link, error] {
	if q.Filter.NeedsEvidence() || q.PerActor > 0 {
		return graph.ReachByExpand(ctx, s, frontier, q)
	}
	return sequence(ctx, s.usable, func(put func(graph.Link) bool) error {
		x, err := s.matcher(ctx, q.Filter, q.Direction)
		if err != nil {
			return err
		}
		if x.always { // a condition that the memory does not hold
			return forward(graph.ReachByExpand(ctx, s, frontier, q), put)
		}
		if q.Others != nil {
			x.others = s.set(q.Others)
		}
		_, numbers := s.lists(append([]graph.ActorID{}, frontier...))
		seen := newBitset(s.state.nodes.n) // of the actor that is looked at
		var reached []uint32
		for _, at := range numbers {
			if err := s.usable(ctx); err != nil {
				return err
			}
			id := s.state.nodes.at(at).id
			for c := range s.candidates(x, at, s.edges(at).from(nil)) {
				v := s.state.versions.at(c.version)
				other := v.from ^ v.to ^ at
				if seen.has(other) || x.ask(c.version) != yes {
					continue
				}
				seen.add(other)
				reached = append(reached, other)
				if !put(graph.Link{At: id, Other: s.state.nodes.at(other).id}) {
					return nil
				}
			}
			for _, n := range reached {
				seen.remove(n)
			}
			reached = reached[:0]
		}
		return nil
	})
}

// forward puts what a sequence yields.
func forward[V any](seq iter.Seq2[V, error], put func(V) bool) error {
	for v, err := range seq {
		if err != nil {
			return err
		}
		if !put(v) {
			return nil
		}
	}
	return nil
}
