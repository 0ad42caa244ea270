package atlas_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/atlas"
	"github.com/entente/entente/graph/graphtest"
	"github.com/entente/entente/graph/store/storetest"
)

// behind is a store that knows only what it knew some time ago, as a replica does,
// until it has been asked a number of times.
type behind struct {
	graph.Store
	knows graph.RevisionNumber
	asked atomic.Int64
	until int64
}

func (b *behind) Snapshot(ctx context.Context, at graph.RevisionNumber) (graph.Snapshot, error) {
	if b.asked.Add(1) > b.until {
		return b.Store.Snapshot(ctx, at)
	}
	if at > b.knows {
		return nil, graph.Errorf(graph.ErrNotFound, "there is no revision %d", at)
	}
	return b.Store.Snapshot(ctx, b.knows)
}

func twoRevisions(t *testing.T) graph.Store {
	t.Helper()
	store := storetest.NewModel()
	for _, text := range []string{`mali -CALLS 2023-08-15-> russia`, `mali -CALLS 2023-08-16-> niger`} {
		if _, err := store.Apply(t.Context(), graphtest.Batch(t, text)); err != nil {
			t.Fatal(err)
		}
	}
	return store
}

// Whoever has seen a revision is never shown an older one by another server that is
// behind: it waits until it is not.
func TestWatermark(t *testing.T) {
	store := twoRevisions(t)
	first := atlas.New(store, atlas.Options{})
	ctx, seen := atlas.WithWatermark(t.Context(), 0)
	v, err := first.Open(ctx, atlas.ViewInput{})
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	if seen.Number() != 2 {
		t.Fatalf("the question came upon revision %d", seen.Number())
	}
	two := 2
	for name, in := range map[string]atlas.ViewInput{"the newest": {}, "by its number": {Revision: &two}} {
		other := atlas.New(&behind{Store: store, knows: 1, until: 3}, atlas.Options{})
		careless, err := other.Open(t.Context(), atlas.ViewInput{})
		if err != nil || careless.Number() != 1 {
			t.Fatalf("the other server is not behind: %v", err)
		}
		careless.Close()
		ctx, again := atlas.WithWatermark(t.Context(), seen.Number())
		v, err := other.Open(ctx, in)
		if err != nil || v.Number() != 2 || again.Number() != 2 {
			t.Fatalf("%s: revision %d, %v", name, v.Number(), err)
		}
		v.Close()
	}
}

// A server that stays behind says so, and shows nothing older.
func TestWatermarkThatIsNotReached(t *testing.T) {
	other := atlas.New(&behind{Store: twoRevisions(t), knows: 1, until: 1 << 40}, atlas.Options{})
	ctx, _ := atlas.WithWatermark(t.Context(), 2)
	if _, err := other.Open(ctx, atlas.ViewInput{}); !errors.Is(err, graph.ErrUnavailable) {
		t.Errorf("%v", err)
	}
	one := 1
	v, err := other.Open(ctx, atlas.ViewInput{Revision: &one}) // which never changes
	if err != nil || v.Number() != 1 {
		t.Fatal(err)
	}
	v.Close()
}
