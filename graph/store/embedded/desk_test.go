package embedded

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/entente/entente/graph"
)

// Who files a paper waits for who writes, as long as its context allows; who reads
// papers does not.
func TestDeskBesideAWriter(t *testing.T) {
	s := opened(t, Options{})
	if _, err := s.File(t.Context(), graph.Paper{Drawer: "key", ID: "a"}); err != nil {
		t.Fatal(err)
	}
	<-s.writing // somebody writes
	papers, err := graph.Collect(s.Papers(t.Context(), graph.PaperFilter{}))
	if err != nil || len(papers) != 1 {
		t.Errorf("beside a writer %d papers are read, %v; wanted 1", len(papers), err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	failed := make(chan error)
	go func() {
		_, err := s.File(ctx, graph.Paper{Drawer: "key", ID: "b"})
		failed <- err
	}()
	cancel()
	if err := <-failed; !errors.Is(err, context.Canceled) {
		t.Errorf("a paper that waited too long: %v; wanted context.Canceled", err)
	}
	s.giveTurn()
	if _, err := s.File(t.Context(), graph.Paper{Drawer: "key", ID: "b"}); err != nil {
		t.Errorf("a paper after the writer: %v", err)
	}
}

// A paper for which there is no room leaves the one before as it was.
func TestDeskOnAFullDisk(t *testing.T) {
	s := opened(t, Options{})
	first, err := s.File(t.Context(), graph.Paper{Drawer: "scenario", ID: "s", Body: []byte("as it was")})
	if err != nil {
		t.Fatal(err)
	}
	s.mustExec(t, "PRAGMA max_page_count = 40") // as a full disk: SQLite says SQLITE_FULL
	_, err = s.File(t.Context(), graph.Paper{Drawer: "scenario", ID: "s", Version: 1, Body: bytes.Repeat([]byte("x"), 1<<20)})
	if !errors.Is(err, graph.ErrUnavailable) || !strings.Contains(err.Error(), "full") {
		t.Errorf("a paper to a full disk: %v; wanted unavailable, and that it is full", err)
	}
	s.mustExec(t, "PRAGMA max_page_count = 1000000")
	papers, err := graph.Collect(s.Papers(t.Context(), graph.PaperFilter{}))
	if err != nil || len(papers) != 1 || papers[0].Version != 1 || string(papers[0].Body) != "as it was" {
		t.Errorf("the desk holds %v, %v", papers, err)
	}
	if again, err := s.File(t.Context(), first); err != nil || again.Version != 2 {
		t.Errorf("filed again when there is room: version %d, %v", again.Version, err)
	}
}
