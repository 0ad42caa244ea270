package graph

import (
	"fmt"
	"testing"
	"unsafe"
)

func TestIDSetHoldsWhatWasAdded(t *testing.T) {
	const n = 100_000
	var s idSet
	for i := range n {
		if s.add(fmt.Sprintf("relation:%d", i)) {
			t.Fatalf("%d was there", i)
		}
	}
	for i := range n {
		if !s.add(fmt.Sprintf("relation:%d", i)) {
			t.Fatalf("%d was not there", i)
		}
	}
	if s.add("relation:other") || s.n != n+1 {
		t.Errorf("%d ids", s.n)
	}
	// What a load of ten million relations with a piece of evidence each holds of ids
	// stays below a gigabyte.
	if bytes := len(s.slots) * int(unsafe.Sizeof(s.slots[0])); bytes > 45*n {
		t.Errorf("%d bytes for %d ids", bytes, n)
	}
}
