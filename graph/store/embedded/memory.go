package embedded

import (
	"sync"
	"sync/atomic"

	"github.com/entente/entente/graph"
)

// memory holds the newest state, and finds actors in it.
type memory struct {
	newest atomic.Pointer[state]

	mu      sync.RWMutex
	numbers map[graph.ActorID]uint32
	coded   map[string][]uint32 // actors that have or had a code, by codeKeys

	// For the writer only: where a value stands in the state's lists, if it does.
	// What an abandoned draft left here may point to nothing.
	factsAt map[facts]uint32
	kindAt  map[graph.KindName]uint16
}

func newMemory() *memory {
	m := &memory{
		numbers: map[graph.ActorID]uint32{}, coded: map[string][]uint32{},
		factsAt: map[facts]uint32{}, kindAt: map[graph.KindName]uint16{},
	}
	empty := &state{}
	empty.versions.add(version{}) // number 0: never born
	m.newest.Store(empty)
	return m
}

// number finds an actor of the state.
func (m *memory) number(s *state, id graph.ActorID) (uint32, bool) {
	m.mu.RLock()
	n, ok := m.numbers[id]
	m.mu.RUnlock()
	return n, ok && n < s.nodes.n
}

// codeKeys are the texts by which a code is found: its value, and the scheme
// and the value as a search reads them.
func codeKeys(c graph.Code) [2]string {
	value := graph.Fold(c.Value)
	return [2]string{value, graph.Fold(c.Scheme) + ":" + value}
}

// withCode gives the actors that have or had a code, found by one of its keys.
func (m *memory) withCode(s *state, key string) []uint32 {
	m.mu.RLock()
	defer m.mu.RUnlock()
	var out []uint32
	for _, n := range m.coded[key] {
		if n < s.nodes.n {
			out = append(out, n)
		}
	}
	return out
}
