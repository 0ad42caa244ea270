package neo4j_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/dataset"
	"github.com/entente/entente/graph/graphtest"
	"github.com/entente/entente/graph/store/neo4j"
	"github.com/entente/entente/graph/store/neo4j/neo4jtest"
)

// newest gives the number of the newest revision, and how many relations it holds.
func newest(t testing.TB, s graph.Store) (graph.RevisionNumber, int) {
	t.Helper()
	snap, err := s.Snapshot(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	defer snap.Close()
	counts, err := snap.CountRelations(t.Context(), graph.RelationQuery{}, 1_000_000)
	if err != nil {
		t.Fatal(err)
	}
	return snap.Revision(), counts[0].N
}

// Two services that start together on an empty database make one schema and
// record the bundled data once.
func TestTwoServicesStartTogether(t *testing.T) {
	server := neo4jtest.Fresh(t)
	b, err := dataset.Batch()
	if err != nil {
		t.Fatal(err)
	}
	var services sync.WaitGroup
	for range 2 {
		services.Go(func() {
			s, err := neo4j.Open(t.Context(), server.URI, neo4j.Options{User: server.User, Password: server.Password})
			if err != nil {
				t.Errorf("open: %v", err)
				return
			}
			defer s.Close()
			if r, err := s.Apply(t.Context(), b); err != nil || r.Number != 1 {
				t.Errorf("the bundled data is revision %d, %v; wanted 1", r.Number, err)
			}
		})
	}
	services.Wait()
	if n, relations := newest(t, open(t, server)); n != 1 || relations == 0 {
		t.Errorf("the newest revision is %d with %d relations; wanted 1 and some", n, relations)
	}
}

// Two services write at once: each sees its own revision, and there is one line of
// them. The same key at both is one revision.
func TestTwoServicesWrite(t *testing.T) {
	const each = 12
	server := neo4jtest.Fresh(t)
	stores := []*neo4j.Store{open(t, server), open(t, server)}
	var services sync.WaitGroup
	for i, s := range stores {
		services.Go(func() {
			for n := range each {
				own := numbered(t, fmt.Sprintf("s%d-%d", i, n), 2)
				r, err := s.Apply(t.Context(), own)
				if err != nil {
					t.Errorf("apply: %v", err)
					return
				}
				if at, _ := newest(t, s); at < r.Number {
					t.Errorf("the newest is %d after revision %d was acknowledged", at, r.Number)
				}
				both := numbered(t, fmt.Sprintf("both-%d", n), 1)
				both.Key = both.Reason
				if _, err := s.Apply(t.Context(), both); err != nil {
					t.Errorf("apply of the same key: %v", err)
				}
			}
		})
	}
	services.Wait()
	for i, s := range stores {
		if n, relations := newest(t, s); n != 3*each || relations != 5*each {
			t.Errorf("service %d sees revision %d with %d relations; wanted %d and %d", i, n, relations, 3*each, 5*each)
		}
	}
}

// A revision that was committed and not published, as a crash leaves it, is not
// seen; the next start publishes it, and so does the next write.
func TestPublishedAfterACrash(t *testing.T) {
	server := neo4jtest.Fresh(t)
	s := open(t, server)
	crash := func(name string) {
		if _, err := s.Apply(t.Context(), numbered(t, name, 1)); err != nil {
			t.Fatal(err)
		}
		run(t, server, "MATCH (m:Meta) SET m.pub = m.pub - 1", nil)
	}
	wants := func(s graph.Store, revision graph.RevisionNumber) {
		t.Helper()
		revisions, err := graph.Collect(s.Revisions(t.Context(), graph.RevisionFilter{}))
		if err != nil {
			t.Fatal(err)
		}
		if n, relations := newest(t, s); n != revision || relations != int(revision) || len(revisions) != int(revision) {
			t.Errorf("the newest revision is %d with %d relations, of %d; wanted %d", n, relations, len(revisions), revision)
		}
	}
	crash("one")
	wants(s, 0)
	wants(open(t, server), 1)
	crash("two")
	wants(s, 1)
	if _, err := s.Apply(t.Context(), numbered(t, "three", 1)); err != nil {
		t.Fatal(err)
	}
	wants(s, 3)

	// A key that is recorded and not published is published by who asks for it again.
	b := numbered(t, "four", 1)
	b.Key = "four"
	if _, err := s.Apply(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	run(t, server, "MATCH (m:Meta) SET m.pub = m.pub - 1", nil)
	if r, err := s.Apply(t.Context(), b); err != nil || r.Number != 4 {
		t.Errorf("the key answers revision %d, %v; wanted 4", r.Number, err)
	}
	wants(s, 4)
}

// Whatever commit it is whose answer gets lost, a write is done once, and says so.
func TestLostAnswers(t *testing.T) {
	server := neo4jtest.Fresh(t)
	p, through := neo4jtest.Between(t, server)
	s := open(t, through)
	empty(t, server)
	if _, err := s.Apply(t.Context(), graphtest.Batch(t, "mali -BORDERS-- niger")); err != nil {
		t.Fatal(err)
	}
	lose := func(n int64, f func()) {
		p.Commits.Store(0)
		p.Lose.Store(n)
		f()
		if p.Commits.Load() < n {
			t.Errorf("there was no commit %d", n)
		}
		p.Lose.Store(0)
	}
	want := graph.RevisionNumber(1)
	relations := 1
	for n := range int64(2) { // the batch, and its publication
		lose(n+1, func() {
			r, err := s.Apply(t.Context(), numbered(t, fmt.Sprintf("apply-%d", n), 2))
			if want, relations = want+1, relations+2; err != nil || r.Number != want {
				t.Errorf("apply without the answer to commit %d: revision %d, %v; wanted %d", n+1, r.Number, err, want)
			}
		})
	}
	for n := range int64(6) {
		lose(n+1, func() {
			r, err := s.Load(t.Context(), graph.BatchHead{Author: "test", Reason: "test"}, yields(numbered(t, fmt.Sprintf("load-%d", n), 10).Put))
			if want, relations = want+1, relations+10; err != nil || r.Number != want {
				t.Errorf("load without the answer to commit %d: revision %d, %v; wanted %d", n+1, r.Number, err, want)
			}
		})
	}
	lose(1, func() {
		if n, count := newest(t, s); n != want || count != relations {
			t.Errorf("the newest revision is %d with %d relations; wanted %d with %d", n, count, want, relations)
		}
	})
}

// A context that is done stops the work in the database too.
func TestCanceledWorkEndsInTheDatabase(t *testing.T) {
	server := neo4jtest.Fresh(t)
	s := open(t, server)
	if _, err := s.Apply(t.Context(), graphtest.Batch(t, "mali -BORDERS-- niger")); err != nil {
		t.Fatal(err)
	}
	// Long names of many actors, in which a word is looked for in vain.
	run(t, server, `UNWIND range(1, 3000) AS i
		CREATE (:ActorVersion {id: 'x' + i, born: 1, died: 9999999999, kind: 'STATE', folded: reduce(s = 'a', j IN range(1, 14) | s + s)})`, nil)
	snap, err := s.Snapshot(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	works := func(words string) int64 {
		return run(t, server, "SHOW TRANSACTIONS YIELD currentQuery WHERE currentQuery CONTAINS $words AND NOT currentQuery CONTAINS 'SHOW' RETURN count(*)", map[string]any{"words": words})[0].Values[0].(int64)
	}
	stops := func(words string, work func(ctx context.Context) error) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		ended := make(chan error, 1)
		go func() { ended <- work(ctx) }()
		await(t, "the work to begin", func() bool { return works(words) > 0 })
		cancel()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("work that was canceled: %v; wanted context.Canceled", err)
		}
		await(t, "the work to end in the database", func() bool { return works(words) == 0 })
	}
	long := make([]byte, 400)
	for i := range long {
		long[i] = 'a'
	}
	stops("v.folded CONTAINS word", func(ctx context.Context) error {
		_, err := graph.Collect(snap.FindActors(ctx, graph.ActorFilter{Text: string(long) + "b"}, ""))
		return err
	})
	release := holdLock(t, server)
	stops("m.lockedBy", func(ctx context.Context) error {
		_, err := s.Apply(ctx, numbered(t, "waits", 1))
		return err
	})
	release()
	if n, _ := newest(t, s); n != 1 {
		t.Errorf("the newest revision is %d after a canceled write; wanted 1", n)
	}
}

// The database ends what takes too long.
func TestTimeouts(t *testing.T) {
	server := neo4jtest.Fresh(t)
	s := openWith(t, server, neo4j.Options{WriteTimeout: 300 * time.Millisecond, Retry: time.Second})
	release := holdLock(t, server)
	_, err := s.Apply(t.Context(), numbered(t, "waits", 1))
	release()
	saysPlainly(t, err, graph.ErrUnavailable, "took too long")
	if _, err := s.Apply(t.Context(), numbered(t, "goes", 1)); err != nil {
		t.Errorf("a write after one that took too long: %v", err)
	}
}
