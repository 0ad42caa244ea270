package embedded_test

import (
	"compress/gzip"
	"context"
	"database/sql"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	_ "modernc.org/sqlite"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/store/embedded"
)

// icewsPath holds the 90,730 events of ICEWS14, beside the repository: they are
// not ours to publish.
const icewsPath = "../../../../shared/data/icews14_events.csv.gz"

// kindOfRoot gives the kinds that stand for the twenty roots of CAMEO here: a
// rough table, of kinds that fit all actors.
var kindOfRoot = map[string]graph.KindName{
	"01": "STATES", "02": "URGES", "03": "SUPPORTS", "04": "MEETS", "05": "SUPPORTS", "06": "SUPPORTS", "07": "SUPPORTS", "08": "SUPPORTS",
	"09": "CRITICIZES", "10": "DEMANDS", "11": "CRITICIZES", "12": "REJECTS", "13": "WARNS", "14": "CRITICIZES", "15": "MOBILIZES",
	"16": "SUSPENDS_OR_EXPELS", "17": "IMPOSES_SANCTIONS", "18": "USES_FORCE", "19": "USES_FORCE", "20": "USES_FORCE",
}

// icews is ICEWS14 as records.
type icews struct {
	records   []graph.Record // the source, the actors, the relations
	relations int
	degree    map[graph.ActorID]int
	hub       graph.ActorID
}

// readICEWS reads the events, or skips the benchmark where they are not.
func readICEWS(b *testing.B) *icews {
	b.Helper()
	f, err := os.Open(icewsPath)
	if errors.Is(err, fs.ErrNotExist) && os.Getenv("CI") == "" {
		b.Skipf("%s is not there", icewsPath)
	}
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		b.Fatal(err)
	}
	rows, err := csv.NewReader(z).ReadAll()
	if err != nil {
		b.Fatal(err)
	}
	return icewsRecords(rows[1:])
}

// icewsRecords makes records of rows date, source, relation, cameo, target. What
// an actor does to itself is left out.
func icewsRecords(rows [][]string) *icews {
	d := &icews{degree: map[graph.ActorID]int{}}
	d.records = append(d.records, graph.Record{Source: &graph.Source{ID: "source:icews14", Title: "ICEWS 2014", Published: graph.MustPeriod("2015")}})
	ids := map[string]graph.ActorID{}
	taken := map[graph.ActorID]int{}
	var relations []graph.Record
	actor := func(name string) graph.ActorID {
		id, ok := ids[name]
		if !ok {
			id = slug(name)
			if taken[id]++; taken[id] > 1 {
				id = graph.ActorID(fmt.Sprintf("%s-%d", id, taken[id]))
			}
			ids[name] = id
			d.records = append(d.records, graph.Record{Actor: &graph.Actor{ID: id, Kind: graph.Organization, Names: []graph.Name{{Text: name, Language: "en", Primary: true}}}})
		}
		d.degree[id]++
		if d.degree[id] > d.degree[d.hub] {
			d.hub = id
		}
		return id
	}
	for i, row := range rows {
		if row[1] == row[4] {
			continue
		}
		relations = append(relations, graph.Record{Relation: &graph.Relation{
			ID: graph.RelationID(fmt.Sprintf("relation:icews14-%06d", i+1)), From: actor(row[1]), Kind: kindOfRoot[row[3][:2]], To: actor(row[4]),
			Period: graph.MustPeriod(row[0]), Note: row[2],
			Evidence: []graph.Evidence{{Source: "source:icews14", Modality: graph.Reported, Grade: graph.Grade{Reliability: "C", Credibility: 3}}},
		}})
	}
	d.relations = len(relations)
	d.records = append(d.records, relations...)
	return d
}

// slug makes an id of a name.
func slug(name string) graph.ActorID {
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
	return graph.ActorID(strings.Trim(s[:min(len(s), 100)], "-"))
}

func (d *icews) all() iter.Seq2[graph.Record, error] {
	return func(yield func(graph.Record, error) bool) {
		for _, r := range d.records {
			if !yield(r, nil) {
				return
			}
		}
	}
}

func (d *icews) load(b *testing.B, dir string) *embedded.Store {
	b.Helper()
	s, err := embedded.Open(b.Context(), dir, embedded.Options{})
	if err != nil {
		b.Fatal(err)
	}
	if _, err := s.Load(b.Context(), graph.BatchHead{Author: "bench", Reason: "bench"}, d.all()); err != nil {
		b.Fatal(err)
	}
	return s
}

func closeStore(b *testing.B, s *embedded.Store) {
	b.Helper()
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
}

// heap gives the bytes in use on the heap.
func heap() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// BenchmarkLoad loads ICEWS14 into an empty folder, to the disk.
func BenchmarkLoad(b *testing.B) {
	d := readICEWS(b)
	b.ReportAllocs()
	var size int64
	for b.Loop() {
		dir := b.TempDir()
		closeStore(b, d.load(b, dir))
		info, err := os.Stat(filepath.Join(dir, "entente.db"))
		if err != nil {
			b.Fatal(err)
		}
		size = info.Size()
	}
	b.ReportMetric(float64(d.relations)*float64(b.N)/b.Elapsed().Seconds(), "relations/s")
	b.ReportMetric(float64(size)/float64(d.relations), "file-B/relation")
}

// BenchmarkReopen opens the folder with ICEWS14 and says what the memory costs:
// all in all, actors included, and for the relations alone.
func BenchmarkReopen(b *testing.B) {
	d := readICEWS(b)
	all, actors := b.TempDir(), b.TempDir()
	closeStore(b, d.load(b, all))
	withoutRelations := *d
	withoutRelations.records = d.records[:len(d.records)-d.relations]
	closeStore(b, withoutRelations.load(b, actors))
	opened := func(dir string) (used uint64) {
		before := heap()
		s, err := embedded.Open(b.Context(), dir, embedded.Options{})
		if err != nil {
			b.Fatal(err)
		}
		used = heap() - before
		closeStore(b, s)
		return used
	}
	total, ofActors := opened(all), opened(actors)
	for b.Loop() {
		s, err := embedded.Open(b.Context(), all, embedded.Options{})
		if err != nil {
			b.Fatal(err)
		}
		closeStore(b, s)
	}
	b.ReportMetric(float64(total)/float64(d.relations), "heap-B/relation")
	b.ReportMetric(float64(total-ofActors)/float64(d.relations), "own-B/relation")
	runtime.KeepAlive(d)
}

// BenchmarkBareSQLite writes as much into a bare SQLite file of the same shape,
// the JSON made before: what no store on SQLite can beat.
func BenchmarkBareSQLite(b *testing.B) {
	d := readICEWS(b)
	texts := make([]string, 0, d.relations)
	for _, r := range d.records[len(d.records)-d.relations:] {
		text, err := json.Marshal(r.Relation)
		if err != nil {
			b.Fatal(err)
		}
		texts = append(texts, string(text))
	}
	for b.Loop() {
		if err := bareInsert(b.Context(), filepath.Join(b.TempDir(), "bare.db"), d, texts); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(d.relations)*float64(b.N)/b.Elapsed().Seconds(), "relations/s")
}

func bareInsert(ctx context.Context, path string, d *icews, texts []string) error {
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=journal_mode(wal)&_pragma=synchronous(full)")
	if err != nil {
		return err
	}
	defer db.Close()
	if _, err := db.ExecContext(ctx, `
		CREATE TABLE relation (version INTEGER PRIMARY KEY, id TEXT, from_actor TEXT, kind TEXT, to_actor TEXT, period TEXT, record TEXT, UNIQUE (id));
		CREATE TABLE evidence (id TEXT PRIMARY KEY, source TEXT, relation_version INTEGER) WITHOUT ROWID;
		CREATE INDEX evidence_of_source ON evidence (source, id)`); err != nil {
		return err
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	relation, err1 := tx.Prepare(`INSERT INTO relation VALUES (?, ?, ?, ?, ?, ?, ?)`)
	evidence, err2 := tx.Prepare(`INSERT INTO evidence VALUES (?, ?, ?)`)
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	defer relation.Close()
	defer evidence.Close()
	for i, r := range d.records[len(d.records)-d.relations:] {
		x := r.Relation
		_, err1 := relation.Exec(i, string(x.ID), string(x.From), string(x.Kind), string(x.To), x.Period.String(), texts[i])
		_, err2 := evidence.Exec("evidence:"+string(x.ID), "source:icews14", i)
		if err := errors.Join(err1, err2); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// BenchmarkRead asks a store that holds ICEWS14.
func BenchmarkRead(b *testing.B) {
	d := readICEWS(b)
	s := d.load(b, b.TempDir())
	defer closeStore(b, s)
	snap, err := s.Snapshot(b.Context(), 0)
	if err != nil {
		b.Fatal(err)
	}
	defer snap.Close()
	month := graph.Window{First: graph.Date(2014, 6, 1), Last: graph.Date(2014, 6, 30)}
	hub, by := []graph.ActorID{d.hub}, graph.Date(2016, 1, 1)
	b.Logf("the hub is %s, with %d relations", d.hub, d.degree[d.hub])
	b.Run("one hop of the hub", func(b *testing.B) {
		benchRead(b, func(ctx context.Context) (int, error) { return count(snap.Expand(ctx, hub, graph.ExpandQuery{})) })
	})
	b.Run("one hop of the hub in a month", func(b *testing.B) {
		q := graph.ExpandQuery{Filter: graph.RelationFilter{During: &month}}
		benchRead(b, func(ctx context.Context) (int, error) { return count(snap.Expand(ctx, hub, q)) })
	})
	b.Run("one hop of the hub, published by a day", func(b *testing.B) {
		q := graph.ExpandQuery{Filter: graph.RelationFilter{PublishedBy: &by}}
		benchRead(b, func(ctx context.Context) (int, error) { return count(snap.Expand(ctx, hub, q)) })
	})
	b.Run("two hops around the hub", func(b *testing.B) {
		benchRead(b, func(ctx context.Context) (int, error) { return twoHops(ctx, snap, d.hub, graph.ExpandQuery{}) })
	})
	b.Run("two hops around the hub in a month", func(b *testing.B) {
		q := graph.ExpandQuery{Filter: graph.RelationFilter{During: &month}}
		benchRead(b, func(ctx context.Context) (int, error) { return twoHops(ctx, snap, d.hub, q) })
	})
	b.Run("newest 50 of the hub", func(b *testing.B) {
		q := graph.RelationQuery{At: hub, Limit: 50}
		benchRead(b, func(ctx context.Context) (int, error) { return count(snap.FindRelations(ctx, q)) })
	})
	b.Run("newest 50 of the hub after 1000", func(b *testing.B) {
		q := graph.RelationQuery{At: hub, Limit: 1000}
		first, err := graph.Collect(snap.FindRelations(b.Context(), q))
		if err != nil {
			b.Fatal(err)
		}
		key := graph.Newest.KeyOf(first[len(first)-1].Edge())
		q.Limit, q.After = 50, &key
		benchRead(b, func(ctx context.Context) (int, error) { return count(snap.FindRelations(ctx, q)) })
	})
	b.Run("strongest 50 of the hub", func(b *testing.B) {
		q := graph.RelationQuery{At: hub, Limit: 50, Order: graph.Strongest}
		benchRead(b, func(ctx context.Context) (int, error) { return count(snap.FindRelations(ctx, q)) })
	})
	b.Run("newest 10 of the hub by a word", func(b *testing.B) {
		q := graph.RelationQuery{At: hub, Limit: 10, Filter: graph.RelationFilter{Text: "peacekeep"}}
		benchRead(b, func(ctx context.Context) (int, error) { return count(snap.FindRelations(ctx, q)) })
	})
	b.Run("count of the hub in a month", func(b *testing.B) {
		q := graph.RelationQuery{At: hub, Filter: graph.RelationFilter{During: &month}}
		benchRead(b, func(ctx context.Context) (int, error) {
			n, err := snap.CountRelations(ctx, q, 100_000)
			return n[0].N, err
		})
	})
	b.Run("one relation by id", func(b *testing.B) {
		id := []graph.RelationID{d.records[len(d.records)-100].Relation.ID}
		benchRead(b, func(ctx context.Context) (int, error) { return count(snap.Relations(ctx, id)) })
	})
	b.Run("500 relations by id", func(b *testing.B) {
		var ids []graph.RelationID
		for i := range 500 {
			ids = append(ids, d.records[len(d.records)-1-i*180].Relation.ID)
		}
		benchRead(b, func(ctx context.Context) (int, error) { return count(snap.Relations(ctx, ids)) })
	})
	b.Run("every edge", func(b *testing.B) {
		benchRead(b, func(ctx context.Context) (int, error) { return count(graph.Edges(ctx, snap, graph.RelationFilter{})) })
	})
}

// benchRead reports how much one read yields.
func benchRead(b *testing.B, read func(context.Context) (int, error)) {
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		var err error
		if n, err = read(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(n), "answers")
}

func count[V any](seq iter.Seq2[V, error]) (n int, err error) {
	for _, err := range seq {
		if err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

func twoHops(ctx context.Context, snap graph.Snapshot, from graph.ActorID, q graph.ExpandQuery) (int, error) {
	n := 0
	seen := map[graph.ActorID]bool{from: true}
	frontier := []graph.ActorID{from}
	for range 2 {
		var next []graph.ActorID
		for h, err := range snap.Expand(ctx, frontier, q) {
			if err != nil {
				return n, err
			}
			n++
			if o := h.Other(); !seen[o] {
				seen[o] = true
				next = append(next, o)
			}
		}
		frontier = next
	}
	return n, nil
}

// BenchmarkApply records one relation of the hub, to the disk.
func BenchmarkApply(b *testing.B) {
	d := readICEWS(b)
	s := d.load(b, b.TempDir())
	defer closeStore(b, s)
	x := *d.records[len(d.records)-1].Relation
	x.From = d.hub
	n := 0
	b.ReportAllocs()
	for b.Loop() {
		n++
		r := x
		r.ID = graph.RelationID(fmt.Sprintf("relation:bench-%d", n))
		if _, err := s.Apply(b.Context(), graph.Batch{BatchHead: graph.BatchHead{Author: "bench", Reason: "bench"}, Put: []graph.Record{{Relation: &r}}}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSearch looks for names among 25,000 actors.
func BenchmarkSearch(b *testing.B) {
	d := readICEWS(b)
	s, err := embedded.OpenMemory(b.Context(), embedded.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer closeStore(b, s)
	var records []graph.Record
	for i := 0; len(records) < 25_000; i++ {
		if a := d.records[1+i%(len(d.records)-1-d.relations)].Actor; a != nil {
			c := a.Clone()
			c.ID = graph.ActorID(fmt.Sprintf("%s-x%d", a.ID, i))
			c.Codes = []graph.Code{{Scheme: "test", Value: fmt.Sprintf("Q%d", i)}}
			records = append(records, graph.Record{Actor: &c})
		}
	}
	if _, err := s.Apply(b.Context(), graph.Batch{BatchHead: graph.BatchHead{Author: "bench", Reason: "bench"}, Put: records}); err != nil {
		b.Fatal(err)
	}
	snap, err := s.Snapshot(b.Context(), 0)
	if err != nil {
		b.Fatal(err)
	}
	for _, text := range []string{"m", "mali", "nigeria", "citizen (niger", "head of government", "presidnet", "test:Q77"} {
		b.Run(text, func(b *testing.B) {
			benchRead(b, func(ctx context.Context) (int, error) {
				return count(snap.Search(ctx, graph.SearchQuery{Text: text, Limit: 20}))
			})
		})
	}
	b.Run("actors by a code", func(b *testing.B) {
		code := graph.Code{Scheme: "test", Value: "Q77"}
		benchRead(b, func(ctx context.Context) (int, error) {
			return count(snap.FindActors(ctx, graph.ActorFilter{Code: &code}, ""))
		})
	})
	b.Run("actors by a word", func(b *testing.B) {
		benchRead(b, func(ctx context.Context) (int, error) {
			return count(snap.FindActors(ctx, graph.ActorFilter{Text: "nigeria"}, ""))
		})
	})
}
