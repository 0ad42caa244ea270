package exchange_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/dataset"
	"github.com/entente/entente/graph/exchange"
	"github.com/entente/entente/graph/graphtest"
)

// readBack is what a foreign reader found in a file.
type readBack struct {
	Nodes      map[string]map[string]any
	Edges      map[string]map[string]any
	References map[string]string // titles of publications
	Relations  int               // of a brief
	Notes      int
	Text       string
	Triples    int
	Undirected int
	About      string
}

// awkward gives records with all that formats stumble over, in words and dates.
func awkward(t *testing.T) []graph.Record {
	records := graphtest.Records(t, `
		actor odd ORGANIZATION "odd"
		source odd 2023-08-15~ "odd"
		odd -SUPPORTS [2023-08-01..2023-08-20] by=odd/C3 by=!odd/D4 id=odd-1-> plain
		odd -STATES /1999-12 by=odd/F6 quote="unknown start" id=odd-2-> plain
		odd -SECURITY_COOPERATION 2001/.. by=odd/A1 id=odd-3-- plain
		odd -SUPPORTS 2023-08 by=odd/C3 id=odd-4-> plain
	`)
	for _, r := range records {
		switch r.ID() {
		case "odd":
			r.Actor.Names[0].Text = oddName
		case "source:odd":
			r.Source.Title = `A & B: {50%} of_it # \ <i> "c"`
		case "relation:odd-1":
			r.Relation.Note = "=1+1, then\ttab"
			for i := range r.Relation.Evidence {
				r.Relation.Evidence[i].Quotation = oddWords
			}
		}
	}
	return records
}

const (
	oddName  = `Quo"te & <Co> {x} \ 50% #1 _a_ *b* [c] | ~ ^ $ é 中文 😀`
	oddWords = `he said: "a, b; c" & <d> {e} \ 'f' @g`
)

// Every format but JSON Lines is read by a reader that is not ours, and holds what was
// written: the same nodes, edges and values in each.
func TestForeignReaders(t *testing.T) {
	bundled, err := dataset.Records()
	if err != nil {
		t.Fatal(err)
	}
	snap := open(t, bundled, awkward(t))
	folder := t.TempDir()
	about := exchange.About{
		Program: "Entente v1", Revision: 2, Recorded: time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC),
		Selection: "during=2001-01-01/..&text=a%26b", Address: "/export/x?during=2001-01-01/..&text=a%26b&revision=2", License: "CC BY 4.0; © “them” & others",
	}
	for _, f := range exchange.Formats() {
		file, err := os.Create(filepath.Join(folder, f.Name))
		if err != nil {
			t.Fatal(err)
		}
		err = f.Write(file, about, exchange.Records(t.Context(), snap, exchange.Find(t.Context(), snap, graph.RelationFilter{})))
		if err = errors.Join(err, file.Close()); err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
	}
	const readers = "testdata/readers/"
	python := exec.CommandContext(t.Context(), graphtest.Python(t, "readers", readers+"requirements.txt"), readers+"read.py", folder)
	node := exec.CommandContext(t.Context(), "node", readers+"read.cjs", folder)
	node.Env = append(os.Environ(), "NODE_PATH="+graphtest.NodeModules(t, "readers-node", readers))
	want := wanted(t, snap)
	checked := map[string]bool{"jsonl": true} // by TestRoundTrip
	for _, cmd := range []*exec.Cmd{python, node} {
		for reader, got := range runReader(t, cmd) {
			_, format, _ := strings.Cut(reader, ", ")
			checked[format] = true
			t.Run(reader, func(t *testing.T) { want.compare(t, format, got, about) })
		}
	}
	for _, f := range exchange.Formats() {
		if !checked[f.Name] {
			t.Errorf("nobody else reads %s", f.Name)
		}
	}
}

func runReader(t *testing.T, cmd *exec.Cmd) map[string]readBack {
	t.Helper()
	var told strings.Builder
	cmd.Stderr = &told
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %v\n%s", cmd.Args, err, told.String())
	}
	var all map[string]readBack
	if err := json.Unmarshal(out, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

// wantedBack is what readers should find, computed from the records themselves.
type wantedBack struct {
	readBack
	quotations map[string][]string // of all evidence of a relation
}

func wanted(t *testing.T, snap graph.Snapshot) wantedBack {
	t.Helper()
	w := wantedBack{
		readBack:   readBack{Nodes: map[string]map[string]any{}, Edges: map[string]map[string]any{}, References: map[string]string{}},
		quotations: map[string][]string{},
	}
	actors := map[graph.ActorID]*graph.Actor{}
	sources := map[graph.SourceID]string{}
	cited := map[graph.SourceID]bool{}
	for rec, err := range exchange.Records(t.Context(), snap, exchange.Find(t.Context(), snap, graph.RelationFilter{})) {
		switch {
		case err != nil:
			t.Fatal(err)
		case rec.Actor != nil:
			actors[rec.Actor.ID] = rec.Actor
		case rec.Source != nil:
			sources[rec.Source.ID] = rec.Source.Title
		case rec.Event != nil:
			for _, e := range rec.Event.Evidence() {
				cited[e.Source] = true
			}
		case rec.Relation != nil:
			r := rec.Relation
			w.edge(r)
			for _, id := range []graph.ActorID{r.From, r.To} {
				w.Nodes[string(id)] = wantedNode(actors[id])
			}
			for _, e := range r.Evidence {
				cited[e.Source] = true
			}
		}
	}
	for id := range cited {
		w.References[strings.TrimPrefix(string(id), "source:")] = sources[id]
	}
	return w
}

func wantedNode(a *graph.Actor) map[string]any {
	n := map[string]any{"label": a.Label("en", nil), "kind": string(a.Kind)}
	for _, c := range a.Codes {
		if c.Scheme == "iso3" {
			n["iso3"] = c.Value
		}
	}
	if a.Seat != nil {
		n["latitude"] = a.Seat.Latitude
	}
	return n
}

func (w *wantedBack) edge(r *graph.Relation) {
	e := r.Edge()
	v := map[string]any{
		"from": string(r.From), "to": string(r.To), "kind": string(r.Kind), "period": r.Period.String(),
		"signed_weight": e.Weight, "confidence": math.Round(e.Confidence*1e9) / 1e9, "disputed": r.Disputed(),
	}
	for name, d := range map[string]graph.Day{"start_min": e.Bounds.StartMin, "end_max": e.Bounds.EndMax} {
		if d.IsFinite() {
			v[name] = d.String()
		}
	}
	if r.Note != "" {
		v["note"] = r.Note
	}
	w.Edges[string(r.ID)] = v
	for _, p := range r.Evidence {
		if p.Quotation != "" {
			w.quotations[string(r.ID)] = append(w.quotations[string(r.ID)], p.Quotation)
		}
	}
	slices.Sort(w.quotations[string(r.ID)])
	w.Notes += len(r.Evidence)
	if k, _ := graph.KindByName(r.Kind); k.Symmetric {
		w.Undirected++
	}
}

func (w *wantedBack) compare(t *testing.T, format string, got readBack, about exchange.About) {
	switch format {
	case "bibtex", "ris", "csl":
		if diff := cmp.Diff(w.References, got.References); diff != "" {
			t.Errorf("publications, -want +got:\n%s", diff)
		}
		return
	case "html", "markdown":
		w.compareBrief(t, got, about)
		return
	case "turtle", "jsonld":
		if got.Triples < 10*len(w.Edges) || got.About != about.Citation() {
			t.Errorf("%d triples, about %q", got.Triples, got.About)
		}
	case "gexf":
		if got.Undirected != w.Undirected {
			t.Errorf("%d undirected edges, want %d", got.Undirected, w.Undirected)
		}
	case "csv": // has no table of actors
		got.Nodes = w.Nodes
	}
	for id, e := range got.Edges {
		w.quotation(t, id, e)
		if note, ok := e["note"].(string); ok {
			e["note"] = strings.TrimPrefix(note, "'") // tables guard what begins like a formula
		}
	}
	if diff := cmp.Diff(w.Nodes, got.Nodes); diff != "" {
		t.Errorf("nodes, -want +got:\n%s", diff)
	}
	if diff := cmp.Diff(w.Edges, got.Edges); diff != "" {
		t.Errorf("edges, -want +got:\n%s", diff)
	}
}

// quotation holds the quotation that an edge shows, or all of them, to those of its
// evidence, and takes them off the edge.
func (w *wantedBack) quotation(t *testing.T, id string, e map[string]any) {
	if all, ok := e["quotations"].([]any); ok {
		want := slices.Compact(slices.Clone(w.quotations[id]))
		if fmt.Sprint(all) != fmt.Sprint(slicesOfAny(want)) && fmt.Sprint(all) != fmt.Sprint(slicesOfAny(w.quotations[id])) {
			t.Errorf("%s has the quotations %q, want %q", id, all, want)
		}
	} else if q, ok := e["quotation"].(string); ok != (len(w.quotations[id]) > 0) || ok && !slices.Contains(w.quotations[id], strings.TrimPrefix(q, "'")) {
		t.Errorf("%s shows %q, want one of %q", id, q, w.quotations[id])
	}
	delete(e, "quotation")
	delete(e, "quotations")
}

func slicesOfAny(all []string) []any {
	out := make([]any, len(all))
	for i, s := range all {
		out[i] = s
	}
	return out
}

// compareBrief holds a brief to the number of relations and notes, and to the words of
// some of them.
func (w *wantedBack) compareBrief(t *testing.T, got readBack, about exchange.About) {
	if got.Relations != len(w.Edges) || got.Notes != w.Notes {
		t.Errorf("%d relations and %d notes, want %d and %d", got.Relations, got.Notes, len(w.Edges), w.Notes)
	}
	for _, part := range []string{
		about.Citation(), about.License, "“" + oddWords + "”", oddName,
		"disputed", "not verified", "ordered, not said to be done", "Grade C3", "Since an unknown day",
	} {
		if !strings.Contains(got.Text, part) {
			t.Errorf("the page lacks %q", part)
		}
	}
}
