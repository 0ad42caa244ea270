package embedded_test

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"net/url"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/exchange"
	"github.com/entente/entente/graph/graphtest"
)

// BenchmarkExport writes the whole of ICEWS14 in a format, from the file on the disk to
// the last byte, beside a bare reading of the same rows by SQLite that writes nothing:
// the two in turn, and their medians are compared.
func BenchmarkExport(b *testing.B) {
	d := graphtest.ReadICEWS(b)
	dir := b.TempDir()
	s := loadInto(b, dir, d.All())
	defer closeStore(b, s)
	relations := d.Relations
	d = nil // a service does not hold what it once loaded
	snap, err := s.Snapshot(b.Context(), 0)
	if err != nil {
		b.Fatal(err)
	}
	defer snap.Close()
	bare, err := sql.Open("sqlite", (&url.URL{Scheme: "file", Path: filepath.Join(dir, "entente.db"), RawQuery: "mode=ro"}).String())
	if err != nil {
		b.Fatal(err)
	}
	defer bare.Close()
	for _, name := range []string{"csv", "jsonl", "graphml", "gexf"} {
		f, err := exchange.FormatByName(name)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			var size counter
			var export, read []time.Duration
			for b.Loop() {
				size = 0
				export = append(export, timed(b, func() error {
					records := exchange.Records(b.Context(), snap, exchange.Find(b.Context(), snap, graph.RelationFilter{}))
					return f.Write(&size, exchange.About{Program: "Entente", Revision: 1}, records)
				}))
				b.StopTimer()
				read = append(read, timed(b, func() error { return bareRead(b.Context(), bare, relations) }))
				b.StartTimer()
			}
			b.ReportMetric(float64(relations)/median(export).Seconds(), "relations/s")
			b.ReportMetric(median(export).Seconds()/median(read).Seconds(), "x-bare-rows")
			b.ReportMetric(float64(size)/float64(relations), "B/relation")
		})
	}
}

// bareRead reads the record of every relation, and does nothing with it.
func bareRead(ctx context.Context, db *sql.DB, want int) error {
	rows, err := db.QueryContext(ctx, `SELECT version, record FROM relation`)
	if err != nil {
		return err
	}
	defer rows.Close()
	n := 0
	for ; rows.Next(); n++ {
		var version int64
		var record string
		if err := rows.Scan(&version, &record); err != nil {
			return err
		}
	}
	if n != want {
		return errors.New("the bare rows are not all there")
	}
	return rows.Err()
}

func timed(b *testing.B, do func() error) time.Duration {
	b.Helper()
	start := time.Now()
	if err := do(); err != nil {
		b.Fatal(err)
	}
	return time.Since(start)
}

func median(all []time.Duration) time.Duration {
	slices.Sort(all)
	return all[len(all)/2]
}

// counter counts what is written.
type counter int64

var _ io.Writer = (*counter)(nil)

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}
