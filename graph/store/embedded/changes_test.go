package embedded

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/graphtest"
	"github.com/entente/entente/graph/store/storetest"
)

func changesOfAll(t *testing.T, h graph.Historian, f graph.ChangeFilter) []graph.Change {
	t.Helper()
	all, err := graph.Collect(h.Changes(t.Context(), f))
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// largeBatches record more than is held in memory together, then correct and
// retract as much.
func largeBatches(t *testing.T) []graph.Batch {
	const n = largeRevision + 300
	calls := func(day int) string {
		var text strings.Builder
		text.WriteString("event summit 2023-07-27 \"Summit\" russia:host mali:guest\n")
		for i := range n {
			fmt.Fprintf(&text, "mali -CALLS 2023-08-%d id=r-%d-> niger\n", day, i)
		}
		return text.String()
	}
	retracting := graphtest.Batch(t, "niger -BORDERS-- chad")
	for i := range n - 100 {
		retracting.Retract = append(retracting.Retract, graph.RelationID(fmt.Sprintf("relation:r-%d", i)))
	}
	return []graph.Batch{
		graphtest.Batch(t, calls(15)), graphtest.Batch(t, calls(16)), retracting, graphtest.Batch(t, "mali -CALLS 2023-08-17 id=r-7-> niger"),
	}
}

// A revision too large for the memory is read along the indexes, and says the same.
func TestChangesOfLargeRevisions(t *testing.T) {
	s, m := opened(t, Options{}), storetest.NewModel()
	for _, b := range fixtureBatches(t) {
		if _, err := m.Apply(t.Context(), b); err != nil {
			t.Fatal(err)
		}
	}
	for _, b := range largeBatches(t) {
		_, err1 := m.Apply(t.Context(), b)
		_, err2 := s.Apply(t.Context(), b)
		if err1 != nil || err2 != nil {
			t.Fatal(err1, err2)
		}
	}
	for _, f := range []graph.ChangeFilter{
		{}, {Descending: true}, {After: &graph.ChangeKey{Revision: 3, ID: "relation:r-3"}},
		{After: &graph.ChangeKey{Revision: 5, ID: "relation:r-4"}, Descending: true},
	} {
		want, got := told(changesOfAll(t, m, f)), told(changesOfAll(t, s, f))
		for i := range max(len(want), len(got)) {
			if i >= len(want) || i >= len(got) || want[i] != got[i] {
				t.Fatalf("%+v: of %d and %d changes, number %d differs: %q is wanted, not %q", f, len(want), len(got), i, want[i:min(i+1, len(want))], got[i:min(i+1, len(got))])
			}
		}
	}
}

// told writes changes in a line each, with the revisions of the versions.
func told(all []graph.Change) []string {
	born := func(r *graph.Record) graph.RevisionNumber {
		switch {
		case r == nil:
			return 0
		case r.Relation != nil:
			return r.Relation.Revision
		case r.Event != nil:
			return r.Event.Revision
		case r.Source != nil:
			return r.Source.Revision
		}
		return r.Actor.Revision
	}
	out := make([]string, len(all))
	for i, c := range all {
		out[i] = fmt.Sprintf("%d %s %s from %d to %d", c.Revision, c.Kind(), c.ID(), born(c.Before), born(c.After))
	}
	return out
}

// A file of the first release tells the changes that were made in it then.
func TestChangesOfSchema1(t *testing.T) {
	dir := t.TempDir()
	writeSchema1(t, filepath.Join(dir, fileName))
	s, err := Open(t.Context(), dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	m := storetest.NewModel()
	for _, b := range fixtureBatches(t) {
		if _, err := m.Apply(t.Context(), b); err != nil {
			t.Fatal(err)
		}
	}
	more := graphtest.Batch(t, "niger -BORDERS-- chad")
	for _, w := range []graph.Store{m, s} {
		if _, err := w.Apply(t.Context(), more); err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range []graph.ChangeFilter{{}, {Since: 1, Descending: true}} {
		if d := cmp.Diff(changesOfAll(t, m, f), changesOfAll(t, s, f), periodsAlike); d != "" {
			t.Errorf("%+v (-model +store):\n%s", f, d)
		}
	}
}
