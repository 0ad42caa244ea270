package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/dataset"
	"github.com/entente/entente/graph/graphtest"
	"github.com/entente/entente/graph/store/embedded"
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

// recordHistory makes a record with the bundled data, corrections, retractions and
// papers.
func recordHistory(t *testing.T, folder string) {
	t.Helper()
	s, err := embedded.Open(t.Context(), folder, embedded.Options{})
	if err != nil {
		t.Fatal(err)
	}
	bundled, err := dataset.Batch()
	if err != nil {
		t.Fatal(err)
	}
	random := graphtest.NewRandom(31)
	batches := []graph.Batch{bundled, {BatchHead: graph.BatchHead{Author: "Aïssata", Reason: "first", Key: "k1"}, Put: random.First(40)}}
	for range 3 {
		batches = append(batches, random.Batch())
	}
	batches = append(batches, graph.Batch{BatchHead: graph.BatchHead{Author: "Aïssata", Reason: "wrong"}, Retract: []graph.RelationID{"relation:s04"}})
	for _, b := range batches {
		if _, err := s.Apply(t.Context(), b); err != nil {
			t.Fatal(err)
		}
	}
	paper := graph.Paper{Drawer: "proposal", ID: "p1", Body: []byte{0, 'x', 255}}
	for range 3 {
		if paper, err = s.File(t.Context(), paper); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

// A record goes from a folder to any store and back, and nothing is lost: revisions,
// versions, what was retracted, papers.
func TestCopyToEveryStore(t *testing.T) {
	onEveryStore(t, func(t *testing.T, env []string) {
		dir := t.TempDir()
		first, back, place := filepath.Join(dir, "first"), filepath.Join(dir, "back"), filepath.Join(dir, "other")
		recordHistory(t, first)
		for _, pair := range env {
			if address, ok := strings.CutPrefix(pair, "ENTENTE_STORE="); ok {
				place = address
			}
		}
		there := runIn(t, env, nil, "copy", "-from", first, "-to", place)
		if there.status != 0 || !strings.Contains(there.stdout, "copied revisions 1 to 6 and 1 paper to "+place) {
			t.Fatalf("copy: %+v", there)
		}
		var saved, digest ran
		if strings.Contains(place, "://") {
			saved, digest = runIn(t, env, nil, "backup", back), runIn(t, env, nil, "digest")
		} else {
			saved, digest = runCommand(t, nil, "backup", "-data", place, back), runCommand(t, nil, "digest", "-data", place)
		}
		if saved.status != 0 {
			t.Fatalf("backup: %+v", saved)
		}
		want := digestOf(t, first)
		if got := digestOf(t, back); got != want || digest.stdout != want || !strings.Contains(want, "6 revisions, ") {
			t.Errorf("what came back has\n%sthe store between\n%swanted\n%s", got, digest.stdout, want)
		}
		for _, revision := range []string{"1", "6"} { // and exports are the same files
			files := map[string]bool{}
			for _, folder := range []string{first, back} {
				got := runCommand(t, nil, "export", "-data", folder, "-revision", revision)
				files[got.stdout] = true
			}
			got := runIn(t, env, nil, append([]string{"export", "-revision", revision}, dataOf(place)...)...)
			if files[got.stdout] = true; len(files) != 1 {
				t.Errorf("the files of revision %s differ", revision)
			}
		}
	})
}

// dataOf gives the flags that name a data folder; the environment names a Neo4j.
func dataOf(place string) []string {
	if strings.Contains(place, "://") {
		return nil
	}
	return []string{"-data", place}
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
