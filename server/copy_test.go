package main

import (
	"path/filepath"
	"strings"
	"testing"
)

// digestOf gives the digest of a data folder that nobody uses.
func digestOf(t *testing.T, folder string) string {
	t.Helper()
	got := runCommand(t, nil, "digest", "-data", folder)
	if got.status != 0 {
		t.Fatalf("digest: %+v", got)
	}
	return got.stdout
}

// A record goes from a folder to any store and back, and nothing is lost.
func TestCopyToEveryStore(t *testing.T) {
	onEveryStore(t, func(t *testing.T, env []string) {
		dir := t.TempDir()
		first, back := filepath.Join(dir, "first"), filepath.Join(dir, "back")
		for _, line := range []string{
			`{"actor":{"id":"zembla","kind":"STATE","names":[{"text":"Zembla"}]}}`,
			`{"actor":{"id":"zembla","kind":"STATE","names":[{"text":"Zembla, a distant northern land"}]}}`,
		} {
			if got := runCommand(t, strings.NewReader(line), "import", "-data", first, "-"); got.status != 0 {
				t.Fatalf("import: %+v", got)
			}
		}
		place := filepath.Join(dir, "other")
		for _, pair := range env {
			if address, ok := strings.CutPrefix(pair, "ENTENTE_STORE="); ok {
				place = address
			}
		}
		there := runIn(t, env, nil, "copy", "-from", first, "-to", place)
		if there.status != 0 || !strings.Contains(there.stdout, "copied revisions 1 to 3 and 0 papers to "+place) {
			t.Fatalf("copy: %+v", there)
		}
		var saved ran
		if strings.Contains(place, "://") {
			saved = runIn(t, env, nil, "backup", back)
		} else {
			saved = runIn(t, nil, nil, "backup", "-data", place, back)
		}
		if saved.status != 0 {
			t.Fatalf("backup: %+v", saved)
		}
		if got, want := digestOf(t, back), digestOf(t, first); got != want {
			t.Errorf("what came back has\n%swanted\n%s", got, want)
		}
	})
}

// A service is backed up while it runs, and the backup is served.
func TestBackupOfARunningService(t *testing.T) {
	dir, saved := t.TempDir(), filepath.Join(t.TempDir(), "saved")
	s := start(t, "-data", dir)
	if got := runCommand(t, nil, "digest", "-data", dir); got.status != 5 || !strings.Contains(got.stderr, "is in use by another process") {
		t.Errorf("the digest of a folder in use: %+v", got)
	}
	got := runCommand(t, nil, "backup", "-data", dir, saved)
	if got.status != 0 || !strings.HasPrefix(got.stdout, "backed up revisions 1 to 1 to "+saved) {
		t.Fatalf("backup: %+v", got)
	}
	const calls = "/export/csv?kinds=CALLS"
	_, want := s.get(calls)
	s.stop()
	restored := start(t, "-data", saved)
	if status, body := restored.get(calls); status != 200 || body != want {
		t.Errorf("what is restored answers %d\n%s\nwanted\n%s", status, body, want)
	}
	restored.stop()
	if got, want := digestOf(t, saved), digestOf(t, dir); got != want {
		t.Errorf("the backup has\n%swanted\n%s", got, want)
	}
}
