package embedded_test

import (
	"testing"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/graphtest"
	"github.com/entente/entente/graph/store/embedded"
	"github.com/entente/entente/graph/store/storetest"
)

func openMemory(t *testing.T) graph.Store {
	t.Helper()
	s, err := embedded.OpenMemory(t.Context(), embedded.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// openIn opens the store in a folder for as long as the test runs.
func openIn(t testing.TB, dir string) *embedded.Store {
	t.Helper()
	s, err := embedded.Open(t.Context(), dir, embedded.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return s
}

func TestLaws(t *testing.T) { storetest.Run(t, openMemory) }

func TestLawsOnDisk(t *testing.T) {
	folders := map[graph.Store]string{}
	open := func(t *testing.T) graph.Store {
		dir := t.TempDir()
		s := openIn(t, dir)
		folders[s] = dir
		return s
	}
	reopen := func(t *testing.T, s graph.Store) graph.Store {
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		dir := folders[s]
		again := openIn(t, dir)
		folders[again] = dir
		return again
	}
	storetest.RunWith(t, open, storetest.Options{Reopen: reopen})
}

func TestSameAsModel(t *testing.T) {
	for seed := range uint64(4) {
		s := openMemory(t)
		storetest.Same(t, storetest.NewModel(), s, seed, 60)
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
}

func FuzzSameAsModel(f *testing.F) {
	storetest.Fuzz(f, func(*testing.T) graph.Store { return storetest.NewModel() }, openMemory)
}

// A relation that stands in the lists of both its ends is two values.
func TestListedRelationsShareNothing(t *testing.T) {
	s := openMemory(t)
	defer s.Close()
	if _, err := s.Apply(t.Context(), graphtest.Batch(t, `mali -CALLS quote="as it was"-> niger`)); err != nil {
		t.Fatal(err)
	}
	snap, err := s.Snapshot(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	got, err := graph.Collect(snap.FindRelations(t.Context(), graph.RelationQuery{At: []graph.ActorID{"mali", "niger"}}))
	if err != nil || len(got) != 2 {
		t.Fatalf("%d relations, %v; wanted 2", len(got), err)
	}
	got[0].Evidence[0].Quotation = "changed"
	if q := got[1].Evidence[0].Quotation; q != "as it was" {
		t.Errorf("the quotation in the other list is %q", q)
	}
}
