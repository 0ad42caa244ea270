package neo4j_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/graphtest"
	"github.com/entente/entente/graph/store/neo4j"
	"github.com/entente/entente/graph/store/neo4j/neo4jtest"
)

// numbered is a batch of so many relations that bear a name.
func numbered(t testing.TB, name string, relations int) graph.Batch {
	batch := graphtest.Batch(t, calls(name, relations))
	batch.Reason = name
	return batch
}

// calls writes so many relations that bear a name.
func calls(name string, relations int) string {
	var b strings.Builder
	for i := range relations {
		fmt.Fprintf(&b, "mali -CALLS 2023-08-15 id=%s-%d-> russia\n", name, i)
	}
	return b.String()
}

// The database is killed, twice: to start it takes some seconds, so the tests share
// the one server.
func TestKilled(t *testing.T) {
	process := neo4jtest.Start(t, t.TempDir(), neo4jtest.Options{})
	t.Run("under writes", func(t *testing.T) { killedUnderWrites(t, process) })
	t.Run("under a read", func(t *testing.T) { killedUnderRead(t, process) })
}

// What was acknowledged is there when the database is back, nothing is there by
// halves, and the first service to start shows what was committed and not
// published yet.
func killedUnderWrites(t *testing.T, process *neo4jtest.Process) {
	const writers, relations = 3, 40
	s := open(t, process.Server)
	acknowledged := map[string]graph.RevisionNumber{}
	var mu sync.Mutex
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var done sync.WaitGroup
	for w := range writers {
		done.Go(func() {
			for i := 0; ctx.Err() == nil; i++ {
				name := fmt.Sprintf("w%d-%d", w, i)
				b := numbered(t, name, relations)
				b.Key = name
				r, err := s.Apply(ctx, b)
				if err != nil {
					if graph.KindOf(err) == nil {
						t.Errorf("a write to a database that was killed: %v", err)
					}
					return
				}
				mu.Lock()
				acknowledged[name] = r.Number
				mu.Unlock()
			}
		})
	}
	await(t, "some writes", func() bool {
		mu.Lock()
		defer mu.Unlock()
		return len(acknowledged) >= 20
	})
	process.Kill(t)
	stop()
	done.Wait()
	process.Restart(t)
	allWhole(t, process.Server, acknowledged, relations)
}

// allWhole opens a database that was killed and holds it to what was acknowledged.
func allWhole(t *testing.T, server neo4jtest.Server, acknowledged map[string]graph.RevisionNumber, relations int) {
	t.Helper()
	s := open(t, server)
	ctx := t.Context()
	revisions, err := graph.Collect(s.Revisions(ctx, graph.RevisionFilter{}))
	if err != nil {
		t.Fatal(err)
	}
	if head := one(t, server, "MATCH (m:Meta) RETURN m.head"); head != int64(len(revisions)) {
		t.Errorf("%d revisions are published of %v that are committed", len(revisions), head)
	}
	for i, r := range revisions {
		if r.Number != graph.RevisionNumber(i+1) {
			t.Errorf("revision %d stands at place %d", r.Number, i+1)
		}
		if n, ok := acknowledged[r.Key]; ok && n != r.Number {
			t.Errorf("%s was acknowledged as revision %d and is %d", r.Key, n, r.Number)
		}
		delete(acknowledged, r.Key)
	}
	for name, n := range acknowledged {
		t.Errorf("%s, acknowledged as revision %d, is lost", name, n)
	}
	snap, err := s.Snapshot(ctx, 0)
	if err != nil {
		t.Fatal(err)
	}
	relationsOf, edgesOf := map[string]int{}, map[string]int{}
	for x, err := range snap.FindRelations(ctx, graph.RelationQuery{}) {
		if err != nil {
			t.Fatal(err)
		}
		relationsOf[nameOf(x.ID)]++
	}
	for e, err := range graph.Edges(ctx, snap, graph.RelationFilter{}) {
		if err != nil {
			t.Fatal(err)
		}
		edgesOf[nameOf(e.ID)]++
	}
	for _, r := range revisions {
		if n, m := relationsOf[r.Key], edgesOf[r.Key]; n != relations || m != relations {
			t.Errorf("%s has %d relations and %d edges of %d", r.Key, n, m, relations)
		}
	}
	if len(relationsOf) != len(revisions) {
		t.Errorf("there are relations of %d batches, and %d revisions", len(relationsOf), len(revisions))
	}
}

// nameOf gives the name of the batch that a relation is of.
func nameOf(id graph.RelationID) string {
	name := strings.TrimPrefix(string(id), graph.RelationPrefix)
	return name[:strings.LastIndex(name, "-")]
}

// What is read while the database goes away fails, in words, and goes on when it
// is back.
func killedUnderRead(t *testing.T, process *neo4jtest.Process) {
	s := openWith(t, process.Server, neo4j.Options{Retry: 2 * time.Second})
	if _, err := s.Apply(t.Context(), numbered(t, "many", 500)); err != nil {
		t.Fatal(err)
	}
	revision, relations := newest(t, s)
	snap, err := s.Snapshot(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	read := 0
	var failed error
	for _, err := range snap.FindRelations(t.Context(), graph.RelationQuery{}) {
		if err != nil {
			failed = err
			break
		}
		if read++; read == 1 {
			process.Kill(t)
		}
	}
	saysPlainly(t, failed, graph.ErrUnavailable, "cannot be reached")
	_, err = s.Apply(t.Context(), numbered(t, "lost", 1))
	saysPlainly(t, err, graph.ErrUnavailable, "cannot be reached")
	if err := s.Ping(t.Context()); !errors.Is(err, graph.ErrUnavailable) {
		t.Errorf("ping of a database that is away: %v", err)
	}
	process.Restart(t)
	if all, err := graph.Collect(snap.FindRelations(t.Context(), graph.RelationQuery{})); err != nil || len(all) != relations {
		t.Errorf("%d relations are read when the database is back, %v; wanted %d", len(all), err, relations)
	}
	if r, err := s.Apply(t.Context(), numbered(t, "found", 1)); err != nil || r.Number != revision+1 {
		t.Errorf("revision %d is written when the database is back, %v; wanted %d", r.Number, err, revision+1)
	}
}

// A write that needs more memory than a transaction may take is refused at once,
// and leaves nothing. A database that only reads is read, and says why it is not
// written.
func TestNarrowAndReadOnlyDatabases(t *testing.T) {
	dir := t.TempDir()
	narrow := neo4jtest.Start(t, dir, neo4jtest.Options{TransactionMaxMiB: 16})
	s := open(t, narrow.Server)
	if _, err := s.Apply(t.Context(), numbered(t, "calls", 3)); err != nil {
		t.Fatal(err)
	}
	_, err := s.Apply(t.Context(), numbered(t, "many", 20_000))
	saysPlainly(t, err, graph.ErrTooLarge, "more memory", "db.memory.transaction.max")
	if n := one(t, narrow.Server, "MATCH (n:Relation) RETURN count(n)"); n != int64(3) {
		t.Errorf("%v relations are there; wanted 3", n)
	}
	narrow.Stop(t)

	reader := neo4jtest.Start(t, dir, neo4jtest.Options{ReadOnly: true})
	s = open(t, reader.Server)
	if n, relations := newest(t, s); n != 1 || relations != 3 {
		t.Errorf("the newest revision is %d with %d relations; wanted 1 with 3", n, relations)
	}
	_, err = s.Apply(t.Context(), numbered(t, "refused", 1))
	saysPlainly(t, err, graph.ErrUnavailable, "read-only")
}
