package graph

import "cmp"

// RelationOrder is an order of relations. Ties are broken by id, ascending.
type RelationOrder string

// The orders of relations. The empty order is Newest.
const (
	Newest    RelationOrder = "NEWEST"    // first possible day, the latest first; unknown starts last
	Oldest    RelationOrder = "OLDEST"    // first possible day, the earliest first; unknown starts last
	Strongest RelationOrder = "STRONGEST" // |weight| × confidence, the greatest first
)

// Key is the place of a relation or an event in an order: what a cursor holds.
type Key struct {
	Day      Day     // first possible day; MinDay if unknown
	Strength float64 // |weight| × confidence; 0 in orders by day
	ID       string
}

// KeyOf gives the place of an edge in the order.
func (o RelationOrder) KeyOf(e Edge) Key {
	if o == Strongest {
		return Key{Strength: e.Strength(), ID: string(e.ID)}
	}
	return Key{Day: e.Bounds.StartMin, ID: string(e.ID)}
}

// Compare says which of two keys comes first in the order.
func (o RelationOrder) Compare(a, b Key) int {
	switch o {
	case Strongest:
		return cmp.Or(cmp.Compare(b.Strength, a.Strength), cmp.Compare(a.ID, b.ID))
	case Oldest:
		return cmp.Or(compareUnknownLast(a.Day, b.Day), cmp.Compare(a.Day, b.Day), cmp.Compare(a.ID, b.ID))
	}
	return cmp.Or(cmp.Compare(b.Day, a.Day), cmp.Compare(a.ID, b.ID))
}

func compareUnknownLast(a, b Day) int {
	switch {
	case a == b:
		return 0
	case a == MinDay:
		return 1
	case b == MinDay:
		return -1
	}
	return 0
}

// KeyOfEvent gives the place of an event in the order of events, which is Newest.
func KeyOfEvent(e Event) Key { return Key{Day: e.Bounds().StartMin, ID: string(e.ID)} }
