package graph_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/entente/entente/graph"
)

func TestOrders(t *testing.T) {
	edge := func(id, period string, weight, confidence float64) graph.Edge {
		return graph.Edge{ID: graph.RelationID(id), Bounds: graph.MustPeriod(period).Bounds(graph.NeverObserved), Weight: weight, Confidence: confidence}
	}
	all := []graph.Edge{
		edge("a", "/..", .5, .5), edge("b", "2023-08-15", -.9, 1), edge("c", "2023-08", .5, .5), edge("d", "2021/..", 0, 1), edge("e", "2023-08-15", 1, .3),
		edge("f", "[..2023-08-14]", .1, .1),
	}
	for order, want := range map[graph.RelationOrder]string{
		"": "becdaf", graph.Newest: "becdaf", graph.Oldest: "dcbeaf", graph.Strongest: "beacfd",
	} {
		slices.SortFunc(all, func(x, y graph.Edge) int { return order.Compare(order.KeyOf(x), order.KeyOf(y)) })
		got := ""
		for _, e := range all {
			got += string(e.ID)
		}
		if got != want {
			t.Errorf("%q: %s; wanted %s", order, got, want)
		}
	}
}

// TestOrdersAreTotal checks that each order is one: no two keys tie unless they
// are the same, and the order of three does not run in a circle.
func TestOrdersAreTotal(t *testing.T) {
	key := rapid.Custom(func(t *rapid.T) graph.Key {
		return graph.Key{
			Day:      graph.Day(rapid.SampledFrom([]int32{int32(graph.MinDay), -5, 0, 7}).Draw(t, "day")),
			Strength: rapid.SampledFrom([]float64{0, .25, 1}).Draw(t, "strength"),
			ID:       rapid.SampledFrom([]string{"A", "a", "b"}).Draw(t, "id"),
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		o := rapid.SampledFrom([]graph.RelationOrder{graph.Newest, graph.Oldest, graph.Strongest}).Draw(t, "order")
		a, b, c := key.Draw(t, "a"), key.Draw(t, "b"), key.Draw(t, "c")
		if o == graph.Strongest {
			a.Day, b.Day, c.Day = 0, 0, 0
		} else {
			a.Strength, b.Strength, c.Strength = 0, 0, 0
		}
		if o.Compare(a, b) != -o.Compare(b, a) || (o.Compare(a, b) == 0) != (a == b) {
			t.Fatalf("%v and %v compare as %d and %d", a, b, o.Compare(a, b), o.Compare(b, a))
		}
		if o.Compare(a, b) < 0 && o.Compare(b, c) < 0 && o.Compare(a, c) >= 0 {
			t.Fatalf("%v before %v before %v, and not before it", a, b, c)
		}
	})
}

func TestKeyOfEvent(t *testing.T) {
	e := graph.Event{ID: "event:x", Period: graph.MustPeriod("2023-07")}
	if got, want := graph.KeyOfEvent(e), (graph.Key{Day: mustDay(t, "2023-07-01"), ID: "event:x"}); got != want {
		t.Errorf("%v; wanted %v", got, want)
	}
}
