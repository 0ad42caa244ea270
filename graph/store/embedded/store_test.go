package embedded_test

import (
	"testing"

	"github.com/entente/entente/graph"
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
