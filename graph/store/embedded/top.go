package embedded

import "slices"

// top keeps the first values of an order, and drops the others as they come: so
// the strongest fifty of a hub are found without sorting the hub.
type top[V any] struct {
	limit   int // how many are kept; 0 for all
	compare func(a, b V) int
	values  []V
	cut     bool // once it was cut, the first limit values are in order, and at least as good as what is kept
}

func newTop[V any](limit int, compare func(a, b V) int) *top[V] {
	return &top[V]{limit: limit, compare: compare}
}

// add takes a value. Twice as many as asked for are gathered before they are
// sorted and cut, so each costs little.
func (t *top[V]) add(v V) {
	const least = 64
	t.values = append(t.values, v)
	if t.limit > 0 && len(t.values) >= 2*max(t.limit, least) {
		t.sorted()
	}
}

// worst gives a value such that nothing which comes after it will be kept, once
// there is one.
func (t *top[V]) worst() (v V, full bool) {
	if !t.cut {
		return v, false
	}
	return t.values[t.limit-1], true
}

// sorted gives the values kept so far, in order. They belong to t.
func (t *top[V]) sorted() []V {
	slices.SortFunc(t.values, t.compare)
	if t.limit > 0 && len(t.values) > t.limit {
		clear(t.values[t.limit:])
		t.values = t.values[:t.limit]
		t.cut = true
	}
	return t.values
}

// clear forgets all values.
func (t *top[V]) clear() { t.values, t.cut = t.values[:0], false }
