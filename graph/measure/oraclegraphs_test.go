package measure_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/graphtest"
	"github.com/entente/entente/graph/store/storetest"
)

// oracleGraph is a graph with all that is known of it, as the oracle reads it.
type oracleGraph struct {
	snap        graph.Snapshot
	kinds       map[graph.ActorID]graph.ActorKind
	obligations map[graph.ActorID][]graph.Obligation
	edges       []numbered
	big         bool // too large for questions that the oracle answers by trying everything
	a, b        graph.ActorID
	on          graph.Day
}

// newOracleGraph records a batch and reads it back whole.
func newOracleGraph(t *testing.T, b graph.Batch) *oracleGraph {
	t.Helper()
	ctx := context.Background()
	store := storetest.NewModel()
	_, err := store.Apply(ctx, b)
	check(t, err)
	snap, err := store.Snapshot(ctx, 0)
	check(t, err)
	g := &oracleGraph{
		snap: snap, kinds: map[graph.ActorID]graph.ActorKind{}, obligations: map[graph.ActorID][]graph.Obligation{},
		a: "s0", b: "s1", on: graph.Date(2023, 8, 15),
	}
	for a, err := range snap.FindActors(ctx, graph.ActorFilter{}, "") {
		check(t, err)
		g.kinds[a.ID] = a.Kind
		if len(a.Obligations) > 0 {
			g.obligations[a.ID] = a.Obligations
		}
	}
	for r, err := range snap.FindRelations(ctx, graph.RelationQuery{}) {
		check(t, err)
		g.edges = append(g.edges, number(r.Relation))
	}
	return g
}

var (
	oraclePeriods = []string{
		"2021/..", "2023-07-26", "2023-07", "/..", "/2023-08-15~", "[..2023-08-14]", "2022-03/2023-09", "2019/", "2023-08-10/2023-08-20", "1975-05-28/..", "2020-02/2021-06", "2023-06-16", "2023-07-30/2023-08-01", "2023-07-31/2023-08-01",
	}
	oracleKinds = []string{
		"DEFENSE_PACT", "OFFENSE_PACT", "NEUTRALITY_PACT", "NON_AGGRESSION_PACT", "ENTENTE", "PLEDGES_DEFENSE", "RIVAL_OF", "AT_WAR_WITH", "SANCTIONS", "IMPOSES_SANCTIONS",
		"SECURITY_COOPERATION", "SUPPLIES_ARMS", "AIDS", "DEPENDS_ON", "BORDERS", "SUPPORTS", "CRITICIZES", "THREATENS_FORCE", "CALLS", "MEETS",
	}
	oraclePacts       = 5 // so many of them are pacts
	oracleActs        = []string{"CALLS", "MEETS", "SUPPORTS", "CRITICIZES", "URGES"}
	oracleModalities  = []string{"REPORTED", "ATTRIBUTED", "ASSERTED", "PLANNED"}
	oracleObligations = []string{"DEFENSE", "OFFENSE", "NEUTRALITY", "NON_AGGRESSION", "CONSULTATION"}
)

// randomText writes a random temporal signed multigraph of at most nine states,
// with persons and their offices, collectives, treaties and organizations.
type randomText struct {
	*rand.Rand
	strings.Builder
	states, persons int
}

func randomGraph(t *testing.T, random *rand.Rand) *oracleGraph {
	r := randomText{Rand: random, states: 4 + random.IntN(6), persons: random.IntN(4)}
	for range 3 + r.IntN(3*r.states) {
		a, b := r.two(r.states)
		kind := graphtest.Pick(random, oracleKinds)
		if i := slices.Index(oracleKinds, kind); i < oraclePacts && r.IntN(2) == 0 {
			kind += " status=" + graphtest.Pick(random, []string{"signed", "in_force", "withdrawn"})
		}
		r.relation(fmt.Sprint("s", a), kind, fmt.Sprint("s", b))
	}
	r.offices()
	r.treaties()
	if r.IntN(2) == 0 {
		r.WriteString("actor c0 COLLECTIVE\n")
		for range 1 + r.IntN(3) {
			r.relation("c0", graphtest.Pick(random, oracleActs), fmt.Sprint("s", r.IntN(r.states)))
		}
	}
	r.WriteString("s0 -BORDERS 1960/..-- s1\n") // so that both are recorded
	return newOracleGraph(t, graphtest.Batch(t, r.String()))
}

// two gives two numbers below n that are not equal.
func (r *randomText) two(n int) (a, b int) {
	a, b = r.IntN(n), r.IntN(n-1)
	if b >= a {
		b++
	}
	return a, b
}

func (r *randomText) relation(from, kind, to string) {
	fmt.Fprintf(r, "%s -%s %s c=.%d i=.%d m=%s-> %s\n", from, kind, graphtest.Pick(r.Rand, oraclePeriods),
		1+r.IntN(9), 1+r.IntN(9), graphtest.Pick(r.Rand, oracleModalities), to)
}

// offices writes persons, what offices they hold, and what they do.
func (r *randomText) offices() {
	actor := func() string {
		if i := r.IntN(r.states + r.persons); i >= r.states {
			return fmt.Sprint("p", i-r.states)
		}
		return fmt.Sprint("s", r.IntN(r.states))
	}
	for i := range r.persons {
		fmt.Fprintf(r, "actor p%d PERSON\nactor o%d OFFICE\n", i, i)
		fmt.Fprintf(r, "o%d -OFFICE_OF-> s%d\n", i, r.IntN(r.states))
		r.relation(fmt.Sprint("p", i), "HOLDS_OFFICE", fmt.Sprint("o", r.IntN(i+1)))
		for range 1 + r.IntN(3) {
			if other := actor(); other != fmt.Sprint("p", i) {
				r.relation(fmt.Sprint("p", i), graphtest.Pick(r.Rand, oracleActs), other)
				r.relation(other, graphtest.Pick(r.Rand, oracleActs), fmt.Sprint("p", i))
			}
		}
	}
}

// treaties writes treaties within organizations, and who is bound by them.
func (r *randomText) treaties() {
	r.WriteString("actor g0 ORGANIZATION\n")
	for i := range r.IntN(3) {
		fmt.Fprintf(r, "actor t%d TREATY obligation=%s obligation=%s\n", i, graphtest.Pick(r.Rand, oracleObligations[:3]), graphtest.Pick(r.Rand, oracleObligations[3:]))
		if r.IntN(2) == 0 {
			fmt.Fprintf(r, "t%d -PART_OF 1981/..-> g0\n", i)
		}
		for s := range r.states {
			if r.IntN(2) == 0 {
				fmt.Fprintf(r, "s%d -PARTY_TO 1981/.. status=%s trigger=%s-> t%d\n", s,
					graphtest.Pick(r.Rand, []string{"in_force", "in_force", "in_force", "signed", "withdrawn"}), graphtest.Pick(r.Rand, []string{"external", "internal", "any"}), i)
			}
		}
	}
	for s := range r.states {
		if r.IntN(6) == 0 {
			r.relation(fmt.Sprint("s", s), "SUSPENDED_FROM", "g0")
		}
		if r.IntN(3) == 0 {
			fmt.Fprintf(r, "s%d -MEMBER_OF 1975/.. status=%s-> g0\n", s, graphtest.Pick(r.Rand, []string{"full", "suspended", "observer"}))
		}
	}
}

// icewsSlices gives parts of the ICEWS events of 2014 by name: those about the
// Sahel, and some days of all events.
func icewsSlices(t *testing.T) map[string]*oracleGraph {
	all := graphtest.ReadICEWS(t)
	out := map[string]*oracleGraph{"the Sahel": sliceOf(t, all, "2014-12-31", func(r *graph.Relation, names map[graph.ActorID]string) bool {
		return inSahel(names[r.From]) || inSahel(names[r.To])
	})}
	for month := 1; month <= 12; month += 3 {
		first, last := fmt.Sprintf("2014-%02d-11", month), fmt.Sprintf("2014-%02d-17", month)
		out[first] = sliceOf(t, all, last, func(r *graph.Relation, _ map[graph.ActorID]string) bool {
			day := r.Period.String()
			return first <= day && day <= last
		})
	}
	return out
}

// inSahel reports whether a name is that of a country of the Sahel, or of an actor
// in one: "Citizen (Mali)".
func inSahel(name string) bool {
	for _, country := range []string{"Mali", "Niger", "Burkina Faso", "Chad", "Mauritania"} {
		if name == country || strings.HasSuffix(name, "("+country+")") {
			return true
		}
	}
	return false
}

// sliceOf records the relations that keep keeps, and asks about the last day.
func sliceOf(t *testing.T, all *graphtest.ICEWS, last string, keep func(*graph.Relation, map[graph.ActorID]string) bool) *oracleGraph {
	names, used := map[graph.ActorID]string{}, map[graph.ActorID]bool{}
	for _, r := range all.Records {
		if r.Actor != nil {
			names[r.Actor.ID] = r.Actor.Names[0].Text
		}
	}
	for _, r := range all.Records {
		if r.Relation != nil && keep(r.Relation, names) {
			used[r.Relation.From], used[r.Relation.To] = true, true
		}
	}
	batch := graph.Batch{BatchHead: graph.BatchHead{Author: "test", Reason: "test"}}
	for _, r := range all.Records {
		if r.Source != nil || r.Actor != nil && used[r.Actor.ID] || r.Relation != nil && keep(r.Relation, names) {
			batch.Put = append(batch.Put, r)
		}
	}
	g := newOracleGraph(t, batch)
	day, err := graph.ParseDay(last)
	check(t, err)
	g.big, g.on = true, day
	g.a, g.b = busiest(g)
	return g
}

// busiest gives the two actors with the most edges.
func busiest(g *oracleGraph) (a, b graph.ActorID) {
	degree := map[graph.ActorID]int{}
	for _, e := range g.edges {
		degree[e["from"].(graph.ActorID)]++
		degree[e["to"].(graph.ActorID)]++
	}
	for id := range g.kinds {
		switch {
		case a == "" || degree[id] > degree[a] || degree[id] == degree[a] && id < a:
			a, b = id, a
		case b == "" || degree[id] > degree[b] || degree[id] == degree[b] && id < b:
			b = id
		}
	}
	return a, b
}
