package graph

import "hash/maphash"

// idSet is a set of ids that keeps a digest of 128 bits of each: a load of millions
// of records must not hold the texts of all their ids. That two ids of one load have
// the same digest will not be seen: for twenty million the chance is below 10⁻²³.
type idSet struct {
	slots  [][2]uint64 // open addressing; a power of two; the zero digest is an empty slot
	n      int
	a, b   maphash.Seed
	seeded bool
}

// minSlots is how many slots the first set of slots has.
const minSlots = 64

// add adds an id and reports whether it was there.
func (s *idSet) add(id string) (was bool) {
	if !s.seeded {
		s.a, s.b, s.seeded = maphash.MakeSeed(), maphash.MakeSeed(), true
	}
	if 4*s.n >= 3*len(s.slots) {
		s.grow()
	}
	d := [2]uint64{maphash.String(s.a, id) | 1, maphash.String(s.b, id)} // never zero
	at := s.find(d)
	if s.slots[at] == d {
		return true
	}
	s.slots[at] = d
	s.n++
	return false
}

// find gives the slot of a digest, or the empty one where it belongs.
func (s *idSet) find(d [2]uint64) int {
	mask := len(s.slots) - 1
	for at := int(d[1]) & mask; ; at = (at + 1) & mask {
		if s.slots[at] == d || s.slots[at] == ([2]uint64{}) {
			return at
		}
	}
}

func (s *idSet) grow() {
	old := s.slots
	s.slots = make([][2]uint64, max(2*len(old), minSlots))
	for _, d := range old {
		if d != ([2]uint64{}) {
			s.slots[s.find(d)] = d
		}
	}
}
