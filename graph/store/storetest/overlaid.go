package storetest

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/graphtest"
)

// Lay lays a batch over a snapshot, which it closes with what it gives. The batch is
// complete, as graph.Prepare gives it.
type Lay func(ctx context.Context, base graph.Snapshot, b graph.Batch) (graph.Snapshot, error)

// Overlaid plays a random history of so many steps on a fresh store, and holds what
// lay makes of each batch over the snapshot before it, and of the last three
// batches one over another, against the snapshot after the batch: they answer every
// question alike but for which revision recorded what.
func Overlaid(t testing.TB, s graph.Store, lay Lay, seed uint64, steps int) {
	t.Helper()
	o := overlaid{asker: asker{graphtest.NewRandom(seed)}, s: s, lay: lay}
	if err := o.play(t.Context(), steps); err != nil {
		t.Fatalf("seed %d: %v", seed, err)
	}
}

type overlaid struct {
	asker
	s       graph.Store
	lay     Lay
	batches []graph.Batch // complete, in the order of their revisions
}

func (o *overlaid) play(ctx context.Context, steps int) error {
	if err := o.apply(ctx, graph.Batch{BatchHead: head(""), Put: o.First(firstRelations)}); err != nil {
		return err
	}
	for step := range steps {
		if err := o.apply(ctx, o.Batch()); err != nil {
			return err
		}
		for _, depth := range []int{1, min(3, len(o.batches))} {
			if err := o.compare(ctx, depth); err != nil {
				return fmt.Errorf("step %d, %d layers: %w", step+1, depth, err)
			}
		}
	}
	return nil
}

// apply records a batch and keeps it as it was completed.
func (o *overlaid) apply(ctx context.Context, b graph.Batch) error {
	base, err := o.s.Snapshot(ctx, 0)
	if err != nil {
		return err
	}
	complete, err := graph.Prepare(ctx, base, b)
	if err := errors.Join(err, base.Close()); err != nil {
		return err
	}
	o.batches = append(o.batches, complete)
	_, err = o.s.Apply(ctx, b)
	return err
}

// compare asks the newest snapshot and the one that lies in layers over an older one.
func (o *overlaid) compare(ctx context.Context, depth int) error {
	below := len(o.batches) - depth
	was, err := o.s.Snapshot(ctx, graph.RevisionNumber(below))
	if below == 0 {
		return errors.Join(err, closed(was))
	}
	for _, b := range o.batches[below:] {
		if err != nil {
			return err
		}
		was, err = o.lay(ctx, was, b)
	}
	if err != nil {
		return err
	}
	is, err := o.s.Snapshot(ctx, 0)
	if err != nil {
		return errors.Join(err, was.Close())
	}
	defer func() { _ = errors.Join(was.Close(), is.Close()) }() // nothing was written, so nothing is lost
	for range 4 * questionsPerStep {
		if err := askBoth(ctx, o.question(), was, is); err != nil {
			return err
		}
	}
	for _, q := range everything {
		if err := askBoth(ctx, q, was, is); err != nil {
			return err
		}
	}
	return nil
}

func closed(s graph.Snapshot) error {
	if s == nil {
		return nil
	}
	return s.Close()
}

func askBoth(ctx context.Context, q question, overlay, recorded graph.Snapshot) error {
	x, errX := q.ask(ctx, overlay)
	y, errY := q.ask(ctx, recorded)
	if err := sameError(errX, errY); err != nil {
		return fmt.Errorf("%s: %w", q.words, err)
	}
	if d := cmp.Diff(x, y, alike, cmpopts.IgnoreTypes(graph.RevisionNumber(0))); d != "" {
		return fmt.Errorf("%s: answers of %d and %d differ (-overlay +recorded):\n%s", q.words, lengthOf(x), lengthOf(y), d)
	}
	return nil
}
