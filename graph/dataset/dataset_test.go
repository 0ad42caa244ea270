package dataset

import (
	"context"
	"encoding/csv"
	"errors"
	"io/fs"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/entente/entente/graph"
)

// nothing is a snapshot that holds nothing: all that a first batch meets.
type nothing struct{ graph.Snapshot }

func (nothing) Revision() graph.RevisionNumber { return 0 }
func (nothing) Actors(context.Context, []graph.ActorID) iter.Seq2[graph.Actor, error] {
	return func(func(graph.Actor, error) bool) {}
}
func (nothing) Sources(context.Context, []graph.SourceID) iter.Seq2[graph.Source, error] {
	return func(func(graph.Source, error) bool) {}
}
func (nothing) Events(context.Context, []graph.EventID) iter.Seq2[graph.Event, error] {
	return func(func(graph.Event, error) bool) {}
}
func (nothing) FindEvidence(context.Context, graph.EvidenceFilter, graph.EvidenceID) iter.Seq2[graph.Evidence, error] {
	return func(func(graph.Evidence, error) bool) {}
}

// bundle is the bundled record as the tests ask it.
type bundle struct {
	actors    map[graph.ActorID]graph.Actor
	sources   map[graph.SourceID]graph.Source
	events    map[graph.EventID]graph.Event
	relations map[graph.RelationID]graph.Relation
}

// load reads the bundled record, complete as a store keeps it.
func load(t testing.TB) bundle {
	t.Helper()
	batch, err := Batch()
	if err != nil {
		t.Fatal(err)
	}
	batch, err = graph.Prepare(t.Context(), nothing{}, batch)
	if err != nil {
		t.Fatal(describe(batch, err))
	}
	b := bundle{map[graph.ActorID]graph.Actor{}, map[graph.SourceID]graph.Source{}, map[graph.EventID]graph.Event{}, map[graph.RelationID]graph.Relation{}}
	for _, r := range batch.Put {
		switch {
		case r.Actor != nil:
			b.actors[r.Actor.ID] = *r.Actor
		case r.Source != nil:
			b.sources[r.Source.ID] = *r.Source
		case r.Event != nil:
			b.events[r.Event.ID] = *r.Event
		case r.Relation != nil:
			b.relations[r.Relation.ID] = *r.Relation
		}
	}
	return b
}

// describe names the records that break a rule of the domain.
func describe(batch graph.Batch, err error) string {
	var f *graph.Faults
	if !errors.As(err, &f) {
		return err.Error()
	}
	var s strings.Builder
	for _, x := range f.List {
		if x.Record >= 0 && x.Record < len(batch.Put) {
			s.WriteString(batch.Put[x.Record].ID() + ": ")
		}
		s.WriteString(x.Field + ": " + x.Message + "\n")
	}
	return s.String()
}

// evidence gives all the evidence of the bundle by its id.
func (b bundle) evidence() map[graph.EvidenceID]graph.Evidence {
	all := map[graph.EvidenceID]graph.Evidence{}
	for _, r := range b.relations {
		for _, e := range r.Evidence {
			all[e.ID] = e
		}
	}
	for _, v := range b.events {
		for _, e := range v.Evidence() {
			all[e.ID] = e
		}
	}
	return all
}

// shared gives the rows of a file of the data folder beside the repository, for
// checks against other people's data that are not committed. Under CI the folder
// must be there.
func shared(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "data", name))
	if errors.Is(err, fs.ErrNotExist) && os.Getenv("CI") == "" {
		t.Skipf("%s is not beside the repository", name)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// sheet reads a CSV file as one map a row.
func sheet(t testing.TB, b []byte) []map[string]string {
	t.Helper()
	all, err := csv.NewReader(strings.NewReader(string(b))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var rows []map[string]string
	for _, texts := range all[1:] {
		m := map[string]string{}
		for i, name := range all[0] {
			m[name] = texts[i]
		}
		rows = append(rows, m)
	}
	return rows
}

func day(s string) graph.Day {
	d, err := graph.ParseDay(s)
	if err != nil {
		panic(err)
	}
	return d
}

func holdsOn(r graph.Relation, d string) bool {
	return r.Bounds().Meets(graph.OnDay(day(d)), graph.Stated)
}

func TestBatchIsValidAndNamesItself(t *testing.T) {
	load(t)
	one, err := Batch()
	if err != nil {
		t.Fatal(err)
	}
	two, err := Batch()
	if err != nil {
		t.Fatal(err)
	}
	if one.Author == "" || one.Reason == "" || one.Key == "" || one.Key != two.Key {
		t.Errorf("head %+v, then %+v: want an author, a reason and the same key", one.BatchHead, two.BatchHead)
	}
}

// The order in which the records come: what is referred to before what refers.
func TestRecordsComeInOrder(t *testing.T) {
	records, err := Records()
	if err != nil {
		t.Fatal(err)
	}
	rank := func(r graph.Record) int {
		switch {
		case r.Actor != nil:
			return 0
		case r.Source != nil:
			return 1
		case r.Event != nil:
			return 2
		}
		return 3
	}
	if !slices.IsSortedFunc(records, func(a, b graph.Record) int { return rank(a) - rank(b) }) {
		t.Error("want actors, then sources, events and relations")
	}
}

// README.md tells how many of each there are.
func TestReadmeCounts(t *testing.T) {
	b := load(t)
	states := 0
	for _, a := range b.actors {
		if a.Kind == graph.State {
			states++
		}
	}
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	for name, n := range map[string]int{
		"states.csv": states, "actors.csv": len(b.actors) - states, "sources.csv": len(b.sources),
		"events.csv": len(b.events), "relations.csv": len(b.relations), "evidence.csv": len(b.evidence()),
	} {
		m := regexp.MustCompile("(?m)^\\| `" + regexp.QuoteMeta(name) + "` \\| ([0-9]+) \\|").FindSubmatch(readme)
		if m == nil || string(m[1]) != strconv.Itoa(n) {
			t.Errorf("README.md does not say that %s holds %d", name, n)
		}
	}
}

func TestFaultsNameTheirPlace(t *testing.T) {
	tests := []struct{ name, file, old, new, want string }{
		{"bad period", "relations.csv", "vladimir-putin,2023-08-15,", "vladimir-putin,2023-13-15,", `period: invalid: "2023-13-15" is not a period`},
		{"missing column", "sources.csv", "id,title,", "id,name,", "sources.csv:1:1: header"},
		{"not CSV", "links.csv", "event,kind,to\n", "event,kind,to\nevent:x,\"CONTINUES,y\n", "links.csv:"},
		{"bad number", "states.csv", ",Bamako,12.64,", ",Bamako,north,", `latitude: invalid: "north" is not a number`},
		{"half a place", "states.csv", ",Bamako,12.64,", ",Bamako,,", "name, latitude and longitude go together"},
		{"bad standing", "states.csv", "/..,un_observer", "/..,observer", `standing: invalid: "observer" is none of`},
		{"bad grade", "evidence.csv", ",REPORTED,F2,", ",REPORTED,2F,", `grade: invalid: "2F" is not an Admiralty grade`},
		{"no evidence", "evidence.csv", "relation:s06,", "relation:s04,", `evidence.csv has no evidence for "relation:s06"`},
		{"evidence for nothing", "evidence.csv", "relation:s04,", "relation:s99,", `of: invalid: there is no "relation:s99" in the other files`},
		{"space", "actors.csv", ",ORGANIZATION,African Union,", ",ORGANIZATION, African Union,", "has space around it"},
		{"event unknown", "participants.csv", "event:niger-coup-2023,mohamed-bazoum", "event:nowhere,mohamed-bazoum", `there is no event "event:nowhere"`},
		{"pair", "actors.csv", "fr=Union africaine", "Union africaine", "is not of the form name=value"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			folder := copied(t)
			text := string(folder[tt.file].Data)
			if !strings.Contains(text, tt.old) {
				t.Fatalf("%s does not hold %q: mend the test", tt.file, tt.old)
			}
			folder[tt.file].Data = []byte(strings.Replace(text, tt.old, tt.new, 1))
			_, err := read(folder)
			if err == nil || !strings.Contains(err.Error(), tt.want) || !errors.Is(err, graph.ErrInvalid) {
				t.Fatalf("error %v, want ErrInvalid with %q", err, tt.want)
			}
			if !regexp.MustCompile(`^[a-z]+\.csv:[0-9]+:[0-9]+: `).MatchString(err.Error()) {
				t.Errorf("error %q does not begin with file:line:column", err)
			}
		})
	}
}

func copied(t *testing.T) fstest.MapFS {
	t.Helper()
	names, err := fs.Glob(files, "*.csv")
	if err != nil {
		t.Fatal(err)
	}
	folder := fstest.MapFS{}
	for _, name := range names {
		b, err := files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		folder[name] = &fstest.MapFile{Data: b}
	}
	return folder
}

// Each file is sorted as its README says, so that a row has one place.
func TestFilesAreTidy(t *testing.T) {
	for name := range copied(t) {
		b, err := files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(b), "\r") || !strings.HasSuffix(string(b), "\n") {
			t.Errorf("%s: want lines that end with a line feed", name)
		}
	}
	b, err := files.ReadFile("sources.csv")
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, r := range sheet(t, b) {
		ids = append(ids, r["id"])
	}
	if !slices.IsSorted(ids) {
		t.Error("sources.csv is not sorted by id")
	}
}

// What nobody has checked says so: evidence without a quotation tells in its note
// what it rests on.
func TestEvidenceSaysWhatItRestsOn(t *testing.T) {
	b := load(t)
	all := b.evidence()
	for _, id := range slices.Sorted(maps.Keys(all)) {
		e := all[id]
		if e.Quotation == "" && e.Note == "" {
			t.Errorf("%s has neither a quotation nor a note", id)
		}
		if e.Source == "source:general-knowledge" && (e.Quotation != "" || !strings.HasPrefix(e.Note, "not verified: ") || e.Published.IsZero()) {
			t.Errorf("%s: general knowledge has no quotation, a note that begins “not verified: ”, and a publication day", id)
		}
		if e.Source == "source:general-knowledge" && e.Grade.Credibility == 1 {
			t.Errorf("%s: what nobody has checked is not confirmed", id)
		}
	}
}
