package importer_test

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/dataset"
	"github.com/entente/entente/graph/exchange/importer"
	"github.com/entente/entente/graph/store/storetest"
)

// realData is a folder beside the repository with data sets of other people: they
// are not ours to publish.
const realData = "../../../../shared/data"

// real gives files of that folder, or skips the test where they are not; never
// under CI.
func real(t testing.TB, names ...string) []importer.File {
	t.Helper()
	var files []importer.File
	for _, name := range names {
		path := filepath.Join(realData, filepath.FromSlash(name))
		info, err := os.Stat(path)
		if errors.Is(err, fs.ErrNotExist) && os.Getenv("CI") == "" {
			t.Skipf("%s is not there", path)
		}
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, importer.File{Name: name, Size: info.Size(), Open: func() (io.ReadCloser, error) { return os.Open(path) }})
	}
	return files
}

// typed makes a file of a text.
func typed(name, text string) importer.File {
	return importer.File{Name: name, Size: int64(len(text)), Open: func() (io.ReadCloser, error) {
		return io.NopCloser(strings.NewReader(text)), nil
	}}
}

// bundled gives a snapshot of the bundled record.
func bundled(t testing.TB) graph.Snapshot {
	t.Helper()
	m := storetest.NewModel()
	batch, err := dataset.Batch()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := m.Apply(t.Context(), batch); err != nil {
		t.Fatal(err)
	}
	snap, err := m.Snapshot(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	return snap
}

// reading is what a reading gave.
type reading struct {
	records   []graph.Record
	actors    map[graph.ActorID]graph.Actor
	relations map[graph.RelationID]graph.Relation
	events    map[graph.EventID]graph.Event
	source    graph.Source
	report    *importer.Report
	names     *importer.Names
	err       error
}

// read reads files over a snapshot.
func read(t testing.TB, base graph.Snapshot, format string, hand importer.Hand, files ...importer.File) reading {
	t.Helper()
	f, err := importer.FormatByName(format)
	if err != nil {
		t.Fatal(err)
	}
	return readAs(t, base, f, hand, files...)
}

// readAs reads files as a format says.
func readAs(t testing.TB, base graph.Snapshot, f importer.Format, hand importer.Hand, files ...importer.File) reading {
	t.Helper()
	names, err := importer.NewNames(t.Context(), base, hand)
	if err != nil {
		t.Fatal(err)
	}
	records, report := importer.Read(t.Context(), f, files, names, importer.Options{Base: base})
	x := reading{report: report, names: names, actors: map[graph.ActorID]graph.Actor{}, relations: map[graph.RelationID]graph.Relation{}, events: map[graph.EventID]graph.Event{}}
	for r, err := range records {
		if err != nil {
			x.err = err
			break
		}
		x.records = append(x.records, r)
		switch {
		case r.Actor != nil:
			x.actors[r.Actor.ID] = *r.Actor
		case r.Source != nil:
			x.source = *r.Source
		case r.Event != nil:
			x.events[r.Event.ID] = *r.Event
		case r.Relation != nil:
			x.relations[r.Relation.ID] = *r.Relation
		}
	}
	return x
}

// readReal reads files of the data sets over the bundled record, and checks that all
// of it could be recorded.
func readReal(t testing.TB, format string, names ...string) reading {
	t.Helper()
	files := real(t, names...)
	base := bundled(t)
	x := read(t, base, format, importer.Hand{}, files...)
	if x.err != nil {
		t.Fatal(x.err)
	}
	checker := graph.NewChecker(base)
	if _, err := checker.Check(t.Context(), x.records, 0); err != nil {
		t.Fatal(err)
	}
	return x
}
