package embedded_test

import (
	"io"
	"testing"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/exchange"
	"github.com/entente/entente/graph/graphtest"
)

// BenchmarkExport writes the whole of ICEWS14 in a format, from the file on the disk to
// the last byte.
func BenchmarkExport(b *testing.B) {
	d := graphtest.ReadICEWS(b)
	s := loadInto(b, b.TempDir(), d.All())
	defer closeStore(b, s)
	snap, err := s.Snapshot(b.Context(), 0)
	if err != nil {
		b.Fatal(err)
	}
	defer snap.Close()
	for _, name := range []string{"csv", "jsonl", "graphml", "gexf"} {
		f, err := exchange.FormatByName(name)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			var size counter
			for b.Loop() {
				size = 0
				records := exchange.Records(b.Context(), snap, exchange.Find(b.Context(), snap, graph.RelationFilter{}))
				if err := f.Write(&size, exchange.About{Program: "Entente", Revision: 1}, records); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(d.Relations)*float64(b.N)/b.Elapsed().Seconds(), "relations/s")
			b.ReportMetric(float64(size)/float64(d.Relations), "B/relation")
		})
	}
}

// counter counts what is written.
type counter int64

var _ io.Writer = (*counter)(nil)

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}
