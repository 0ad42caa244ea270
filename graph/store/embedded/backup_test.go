package embedded_test

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/store/embedded"
)

// A backup is taken while another process writes: it is a record of its own, holds
// each revision whole, at least those acknowledged before it began, and the writer does
// not notice.
func TestBackupBesideAWriter(t *testing.T) {
	dir := t.TempDir()
	c, _, out := play(t, "write", dir)
	read := func() graph.RevisionNumber {
		if !out.Scan() {
			t.Fatal("the writer has ended")
		}
		n, err := strconv.Atoi(out.Text())
		if err != nil {
			t.Fatal(err)
		}
		return graph.RevisionNumber(n)
	}
	var copies []string
	for range 3 {
		acknowledged := read()
		to := filepath.Join(t.TempDir(), "copy")
		r, err := embedded.Backup(t.Context(), dir, to)
		if err != nil || r.Number < acknowledged || r.Time.IsZero() {
			t.Fatalf("revision %d was acknowledged, and the backup has %+v, %v", acknowledged, r, err)
		}
		copies = append(copies, to)
		for n := graph.RevisionNumber(0); n <= r.Number; {
			n = read() // the writer goes on
		}
	}
	if err := c.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = c.Wait() // it was killed
	for _, to := range copies {
		s := openIn(t, to)
		snap, err := s.Snapshot(t.Context(), 0)
		if err != nil {
			t.Fatal(err)
		}
		newest := snap.Revision()
		for n := graph.RevisionNumber(1); n <= newest; n++ {
			checkCrashRevision(t, s, n)
		}
		if r, err := s.Apply(t.Context(), crashBatch(newest+1)); err != nil || r.Number != newest+1 {
			t.Errorf("the revision after a restored backup is %d, %v", r.Number, err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// The desk is in the backup; what would be overwritten is not, and what fails leaves
// nothing.
func TestBackup(t *testing.T) {
	dir := t.TempDir()
	s := openIn(t, dir)
	if _, err := s.Apply(t.Context(), crashBatch(1)); err != nil {
		t.Fatal(err)
	}
	paper, err := s.File(t.Context(), graph.Paper{Drawer: "proposal", ID: "p", Body: []byte("x")})
	if err != nil {
		t.Fatal(err)
	}
	to := filepath.Join(t.TempDir(), "a", "b")
	if r, err := embedded.Backup(t.Context(), dir, to); err != nil || r.Number != 1 {
		t.Fatalf("got %+v, %v", r, err)
	}
	restored := openIn(t, to)
	papers, err := graph.Collect(restored.Papers(t.Context(), graph.PaperFilter{}))
	if err != nil || len(papers) != 1 || string(papers[0].Body) != "x" || papers[0].Version != paper.Version {
		t.Errorf("on the desk are %v, %v", papers, err)
	}
	if _, err := embedded.Backup(t.Context(), dir, to); !errors.Is(err, graph.ErrConflict) {
		t.Errorf("over a record: %v", err)
	}
	nowhere := filepath.Join(t.TempDir(), "none")
	_, err = embedded.Backup(t.Context(), nowhere, t.TempDir())
	unavailable(t, err, nowhere, "holds no record")
	foreign, left := t.TempDir(), t.TempDir()
	if err := os.WriteFile(filepath.Join(foreign, "entente.db"), []byte("not a database, but long enough to be looked at as one"), 0o644); err != nil {
		t.Fatal(err)
	}
	_, err = embedded.Backup(t.Context(), foreign, left)
	unavailable(t, err, foreign, "no record of Entente")
	if files, err := os.ReadDir(left); err != nil || len(files) != 0 {
		t.Errorf("a backup that failed leaves %v, %v", files, err)
	}
}
