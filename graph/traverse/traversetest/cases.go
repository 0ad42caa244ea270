// Package traversetest asks stores questions whose answers were worked out by
// hand: small text files in testdata of packages traverse and measure, which a
// policy researcher can read and correct.
//
// # The files
//
// A file tells in prose what it shows, then holds a graph in the notation of
// package graphtest, and after it questions with their answers:
//
//	-- graph --
//	russia -SUPPLIES_ARMS 2021/.. c=.9-> mali
//	-- arms.question --
//	influence by=russia over=mali on=2023-08-15
//	-- arms.answer --
//	russia over mali: 0.27
//	  russia → mali 0.27: SUPPLIES_ARMS
//
// A question is a verb and what it takes, as name=value; # begins a comment. The
// verbs:
//
//	paths from= to= [hops=4 order=HOPS|STRENGTH|EARLIEST first=3 direction=OUT|IN|BOTH]
//	influence [by=] [over=] [hops=3 method=BEST|KATZ decay=.5 first=20 offices=yes leverage=KIND:forward:backward]
//	dyad a= b= [offices=yes]                how two actors stand to one another
//	alliances of= [hops=1]
//	obligations attacked= on= [attackers=]
//	nets                                    every friendly or hostile dyad
//	centrality measure= [dyads=all]
//	communities [resolution=1]
//	blocs                                   the partition of least frustration
//	balance [of=]                           triads, and those that strain an actor
//	timeline [bucket=MONTH]
//	difference left=DAY right=DAY [of=]
//	relations                               a list, as for "who is suspended"
//
// Every verb takes the fields of a filter (on=DAY, during=FIRST..LAST, lookback=,
// publishedBy=, kinds=, class=, signs=, modalities=, actorKinds=, dates=,
// minConfidence=, minAbsoluteWeight=, actors=, text=); halfLife= where acts fade,
// before the day of on, else the last day of during; and budget=, the relations it
// may read. nets, centrality, communities, blocs and balance take among= and
// offices=yes too. Numbers are shown to six digits after the point. A question
// that is refused has the error for its answer.
package traversetest

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/graphtest"
)

// folders hold the cases, seen from the root of the module.
var folders = []string{"graph/traverse/testdata", "graph/measure/testdata"}

// RunCases asks every question of every case of empty stores that open makes, and
// compares the answers.
func RunCases(t *testing.T, open func(t *testing.T) graph.Store) {
	t.Helper()
	root := moduleRoot(t)
	for _, folder := range folders {
		files, err := filepath.Glob(filepath.Join(root, filepath.FromSlash(folder), "*.txtar"))
		if err != nil || len(files) == 0 {
			t.Fatalf("no cases in %s: %v", folder, err)
		}
		for _, file := range files {
			t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
				archive, err := txtar.ParseFile(file)
				if err != nil {
					t.Fatal(err)
				}
				runCase(t, open(t), archive)
			})
		}
	}
}

// moduleRoot gives the folder of go.mod above the one that the test runs in.
func moduleRoot(t *testing.T) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			t.Fatal("the cases are read from the module, which this test does not run in")
		}
		dir = parent
	}
}

func runCase(t *testing.T, store graph.Store, archive *txtar.Archive) {
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	text := map[string]string{}
	for _, f := range archive.Files {
		if _, twice := text[f.Name]; twice {
			t.Errorf("%s stands twice", f.Name)
		}
		text[f.Name] = string(f.Data)
	}
	if len(strings.TrimSpace(string(archive.Comment))) == 0 {
		t.Error("the case does not tell what it shows")
	}
	if _, err := store.Apply(t.Context(), graphtest.Batch(t, text["graph"])); err != nil {
		t.Fatal(err)
	}
	snap, err := store.Snapshot(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := snap.Close(); err != nil {
			t.Errorf("close of the snapshot: %v", err)
		}
	}()
	asked := 0
	for _, f := range archive.Files {
		name, ok := strings.CutSuffix(f.Name, ".question")
		if !ok {
			if answered := strings.TrimSuffix(f.Name, ".answer"); f.Name != "graph" && (answered == f.Name || text[answered+".question"] == "") {
				t.Errorf("%s is neither the graph, nor a question, nor the answer to one", f.Name)
			}
			continue
		}
		asked++
		t.Run(name, func(t *testing.T) {
			answer, given := text[name+".answer"]
			if !given {
				t.Fatalf("%s.answer is missing", name)
			}
			got, want := lines(ask(t, snap, text[f.Name])), lines(answer)
			if !slices.Equal(got, want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
		})
	}
	if asked == 0 {
		t.Error("the case asks nothing")
	}
}

// lines gives the lines of a text without comments, the spaces at their ends, and
// empty ones.
func lines(text string) []string {
	var out []string
	for line := range strings.Lines(text) {
		line, _, _ = strings.Cut(line, "#")
		if line = strings.TrimRight(line, " \t\n"); line != "" {
			out = append(out, line)
		}
	}
	return out
}
