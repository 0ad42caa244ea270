package embedded

import (
	"iter"
	"slices"
	"sync"

	"github.com/entente/entente/graph"
)

// fewEdges is how many relations of an actor are looked at one by one sooner than
// they are sorted.
const fewEdges = 32

// pairs has the versions of an actor's relations by the actor at the other end, so
// that what two have to do with each other is found without a look at all that a
// hub has to do with others. It is made when it is first asked for, and kept as
// long as the actor's list stays the same: 4 bytes a version and 8 bytes a pair.
type pairs struct {
	once   sync.Once
	others []uint32 // sorted
	first  []uint32 // the versions with others[i] are list[first[i]:first[i+1]]
	list   []uint32 // those of a pair newest first
}

// pairs gives the pairs of an actor; nil if it has few relations.
func (s *state) pairs(at uint32) *pairs {
	n := s.nodes.at(at)
	if n.pairs != nil {
		n.pairs.once.Do(func() { n.pairs.make(s, at, n.edges.flat()) })
	}
	return n.pairs
}

func (p *pairs) make(s *state, at uint32, versions []uint32) {
	ends := make([]uint64, len(versions)) // the other end, then the place in the list
	for i, n := range versions {
		ends[i] = uint64(s.versions.at(n).other(at))<<32 | uint64(i)
	}
	slices.Sort(ends)
	p.list = make([]uint32, len(ends))
	for i, e := range ends {
		other, place := uint32(e>>32), uint32(e)
		if len(p.others) == 0 || other != p.others[len(p.others)-1] {
			p.others, p.first = append(p.others, other), append(p.first, uint32(i))
		}
		p.list[i] = versions[place]
	}
	p.others, p.first = slices.Clip(p.others), slices.Clip(append(p.first, uint32(len(ends))))
}

// with gives the versions of the pair with another actor.
func (p *pairs) with(other uint32) []uint32 {
	i, ok := slices.BinarySearch(p.others, other)
	if !ok {
		return nil
	}
	return p.list[p.first[i]:p.first[i+1]]
}

// each yields the versions of each pair with an actor that is wanted, nil for all
// pairs. It goes by the shorter of the two lists.
func (p *pairs) each(w *wanted) iter.Seq[[]uint32] {
	return func(yield func([]uint32) bool) {
		if w != nil && len(w.list)*8 < len(p.others) { // a search takes some steps
			for _, other := range w.list {
				if versions := p.with(other); len(versions) > 0 && !yield(versions) {
					return
				}
			}
			return
		}
		for i, other := range p.others {
			if (w == nil || w.set.has(other)) && !yield(p.list[p.first[i]:p.first[i+1]]) {
				return
			}
		}
	}
}

// wanted are the only actors that may stand at the other end of an edge.
type wanted struct {
	set  bitset
	list []uint32
}

// wanted gives those of the actors that are known.
func (s *snapshot) wanted(ids []graph.ActorID) *wanted {
	w := &wanted{set: newBitset(s.state.nodes.n)}
	for _, id := range ids {
		if n, ok := s.number(id); ok && !w.set.has(n) {
			w.set.add(n)
			w.list = append(w.list, n)
		}
	}
	return w
}

// beside yields the versions of an actor's relations, newest first; if only some
// others are wanted, at least those with them, those of a pair together.
func (s *snapshot) beside(at uint32, w *wanted) iter.Seq[uint32] {
	if w == nil {
		return s.edges(at).from(nil)
	}
	return func(yield func(uint32) bool) {
		p := s.state.pairs(at)
		if p == nil {
			s.edges(at).from(nil)(yield)
			return
		}
		for versions := range p.each(w) {
			for _, n := range versions {
				if !yield(n) {
					return
				}
			}
		}
	}
}
