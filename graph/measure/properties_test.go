package measure_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/graphtest"
	"github.com/entente/entente/graph/measure"
	"github.com/entente/entente/graph/store/storetest"
)

// The properties below hold whatever the graph.

var theDay = graph.Date(2023, 8, 15)

// drawGraph draws a graph of some states and persons with their offices.
func drawGraph(rt *rapid.T, t *testing.T) graph.Snapshot {
	r := randomText{Rand: rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 1)), states: rapid.IntRange(2, 9).Draw(rt, "states"), persons: rapid.IntRange(0, 3).Draw(rt, "persons")}
	for range rapid.IntRange(1, 30).Draw(rt, "relations") {
		a, b := r.two(r.states)
		r.relation(fmt.Sprint("s", a), graphtest.Pick(r.Rand, oracleKinds), fmt.Sprint("s", b))
	}
	r.offices()
	return snapshotOf(rt, t, r.String())
}

func snapshotOf(rt *rapid.T, t *testing.T, text string) graph.Snapshot {
	snap, err := storetest.Holding(t, text).Snapshot(context.Background(), 0)
	if err != nil {
		rt.Fatal(err)
	}
	return snap
}

func project(rt *rapid.T, snap graph.Snapshot, q measure.Query) *measure.Projection {
	q.Filter.On, q.Moment, q.MaxRelations = &theDay, graph.Moment{Day: theDay}, measure.DefaultMaxRelations
	p, err := measure.Project(context.Background(), snap, q)
	if err != nil {
		rt.Fatal(err)
	}
	return p
}

// A projection holds the net of each two actors as graph.Moment.Net has it, and
// only those that are friendly or hostile.
func TestAProjectionHoldsTheNets(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		snap := drawGraph(rt, t)
		p := project(rt, snap, measure.Query{})
		type pair [2]graph.ActorID
		between := map[pair][]graph.Edge{}
		f := graph.RelationFilter{On: &theDay, Lookback: graph.DefaultLookback, Modalities: graph.WalkModalities}
		for e, err := range graph.EdgesByExpand(context.Background(), snap, f) {
			if err != nil {
				rt.Fatal(err)
			}
			k := pair{min(e.From, e.To), max(e.From, e.To)}
			between[k] = append(between[k], e)
		}
		found := map[pair]float64{}
		for d := range p.Dyads() {
			found[pair{p.Actors[d.A], p.Actors[d.B]}] = d.Net
			if p.Net(d.A, d.B) != d.Net || p.Net(d.B, d.A) != d.Net {
				rt.Fatalf("a net is read differently from its ends: %v", d)
			}
		}
		for k, edges := range between {
			net := graph.Moment{Day: theDay}.Net(edges)
			got, there := found[k]
			if math.Abs(got-net) > 1e-8 && (there || graph.NetSign(measure.Round(net)) != graph.Neutral) {
				rt.Fatalf("%v is %v, wanted %v", k, got, net)
			}
			delete(found, k)
		}
		if len(found) > 0 {
			rt.Fatalf("nothing is between %v", found)
		}
	})
}

// What the measures say of a graph does not depend on the names, as long as they
// are in the same order.
func TestNamesDoNotMatter(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		seed := rapid.Uint64().Draw(rt, "seed")
		text := func(prefix string) string {
			r := randomText{Rand: rand.New(rand.NewPCG(seed, 1)), states: 7}
			for range 25 {
				a, b := r.two(r.states)
				r.relation(fmt.Sprint(prefix, a), graphtest.Pick(r.Rand, oracleKinds), fmt.Sprint(prefix, b))
			}
			return r.String()
		}
		say := func(prefix string) string {
			p := project(rt, snapshotOf(rt, t, text(prefix)), measure.Query{})
			return strings.ReplaceAll(sayAll(rt, p), prefix, "s")
		}
		if one, two := say("s"), say("kingdom-of-"); one != two {
			rt.Fatalf("%s\nand\n%s", one, two)
		}
	})
}

// sayAll writes what every measure says of a projection.
func sayAll(rt *rapid.T, p *measure.Projection) string {
	var out strings.Builder
	for _, c := range measure.Centralities {
		ranked, _, err := measure.Rank(context.Background(), p.Friendly(), c)
		fmt.Fprintln(&out, c, ranked, err)
	}
	of, modularity, err := measure.Communities(context.Background(), p.Friendly(), 1)
	fmt.Fprintln(&out, of, modularity, err)
	partition, err := measure.LeastFrustration(context.Background(), p)
	fmt.Fprintln(&out, partition, err)
	balance, err := measure.BalanceOf(context.Background(), p)
	if err != nil {
		rt.Fatal(err)
	}
	fmt.Fprintln(&out, balance.Triads, balance.Share, balance.Actors, balance.Strained("", 50))
	return out.String()
}

// The strained triads of an actor are those of all in which it is, and the first
// few are the first of all.
func TestStrainedTriadsOfAnActor(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		p := project(rt, drawGraph(rt, t), measure.Query{ThroughOffices: true})
		b, err := measure.BalanceOf(context.Background(), p)
		if err != nil {
			rt.Fatal(err)
		}
		all := b.Strained("", 10_000)
		if n := rapid.IntRange(0, 10).Draw(rt, "first"); !slices.Equal(b.Strained("", n), all[:min(n, len(all))]) {
			rt.Fatalf("the first %d of %v: %v", n, all, b.Strained("", n))
		}
		for _, id := range p.Actors {
			want := slices.DeleteFunc(slices.Clone(all), func(x measure.Triad) bool { return !slices.Contains(x.Actors[:], id) })
			if got := b.Strained(id, 10_000); !slices.Equal(got, want) {
				rt.Fatalf("of %s: %v, wanted %v", id, got, want)
			}
		}
	})
}

// No division into two has less frustration than the one that is said to be exact,
// and none found by moving single actors.
func TestNoDivisionIsLessFrustrated(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		p := project(rt, drawGraph(rt, t), measure.Query{})
		partition, err := measure.LeastFrustration(context.Background(), p)
		if err != nil {
			rt.Fatal(err)
		}
		misfits := func(side []bool) int {
			n := 0
			for d := range p.Dyads() {
				if (side[d.A] == side[d.B]) != (d.Net > 0) {
					n++
				}
			}
			return n
		}
		if got := misfits(partition.Side); got != partition.Frustration {
			rt.Fatalf("says %d, is %d", partition.Frustration, got)
		}
		for range 50 {
			side := make([]bool, len(p.Actors))
			for i := range side {
				side[i] = rapid.Bool().Draw(rt, "side")
			}
			if got := misfits(side); partition.Exact && got < partition.Frustration {
				rt.Fatalf("%v has %d, less than %d", side, got, partition.Frustration)
			}
		}
	})
}

// Every community hangs together, and together they are at least as good as one of
// all or one for each.
func TestCommunitiesHangTogether(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		p := project(rt, drawGraph(rt, t), measure.Query{}).Friendly()
		of, modularity, err := measure.Communities(context.Background(), p, 1)
		if err != nil {
			rt.Fatal(err)
		}
		if modularity < 0 {
			rt.Fatalf("one community of all has 0, these have %v", modularity)
		}
		for v := range of {
			reached := map[int32]bool{int32(v): true}
			queue := []int32{int32(v)}
			for i := 0; i < len(queue); i++ {
				for _, w := range p.Neighbors[p.Offsets[queue[i]]:p.Offsets[queue[i]+1]] {
					if of[w] == of[v] && !reached[w] {
						reached[w] = true
						queue = append(queue, w)
					}
				}
			}
			for w := range of {
				if of[w] == of[v] && !reached[int32(w)] {
					rt.Fatalf("%s and %s are in one community that does not join them", p.Actors[v], p.Actors[w])
				}
			}
		}
	})
}

// Every act is in one point of a timeline or none, and a wider bucket loses none.
func TestATimelineCountsEveryActOnce(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		snap := drawGraph(rt, t)
		acts := func(b measure.Bucket) (n int, friendly, hostile float64) {
			line, err := measure.TimelineOf(graph.EdgesByExpand(context.Background(), snap, graph.RelationFilter{Class: graph.Act}), b, graph.Window{First: graph.MinDay, Last: graph.MaxDay})
			if err != nil {
				rt.Fatal(err)
			}
			n = line.Undated
			for i, p := range line.Points {
				n, friendly, hostile = n+p.Acts, friendly+p.Friendly, hostile+p.Hostile
				if i > 0 && p.First != line.Points[i-1].Last+1 {
					rt.Fatalf("a gap before %v", p.First)
				}
			}
			return n, measure.Round(friendly), measure.Round(hostile)
		}
		n, friendly, hostile := acts(measure.ByWeek) // fifty years of days are too many points
		for _, b := range []measure.Bucket{measure.ByMonth, measure.ByQuarter, measure.ByYear} {
			if n2, f2, h2 := acts(b); n2 != n || math.Abs(f2-friendly) > 1e-6 || math.Abs(h2-hostile) > 1e-6 {
				rt.Fatalf("%s has %d %v %v, weeks have %d %v %v", b, n2, f2, h2, n, friendly, hostile)
			}
		}
	})
}

// A difference read backward is the difference turned round.
func TestADifferenceCanBeTurnedRound(t *testing.T) {
	turned := map[measure.ChangeKind]measure.ChangeKind{measure.Began: measure.Ended, measure.Ended: measure.Began, measure.Grew: measure.Cooled, measure.Cooled: measure.Grew}
	rapid.Check(t, func(rt *rapid.T) {
		snap := drawGraph(rt, t)
		left, right := theDay.Add(-rapid.IntRange(0, 800).Draw(rt, "left")), theDay.Add(-rapid.IntRange(0, 60).Draw(rt, "right"))
		ask := func(left, right graph.Day) []measure.Change {
			var sides [2][]graph.Edge
			l, r, err := measure.SideFilters(graph.RelationFilter{}, &left, &right)
			for i, f := range []graph.RelationFilter{l, r} {
				if err == nil {
					sides[i], err = graph.Collect(graph.EdgesByExpand(context.Background(), snap, f))
				}
			}
			if err != nil {
				rt.Fatal(err)
			}
			return measure.Differences(sides[0], sides[1])
		}
		var got, want []string
		for _, c := range ask(left, right) {
			got = append(got, fmt.Sprint(c.Kind, c.Relation, c.A, c.B, c.Before, c.After))
		}
		for _, c := range ask(right, left) {
			want = append(want, fmt.Sprint(turned[c.Kind], c.Relation, c.A, c.B, c.After, c.Before))
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			rt.Fatalf("got %v, wanted %v", got, want)
		}
	})
}

// complete makes a projection in which every two of n states are friendly or
// hostile.
func complete(t *testing.T, n int) *measure.Projection {
	var text strings.Builder
	random := rand.New(rand.NewPCG(1, 2))
	for a := range n {
		for b := range a {
			fmt.Fprintf(&text, "s%02d -%s 2020/.. c=1-> s%02d\n", a, []string{"AIDS", "SANCTIONS"}[random.IntN(2)], b)
		}
	}
	snap, err := storetest.Holding(t, text.String()).Snapshot(t.Context(), 0)
	check(t, err)
	p, err := measure.Project(t.Context(), snap, measure.Query{MaxRelations: 100_000})
	check(t, err)
	return p
}

// Long computations end soon after they are canceled.
func TestMeasuresCanBeCancelled(t *testing.T) {
	p := complete(t, measure.MaxExact)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for name, ask := range map[string]func() error{
		"pagerank":    func() error { _, _, err := measure.Rank(ctx, p, measure.PageRank); return err },
		"betweenness": func() error { _, _, err := measure.Rank(ctx, p, measure.Betweenness); return err },
		"closeness":   func() error { _, _, err := measure.Rank(ctx, p, measure.Closeness); return err },
		"eigenvector": func() error { _, _, err := measure.Rank(ctx, p, measure.Eigenvector); return err },
		"communities": func() error { _, _, err := measure.Communities(ctx, p.Friendly(), 1); return err },
		"exact":       func() error { _, err := measure.LeastFrustration(ctx, p); return err },
		"by search":   func() error { _, err := measure.LeastFrustration(ctx, complete(t, measure.MaxExact+1)); return err },
		"balance":     func() error { _, err := measure.BalanceOf(ctx, p); return err },
	} {
		if err := ask(); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// Up to MaxExact actors the least frustration is exact; of one more it is a bound,
// and says so.
func TestWhatIsExactSaysSo(t *testing.T) {
	for n, exact := range map[int]bool{measure.MaxExact: true, measure.MaxExact + 1: false} {
		found, err := measure.LeastFrustration(t.Context(), complete(t, n))
		check(t, err)
		if found.Exact != exact || exact != (found.Optima > 0) {
			t.Errorf("of %d: %+v", n, found)
		}
	}
}
