package traverse

// heap gives the least value first. (container/heap would box every value.)
type heap[V any] struct {
	values []V
	less   func(a, b *V) bool
}

func (h *heap[V]) push(v V) {
	h.values = append(h.values, v)
	for i := len(h.values) - 1; i > 0; {
		parent := (i - 1) / 2
		if !h.less(&h.values[i], &h.values[parent]) {
			return
		}
		h.values[i], h.values[parent] = h.values[parent], h.values[i]
		i = parent
	}
}

// pop takes the least value off a heap that is not empty.
func (h *heap[V]) pop() V {
	least, last := h.values[0], len(h.values)-1
	h.values[0] = h.values[last]
	h.values = h.values[:last]
	for i := 0; ; {
		next := i
		for child := 2*i + 1; child <= 2*i+2 && child < last; child++ {
			if h.less(&h.values[child], &h.values[next]) {
				next = child
			}
		}
		if next == i {
			return least
		}
		h.values[i], h.values[next] = h.values[next], h.values[i]
		i = next
	}
}
