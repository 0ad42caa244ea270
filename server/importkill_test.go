package main

import (
	"context"
	"fmt"
	"io"
	"iter"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/exchange/importer"
	"github.com/entente/entente/graph/store/embedded"
)

// killedImport is a program that imports a data set into a folder and is killed in the
// middle: entente-killed FOLDER FORMAT FILE RECORDS.
func killedImport() {
	folder, format, file, records := os.Args[1], os.Args[2], os.Args[3], os.Args[4]
	if err := importUntilKilled(folder, format, file, records); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0) // it should have been killed
}

func importUntilKilled(folder, format, file, records string) error {
	ctx := context.Background()
	s, err := embedded.Open(ctx, folder, embedded.Options{})
	if err != nil {
		return err
	}
	f, err := importer.FormatByName(format)
	if err != nil {
		return err
	}
	base, err := s.Snapshot(ctx, 0)
	if err != nil {
		return err
	}
	names, err := importer.NewNames(ctx, base, importer.Hand{})
	if err != nil {
		return err
	}
	info, err := os.Stat(file)
	if err != nil {
		return err
	}
	var most int
	if _, err := fmt.Sscan(records, &most); err != nil {
		return err
	}
	files := []importer.File{{Name: file, Size: info.Size(), Open: func() (io.ReadCloser, error) { return os.Open(file) }}}
	all, _ := importer.Read(ctx, f, files, names, importer.Options{})
	_, err = s.Load(ctx, graph.BatchHead{Author: "test", Reason: "to be killed"}, dyingAfter(most, all))
	return err
}

// dyingAfter kills the process after so many records.
func dyingAfter(most int, records iter.Seq2[graph.Record, error]) iter.Seq2[graph.Record, error] {
	return func(yield func(graph.Record, error) bool) {
		n := 0
		for r, err := range records {
			if n++; n > most {
				_ = syscall.Kill(os.Getpid(), syscall.SIGKILL) // there is no way back
				select {}
			}
			if !yield(r, err) {
				return
			}
		}
	}
}

// An import that is killed in the middle leaves nothing, and run again comes to the
// same record as one that was not.
func TestKilledImportRunAgain(t *testing.T) {
	file := filepath.Join(t.TempDir(), "unga.csv")
	if err := os.WriteFile(file, []byte(manyVotes()), 0o600); err != nil {
		t.Fatal(err)
	}
	folders := []string{t.TempDir(), t.TempDir()}
	for _, folder := range folders {
		begun := runCommand(t, nil, "import", "--data", folder, "--format", "rivalries", writeRivals(t))
		if begun.status != 0 {
			t.Fatal(begun.stderr)
		}
	}
	link := filepath.Join(t.TempDir(), "entente-killed") // testscript runs it by this name
	if err := os.Symlink(executable(t), link); err != nil {
		t.Fatal(err)
	}
	err := exec.CommandContext(t.Context(), link, folders[0], "unga", file, "7000").Run()
	if err == nil || !strings.Contains(err.Error(), "killed") {
		t.Fatalf("the import ends with %v; it should be killed", err)
	}
	if got := exported(t, folders[0]); slices.ContainsFunc(got, func(l string) bool { return strings.Contains(l, "source:unga") }) {
		t.Fatal("something of the killed import is recorded")
	}
	for _, folder := range folders {
		done := runCommand(t, nil, "import", "--data", folder, "--format", "unga", file)
		if done.status != 0 || !strings.Contains(done.stdout, "as revision 3: 10,000 new relations") {
			t.Fatalf("%s%s", done.stdout, done.stderr)
		}
	}
	if a, b := exported(t, folders[0]), exported(t, folders[1]); !slices.Equal(a, b) {
		t.Errorf("%d lines and %d lines differ", len(a), len(b))
	}
}

// manyVotes is a file of 10,000 rows: the votes of a hundred years.
func manyVotes() string {
	var b strings.Builder
	b.WriteString("ccode1,ccode2,year,agree\n")
	states := []int{2, 20, 70, 200, 220, 255, 325, 350, 640, 710, 740}
	n := 0
	for year := 1800; n < 10_000; year++ {
		for i, x := range states {
			for _, y := range states[:i] {
				if n < 10_000 {
					fmt.Fprintf(&b, "%d,%d,%d,0.%02d\n", x, y, year, n%100)
					n++
				}
			}
		}
	}
	return b.String()
}

func writeRivals(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "rivals.csv")
	if err := os.WriteFile(file, []byte("ccode1,ccode2,start,end\n432,439,1960,1986\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// exported gives the lines of a record, without what the file says of itself.
func exported(t *testing.T, folder string) []string {
	t.Helper()
	out := runCommand(t, nil, "export", "--data", folder)
	if out.status != 0 {
		t.Fatal(out.stderr)
	}
	return slices.DeleteFunc(strings.Split(out.stdout, "\n"), func(l string) bool { return strings.HasPrefix(l, `{"about"`) })
}
