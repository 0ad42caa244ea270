package neo4j_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/graphtest"
	"github.com/entente/entente/graph/store/neo4j"
	"github.com/entente/entente/graph/store/neo4j/neo4jtest"
	"github.com/entente/entente/graph/store/storetest"
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

// The database is killed again and again: to start it takes some seconds, so the
// tests share the one server.
func TestTortureKilled(t *testing.T) {
	process := neo4jtest.Start(t, t.TempDir(), neo4jtest.Options{})
	t.Run("under writes", func(t *testing.T) { killedUnderWrites(t, process) })
	t.Run("under a read", func(t *testing.T) { killedUnderRead(t, process) })
}

// The database is killed and started again while many write, by two services. Each
// write is answered or fails in words, and is then asked for again; at the end each
// is there, whole and once. What it logs is a row of docs/reliability.md.
func killedUnderWrites(t *testing.T, process *neo4jtest.Process) {
	workload, kills := storetest.Workload{Writers: 4, Steps: 20}, 1
	if storetest.Torture() {
		workload, kills = storetest.Workload{Writers: 8, Steps: 25}, 4
	}
	o := neo4j.Options{Retry: time.Second}
	stores := []graph.Store{openWith(t, process.Server, o), openWith(t, process.Server, o)}
	writes := workload.Writers * workload.Steps
	var mu sync.Mutex
	var done []storetest.Done
	failed := 0
	progress := make(chan int, writes) // how many are acknowledged
	acknowledged := func(d storetest.Done) {
		mu.Lock()
		defer mu.Unlock()
		done = append(done, d)
		progress <- len(done)
	}
	again := func(err error) bool {
		mu.Lock()
		defer mu.Unlock()
		failed++
		return errors.Is(err, graph.ErrUnavailable)
	}
	ended := make(chan error, 1)
	go func() {
		ended <- workload.Run(t.Context(), stores, acknowledged, again)
		close(progress)
	}()
	r := rand.New(rand.NewPCG(3, 4))
	for kill := range kills {
		share := writes / kills
		at := kill*share + r.IntN(share*3/4) + 1
		for n, going := 0, true; n < at && going; {
			n, going = <-progress
		}
		process.Kill(t)
		process.Restart(t)
	}
	if err := <-ended; err != nil {
		t.Fatalf("a write ended with %v", err)
	}
	s := open(t, process.Server)
	tally, err := workload.Check(t.Context(), s, done)
	if err != nil {
		t.Fatal(err)
	}
	if tally.Acknowledged != writes || tally.Unheard != 0 {
		t.Errorf("in the end %+v; wanted all %d writes acknowledged", tally, writes)
	}
	if head := one(t, process.Server, "MATCH (m:Meta) RETURN m.head"); head != int64(tally.Revisions) {
		t.Errorf("%d revisions are published of %v that are committed", tally.Revisions, head)
	}
	t.Logf("| Neo4j, the database killed and started again | %d | %d | %d | %d | - | %d |", kills, tally.Acknowledged, tally.Revisions, tally.Papers, failed)
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
