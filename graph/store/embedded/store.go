package embedded

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/entente/entente/graph"
)

// Store is a graph.Store in a data folder. One process at a time uses a folder.
type Store struct {
	db     *database
	disk   disk
	memory *memory
	clock  func() time.Time
	log    *slog.Logger

	writing chan struct{} // holds one token: the writer's turn
	reading sync.RWMutex  // held while something is read from the file, and wholly to close it
	closed  atomic.Bool
	close   func() error
}

var (
	_ graph.Store      = (*Store)(nil)
	_ graph.BulkLoader = (*Store)(nil)
	_ graph.Pinger     = (*Store)(nil)
)

// Options are what a Store may be given beside its folder.
type Options struct {
	Clock func() time.Time // when revisions are recorded; time.Now if nil
	Log   *slog.Logger     // what the operator may want to know; nothing is logged if nil
}

// Open opens the record in a data folder, and makes the folder and an empty
// record if they are not there. A record of an older release is brought to the
// schema of this one; see schema/README.md.
//
// A folder that cannot be written, that another process uses, whose file is no
// record or one of a newer release is ErrUnavailable, with the folder's name and
// what to do.
func Open(ctx context.Context, dir string, o Options) (*Store, error) {
	return open(ctx, dir, o, true)
}

// OpenMemory opens an empty store that is gone when it is closed, for tests and
// trials. It lies in a folder for temporary files, and never waits for the disk.
func OpenMemory(ctx context.Context, o Options) (*Store, error) {
	dir, err := os.MkdirTemp("", "entente-")
	if err != nil {
		return nil, unusable(os.TempDir(), err, "cannot be written; set TMPDIR to one that can")
	}
	s, err := open(ctx, dir, o, false)
	if err != nil {
		_ = os.RemoveAll(dir)
		return nil, err
	}
	keep := s.close
	s.close = func() error { return errors.Join(keep(), os.RemoveAll(dir)) }
	return s, nil
}

func open(ctx context.Context, dir string, o Options, durable bool) (*Store, error) {
	start := time.Now()
	lock, err := openFolder(dir)
	if err != nil {
		return nil, err
	}
	db, was, err := openDatabase(ctx, dir, durable)
	if err != nil {
		_ = lock.Close()
		return nil, err
	}
	s := &Store{
		db: db, disk: disk{dir: dir}, memory: newMemory(), clock: o.Clock, log: cmp.Or(o.Log, slog.New(slog.DiscardHandler)),
		writing: make(chan struct{}, 1),
		close:   func() error { return errors.Join(db.close(), lock.Close()) },
	}
	if s.clock == nil {
		s.clock = time.Now
	}
	s.writing <- struct{}{}
	if err := s.restore(ctx); err != nil {
		_ = s.close()
		return nil, unopened(ctx, dir, err)
	}
	now := s.memory.newest.Load()
	s.log.Info("record opened", "folder", filepath.Clean(dir), "schema_before", was, "revision", now.newest.Number,
		"actors", now.nodes.n, "relation_versions", now.versions.n-1, "took", time.Since(start).Round(time.Millisecond))
	return s, nil
}

// Close waits for the writer whose turn it is and for what is being read from
// the file. Then nothing of the folder is held any more.
func (s *Store) Close() error {
	if s.closed.Swap(true) {
		return nil
	}
	<-s.writing // and never given back
	s.reading.Lock()
	defer s.reading.Unlock()
	return fault(context.Background(), s.close())
}

// usable reports why nothing can be read or written, if so.
func (s *Store) usable(ctx context.Context) error {
	if s.closed.Load() {
		return errClosed
	}
	return ctx.Err()
}

// Ping reads from the file, and reports why it cannot be written if the last write
// failed.
func (s *Store) Ping(ctx context.Context) error {
	if _, err := query(ctx, s, "SELECT count(*) FROM sqlite_schema", scanned[int]); err != nil {
		return err
	}
	return s.disk.ready()
}

// Snapshot pins a revision.
func (s *Store) Snapshot(ctx context.Context, at graph.RevisionNumber) (graph.Snapshot, error) {
	if err := s.usable(ctx); err != nil {
		return nil, err
	}
	now := s.memory.newest.Load()
	newest := now.newest.Number
	if at > newest {
		return nil, graph.Errorf(graph.ErrNotFound, "there is no revision %d; the newest is %d", at, newest)
	}
	return s.snapshot(now, cmp.Or(at, newest)), nil
}

// Revisions yields the revisions that match f.
func (s *Store) Revisions(ctx context.Context, f graph.RevisionFilter) iter.Seq2[graph.Revision, error] {
	return sequence(ctx, s.usable, func(put func(graph.Revision) bool) error { return s.findRevisions(ctx, f, put) })
}
