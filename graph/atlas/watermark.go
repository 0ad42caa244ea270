package atlas

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"github.com/entente/entente/graph"
)

// Watermark is how far a question read the record: the newest revision that it came
// upon. Whoever hands its number on with their next question is never shown an older
// record than before, whichever server of the store answers.
type Watermark struct {
	atLeast graph.RevisionNumber
	reached atomic.Uint64
}

// Number gives the newest revision that was read or recorded; 0 for none.
func (w *Watermark) Number() graph.RevisionNumber { return graph.RevisionNumber(w.reached.Load()) }

func (w *Watermark) reach(n graph.RevisionNumber) {
	for was := w.reached.Load(); uint64(n) > was; was = w.reached.Load() {
		if w.reached.CompareAndSwap(was, uint64(n)) {
			return
		}
	}
}

type watermarkKey struct{}

// WithWatermark gives a context whose questions note how far they read, and read the
// newest revision only where it is at least the one given.
func WithWatermark(ctx context.Context, atLeast graph.RevisionNumber) (context.Context, *Watermark) {
	w := &Watermark{atLeast: atLeast}
	return context.WithValue(ctx, watermarkKey{}, w), w
}

// reached notes that a revision was read or recorded.
func reached(ctx context.Context, n graph.RevisionNumber) {
	if w, ok := ctx.Value(watermarkKey{}).(*Watermark); ok {
		w.reach(n)
	}
}

// How long a server waits for a revision that another one has recorded, and how often
// it looks. Where every server reads the one database there is, it is there at once;
// a replica may be behind.
const (
	awaitRevision = 2 * time.Second
	lookAgain     = 200 * time.Millisecond
)

// snapshot opens a revision of the store, 0 for the newest. It waits a little for one
// that who asks has seen already; one that does not come is ErrUnavailable.
func (a *Atlas) snapshot(ctx context.Context, number graph.RevisionNumber) (graph.Snapshot, error) {
	atLeast := graph.RevisionNumber(0)
	if w, ok := ctx.Value(watermarkKey{}).(*Watermark); ok {
		atLeast = w.atLeast
	}
	var deadline <-chan time.Time
	for {
		snap, err := a.store.Snapshot(ctx, number)
		behind := err == nil && number == 0 && snap.Revision() < atLeast ||
			errors.Is(err, graph.ErrNotFound) && number <= atLeast
		if !behind {
			return snap, err
		}
		if err == nil {
			if err := snap.Close(); err != nil {
				return nil, err
			}
		}
		if deadline == nil {
			timer := time.NewTimer(awaitRevision)
			defer timer.Stop()
			deadline = timer.C
		}
		select {
		case <-time.After(lookAgain):
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-deadline:
			return nil, graph.Errorf(graph.ErrUnavailable, "revision %d, which you have seen, is not known here yet; ask again in a moment", atLeast)
		}
	}
}
