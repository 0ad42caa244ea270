package graph_test

import (
	"math"
	"testing"

	"github.com/entente/entente/graph"
)

// edgeOf makes an edge of full confidence unless said otherwise.
func edgeOf(kind graph.KindName, period string, weight, intensity, confidence float64) graph.Edge {
	return graph.Edge{
		From: "mali", To: "russia", Kind: kind, Weight: weight, Intensity: intensity, Confidence: confidence,
		Bounds: graph.MustPeriod(period).Bounds(graph.NeverObserved),
	}
}

func TestRecency(t *testing.T) {
	m := graph.Moment{Day: mustDay(t, "2023-08-15")}
	for _, c := range []struct {
		name string
		m    graph.Moment
		e    graph.Edge
		want float64
	}{
		{"a tie", m, edgeOf("SECURITY_COOPERATION", "2000/..", 1, 1, 1), 1},
		{"a tie that ended", m, edgeOf("SECURITY_COOPERATION", "2000/2001", 1, 1, 1), 1},
		{"an act that day", m, edgeOf("CALLS", "2023-08-15", 1, 1, 1), 1},
		{"an act half a year before", m, edgeOf("CALLS", "2023-02-16", 1, 1, 1), .5},
		{"a year before", m, edgeOf("CALLS", "2022-08-20", 1, 1, 1), .25},
		{"its last possible day counts", m, edgeOf("CALLS", "2023-02-01/2023-02-16", 1, 1, 1), .5},
		{"an act that comes later", m, edgeOf("CALLS", "2023-09", 1, 1, 1), 1},
		{"an act without an end", m, edgeOf("CALLS", "2022/", 1, 1, 1), 1},
		{"another half-life", graph.Moment{Day: m.Day, HalfLife: 10}, edgeOf("CALLS", "2023-08-05", 1, 1, 1), .5},
	} {
		if got := c.m.Recency(c.e); !near(got, c.want) {
			t.Errorf("%s: %v; wanted %v", c.name, got, c.want)
		}
	}
}

func TestNet(t *testing.T) {
	m := graph.Moment{Day: mustDay(t, "2023-08-15")}
	cooperation := edgeOf("SECURITY_COOPERATION", "2021/..", .6, 1, .8)
	call := edgeOf("CALLS", "2023-08-15", .15, 1, .952)
	threat := edgeOf("THREATENS_FORCE", "2023-02-16", -.7, .5, .6)
	imposed := edgeOf("IMPOSES_SANCTIONS", "2023-08-15", -.6, 1, 1)
	sanctions := edgeOf("SANCTIONS", "2023-08-15/..", -.6, 1, .9)
	for name, c := range map[string]struct {
		edges []graph.Edge
		sum   float64
	}{
		"nothing":                            {nil, 0},
		"one tie":                            {[]graph.Edge{cooperation}, .48},
		"a tie and an act":                   {[]graph.Edge{cooperation, call}, .48 + .1428},
		"an act half a year ago":             {[]graph.Edge{threat}, -.7 * .5 * .6 * .5},
		"an act that opened nothing that is": {[]graph.Edge{imposed}, -.6},
		"an act that opened a recorded tie":  {[]graph.Edge{imposed, sanctions}, -.54},
	} {
		if got := m.Net(c.edges); !near(got, math.Tanh(c.sum)) {
			t.Errorf("%s: %v; wanted tanh %v = %v", name, got, c.sum, math.Tanh(c.sum))
		}
	}
}

func TestNetSign(t *testing.T) {
	for net, want := range map[float64]graph.Sign{.05: graph.Friendly, .0499: graph.Neutral, 0: graph.Neutral, -.0499: graph.Neutral, -.05: graph.Hostile, 1: graph.Friendly} {
		if got := graph.NetSign(net); got != want {
			t.Errorf("%v is %s; wanted %s", net, got, want)
		}
	}
	for w, want := range map[float64]graph.Sign{.001: graph.Friendly, 0: graph.Neutral, -.001: graph.Hostile} {
		if got := graph.SignOf(w); got != want {
			t.Errorf("weight %v is %s; wanted %s", w, got, want)
		}
	}
}

func TestLeverageOf(t *testing.T) {
	if got := graph.LeverageOf("AIDS", nil); got != (graph.Leverage{Forward: .3, Backward: .05}) {
		t.Errorf("the registry's is %v", got)
	}
	table := map[graph.KindName]graph.Leverage{"AIDS": {Forward: .1}}
	if got := graph.LeverageOf("AIDS", table); got != table["AIDS"] {
		t.Errorf("the table's is %v", got)
	}
	if got := graph.LeverageOf("LOVES", table); got != (graph.Leverage{}) {
		t.Errorf("that of no kind is %v", got)
	}
}
