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
			x.others = s.wanted(q.Others)
		}
		_, numbers := s.lists(append([]graph.ActorID{}, frontier...))
		best := map[uint32]float64{}
		for _, at := range numbers {
			if err := s.usable(ctx); err != nil {
				return err
			}
			id := s.state.nodes.at(at).id
			for other, strength := range s.reached(x, at, best) {
				if !put(graph.Link{At: id, Other: s.state.nodes.at(other).id, Strength: strength}) {
					return nil
				}
			}
		}
		return nil
	})
}

// Breadth is the number of versions in the lists of the actors.
func (s *snapshot) Breadth(frontier []graph.ActorID) int {
	n := 0
	for _, id := range frontier {
		if at, ok := s.number(id); ok {
			n += s.edges(at).len()
		}
	}
	return n
}

// reached yields the actors that an actor reaches, each once, with the strength of
// the strongest edge that leads there. It uses best.
func (s *snapshot) reached(x *matcher, at uint32, best map[uint32]float64) iter.Seq2[uint32, float64] {
	return func(yield func(uint32, float64) bool) {
		if s.state.nodes.at(at).has&x.some == 0 {
			return
		}
		if p := s.state.pairs(at); p != nil {
			for versions := range p.each(x.wantedBeside(at)) {
				if strength := x.strongest(at, versions); strength >= 0 && !yield(s.state.versions.at(versions[0]).other(at), strength) {
					return
				}
			}
			return
		}
		clear(best)
		for i := range s.edges(at).from(nil) {
			if x.touches(i, at) && x.ask(i) == yes {
				other := s.state.versions.at(i).other(at)
				best[other] = max(best[other], x.strength(i))
			}
		}
		for other, strength := range best {
			if !yield(other, strength) {
				return
			}
		}
	}
}

// strongest gives the strength of the strongest of an actor's versions that the
// filter keeps; -1 if it keeps none.
func (x *matcher) strongest(at uint32, versions []uint32) float64 {
	best := -1.0
	for _, i := range versions {
		if x.touches(i, at) && x.ask(i) == yes {
			best = max(best, x.strength(i))
		}
	}
	return best
}

// strength is graph.Edge.Strength of version i.
func (x *matcher) strength(i uint32) float64 {
	f := &x.state.facts[x.state.versions.at(i).facts]
	return graph.Edge{Weight: f.weight, Confidence: f.confidence}.Strength()
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
