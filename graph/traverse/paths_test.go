package traverse

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/graphtest"
	"github.com/entente/entente/graph/store/storetest"
)

// open gives a snapshot of a small graph in one-line notation.
func open(t testing.TB, text string) graph.Snapshot {
	t.Helper()
	store := storetest.NewModel()
	if _, err := store.Apply(context.Background(), graphtest.Batch(t, text)); err != nil {
		t.Fatal(err)
	}
	snap, err := store.Snapshot(context.Background(), 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { snap.Close(); store.Close() })
	return snap
}

// spell writes paths one a line: "mali russia niger 0.5", with the arrival if asked.
func spell(paths []Path, order PathOrder) string {
	var b strings.Builder
	for _, p := range paths {
		b.WriteString(string(p.Steps[0].From))
		for _, s := range p.Steps {
			fmt.Fprintf(&b, " %s", s.To)
		}
		fmt.Fprintf(&b, " %.6g", p.Strength)
		if order == Earliest {
			fmt.Fprintf(&b, " %v", p.Arrives)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

const sahel = `
mali -SECURITY_COOPERATION 2021/.. c=.8-- russia
mali -BORDERS 1960/.. c=.9-- niger
mali -MEMBER_OF 1975/.. c=.9-> ecowas
niger -MEMBER_OF 1975/.. c=.9-> ecowas
nigeria -MEMBER_OF 1975/.. c=.9-> ecowas
nigeria -SANCTIONS 2023-08-02/.. c=.7-> niger
mali -CALLS 2023-08-15 c=.8-> russia
russia -SUPPORTS 2023-08-20 c=.5-> niger
actor ecowas ORGANIZATION
actor leaders COLLECTIVE
leaders -DEMANDS 2023-08-10 c=.9-> niger
mali -URGES 2023-08-05 c=.9-> leaders
`

func TestPaths(t *testing.T) {
	snap := open(t, sahel)
	window := &graph.Window{First: graph.Date(2023, 8, 1), Last: graph.Date(2023, 8, 31)}
	for _, c := range []struct {
		name string
		q    PathQuery
		want string
	}{
		{"fewest hops, the strongest first", PathQuery{From: "russia", To: "nigeria", MaxHops: 3, Order: ByHops, First: 2},
			"russia niger nigeria 0.105\nrussia mali ecowas nigeria 0.0622080\n"},
		{"the strongest first", PathQuery{From: "mali", To: "niger", MaxHops: 2, Order: ByStrength, First: 3},
			"mali ecowas niger 0.1296\nmali russia niger 0.12\nmali niger 0\n"},
		{"a collective only at the end", PathQuery{From: "leaders", To: "mali", MaxHops: 3, Order: ByHops, First: 2},
			"leaders mali 0.045\nleaders niger mali 0\n"},
		{"in the order of time", PathQuery{From: "mali", To: "niger", MaxHops: 2, Order: Earliest, First: 3, Filter: graph.RelationFilter{During: window, Kinds: []graph.KindName{"CALLS", "SUPPORTS", "MEMBER_OF"}}},
			"mali ecowas niger 0.1296 2023-08-01\nmali russia niger 0.03 2023-08-20\n"},
		{"along the direction", PathQuery{From: "nigeria", To: "niger", MaxHops: 2, Direction: graph.Out, Order: ByHops, First: 9},
			"nigeria niger 0.42\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.q.Budget = DefaultBudget
			got, err := Paths(context.Background(), snap, c.q)
			if err != nil {
				t.Fatal(err)
			}
			want := strings.ReplaceAll(c.want, "0.0622080", "0.062208")
			if s := spell(got, c.q.Order); s != want {
				t.Errorf("got\n%swant\n%s", s, want)
			}
		})
	}
}

func TestPathsRefusesWhatMakesNoSense(t *testing.T) {
	snap := open(t, sahel)
	good := PathQuery{From: "mali", To: "niger", MaxHops: 2, Order: ByHops, First: 1, Budget: DefaultBudget}
	for field, spoil := range map[string]func(*PathQuery){
		"to":            func(q *PathQuery) { q.To = "mali" },
		"maxHops":       func(q *PathQuery) { q.MaxHops = 0 },
		"first":         func(q *PathQuery) { q.First = 1000 },
		"filter.during": func(q *PathQuery) { q.Order = Earliest },
		"filter.text":   func(q *PathQuery) { q.Filter.Text = "uranium" },
	} {
		q := good
		spoil(&q)
		_, err := Paths(context.Background(), snap, q)
		if graph.KindOf(err) != graph.ErrInvalid || !strings.HasPrefix(err.Error(), field+":") {
			t.Errorf("%s: got %v", field, err)
		}
	}
	q := good
	q.Budget.Relations = 1
	if _, err := Paths(context.Background(), snap, q); graph.KindOf(err) != graph.ErrTooLarge {
		t.Errorf("over the budget: got %v", err)
	}
}

// TestPathsAgreeWithEnumeration holds the search against the enumeration of all
// simple paths of small random graphs.
func TestPathsAgreeWithEnumeration(t *testing.T) {
	kinds := []string{"CALLS", "SUPPORTS", "CRITICIZES", "SECURITY_COOPERATION", "SANCTIONS"}
	actors := []string{"a", "b", "c", "d", "e", "f"}
	rapid.Check(t, func(rt *rapid.T) {
		var text strings.Builder
		for range rapid.IntRange(3, 16).Draw(rt, "relations") {
			pair := rapid.Permutation(actors).Draw(rt, "pair")
			fmt.Fprintf(&text, "%s -%s 2023-08-%02d/2023-08-%02d c=.%d-> %s\n", pair[0],
				rapid.SampledFrom(kinds).Draw(rt, "kind"),
				rapid.IntRange(1, 15).Draw(rt, "first"), rapid.IntRange(15, 28).Draw(rt, "last"),
				rapid.IntRange(1, 9).Draw(rt, "confidence"), pair[1])
		}
		snap := open(t, text.String()+"a -BORDERS 1960/..-- b\nc -BORDERS 1960/..-- d\ne -BORDERS 1960/..-- f\n")
		q := PathQuery{
			From: "a", To: "f", MaxHops: rapid.IntRange(1, 5).Draw(rt, "hops"), First: rapid.IntRange(1, 12).Draw(rt, "first"), Budget: DefaultBudget,
			Order:     rapid.SampledFrom([]PathOrder{ByHops, ByStrength, Earliest}).Draw(rt, "order"),
			Direction: rapid.SampledFrom([]graph.Direction{graph.Out, graph.In, graph.Both}).Draw(rt, "direction"),
			Filter:    graph.RelationFilter{During: &graph.Window{First: graph.Date(2023, 8, 3), Last: graph.Date(2023, 8, 20)}},
		}
		got, err := Paths(context.Background(), snap, q)
		if err != nil {
			rt.Fatal(err)
		}
		if s, want := spell(got, q.Order), spell(enumerate(rt, snap, q), q.Order); s != want {
			rt.Fatalf("%+v\n%s\ngot\n%swant\n%s", q, text.String(), s, want)
		}
	})
}

// enumerate walks every simple path by plain recursion and sorts them.
func enumerate(t *rapid.T, snap graph.Snapshot, q PathQuery) []Path {
	filter, _ := WalkFilter(q.Filter)
	edges, err := graph.Collect(graph.EdgesByExpand(context.Background(), snap, filter))
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(edges, func(a, b graph.Edge) int { return cmp.Compare(a.ID, b.ID) })
	var all []Path
	var walk func(at graph.ActorID, been []graph.ActorID, p Path)
	walk = func(at graph.ActorID, been []graph.ActorID, p Path) {
		if at == q.To {
			p.Strength = round(p.Strength)
			all = append(all, p)
			return
		}
		if len(p.Steps) == q.MaxHops {
			return
		}
		next := map[graph.ActorID]*Step{}
		for _, e := range edges {
			to := graph.Hop{At: at, Edge: e}.Other()
			day := max(p.Arrives, e.Bounds.StartMin)
			if !q.Direction.Touches(at, e) || slices.Contains(been, to) || q.Order == Earliest && day > min(e.Bounds.EndMax, q.Filter.During.Last) {
				continue
			}
			s := next[to]
			if s == nil {
				s = &Step{From: at, To: to, Day: day}
				next[to] = s
			}
			s.Day = min(s.Day, day)
			s.Relations = append(s.Relations, e)
		}
		for _, s := range next {
			for _, e := range s.Relations {
				if q.Order != Earliest || e.Bounds.StartMin <= s.Day && s.Day <= e.Bounds.EndMax {
					s.Score = max(s.Score, e.Strength())
				}
			}
		}
		for to, s := range next {
			longer := Path{Steps: append(slices.Clone(p.Steps), *s), Strength: p.Strength * s.Score, Arrives: s.Day}
			walk(to, append(slices.Clone(been), to), longer)
		}
	}
	walk(q.From, []graph.ActorID{q.From}, Path{Strength: 1, Arrives: q.Filter.During.First})
	slices.SortFunc(all, func(a, b Path) int {
		arrival := 0
		if q.Order == Earliest {
			arrival = cmp.Compare(a.Arrives, b.Arrives)
		}
		hops, strength := cmp.Compare(len(a.Steps), len(b.Steps)), cmp.Compare(b.Strength, a.Strength)
		if q.Order == ByStrength {
			hops, strength = strength, hops
		}
		ids := slices.CompareFunc(a.Steps, b.Steps, func(x, y Step) int { return cmp.Compare(x.To, y.To) })
		return cmp.Or(arrival, hops, strength, ids)
	})
	return all[:min(len(all), q.First)]
}
