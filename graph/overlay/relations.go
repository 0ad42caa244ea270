package overlay

import (
	"context"
	"iter"
	"math"
	"slices"

	"github.com/entente/entente/graph"
)

// lists gives the actors whose lists are asked for; no id for the whole graph.
func lists(q graph.RelationQuery) []graph.ActorID {
	if q.At == nil {
		return []graph.ActorID{""}
	}
	return given(q.At)
}

// given gives each id once, where it is given first, and not the empty one.
func given(ids []graph.ActorID) []graph.ActorID {
	out := make([]graph.ActorID, 0, len(ids))
	seen := map[graph.ActorID]bool{"": true}
	for _, id := range ids {
		if !seen[id] {
			out = append(out, id)
		}
		seen[id] = true
	}
	return out
}

// part gives what of x belongs to each list, in its order and after its key.
func (s *Snapshot) part(x index, q graph.RelationQuery) map[graph.ActorID][]graph.Relation {
	out := map[graph.ActorID][]graph.Relation{}
	if len(x.all) == 0 {
		return out
	}
	key := func(r graph.Relation) graph.Key { return q.Order.KeyOf(r.Edge()) }
	for _, at := range lists(q) {
		list := s.l.matching(x, at, q.Direction, q.Filter)
		if q.After != nil {
			list = slices.DeleteFunc(list, func(r graph.Relation) bool { return q.Order.Compare(key(r), *q.After) <= 0 })
		}
		slices.SortFunc(list, func(a, b graph.Relation) int { return q.Order.Compare(key(a), key(b)) })
		if len(list) > 0 {
			out[at] = list
		}
	}
	return out
}

// longest gives the length of the longest list.
func longest(all map[graph.ActorID][]graph.Relation) int {
	n := 0
	for _, list := range all {
		n = max(n, len(list))
	}
	return n
}

// FindRelations yields the relations that q asks for. Below it asks for as many
// more as it takes off.
func (s *Snapshot) FindRelations(ctx context.Context, q graph.RelationQuery) iter.Seq2[graph.Listed, error] {
	return func(yield func(graph.Listed, error) bool) {
		ask := q
		if q.Limit > 0 {
			ask.Limit += longest(s.part(s.l.was, q))
		}
		m := listing{ctx: ctx, q: q, at: lists(q), upper: s.part(s.l.is, q), yield: yield}
		for r, err := range s.base.FindRelations(ctx, ask) {
			if err != nil {
				yield(graph.Listed{}, err)
				return
			}
			if !s.l.relations.touches(r.ID) && !m.below(r) {
				return
			}
		}
		m.rest()
	}
}

// listing merges the lists of a query, one after the other.
type listing struct {
	ctx   context.Context
	q     graph.RelationQuery
	at    []graph.ActorID                    // whose lists are to be written; the first one is being written
	n     int                                // how many of it are written
	upper map[graph.ActorID][]graph.Relation // what is to be put into each list
	yield func(graph.Listed, error) bool
}

// below writes a relation from below, and what comes before it. It gives false if
// nothing more is wanted.
func (m *listing) below(r graph.Listed) bool {
	for m.at[0] != r.At {
		if !m.end() {
			return false
		}
	}
	key := m.q.Order.KeyOf(r.Edge())
	for upper := m.upper[r.At]; len(upper) > 0 && m.q.Order.Compare(m.q.Order.KeyOf(upper[0].Edge()), key) < 0; upper = m.upper[r.At] {
		if !m.write(graph.Listed{At: r.At, Relation: upper[0].Clone()}) {
			return false
		}
		m.upper[r.At] = upper[1:]
	}
	return m.write(r)
}

// write writes one relation if it still fits its list.
func (m *listing) write(r graph.Listed) bool {
	if m.q.Limit > 0 && m.n >= m.q.Limit {
		return len(m.at) > 1 // of the last list nothing more is wanted
	}
	m.n++
	return m.yield(r, nil)
}

// end writes what is left of a list and goes on to the next.
func (m *listing) end() bool {
	at := m.at[0]
	for _, r := range m.upper[at] {
		if err := m.ctx.Err(); err != nil {
			m.yield(graph.Listed{}, err)
			return false
		}
		if !m.write(graph.Listed{At: at, Relation: r.Clone()}) {
			return false
		}
	}
	m.at, m.n = m.at[1:], 0
	return true
}

// rest writes what is left of all lists.
func (m *listing) rest() {
	for len(m.at) > 0 && m.end() {
	}
}

// CountRelations counts what FindRelations would yield.
func (s *Snapshot) CountRelations(ctx context.Context, q graph.RelationQuery, most int) ([]graph.Count, error) {
	q.After, q.Limit = nil, 0
	gone, added := s.part(s.l.was, q), s.part(s.l.is, q)
	ask := most
	if n := longest(gone); ask <= math.MaxInt-n {
		ask += n
	}
	out, err := s.base.CountRelations(ctx, q, ask)
	if err != nil {
		return nil, err
	}
	at := q.At
	if at == nil {
		at = []graph.ActorID{""}
	}
	for i, id := range at {
		n := out[i].N - len(gone[id]) + len(added[id])
		out[i] = graph.Count{N: min(n, most), Exact: out[i].Exact && n <= most}
	}
	return out, nil
}

// Expand yields the edges of a frontier. Below it asks for as many more of each
// actor as it takes off.
func (s *Snapshot) Expand(ctx context.Context, frontier []graph.ActorID, q graph.ExpandQuery) iter.Seq2[graph.Hop, error] {
	list := graph.RelationQuery{At: frontier, Direction: q.Direction, Filter: q.Filter}
	if frontier == nil {
		list.At = []graph.ActorID{}
	}
	gone, added := s.part(s.l.was, list), s.part(s.l.is, list)
	if len(gone) == 0 && len(added) == 0 {
		return s.base.Expand(ctx, frontier, q)
	}
	ask := q
	if q.PerActor > 0 {
		ask.PerActor += longest(gone)
	}
	all := s.hops(s.base.Expand(ctx, frontier, ask), added, q.Others)
	if q.PerActor == 0 {
		return all
	}
	return strongest(q.PerActor, all)
}

// hops yields the hops from below that are still seen, and then those that are added
// and lead to one of the others, if they are named.
func (s *Snapshot) hops(below iter.Seq2[graph.Hop, error], added map[graph.ActorID][]graph.Relation, others []graph.ActorID) iter.Seq2[graph.Hop, error] {
	return func(yield func(graph.Hop, error) bool) {
		for h, err := range below {
			if err == nil && s.l.relations.touches(h.ID) {
				continue
			}
			if !yield(h, err) || err != nil {
				return
			}
		}
		for at, list := range added {
			for _, r := range list {
				h := graph.Hop{At: at, Edge: r.Edge()}
				if others != nil && !slices.Contains(others, h.Other()) {
					continue
				}
				if !yield(h, nil) {
					return
				}
			}
		}
	}
}

// strongest yields the n strongest hops of each actor.
func strongest(n int, all iter.Seq2[graph.Hop, error]) iter.Seq2[graph.Hop, error] {
	return func(yield func(graph.Hop, error) bool) {
		lists := map[graph.ActorID][]graph.Hop{}
		for h, err := range all {
			if err != nil {
				yield(graph.Hop{}, err)
				return
			}
			lists[h.At] = append(lists[h.At], h)
		}
		for _, list := range lists {
			slices.SortFunc(list, func(a, b graph.Hop) int {
				return graph.Strongest.Compare(graph.Strongest.KeyOf(a.Edge), graph.Strongest.KeyOf(b.Edge))
			})
			for _, h := range list[:min(n, len(list))] {
				if !yield(h, nil) {
					return
				}
			}
		}
	}
}

// ScanEdges yields every edge that matches f, once.
func (s *Snapshot) ScanEdges(ctx context.Context, f graph.RelationFilter) iter.Seq2[graph.Edge, error] {
	return func(yield func(graph.Edge, error) bool) {
		for e, err := range graph.Edges(ctx, s.base, f) {
			if err == nil && s.l.relations.touches(e.ID) {
				continue
			}
			if !yield(e, err) || err != nil {
				return
			}
		}
		for _, r := range s.l.matching(s.l.is, "", "", f) {
			if !yield(r.Edge(), nil) {
				return
			}
		}
	}
}
