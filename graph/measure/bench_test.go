package measure

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"os"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/graphtest"
)

// BenchmarkMeasures puts PageRank and components beside a bare loop over the same
// arrays, in turn, on a projection of the made graph: each should take no more than
// three times as long. A table of ratios is printed.
func BenchmarkMeasures(b *testing.B) {
	made := graphtest.MadeOfSize(b)
	p := projectionOf(b, made)
	fmt.Fprintf(os.Stdout, "\nA projection of %d actors and %d dyads\n\n| measure | beside a bare loop | allocations |\n| --- | ---: | ---: |\n", len(p.Actors), len(p.Neighbors)/2)
	beside(b, "PageRank", func(ctx context.Context) error {
		_, _, err := pageRank(ctx, p)
		return err
	}, func() { bareRank(p) })
	beside(b, "PageRank, ranked", func(ctx context.Context) error {
		_, _, err := Rank(ctx, p, PageRank)
		return err
	}, func() { bareRank(p) })
	beside(b, "components", func(context.Context) error {
		p.components()
		return nil
	}, func() { bareComponents(p) })
}

// projectionOf makes a dyad of each two actors that a relation joins.
func projectionOf(b *testing.B, made *graphtest.Made) *Projection {
	b.Helper()
	place := map[graph.ActorID]int32{}
	actors := slices.Sorted(slices.Values(made.Actors))
	for i, id := range actors {
		place[id] = int32(i)
	}
	var dyads []Dyad
	for r, err := range made.All() {
		if err != nil {
			b.Fatal(err)
		}
		if x := r.Relation; x != nil {
			kind, _ := graph.KindByName(x.Kind)
			from, to := place[x.From], place[x.To]
			dyads = append(dyads, Dyad{min(from, to), max(from, to), math.Tanh(kind.Weight + .06)})
		}
	}
	slices.SortFunc(dyads, func(x, y Dyad) int { return cmp.Or(cmp.Compare(x.A, y.A), cmp.Compare(x.B, y.B)) })
	dyads = slices.CompactFunc(dyads, func(x, y Dyad) bool { return x.A == y.A && x.B == y.B })
	return pack(actors, dyads, nil)
}

// beside times the two in turn and prints the ratio of their medians.
func beside(b *testing.B, name string, ours func(context.Context) error, bare func()) {
	b.Run(name, func(b *testing.B) {
		var mine, theirs []float64
		var allocs uint64
		for b.Loop() {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			start := time.Now()
			if err := ours(b.Context()); err != nil {
				b.Fatal(err)
			}
			mine = append(mine, float64(time.Since(start)))
			runtime.ReadMemStats(&after)
			allocs = after.Mallocs - before.Mallocs
			start = time.Now()
			bare()
			theirs = append(theirs, float64(time.Since(start)))
		}
		slices.Sort(mine)
		slices.Sort(theirs)
		ratio := mine[len(mine)/2] / theirs[len(theirs)/2]
		b.ReportMetric(ratio, "ratio")
		fmt.Fprintf(os.Stdout, "| %s | %.2f | %d |\n", name, ratio, allocs)
	})
}

// bareRank is PageRank as a loop over the arrays, and nothing else.
func bareRank(p *Projection) []float64 {
	n := len(p.Actors)
	out, rank, next := make([]float64, n), make([]float64, n), make([]float64, n)
	for i := range out {
		for _, w := range p.Nets[p.Offsets[i]:p.Offsets[i+1]] {
			out[i] += math.Abs(w)
		}
		rank[i] = 1 / float64(n)
	}
	for {
		change := 0.0
		for i := range next {
			sum := (1 - damping) / float64(n)
			for k := p.Offsets[i]; k < p.Offsets[i+1]; k++ {
				j := p.Neighbors[k]
				sum += damping * rank[j] / out[j] * math.Abs(p.Nets[k])
			}
			next[i] = sum
			change += math.Abs(sum - rank[i])
		}
		rank, next = next, rank
		if change < tolerance {
			return rank
		}
	}
}

// bareComponents labels each actor with its component, and nothing else.
func bareComponents(p *Projection) []int32 {
	of, queue := make([]int32, len(p.Actors)), make([]int32, 0, len(p.Actors))
	label := int32(0)
	for s := range of {
		if of[s] != 0 {
			continue
		}
		label++
		of[s] = label
		queue = append(queue[:0], int32(s))
		for len(queue) > 0 {
			v := queue[len(queue)-1]
			queue = queue[:len(queue)-1]
			for k := p.Offsets[v]; k < p.Offsets[v+1]; k++ {
				if w := p.Neighbors[k]; of[w] == 0 {
					of[w] = label
					queue = append(queue, w)
				}
			}
		}
	}
	return of
}
