package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"iter"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/exchange/importer"
	"github.com/entente/entente/graph/exchange/replay"
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

// An import that is killed in the middle leaves nothing, and run again comes to the same
// digest as one that was not: on a file typed for it, and on a real one where it is.
func TestKilledImportRunAgain(t *testing.T) {
	votes := filepath.Join(t.TempDir(), "unga.csv")
	if err := os.WriteFile(votes, []byte(manyVotes()), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Run("typed", func(t *testing.T) { killedAndRunAgain(t, "unga", votes, 7000) })
	t.Run("ICEWS14", func(t *testing.T) { killedAndRunAgain(t, "icews14", realFile(t, "icews14_events.csv.gz"), 50_000) })
}

func killedAndRunAgain(t *testing.T, format, file string, after int) {
	killed, whole := t.TempDir(), filepath.Join(t.TempDir(), "whole")
	if begun := runCommand(t, nil, "import", "--data", killed, "--format", "rivalries", writeRivals(t)); begun.status != 0 {
		t.Fatal(begun.stderr)
	}
	if err := os.CopyFS(whole, os.DirFS(killed)); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(t.TempDir(), "entente-killed") // testscript runs it by this name
	if err := os.Symlink(executable(t), link); err != nil {
		t.Fatal(err)
	}
	err := exec.CommandContext(t.Context(), link, killed, format, file, strconv.Itoa(after)).Run()
	if err == nil || !strings.Contains(err.Error(), "killed") {
		t.Fatalf("the import ends with %v; it should be killed", err)
	}
	if got, want := digestOf(t, killed), digestOf(t, whole); got != want {
		t.Fatalf("the killed import left\n%swanted\n%s", got, want)
	}
	again := runCommand(t, nil, "import", "--data", killed, "--format", format, file)
	if again.status != 0 || !strings.Contains(again.stdout, "as revision 3: ") {
		t.Fatalf("%s%s", again.stdout, again.stderr)
	}
	r := openFolder(t, killed)
	newest, err := replay.Newest(t.Context(), r)
	if err := cmp.Or(err, r.Close()); err != nil {
		t.Fatal(err)
	}
	r = openFolder(t, whole)
	importAs(t, r, format, headAs(newest), file)
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	if got, want := digestOf(t, killed), digestOf(t, whole); got != want || !strings.Contains(want, "3 revisions, ") {
		t.Errorf("killed and run again it has\n%swanted\n%s", got, want)
	}
}

func openFolder(t *testing.T, folder string) *record {
	t.Helper()
	s, err := embedded.Open(t.Context(), folder, embedded.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return &record{Store: s}
}

// headAs gives the head of a batch that becomes the same revision.
func headAs(r graph.Revision) graph.BatchHead {
	return graph.BatchHead{Author: r.Author, Reason: r.Reason, Key: r.Key, Time: r.Time}
}

// importAs imports files as the command does, as a revision of a head. What is not
// matched is left out, and corrections need no word.
func importAs(t *testing.T, r *record, format string, head graph.BatchHead, files ...string) {
	t.Helper()
	f, err := importer.FormatByName(format)
	if err != nil {
		t.Fatal(err)
	}
	d := &dataImport{importCommand: &importCommand{Files: files, Yes: true, LeaveOut: true}, p: &process{ctx: t.Context(), stdout: io.Discard, stderr: io.Discard}, format: f}
	done, err := d.openFiles()
	defer done()
	if err != nil {
		t.Fatal(err)
	}
	if d.before, err = r.Snapshot(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
	if err := cmp.Or(d.record(r, head), d.before.Close()); err != nil {
		t.Fatal(err)
	}
}

// realFile gives the path of a data set of other people, which lies beside the
// repository, or skips the test where it is not; never under CI.
func realFile(t *testing.T, name string) string {
	t.Helper()
	path := filepath.Join("..", "..", "shared", "data", name)
	if _, err := os.Stat(path); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	return path
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
