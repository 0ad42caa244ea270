package embedded

import (
	"context"
	"iter"
	"slices"

	"github.com/entente/entente/graph"
)

// Actors yields the actors among ids.
func (s *snapshot) Actors(ctx context.Context, ids []graph.ActorID) iter.Seq2[graph.Actor, error] {
	return sequence(ctx, s.usable, func(put func(graph.Actor) bool) error {
		for _, id := range distinct(ids) {
			n, ok := s.number(id)
			if !ok {
				continue
			}
			if v := s.state.nodes.at(n).holdsAt(s.rev); v != nil && !put(v.actor.Clone()) {
				return nil
			}
		}
		return nil
	})
}

// FindActors yields the actors that match f, by id.
func (s *snapshot) FindActors(ctx context.Context, f graph.ActorFilter, after graph.ActorID) iter.Seq2[graph.Actor, error] {
	return sequence(ctx, s.usable, func(put func(graph.Actor) bool) error {
		words := graph.Words(graph.Fold(f.Text))
		rest := f // what candidates leaves to be asked, but for the text
		rest.IDs, rest.Text = nil, ""
		for n := range s.among(f, after) {
			v := s.state.nodes.at(n).holdsAt(s.rev)
			if v == nil || !rest.Match(v.actor) || f.Text != "" && !haveWords(v.terms, words) {
				continue
			}
			if !put(v.actor.Clone()) {
				return nil
			}
		}
		return nil
	})
}

// among gives the actors after an id among which those that f keeps are, by
// id: those with its ids or its code, else all.
func (s *snapshot) among(f graph.ActorFilter, after graph.ActorID) iter.Seq[uint32] {
	var some []uint32
	switch {
	case f.IDs != nil:
		for _, id := range f.IDs {
			if n, ok := s.number(id); ok {
				some = append(some, n)
			}
		}
	case f.Code != nil:
		some = s.s.memory.withCode(s.state, codeKeys(*f.Code)[1])
	default:
		return s.state.byID.from(func(n uint32) bool { return s.state.nodes.at(n).id > after })
	}
	slices.SortFunc(some, s.state.compareIDs)
	some = slices.DeleteFunc(slices.Compact(some), func(n uint32) bool { return s.state.nodes.at(n).id <= after })
	return slices.Values(some)
}
