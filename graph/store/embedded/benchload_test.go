package embedded_test

import (
	"runtime"
	"runtime/metrics"
	"sync"
	"testing"
	"time"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/graphtest"
	"github.com/entente/entente/graph/store/embedded"
)

// BenchmarkLoadMade loads the made graph into an empty folder, and says what memory
// the load takes at most: that of what is kept when it is over, and that of the load
// itself. Then the folder is opened again: how long that takes beside the load, and
// what memory.
func BenchmarkLoadMade(b *testing.B) {
	made := graphtest.MadeOfSize(b)
	runtime.GC()
	for b.Loop() {
		dir := b.TempDir()
		s, err := embedded.Open(b.Context(), dir, embedded.Options{})
		if err != nil {
			b.Fatal(err)
		}
		before, start := heap(), time.Now()
		peak := peakOf(func() {
			if _, err := s.Load(b.Context(), graph.BatchHead{Author: "bench", Reason: "bench"}, made.All()); err != nil {
				b.Fatal(err)
			}
		})
		took, kept := time.Since(start), heap()
		b.ReportMetric((float64(peak)-float64(before))/float64(made.Relations), "peak-B/relation")
		b.ReportMetric((float64(kept)-float64(before))/float64(made.Relations), "kept-B/relation")
		closeStore(b, s)
		b.ReportMetric(float64(made.Relations)/took.Seconds(), "relations/s")
		reopen(b, dir, made, took)
	}
}

// reopen opens a folder again, and finds all in it.
func reopen(b *testing.B, dir string, made *graphtest.Made, load time.Duration) {
	b.Helper()
	before, start := heap(), time.Now()
	s, err := embedded.Open(b.Context(), dir, embedded.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer closeStore(b, s)
	b.ReportMetric(float64(time.Since(start))/float64(load), "reopen/load")
	b.ReportMetric((float64(heap())-float64(before))/float64(made.Relations), "reopened-B/relation")
	snap, err := s.Snapshot(b.Context(), 0)
	if err != nil {
		b.Fatal(err)
	}
	defer snap.Close()
	n, err := snap.CountRelations(b.Context(), graph.RelationQuery{}, 2*made.Relations)
	if err != nil || n[0].N != made.Relations {
		b.Fatalf("%v relations of %d, %v", n, made.Relations, err)
	}
}

// peakOf gives the most bytes of live objects on the heap that were seen after a
// collection while do ran.
func peakOf(do func()) (peak uint64) {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	done := make(chan struct{})
	var looking sync.WaitGroup
	looking.Go(func() {
		tick := time.NewTicker(20 * time.Millisecond)
		defer tick.Stop()
		for {
			metrics.Read(sample)
			peak = max(peak, sample[0].Value.Uint64())
			select {
			case <-done:
				return
			case <-tick.C:
			}
		}
	})
	do()
	close(done)
	looking.Wait()
	return peak
}
