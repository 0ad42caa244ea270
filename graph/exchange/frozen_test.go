package exchange_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/exchange"
	"github.com/entente/entente/graph/graphtest"
	"github.com/entente/entente/graph/store/storetest"
)

// A revision is the same file for ever, in every format: whatever is recorded later,
// and however often it is asked for.
func TestSameBytesForEver(t *testing.T) {
	store := storetest.NewModel()
	apply := func(records []graph.Record) {
		head := graph.BatchHead{Author: "test", Reason: "test"}
		if _, err := store.Apply(t.Context(), graph.Batch{BatchHead: head, Put: records}); err != nil {
			t.Fatal(err)
		}
	}
	about := exchange.About{Program: "Entente v1", Revision: 1, Recorded: time.Date(2026, 5, 1, 12, 0, 1, 5000, time.UTC), License: "CC BY 4.0"}
	file := func(f exchange.Format) []byte {
		snap, err := store.Snapshot(t.Context(), 1)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = snap.Close() }()
		var b bytes.Buffer
		records := exchange.Records(t.Context(), snap, exchange.Find(t.Context(), snap, graph.RelationFilter{}))
		if err := f.Write(&b, about, records); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	random := graphtest.NewRandom(21)
	apply(random.First(300))
	first := map[string][]byte{}
	for _, f := range exchange.Formats() {
		first[f.Name] = file(f)
	}
	apply(graphtest.Records(t, sahel))
	apply(random.First(50))
	for range 3 {
		for _, f := range exchange.Formats() {
			if !bytes.Equal(file(f), first[f.Name]) {
				t.Errorf("%s is another file of the same revision", f.Name)
			}
		}
	}
}
