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
// itself.
func BenchmarkLoadMade(b *testing.B) {
	made := graphtest.MadeOfSize(b)
	runtime.GC()
	for b.Loop() {
		s, err := embedded.Open(b.Context(), b.TempDir(), embedded.Options{})
		if err != nil {
			b.Fatal(err)
		}
		before := heap()
		peak := peakOf(func() {
			if _, err := s.Load(b.Context(), graph.BatchHead{Author: "bench", Reason: "bench"}, made.All()); err != nil {
				b.Fatal(err)
			}
		})
		kept := heap()
		b.ReportMetric((float64(peak)-float64(before))/float64(made.Relations), "peak-B/relation")
		b.ReportMetric((float64(kept)-float64(before))/float64(made.Relations), "kept-B/relation")
		closeStore(b, s)
	}
	b.ReportMetric(float64(made.Relations)*float64(b.N)/b.Elapsed().Seconds(), "relations/s")
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
