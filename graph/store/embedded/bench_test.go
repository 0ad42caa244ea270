package embedded_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	_ "modernc.org/sqlite"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/graphtest"
	"github.com/entente/entente/graph/store/embedded"
)

// loadInto loads the records into a new folder.
func loadInto(b *testing.B, dir string, records iter.Seq2[graph.Record, error]) *embedded.Store {
	b.Helper()
	s, err := embedded.Open(b.Context(), dir, embedded.Options{})
	if err != nil {
		b.Fatal(err)
	}
	if _, err := s.Load(b.Context(), graph.BatchHead{Author: "bench", Reason: "bench"}, records); err != nil {
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
	d := graphtest.ReadICEWS(b)
	b.ReportAllocs()
	var size int64
	for b.Loop() {
		dir := b.TempDir()
		closeStore(b, loadInto(b, dir, d.All()))
		info, err := os.Stat(filepath.Join(dir, "entente.db"))
		if err != nil {
			b.Fatal(err)
		}
		size = info.Size()
	}
	b.ReportMetric(float64(d.Relations)*float64(b.N)/b.Elapsed().Seconds(), "relations/s")
	b.ReportMetric(float64(size)/float64(d.Relations), "file-B/relation")
}

// BenchmarkReopen opens the folder with ICEWS14 and says what the memory costs:
// all in all, actors included, and for the relations alone.
func BenchmarkReopen(b *testing.B) {
	d := graphtest.ReadICEWS(b)
	all, actors := b.TempDir(), b.TempDir()
	closeStore(b, loadInto(b, all, d.All()))
	withoutRelations := graphtest.ICEWS{Records: d.Records[:len(d.Records)-d.Relations]}
	closeStore(b, loadInto(b, actors, withoutRelations.All()))
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
	b.ReportMetric(float64(total)/float64(d.Relations), "heap-B/relation")
	b.ReportMetric(float64(total-ofActors)/float64(d.Relations), "own-B/relation")
	runtime.KeepAlive(d)
}

// BenchmarkBareSQLite writes as much into a bare SQLite file of the same shape,
// the JSON made before: what no store on SQLite can beat.
func BenchmarkBareSQLite(b *testing.B) {
	d := graphtest.ReadICEWS(b)
	texts := make([]string, 0, d.Relations)
	for _, r := range d.Records[len(d.Records)-d.Relations:] {
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
	b.ReportMetric(float64(d.Relations)*float64(b.N)/b.Elapsed().Seconds(), "relations/s")
}

func bareInsert(ctx context.Context, path string, d *graphtest.ICEWS, texts []string) error {
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
	for i, r := range d.Records[len(d.Records)-d.Relations:] {
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
	d := graphtest.ReadICEWS(b)
	s := loadInto(b, b.TempDir(), d.All())
	defer closeStore(b, s)
	snap, err := s.Snapshot(b.Context(), 0)
	if err != nil {
		b.Fatal(err)
	}
	defer snap.Close()
	month := graph.Window{First: graph.Date(2014, 6, 1), Last: graph.Date(2014, 6, 30)}
	hub, by := []graph.ActorID{d.Hub}, graph.Date(2016, 1, 1)
	b.Logf("the hub is %s", d.Hub)
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
		benchRead(b, func(ctx context.Context) (int, error) { return twoHops(ctx, snap, d.Hub, graph.ExpandQuery{}) })
	})
	b.Run("two hops around the hub in a month", func(b *testing.B) {
		q := graph.ExpandQuery{Filter: graph.RelationFilter{During: &month}}
		benchRead(b, func(ctx context.Context) (int, error) { return twoHops(ctx, snap, d.Hub, q) })
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
		id := []graph.RelationID{d.Records[len(d.Records)-100].Relation.ID}
		benchRead(b, func(ctx context.Context) (int, error) { return count(snap.Relations(ctx, id)) })
	})
	b.Run("500 relations by id", func(b *testing.B) {
		var ids []graph.RelationID
		for i := range 500 {
			ids = append(ids, d.Records[len(d.Records)-1-i*180].Relation.ID)
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
	d := graphtest.ReadICEWS(b)
	s := loadInto(b, b.TempDir(), d.All())
	defer closeStore(b, s)
	x := *d.Records[len(d.Records)-1].Relation
	x.From = d.Hub
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
	d := graphtest.ReadICEWS(b)
	s, err := embedded.OpenMemory(b.Context(), embedded.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer closeStore(b, s)
	var records []graph.Record
	for i := 0; len(records) < 25_000; i++ {
		if a := d.Records[1+i%(len(d.Records)-1-d.Relations)].Actor; a != nil {
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

// BenchmarkFollow asks for what is new, as who follows the record does all the
// time: for the newest of many revisions, for the changes after it, of which there
// are none, and for those of the last revision.
func BenchmarkFollow(b *testing.B) {
	s, err := embedded.OpenMemory(b.Context(), embedded.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer closeStore(b, s)
	const revisions = 2000
	for n := range graph.RevisionNumber(revisions) {
		if _, err := s.Apply(b.Context(), crashBatch(n+1)); err != nil {
			b.Fatal(err)
		}
	}
	b.Run("newest revision", func(b *testing.B) {
		benchRead(b, func(ctx context.Context) (int, error) {
			for r, err := range s.Revisions(ctx, graph.RevisionFilter{Descending: true}) {
				return int(r.Number), err
			}
			return 0, nil
		})
	})
	for name, since := range map[string]graph.RevisionNumber{"no changes": revisions, "changes of one revision": revisions - 1, "changes of 50 revisions": revisions - 50} {
		b.Run(name, func(b *testing.B) {
			benchRead(b, func(ctx context.Context) (int, error) { return count(s.Changes(ctx, graph.ChangeFilter{Since: since})) })
		})
	}
	b.Run("history of one relation", func(b *testing.B) {
		f := graph.ChangeFilter{IDs: []string{"relation:r1000-1"}}
		benchRead(b, func(ctx context.Context) (int, error) { return count(s.Changes(ctx, f)) })
	})
}
