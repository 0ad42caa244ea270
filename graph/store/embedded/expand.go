package embedded

import (
	"context"
	"iter"

	"github.com/entente/entente/graph"
)

// Expand yields every edge that matches q and touches an actor of the frontier.
func (s *snapshot) Expand(ctx context.Context, frontier []graph.ActorID, q graph.ExpandQuery) iter.Seq2[graph.Hop, error] {
	return sequence(ctx, s.usable, func(put func(graph.Hop) bool) error {
		x, err := s.matcher(ctx, q.Filter, q.Direction)
		if err != nil {
			return err
		}
		if q.Others != nil {
			x.others = s.wanted(q.Others)
		}
		if frontier == nil {
			frontier = []graph.ActorID{}
		}
		_, numbers := s.lists(frontier)
		all := func(yield func(candidate) bool) {
			for _, at := range numbers {
				for c := range s.candidates(x, at, s.beside(at, x.wantedBeside(at))) {
					if !yield(c) {
						return
					}
				}
			}
		}
		if q.PerActor > 0 {
			return s.expandStrongest(s.kept(ctx, x, all), q.PerActor, put)
		}
		for c, err := range s.kept(ctx, x, all) {
			if err != nil {
				return err
			}
			if !put(graph.Hop{At: s.state.nodes.at(c.at).id, Edge: s.edge(c)}) {
				return nil
			}
		}
		return nil
	})
}

// expandStrongest puts the strongest hops of each actor. Those of an actor follow
// one another.
func (s *snapshot) expandStrongest(all iter.Seq2[candidate, error], perActor int, put func(graph.Hop) bool) error {
	type hop struct {
		graph.Hop
		key graph.Key
	}
	best := graph.NewTop(perActor, func(a, b hop) int { return graph.Strongest.Compare(a.key, b.key) })
	flush := func() bool {
		for _, h := range best.Sorted() {
			if !put(h.Hop) {
				return false
			}
		}
		best.Clear()
		return true
	}
	var at uint32 = everywhere
	for c, err := range all {
		if err != nil {
			return err
		}
		if c.at != at {
			if !flush() {
				return nil
			}
			at = c.at
		}
		e := s.edge(c)
		best.Add(hop{graph.Hop{At: s.state.nodes.at(at).id, Edge: e}, graph.Strongest.KeyOf(e)})
	}
	flush()
	return nil
}

// ScanEdges yields every edge that matches f, in the order in which they were
// recorded.
func (s *snapshot) ScanEdges(ctx context.Context, f graph.RelationFilter) iter.Seq2[graph.Edge, error] {
	return sequence(ctx, s.usable, func(put func(graph.Edge) bool) error {
		x, err := s.matcher(ctx, f, graph.Both)
		if err != nil {
			return err
		}
		all := func(yield func(candidate) bool) {
			for i := range s.state.versions.n {
				if !yield(candidate{at: everywhere, version: i}) {
					return
				}
			}
		}
		for c, err := range s.kept(ctx, x, all) {
			if err != nil {
				return err
			}
			if !put(s.edge(c)) {
				return nil
			}
		}
		return nil
	})
}
