package storetest

import (
	"strings"
	"sync"
	"testing"

	"github.com/entente/entente/graph"
)

// A store that does all it says passes; one that loses, halves or doubles a step is
// found out.
func TestWorkload(t *testing.T) {
	w := Workload{Writers: 3, Steps: 10}
	m := NewModel()
	var mu sync.Mutex
	var done []Done
	never := func(error) bool { return false }
	acknowledged := func(d Done) {
		mu.Lock()
		defer mu.Unlock()
		done = append(done, d)
	}
	if err := w.Run(t.Context(), []graph.Store{m}, acknowledged, never); err != nil {
		t.Fatal(err)
	}
	tally, err := w.Check(t.Context(), m, done)
	if want := (Tally{Acknowledged: 30, Revisions: 1 + 3*8, Papers: 3 * 2}); err != nil || tally != want {
		t.Errorf("checked as %+v, %v; wanted %+v", tally, err, want)
	}
	if err := w.Run(t.Context(), []graph.Store{m}, acknowledged, never); err != nil { // the last step of each once more
		t.Error(err)
	}
	if again, err := w.Check(t.Context(), m, done); err != nil || again != tally {
		t.Errorf("after a second run %+v, %v", again, err)
	}

	found := func(what string, words string, spoil func(m *Model)) {
		t.Helper()
		broken := &Model{revisions: m.revisions, states: append([]*state{}, m.states...), papers: append([]graph.Paper{}, m.papers...)}
		spoil(broken)
		if _, err := w.Check(t.Context(), broken, done); err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("%s: %v; wanted %q", what, err, words)
		}
	}
	last := len(m.states) - 1
	found("the newest revision lost", "acknowledged", func(m *Model) { m.states, m.revisions = m.states[:last], m.revisions[:last-1] })
	found("half a revision", "changes of revision", func(m *Model) {
		half := *m.states[5]
		half.relations = half.relations[:len(half.relations)-1]
		m.states[5] = &half
	})
	found("a paper lost", "is not there", func(m *Model) { m.papers = m.papers[1:] })
	found("a paper of another version", "paper", func(m *Model) { m.papers[0].Version++ })
}
