package storetest

import (
	"fmt"
	"testing"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/graphtest"
)

// strongestLaws hold the Picker of a snapshot, if it has one, against the port alone.
var strongestLaws = []law{
	{"the strongest among some actors are chosen, and all are counted", strongestOfThree},
	{"a quick choice is the slow one", strongestAsExpand},
}

func strongestOfThree(t *testing.T, s graph.Store) {
	write(t, s, "mali -CALLS-> russia\nmali -DEFENSE_PACT-- russia\nrussia -THREATENS_FORCE-> niger\nmali -CALLS-> togo\ntogo -CALLS-> niger")
	snap := at(t, s, 0)
	choose := func(most int, of ...graph.ActorID) []string {
		edges, all, err := graph.StrongestAmong(t.Context(), snap, of, graph.RelationFilter{}, most)
		if err != nil {
			t.Fatal(err)
		}
		out := []string{fmt.Sprint("of ", all)}
		for _, e := range edges {
			out = append(out, fmt.Sprint(e.From, " ", e.Kind, " ", e.To))
		}
		return out
	}
	three := []graph.ActorID{"niger", "mali", "russia", "mali", "atlantis"}
	same(t, "one of three", choose(1, three...), []string{"of 3", "mali DEFENSE_PACT russia"})
	same(t, "all of three", choose(3, three...), []string{"of 3", "mali DEFENSE_PACT russia", "russia THREATENS_FORCE niger", "mali CALLS russia"})
	same(t, "of one", choose(5, "mali"), []string{"of 0"})
	same(t, "of nobody", choose(5), []string{"of 0"})
}

// strongestAsExpand asks at several revisions of a random history.
func strongestAsExpand(t *testing.T, s graph.Store) {
	r := asker{graphtest.NewRandom(53)}
	apply(t, s, batch(r.First(400)...))
	for range 4 {
		apply(t, s, r.Batch())
	}
	for n := graph.RevisionNumber(1); n <= 5; n += 2 {
		snap := at(t, s, n)
		for range 15 {
			f, actors, most := r.filter(), sample(r, r.Actors(), "nobody"), 1+r.IntN(30)
			edges, all, err := graph.StrongestAmong(t.Context(), snap, actors, f, most)
			wantEdges, wantAll, wantErr := graph.StrongestByExpand(t.Context(), snap, actors, f, most)
			if err != nil || wantErr != nil {
				t.Fatal(err, wantErr)
			}
			what := words("StrongestAmong", actors, f, most)
			same(t, what, edges, wantEdges)
			same(t, what+", all", all, wantAll)
		}
	}
}
