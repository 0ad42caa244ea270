package embedded_test

import (
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/graphtest"
	"github.com/entente/entente/graph/store/embedded"
)

// unavailable checks that err is one graph.Error that says the words.
func unavailable(t *testing.T, err error, words ...string) {
	t.Helper()
	var e *graph.Error
	if !errors.As(err, &e) || !errors.Is(err, graph.ErrUnavailable) {
		t.Fatalf("%v; wanted one that says unavailable", err)
	}
	for _, w := range words {
		if !strings.Contains(e.Message, w) {
			t.Errorf("%q does not say %q", e.Message, w)
		}
	}
	if strings.Contains(e.Message, "SQLITE") || strings.Contains(e.Message, "\n") {
		t.Errorf("%q is not for people", e.Message)
	}
}

func TestFolderIsMade(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a", "b c?d#e%20é")
	if runtime.GOOS == "windows" {
		dir = filepath.Join(t.TempDir(), "a", "b c#e%20é")
	}
	s := openIn(t, dir)
	if _, err := s.Apply(t.Context(), graphtest.Batch(t, "mali -BORDERS-- niger")); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "entente.db")); err != nil {
		t.Errorf("the record is not where it should be: %v", err)
	}
}

func TestFolderThatIsAFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{file, filepath.Join(file, "below")} {
		_, err := embedded.Open(t.Context(), dir, embedded.Options{})
		unavailable(t, err, dir, "cannot be made", "choose another")
	}
}

func TestFolderInUse(t *testing.T) {
	dir := t.TempDir()
	s := openIn(t, dir)
	_, err := embedded.Open(t.Context(), dir, embedded.Options{})
	unavailable(t, err, dir, "in use", "stop that one")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	openIn(t, dir)
}

func TestFileThatIsNotOurs(t *testing.T) {
	text := "PRAGMA user_version = 3; not a database at all, but long enough to be taken for one by its length"
	for name, content := range map[string]string{"a text": strings.Repeat(text, 20), "a short text": "hello"} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			file := filepath.Join(dir, "entente.db")
			if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := embedded.Open(t.Context(), dir, embedded.Options{})
			unavailable(t, err, dir, "entente.db", "no record of Entente", "move that file away")
			if now, err := os.ReadFile(file); err != nil || string(now) != content {
				t.Errorf("the file was changed, %v", err)
			}
		})
	}
	t.Run("another program's database", func(t *testing.T) {
		dir := t.TempDir()
		execIn(t, dir, "CREATE TABLE theirs (x)")
		before, err := os.ReadFile(filepath.Join(dir, "entente.db"))
		if err != nil {
			t.Fatal(err)
		}
		_, err = embedded.Open(t.Context(), dir, embedded.Options{})
		unavailable(t, err, dir, "no record of Entente")
		after, err := os.ReadFile(filepath.Join(dir, "entente.db"))
		if err != nil || string(after) != string(before) {
			t.Errorf("the file was changed, %v", err)
		}
	})
}

// execIn runs statements in the file of a folder, as another program might.
func execIn(t *testing.T, dir, text string) {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(dir, "entente.db"))
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.ExecContext(t.Context(), text)
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
}

func TestFileOfANewerRelease(t *testing.T) {
	dir := t.TempDir()
	if err := openIn(t, dir).Close(); err != nil {
		t.Fatal(err)
	}
	execIn(t, dir, "PRAGMA user_version = 99")
	_, err := embedded.Open(t.Context(), dir, embedded.Options{})
	unavailable(t, err, dir, "newer release", "use that release")
}

func TestDamagedFile(t *testing.T) {
	for name, damage := range map[string]string{
		"a record": "UPDATE actor SET record = '{' WHERE id = 'mali'",
		"an actor": "DELETE FROM actor WHERE id = 'niger'",
		"a time":   "UPDATE revision SET time = 'yesterday'",
		"a table":  "DROP TABLE relation",
		"an end":   "UPDATE relation SET from_actor = 'atlantis'",
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			s := openIn(t, dir)
			if _, err := s.Apply(t.Context(), graphtest.Batch(t, "mali -BORDERS-- niger")); err != nil {
				t.Fatal(err)
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			execIn(t, dir, damage)
			again, err := embedded.Open(t.Context(), dir, embedded.Options{})
			if err == nil {
				t.Fatal("opened", again.Close())
			}
			unavailable(t, err, dir, "damaged")
		})
	}
}

func TestDamagedRelationIsFoundWhenRead(t *testing.T) {
	dir := t.TempDir()
	s := openIn(t, dir)
	if _, err := s.Apply(t.Context(), graphtest.Batch(t, "mali -BORDERS-- niger")); err != nil {
		t.Fatal(err)
	}
	execIn(t, dir, "UPDATE relation SET record = '[]'")
	snap, err := s.Snapshot(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	_, err = graph.Collect(snap.FindRelations(t.Context(), graph.RelationQuery{}))
	unavailable(t, err, "damaged")
}

func TestGapsInTheFileDoNoHarm(t *testing.T) {
	dir := t.TempDir()
	s := openIn(t, dir)
	if _, err := s.Apply(t.Context(), graphtest.Batch(t, "mali -BORDERS-- niger\nmali -CALLS-> niger\nniger -CALLS-> mali")); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	execIn(t, dir, "DELETE FROM evidence WHERE relation_version = 2; DELETE FROM relation WHERE version = 2")
	s = openIn(t, dir)
	snap, err := s.Snapshot(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	got, err := graph.Collect(snap.FindRelations(t.Context(), graph.RelationQuery{}))
	if err != nil || len(got) != 2 {
		t.Errorf("%d relations are left, %v; wanted 2", len(got), err)
	}
	if _, err := s.Apply(t.Context(), graphtest.Batch(t, "mali -URGES-> niger")); err != nil {
		t.Error(err)
	}
}

func TestClosedStore(t *testing.T) {
	s := openIn(t, t.TempDir())
	if err := s.Ping(t.Context()); err != nil {
		t.Errorf("ping of an open store: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	unavailable(t, s.Ping(t.Context()), "closed")
	if err := s.Close(); err != nil {
		t.Errorf("closed twice: %v", err)
	}
}

func TestClosedSnapshot(t *testing.T) {
	s := openIn(t, t.TempDir())
	snap, err := s.Snapshot(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := snap.Close(); err != nil {
		t.Fatal(err)
	}
	_, err = graph.Collect(snap.FindActors(t.Context(), graph.ActorFilter{}, ""))
	unavailable(t, err, "snapshot is closed")
}

func TestMemoryIsGone(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	s, err := embedded.OpenMemory(t.Context(), embedded.Options{})
	if err != nil {
		t.Fatal(err)
	}
	left := func() int {
		all, err := os.ReadDir(os.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		return len(all)
	}
	if n := left(); n != 1 {
		t.Errorf("an open store lies in %d folders", n)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if n := left(); n != 0 {
		t.Errorf("a closed one leaves %d", n)
	}
}
