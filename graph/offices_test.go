package graph_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/store/storetest"
)

const offices = `
	source article 2023-08-16
	actor goita PERSON
	actor putin PERSON
	actor bazoum PERSON
	actor interim-president OFFICE
	actor president-of-russia OFFICE
	actor president-of-niger OFFICE
	goita  -HOLDS_OFFICE /.. by=article-> interim-president
	putin  -HOLDS_OFFICE 2012-05-07/.. by=article-> president-of-russia
	bazoum -HOLDS_OFFICE 2021-04-02/2023-07-26 by=article-> president-of-niger
	interim-president   -OFFICE_OF /.. by=article-> mali
	president-of-russia -OFFICE_OF /.. by=article-> russia
	president-of-niger  -OFFICE_OF /.. by=article-> niger
	goita  -CALLS 2023-08-15 id=call by=article-> putin
	bazoum -CALLS 2023-08-10 id=afterwards by=article-> putin
	mali   -URGES 2023-08-15 id=own by=article-> russia
	goita  -LEADER_CHANNEL 2021/.. id=line by=article-- putin`

// acts gives the acts that count for states as "call: mali CALLS russia".
func acts(t *testing.T, actors []graph.ActorID, q graph.ExpandQuery) []string {
	t.Helper()
	snap, err := storetest.Holding(t, offices).Snapshot(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	edges, err := graph.OfficeActs(t.Context(), snap, actors, q)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range edges {
		out = append(out, fmt.Sprintf("%s: %s %s %s", e.ID, e.From, e.Kind, e.To))
	}
	slices.Sort(out)
	return out
}

func TestOfficeActs(t *testing.T) {
	both := []graph.ActorID{"mali", "russia"}
	calls := []string{"relation:afterwards: bazoum CALLS russia", "relation:call: mali CALLS russia"}
	if got := acts(t, both, graph.ExpandQuery{}); !slices.Equal(got, calls) {
		t.Errorf("of Mali and Russia: %q; wanted %q", got, calls)
	}
	if got := acts(t, []graph.ActorID{"mali"}, graph.ExpandQuery{}); !slices.Equal(got, calls[1:]) {
		t.Errorf("of Mali: %q; wanted %q", got, calls[1:])
	}
	if got := acts(t, []graph.ActorID{"niger"}, graph.ExpandQuery{}); len(got) != 0 {
		t.Errorf("of Niger: %q; he no longer held its office", got)
	}
	states := graph.ExpandQuery{Filter: graph.RelationFilter{ActorKinds: []graph.ActorKind{graph.State}}}
	if got := acts(t, both, states); !slices.Equal(got, calls[1:]) {
		t.Errorf("between states: %q; wanted %q", got, calls[1:])
	}
	if got := acts(t, both, graph.ExpandQuery{Filter: graph.RelationFilter{Class: graph.Tie}}); got != nil {
		t.Errorf("of ties: %q; only acts count for states", got)
	}
	day := mustDay(t, "2023-08-15")
	if got := acts(t, both, graph.ExpandQuery{Filter: graph.RelationFilter{PublishedBy: &day}}); got != nil {
		t.Errorf("known the day before it was published: %q", got)
	}
}
