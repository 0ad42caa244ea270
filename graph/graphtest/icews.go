package graphtest

import (
	"compress/gzip"
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/entente/entente/graph"
)

// icewsFile holds the 90,730 events of ICEWS14, in a folder beside the repository:
// they are not ours to publish.
const icewsFile = "shared/data/icews14_events.csv.gz"

// kindOfRoot gives the kinds that stand for the twenty roots of CAMEO here: a
// rough table, of kinds that fit all actors.
var kindOfRoot = map[string]graph.KindName{
	"01": "STATES", "02": "URGES", "03": "SUPPORTS", "04": "MEETS", "05": "SUPPORTS", "06": "SUPPORTS", "07": "SUPPORTS", "08": "SUPPORTS",
	"09": "CRITICIZES", "10": "DEMANDS", "11": "CRITICIZES", "12": "REJECTS", "13": "WARNS", "14": "CRITICIZES", "15": "MOBILIZES",
	"16": "SUSPENDS_OR_EXPELS", "17": "IMPOSES_SANCTIONS", "18": "USES_FORCE", "19": "USES_FORCE", "20": "USES_FORCE",
}

// ICEWS is the events of ICEWS14 as records: a real graph of some size, to
// measure stores with.
type ICEWS struct {
	Records   []graph.Record // the source, the actors, then the relations
	Relations int            // how many of them are relations
	Hub       graph.ActorID  // the actor with the most relations
	Other     graph.ActorID  // the one that has the most of them with the hub

	ids map[string]graph.ActorID
}

// ReadICEWS reads the events, or skips the test where they are not; never under CI.
func ReadICEWS(t testing.TB) *ICEWS {
	t.Helper()
	f, err := openBeside(icewsFile)
	if errors.Is(err, fs.ErrNotExist) && os.Getenv("CI") == "" {
		t.Skipf("%s is not there", icewsFile)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }() // only read
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(z).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return icewsOf(rows[1:])
}

// openBeside opens a file in the folder that the repository is in.
func openBeside(name string) (*os.File, error) {
	dir, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return os.Open(filepath.Join(dir, "..", filepath.FromSlash(name)))
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return nil, fs.ErrNotExist
		}
		dir = parent
	}
}

// icewsOf makes records of rows date, source, relation, cameo, target. What an
// actor does to itself is left out.
func icewsOf(rows [][]string) *ICEWS {
	d := &ICEWS{ids: map[string]graph.ActorID{}}
	d.Records = append(d.Records, graph.Record{Source: &graph.Source{ID: "source:icews14", Title: "ICEWS 2014", Published: graph.MustPeriod("2015")}})
	var relations []graph.Record
	for i, row := range rows {
		if row[1] == row[4] {
			continue
		}
		relations = append(relations, graph.Record{Relation: &graph.Relation{
			ID: graph.RelationID(fmt.Sprintf("relation:icews14-%06d", i+1)), From: d.actor(row[1]), Kind: kindOfRoot[row[3][:2]], To: d.actor(row[4]),
			Period: graph.MustPeriod(row[0]), Note: row[2],
			Evidence: []graph.Evidence{{Source: "source:icews14", Modality: graph.Reported, Grade: graph.Grade{Reliability: "C", Credibility: 3}}},
		}})
	}
	d.Relations = len(relations)
	d.Records = append(d.Records, relations...)
	d.Hub = busiest(relations, func(r *graph.Relation) []graph.ActorID { return []graph.ActorID{r.From, r.To} })
	d.Other = busiest(relations, func(r *graph.Relation) []graph.ActorID {
		switch d.Hub {
		case r.From:
			return []graph.ActorID{r.To}
		case r.To:
			return []graph.ActorID{r.From}
		}
		return nil
	})
	return d
}

// busiest gives the actor that counts names most often, the lowest id of several.
func busiest(relations []graph.Record, counts func(*graph.Relation) []graph.ActorID) graph.ActorID {
	n := map[graph.ActorID]int{}
	var best graph.ActorID
	for _, r := range relations {
		for _, id := range counts(r.Relation) {
			if n[id]++; n[id] > n[best] || n[id] == n[best] && id < best {
				best = id
			}
		}
	}
	return best
}

// actor gives the id of a name, and records the actor when it is first named.
func (d *ICEWS) actor(name string) graph.ActorID {
	id, ok := d.ids[name]
	if ok {
		return id
	}
	id = graph.ActorID(strings.TrimPrefix(fmt.Sprintf("%s-%d", slug(name), len(d.ids)+1), "-"))
	d.ids[name] = id
	d.Records = append(d.Records, graph.Record{Actor: &graph.Actor{ID: id, Kind: graph.Organization, Names: []graph.Name{{Text: name, Language: "en", Primary: true}}}})
	return id
}

// slug makes the beginning of an id of a name.
func slug(name string) string {
	var b strings.Builder
	for _, c := range graph.Fold(name) {
		switch {
		case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
			b.WriteRune(c)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	s := b.String()
	return strings.Trim(s[:min(len(s), 100)], "-")
}

// All yields the records, as a load takes them.
func (d *ICEWS) All() iter.Seq2[graph.Record, error] {
	return func(yield func(graph.Record, error) bool) {
		for _, r := range d.Records {
			if !yield(r, nil) {
				return
			}
		}
	}
}
