// Package observed is a store around a store that tells an observer of each call:
// for traces, metrics and the count of reads of a request. It changes no answer.
package observed

import (
	"context"
	"iter"

	"github.com/entente/entente/graph"
)

// Observer is told when a call of a store begins, and when it ends.
type Observer interface {
	// Begin is called as a method of a store, a snapshot or a desk begins. The
	// context that it gives is the one that the call goes on with; end is called
	// once, with how many values were read and why it failed, if it did. A
	// sequence ends when its reader leaves it.
	Begin(ctx context.Context, method string) (_ context.Context, end func(values int, err error))
}

// New makes a store that tells o of each call of s. It has the capabilities to
// load, to be asked whether it is ready, to scan edges and to reach, and answers as the
// port alone would where s has them not; others are found behind it by graph.As.
func New(s graph.Store, o Observer) graph.Store { return &store{s, o} }

type store struct {
	graph.Store
	o Observer
}

var (
	_ graph.Store      = (*store)(nil)
	_ graph.BulkLoader = (*store)(nil)
	_ graph.Pinger     = (*store)(nil)
)

// Unwrap gives the store that is observed.
func (s *store) Unwrap() any { return s.Store }

func (s *store) Snapshot(ctx context.Context, at graph.RevisionNumber) (graph.Snapshot, error) {
	ctx, end := s.o.Begin(ctx, "Snapshot")
	snap, err := s.Store.Snapshot(ctx, at)
	end(1, err)
	if err != nil {
		return nil, err
	}
	return &snapshot{snap, s.o}, nil
}

func (s *store) Apply(ctx context.Context, b graph.Batch) (graph.Revision, error) {
	ctx, end := s.o.Begin(ctx, "Apply")
	r, err := s.Store.Apply(ctx, b)
	end(len(b.Put)+len(b.Retract), err)
	return r, err
}

// Load counts as one call, with the records that went in.
func (s *store) Load(ctx context.Context, head graph.BatchHead, records iter.Seq2[graph.Record, error]) (graph.Revision, error) {
	ctx, end := s.o.Begin(ctx, "Load")
	n := 0
	r, err := graph.Load(ctx, s.Store, head, func(yield func(graph.Record, error) bool) {
		for x, err := range records {
			n++
			if !yield(x, err) {
				return
			}
		}
	})
	end(n, err)
	return r, err
}

func (s *store) Revisions(ctx context.Context, f graph.RevisionFilter) iter.Seq2[graph.Revision, error] {
	return watch(ctx, s.o, "Revisions", func(ctx context.Context) iter.Seq2[graph.Revision, error] { return s.Store.Revisions(ctx, f) })
}

func (s *store) Changes(ctx context.Context, f graph.ChangeFilter) iter.Seq2[graph.Change, error] {
	return watch(ctx, s.o, "Changes", func(ctx context.Context) iter.Seq2[graph.Change, error] { return s.Store.Changes(ctx, f) })
}

func (s *store) Papers(ctx context.Context, f graph.PaperFilter) iter.Seq2[graph.Paper, error] {
	return watch(ctx, s.o, "Papers", func(ctx context.Context) iter.Seq2[graph.Paper, error] { return s.Store.Papers(ctx, f) })
}

func (s *store) File(ctx context.Context, p graph.Paper) (graph.Paper, error) {
	ctx, end := s.o.Begin(ctx, "File")
	filed, err := s.Store.File(ctx, p)
	end(1, err)
	return filed, err
}

func (s *store) Discard(ctx context.Context, drawer, id string, version uint64) error {
	ctx, end := s.o.Begin(ctx, "Discard")
	err := s.Store.Discard(ctx, drawer, id, version)
	end(1, err)
	return err
}

func (s *store) Ping(ctx context.Context) error {
	p, ok := graph.As[graph.Pinger](s.Store)
	if !ok {
		snap, err := s.Snapshot(ctx, 0)
		if err != nil {
			return err
		}
		return snap.Close()
	}
	ctx, end := s.o.Begin(ctx, "Ping")
	err := p.Ping(ctx)
	end(1, err)
	return err
}

// watch tells the observer of a sequence, from its first step to its last.
func watch[V any](ctx context.Context, o Observer, method string, read func(context.Context) iter.Seq2[V, error]) iter.Seq2[V, error] {
	return func(yield func(V, error) bool) {
		ctx, end := o.Begin(ctx, method)
		n := 0
		var failed error
		defer func() { end(n, failed) }()
		for v, err := range read(ctx) {
			if failed = err; err == nil {
				n++
			}
			if !yield(v, err) {
				return
			}
		}
	}
}
