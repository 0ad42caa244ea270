package graph_test

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/entente/entente/graph"
)

func TestSeries(t *testing.T) {
	s := graph.Series{Name: "cinc", Source: "source:cow-capabilities", First: 1960, Values: graph.Figures{.5, math.NaN(), .25}}
	b, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"name":"cinc","source":"source:cow-capabilities","first":1960,"values":[0.5,null,0.25]}`; string(b) != want {
		t.Errorf("%s, want %s", b, want)
	}
	var back graph.Series
	if err := json.Unmarshal(b, &back); err != nil {
		t.Fatal(err)
	}
	for year, want := range map[int]float64{1959: -1, 1960: .5, 1961: -1, 1962: .25, 1963: -1} {
		got, ok := back.In(year)
		if ok != (want >= 0) || ok && got != want {
			t.Errorf("%d: %v, %v", year, got, ok)
		}
	}
}

func TestSeriesAreChecked(t *testing.T) {
	with := func(all ...graph.Series) []string {
		return prepared(t, graph.Batch{Put: []graph.Record{{Actor: &graph.Actor{ID: "atlantis", Kind: graph.State, Names: []graph.Name{{Text: "Atlantis"}}, Series: all}}}})
	}
	good := graph.Series{Name: "cinc", Source: "source:kremlin", First: 1960, Values: graph.Figures{1}}
	if got := with(good); got != nil {
		t.Errorf("%v", got)
	}
	without, unknown := good, good
	without.Values, unknown.Source = nil, "source:nowhere"
	wantFault(t, "no values", with(without), "actor.series[0].values", "at least one")
	wantFault(t, "an unknown source", with(unknown), "actor.series[0].source", "there is no source")
	wantFault(t, "twice", with(good, good), "actor.series[1].name", "stands twice")
}
