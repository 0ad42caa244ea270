package neo4j_test

import (
	"context"
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

// opened is what Open says of a server.
func opened(t *testing.T, uri, user, password string) error {
	t.Helper()
	s, err := neo4j.Open(t.Context(), uri, neo4j.Options{User: user, Password: password})
	if err == nil {
		t.Cleanup(func() { _ = s.Close() })
	}
	return err
}

// says holds an error to a kind and to words, and to giving nothing away.
func says(t *testing.T, err error, kind error, words string) {
	t.Helper()
	if graph.KindOf(err) != kind {
		t.Errorf("want %v, got %v", kind, err)
		return
	}
	if !strings.Contains(err.Error(), words) {
		t.Errorf("%v does not say %q", err, words)
	}
}

func TestOpenSaysWhatIsWrong(t *testing.T) {
	server := neo4jtest.Fresh(t)
	says(t, opened(t, server.URI, server.User, "not the password"), graph.ErrUnavailable, "refuses the user or the password")
	says(t, opened(t, "bolt://127.0.0.1:1", "neo4j", "x"), graph.ErrUnavailable, "cannot be reached")

	run(t, server, "CREATE (:Actor {id: 'theirs', name: 'of other people'})", nil)
	if err := opened(t, server.URI, server.User, server.Password); graph.KindOf(err) != graph.ErrConflict {
		t.Errorf("a database with other people's data: %v", err)
	}
	if rows := run(t, server, "MATCH (n) RETURN labels(n), properties(n)", nil); len(rows) != 1 {
		t.Errorf("their data was touched: %v", rows)
	}
	if rows := run(t, server, "SHOW CONSTRAINTS", nil); len(rows) != 0 {
		t.Errorf("constraints were made in their database: %v", rows)
	}
}

func TestNewerSchemaIsLeftAlone(t *testing.T) {
	server := neo4jtest.Fresh(t)
	if err := open(t, server).Ping(t.Context()); err != nil {
		t.Fatal(err)
	}
	run(t, server, "MATCH (m:Meta) SET m.schema = 999", nil)
	says(t, opened(t, server.URI, server.User, server.Password), graph.ErrConflict, "newer")
}

// TestNothingAcknowledgedIsLost kills the database under writes, restarts it, and
// looks for every revision that was acknowledged and for halves of others.
func TestNothingAcknowledgedIsLost(t *testing.T) {
	process := neo4jtest.Start(t, t.TempDir(), neo4jtest.Options{})
	const perBatch = 40
	var acknowledged []graph.RevisionNumber
	for round := range 2 {
		store := openProcess(t, process)
		var mu sync.Mutex
		ctx, stop := context.WithCancel(t.Context())
		var writers sync.WaitGroup
		for w := range 2 {
			writers.Go(func() {
				for i := 0; ctx.Err() == nil; i++ {
					r, err := store.Apply(ctx, numbered(t, fmt.Sprintf("r%d-w%d-%d", round, w, i), perBatch))
					if err != nil {
						return // the database is gone
					}
					mu.Lock()
					acknowledged = append(acknowledged, r.Number)
					mu.Unlock()
				}
			})
		}
		waitFor(t, func() bool { mu.Lock(); defer mu.Unlock(); return len(acknowledged) >= 5*(round+1) })
		process.Kill(t)
		stop()
		writers.Wait()
		_ = store.Close() // its server is gone
		process.Restart(t)
		whole(t, openProcess(t, process), acknowledged, perBatch)
	}
}

func openProcess(t *testing.T, p *neo4jtest.Process) *neo4j.Store {
	t.Helper()
	s, err := neo4j.Open(t.Context(), p.URI, neo4j.Options{User: p.User, Password: p.Password})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func waitFor(t *testing.T, done func() bool) {
	t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for !done() {
		select {
		case <-tick.C:
		case <-t.Context().Done():
			t.Fatal("the test ended before")
		}
	}
}

// numbered is a batch of so many relations with a name of its own.
func numbered(t *testing.T, name string, relations int) graph.Batch {
	var b strings.Builder
	for i := range relations {
		fmt.Fprintf(&b, "mali -CALLS 2023-08-15 id=%s-%d-> russia\n", name, i)
	}
	return graphtest.Batch(t, b.String())
}

// whole reads every published revision back: each has all of its relations, and
// every acknowledged one is there.
func whole(t *testing.T, s *neo4j.Store, acknowledged []graph.RevisionNumber, perBatch int) {
	t.Helper()
	defer func() { _ = s.Close() }()
	snap, err := s.Snapshot(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = snap.Close() }()
	born := map[graph.RevisionNumber]int{}
	for r, err := range snap.FindRelations(t.Context(), graph.RelationQuery{}) {
		if err != nil {
			t.Fatal(err)
		}
		born[r.Revision]++
	}
	for n := graph.RevisionNumber(1); n <= snap.Revision(); n++ {
		if born[n] != perBatch {
			t.Errorf("revision %d has %d relations of %d", n, born[n], perBatch)
		}
	}
	for _, n := range acknowledged {
		if n > snap.Revision() {
			t.Errorf("revision %d was acknowledged and is lost; the newest is %d", n, snap.Revision())
		}
	}
}
