package graph

import "slices"

// Top keeps the first values of an order, and drops the others as they come: so the
// strongest fifty of a hub are found without sorting the hub.
type Top[V any] struct {
	limit   int // how many are kept; 0 for all
	compare func(a, b V) int
	values  []V
	cut     bool // once it was cut, the first limit values are in order, and at least as good as what is kept
}

// NewTop makes a Top of at most limit values; 0 for all.
func NewTop[V any](limit int, compare func(a, b V) int) *Top[V] {
	return &Top[V]{limit: limit, compare: compare}
}

// Add takes a value. Twice as many as asked for are gathered before they are
// sorted and cut, so each costs little; what cannot be among the first is dropped at
// once.
func (t *Top[V]) Add(v V) {
	const least = 64
	if worst, full := t.Worst(); full && t.compare(v, worst) >= 0 {
		return
	}
	t.values = append(t.values, v)
	if t.limit > 0 && len(t.values) >= 2*max(t.limit, least) {
		t.Sorted()
	}
}

// Worst gives a value such that nothing which comes after it will be kept, once
// there is one.
func (t *Top[V]) Worst() (v V, full bool) {
	if !t.cut {
		return v, false
	}
	return t.values[t.limit-1], true
}

// Sorted gives the values kept so far, in order. They belong to t.
func (t *Top[V]) Sorted() []V {
	slices.SortFunc(t.values, t.compare)
	if t.limit > 0 && len(t.values) > t.limit {
		clear(t.values[t.limit:])
		t.values = t.values[:t.limit]
		t.cut = true
	}
	return t.values
}

// Clear forgets all values.
func (t *Top[V]) Clear() { t.values, t.cut = t.values[:0], false }
