package main

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"path/filepath"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/dataset"
	"github.com/entente/entente/graph/store/embedded"
)

// record is a store that is open, and where it is.
type record struct {
	graph.Store
	kind  string // of store
	place string // the folder or the address
	begun bool   // the bundled data was recorded just now
}

// Unwrap gives the store that the record is kept in.
func (r *record) Unwrap() any { return r.Store }

// openOrBegin opens the record to be written. A new one begins with the bundled
// data, unless it is to be empty.
func (f storeFlags) openOrBegin(p *process, log *slog.Logger, begins beginFlags) (*record, error) {
	r, err := f.open(p, log)
	if err != nil || begins.Empty {
		return r, err
	}
	if r.begun, err = begin(p.ctx, r.Store); err != nil {
		_ = r.Close() // why it could not begin says more
		return nil, err
	}
	return r, nil
}

// openToRead opens a record that is there, and begins none: who reads from the
// wrong folder must not take a new record for their own.
func (f storeFlags) openToRead(p *process) (*record, error) {
	kind, err := f.kind()
	if err != nil {
		return nil, err
	}
	if kind.absent != nil && kind.absent(f) {
		return nil, f.noRecord()
	}
	r, err := f.open(p, slog.New(slog.DiscardHandler))
	if err != nil {
		return nil, err
	}
	last, err := newest(p.ctx, r)
	if err == nil && last.Number == 0 {
		err = f.noRecord()
	}
	if err != nil {
		return nil, cmp.Or(err, r.Close())
	}
	return r, nil
}

// openOrImagine opens a record to be read, or one in passing that holds what a new one
// would begin with.
func (f storeFlags) openOrImagine(p *process, begins beginFlags) (*record, error) {
	r, err := f.openToRead(p)
	if !errors.Is(err, graph.ErrNotFound) {
		return r, err
	}
	s, err := embedded.OpenMemory(p.ctx, embedded.Options{})
	if err != nil {
		return nil, err
	}
	if !begins.Empty {
		if _, err := begin(p.ctx, s); err != nil {
			return nil, errors.Join(err, s.Close())
		}
	}
	return &record{Store: s}, nil
}

// noRecord says that nothing is recorded where the flags point, and what to do.
func (f storeFlags) noRecord() error {
	flag, place := "--data", f.Data
	if k, err := f.kind(); err == nil && len(k.schemes) > 0 {
		flag, place = "--store", f.Store
	}
	return graph.InField(flag, graph.Errorf(graph.ErrNotFound,
		"%s holds no record; name the one that does, or begin one there with entente serve or entente import", place))
}

// open opens the store and says where it is.
func (f storeFlags) open(p *process, log *slog.Logger) (*record, error) {
	kind, err := f.kind()
	if err != nil {
		return nil, err
	}
	store, err := kind.open(p.ctx, f, p.env, log)
	if err != nil {
		return nil, err
	}
	r := &record{Store: store, kind: kind.name, place: f.Store}
	if len(kind.schemes) == 0 {
		r.place = f.Data
		if abs, err := filepath.Abs(f.Data); err == nil {
			r.place = abs
		}
	}
	return r, nil
}

// begin records the bundled data in a store that holds nothing, and reports
// whether it did. Of several programs that begin together one does: the batch
// carries a key.
func begin(ctx context.Context, store graph.Store) (bool, error) {
	snap, err := store.Snapshot(ctx, 0)
	if err != nil {
		return false, err
	}
	newest := snap.Revision()
	if err := snap.Close(); err != nil || newest > 0 {
		return false, err
	}
	batch, err := dataset.Batch()
	if err != nil {
		return false, err
	}
	_, err = store.Apply(ctx, batch)
	return err == nil, err
}

// ready reports why the record cannot be read, if so.
func (r *record) ready(ctx context.Context) error {
	if p, ok := graph.As[graph.Pinger](r.Store); ok {
		return p.Ping(ctx)
	}
	snap, err := r.Snapshot(ctx, 0)
	if err != nil {
		return err
	}
	return snap.Close()
}

// newest gives the newest revision, or a zero one while nothing is recorded.
func newest(ctx context.Context, store graph.Store) (graph.Revision, error) {
	for r, err := range store.Revisions(ctx, graph.RevisionFilter{Descending: true}) {
		return r, err
	}
	return graph.Revision{}, nil
}
