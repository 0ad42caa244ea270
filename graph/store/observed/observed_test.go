package observed_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/graphtest"
	"github.com/entente/entente/graph/store/observed"
	"github.com/entente/entente/graph/store/storetest"
)

// book is an Observer that writes down what it is told.
type book struct {
	mu     sync.Mutex
	open   int
	calls  []string
	values map[string]int
	failed map[string]error
}

func newBook() *book { return &book{values: map[string]int{}, failed: map[string]error{}} }

type mark struct{}

func (b *book) Begin(ctx context.Context, method string) (context.Context, func(int, error)) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.open++
	b.calls = append(b.calls, method)
	return context.WithValue(ctx, mark{}, method), func(values int, err error) {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.open--
		b.values[method] += values
		b.failed[method] = err
	}
}

// TestAnObservedStoreKeepsTheLaws holds the wrapper to what every store does: it
// changes no answer.
func TestAnObservedStoreKeepsTheLaws(t *testing.T) {
	b := newBook()
	open := func(*testing.T) graph.Store { return observed.New(storetest.NewModel(), b) }
	storetest.Run(t, open)
	storetest.Same(t, storetest.NewModel(), observed.New(storetest.NewModel(), b), 1, 10)
	if b.open != 0 {
		t.Errorf("%d calls never ended", b.open)
	}
	for _, method := range []string{
		"Snapshot", "Apply", "Load", "Revisions", "Changes", "Papers", "File", "Discard",
		"Actors", "FindActors", "Relations", "FindRelations", "CountRelations", "Expand", "FindEvidence",
		"Events", "FindEvents", "Sources", "FindSources", "Search", "ScanEdges", "Reach", "StrongestAmong",
	} {
		if !slices.Contains(b.calls, method) {
			t.Errorf("%s was never told of", method)
		}
	}
}

func TestWhatIsRead(t *testing.T) {
	b := newBook()
	s := observed.New(storetest.Holding(t, "mali -CALLS 2023-08-15-> russia\nmali -MEETS 2023-07-> russia"), b)
	snap, err := s.Snapshot(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := graph.Collect(snap.Expand(t.Context(), []graph.ActorID{"mali"}, graph.ExpandQuery{})); err != nil {
		t.Fatal(err)
	}
	for range snap.FindActors(t.Context(), graph.ActorFilter{}, "") {
		break // one who leaves early has read one
	}
	if b.values["Expand"] != 2 || b.values["FindActors"] != 1 {
		t.Errorf("read are %v", b.values)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := graph.Collect(snap.Actors(ctx, []graph.ActorID{"mali"})); !errors.Is(b.failed["Actors"], context.Canceled) || err == nil {
		t.Errorf("a read that failed is told as %v", b.failed["Actors"])
	}
	_, err = s.Apply(t.Context(), graph.Batch{})
	if !errors.Is(err, graph.ErrInvalid) || !errors.Is(b.failed["Apply"], graph.ErrInvalid) {
		t.Errorf("a batch that is refused is told as %v", b.failed["Apply"])
	}
}

// bare is a store with nothing but the port.
type bare struct{ graph.Store }

func TestWhatTheStoreLacks(t *testing.T) {
	s := observed.New(bare{storetest.NewModel()}, newBook())
	if _, err := graph.Load(t.Context(), s, graph.BatchHead{Author: "a", Reason: "b"}, func(yield func(graph.Record, error) bool) {
		for _, r := range graphtest.Records(t, "actor mali STATE") {
			if !yield(r, nil) {
				return
			}
		}
	}); err != nil {
		t.Errorf("a load into a store without a loader: %v", err)
	}
}
