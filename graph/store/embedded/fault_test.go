package embedded

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/graphtest"
)

// opened gives a store that holds the fixture.
func opened(t *testing.T, o Options) *Store {
	t.Helper()
	s, err := OpenMemory(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	for _, b := range fixtureBatches(t) {
		if _, err := s.Apply(t.Context(), b); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

func (s *Store) mustExec(t *testing.T, text string) {
	t.Helper()
	if _, err := s.db.conn.ExecContext(t.Context(), text); err != nil {
		t.Fatal(err)
	}
}

// periodsAlike compares periods by what was written.
var periodsAlike = cmp.Comparer(func(a, b graph.Period) bool { return a.String() == b.String() })

// unmoved runs a write that must fail, and checks that nothing shows of it: in
// memory, in the file, and in the next write.
func unmoved(t *testing.T, s *Store, write func() error, mend func()) error {
	t.Helper()
	before := everythingAt(t, s, 0)
	versions := s.memory.newest.Load().versions.n
	err := write()
	if err == nil {
		t.Fatal("the write did not fail")
	}
	mend()
	if d := cmp.Diff(before, everythingAt(t, s, 0), periodsAlike); d != "" {
		t.Errorf("after a failed write (-before +after):\n%s", d)
	}
	if n := s.memory.newest.Load().versions.n; n != versions {
		t.Errorf("the memory has %d versions after a failed write; it had %d", n, versions)
	}
	r, err2 := s.Apply(t.Context(), graphtest.Batch(t, "togo -BORDERS-- benin\nmali -CALLS id=after-> togo"))
	if err2 != nil || r.Number != 3 {
		t.Errorf("the write after a failed one: revision %d, %v; wanted 3", r.Number, err2)
	}
	if d := cmp.Diff(everythingAt(t, s, 0), everythingAt(t, s.restored(t), 0), periodsAlike); d != "" {
		t.Errorf("the memory and the file differ (-memory +file):\n%s", d)
	}
	return err
}

// restored gives a store whose memory is built anew from the file of s.
func (s *Store) restored(t *testing.T) *Store {
	t.Helper()
	again := &Store{db: s.db, memory: newMemory(), clock: s.clock, log: s.log, writing: s.writing}
	if err := again.restore(t.Context()); err != nil {
		t.Fatal(err)
	}
	return again
}

func bigBatch(t *testing.T) graph.Batch {
	var b strings.Builder
	for i := range 400 {
		fmt.Fprintf(&b, "new%d -CALLS 2023-08-15 id=big-%d quote=\"%s\"-> mali\n", i, i, strings.Repeat("words ", 50))
	}
	return graphtest.Batch(t, b.String())
}

func TestFullDisk(t *testing.T) {
	s := opened(t, Options{})
	s.mustExec(t, "PRAGMA max_page_count = 40") // as a full disk: SQLite says SQLITE_FULL
	batch := bigBatch(t)
	for what, write := range map[string]func() error{
		"apply": func() error { _, err := s.Apply(t.Context(), batch); return err },
		"load": func() error {
			_, err := s.Load(t.Context(), batch.BatchHead, func(yield func(graph.Record, error) bool) {
				for _, r := range batch.Put {
					if !yield(r, nil) {
						return
					}
				}
			})
			return err
		},
	} {
		if err := write(); !errors.Is(err, graph.ErrUnavailable) || !strings.Contains(err.Error(), "full") {
			t.Errorf("%s to a full disk: %v; wanted unavailable, and that it is full", what, err)
		}
	}
	err := unmoved(t, s, func() error { _, err := s.Apply(t.Context(), batch); return err }, func() { s.mustExec(t, "PRAGMA max_page_count = 1000000") })
	if !errors.Is(err, graph.ErrUnavailable) {
		t.Errorf("apply to a full disk: %v", err)
	}
}

// A commit can fail when all is written. Here it does by a broken promise, which
// SQLite looks at last.
func TestFailedCommit(t *testing.T) {
	s := opened(t, Options{})
	s.mustExec(t, `PRAGMA foreign_keys = ON;
		CREATE TABLE promise (of INTEGER REFERENCES promise (kept) DEFERRABLE INITIALLY DEFERRED, kept INTEGER UNIQUE);
		CREATE TRIGGER breaks AFTER INSERT ON revision BEGIN INSERT INTO promise VALUES (7, 8); END`)
	err := unmoved(t, s, func() error { _, err := s.Apply(t.Context(), bigBatch(t)); return err },
		func() { s.mustExec(t, "DROP TRIGGER breaks; DROP TABLE promise; PRAGMA foreign_keys = OFF") })
	if graph.KindOf(err) != nil {
		t.Errorf("a broken constraint is %v; it is a bug, and no error of the port", err)
	}
}

func TestFileThatCannotBeWritten(t *testing.T) {
	s := opened(t, Options{})
	s.mustExec(t, "PRAGMA query_only = ON")
	err := unmoved(t, s, func() error { _, err := s.Apply(t.Context(), bigBatch(t)); return err }, func() { s.mustExec(t, "PRAGMA query_only = OFF") })
	if !errors.Is(err, graph.ErrUnavailable) {
		t.Errorf("%v; wanted unavailable", err)
	}
}

func TestFileLockedByAnotherProgram(t *testing.T) {
	s := opened(t, Options{})
	s.mustExec(t, "PRAGMA busy_timeout = 1")
	other, err := s.db.write.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	if _, err := other.ExecContext(t.Context(), "BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	err = unmoved(t, s, func() error { _, err := s.Apply(t.Context(), bigBatch(t)); return err }, func() {
		if _, err := other.ExecContext(t.Context(), "ROLLBACK"); err != nil {
			t.Fatal(err)
		}
	})
	if !errors.Is(err, graph.ErrUnavailable) || !strings.Contains(err.Error(), "another program") {
		t.Errorf("%v; wanted unavailable, and why", err)
	}
}

func TestFault(t *testing.T) {
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if err := fault(gone, errors.New("interrupted")); !errors.Is(err, context.Canceled) {
		t.Errorf("under a canceled context: %v", err)
	}
	if err := fault(gone, nil); err != nil {
		t.Errorf("nothing is %v", err)
	}
	if err := fault(t.Context(), errClosed); !errors.Is(err, errClosed) {
		t.Errorf("an error of ours is %v", err)
	}
	if err := fault(t.Context(), errors.New("what is this")); graph.KindOf(err) != nil {
		t.Errorf("a bug is %v", err)
	}
}

func TestWaitingWriterKeepsToItsContext(t *testing.T) {
	s := opened(t, Options{})
	<-s.writing // somebody writes
	defer s.giveTurn()
	ctx, cancel := context.WithCancel(t.Context())
	failed := make(chan error)
	go func() {
		_, err := s.Apply(ctx, bigBatch(t))
		failed <- err
	}()
	cancel()
	if err := <-failed; !errors.Is(err, context.Canceled) {
		t.Errorf("%v; wanted context.Canceled", err)
	}
}

func TestClockThatJumpsBack(t *testing.T) {
	now := time.Date(2026, 1, 2, 3, 4, 5, 678_901_234, time.FixedZone("", 3600))
	s := opened(t, Options{Clock: func() time.Time { now = now.Add(-time.Hour); return now }})
	all, err := graph.Collect(s.Revisions(t.Context(), graph.RevisionFilter{}))
	if err != nil {
		t.Fatal(err)
	}
	first := time.Date(2026, 1, 2, 1, 4, 5, 678_901_000, time.UTC)
	if !all[0].Time.Equal(first) || !all[1].Time.Equal(first.Add(time.Microsecond)) {
		t.Errorf("recorded at %v and %v", all[0].Time, all[1].Time)
	}
}

func TestCloseEndsALoad(t *testing.T) {
	s, err := OpenMemory(t.Context(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	closed := make(chan error)
	_, err = s.Load(t.Context(), graph.BatchHead{Author: "test", Reason: "test"}, func(yield func(graph.Record, error) bool) {
		for i := 0; ; i++ {
			if i == 10 {
				go func() { closed <- s.Close() }()
			}
			a := graph.Actor{ID: graph.ActorID(fmt.Sprintf("a%d", i)), Kind: graph.State, Names: []graph.Name{{Text: "A"}}}
			if !yield(graph.Record{Actor: &a}, nil) {
				return
			}
		}
	})
	if !errors.Is(err, graph.ErrUnavailable) {
		t.Errorf("a load into a store that is closed meanwhile: %v", err)
	}
	if err := <-closed; err != nil {
		t.Error(err)
	}
}

// After a write that failed because of the disk the store is not ready, until the
// disk can be written again or a write succeeds.
func TestReadyAfterAFullDisk(t *testing.T) {
	s := opened(t, Options{})
	ready := func() error { return s.Ping(t.Context()) }
	full := func() {
		t.Helper()
		s.mustExec(t, "PRAGMA max_page_count = 40")
		if _, err := s.Apply(t.Context(), bigBatch(t)); err == nil {
			t.Fatal("a full disk takes a write")
		}
		s.mustExec(t, "PRAGMA max_page_count = 1000000")
	}
	dir := s.disk.dir
	s.disk.dir = dir + "/gone" // nothing can be written there
	full()
	if err := ready(); !errors.Is(err, graph.ErrUnavailable) || !strings.Contains(err.Error(), "full") {
		t.Errorf("after a write to a full disk: %v", err)
	}
	if _, err := s.Apply(t.Context(), graph.Batch{}); !errors.Is(err, graph.ErrInvalid) {
		t.Fatal(err)
	}
	if err := ready(); err == nil {
		t.Error("a write that was refused for itself says that the disk is fine")
	}
	s.disk.dir = dir
	if err := ready(); err != nil {
		t.Errorf("when there is room again: %v", err)
	}
	s.disk.dir = dir + "/gone"
	full()
	if _, err := s.File(t.Context(), graph.Paper{Drawer: "a", ID: "b", Body: []byte("c")}); err != nil {
		t.Fatal(err)
	}
	if err := ready(); err != nil {
		t.Errorf("after a write: %v", err)
	}
}
