package neo4j_test

import (
	"testing"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/store/neo4j/neo4jtest"
)

// A paper whose answer got lost is filed once, and nobody is told of a conflict
// with himself.
func TestLostAnswersOfTheDesk(t *testing.T) {
	p, through := neo4jtest.Between(t, neo4jtest.Fresh(t))
	s := open(t, through)
	lost := func(what string, do func() error) {
		t.Helper()
		p.Commits.Store(0)
		p.Lose.Store(1)
		if err := do(); err != nil {
			t.Errorf("%s, its answer lost: %v", what, err)
		}
		if n := p.Commits.Load(); n < 2 {
			t.Errorf("%s: there were %d commits; wanted another try", what, n)
		}
		p.Lose.Store(0)
	}
	paper := graph.Paper{Drawer: "proposal", ID: "p", Body: []byte("1")}
	file := func() (err error) { paper, err = s.File(t.Context(), paper); return err }
	lost("a new paper", file)
	lost("a paper filed again", file)
	if paper.Version != 2 {
		t.Errorf("filed twice, the paper has version %d", paper.Version)
	}
	held, err := graph.Collect(s.Papers(t.Context(), graph.PaperFilter{}))
	if err != nil || len(held) != 1 || held[0].Version != 2 {
		t.Errorf("the desk holds %v, %v", held, err)
	}
	lost("a paper discarded", func() error { return s.Discard(t.Context(), "proposal", "p", 2) })
	if n := one(t, through, "MATCH (p:Paper) RETURN count(p)"); n != int64(0) {
		t.Errorf("%v papers are left", n)
	}
}

// Who files a paper waits for no writer of the record.
func TestDeskWaitsForNoWriter(t *testing.T) {
	server := neo4jtest.Fresh(t)
	s := open(t, server)
	release := holdLock(t, server)
	defer release()
	if _, err := s.File(t.Context(), graph.Paper{Drawer: "key", ID: "a"}); err != nil {
		t.Error(err)
	}
	if _, err := s.File(t.Context(), graph.Paper{Drawer: "key", ID: "a"}); graph.KindOf(err) != graph.ErrConflict {
		t.Errorf("a second paper of the id: %v", err)
	}
}
