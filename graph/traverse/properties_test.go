package traverse

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/entente/entente/graph"
)

// The properties below hold whatever the graph.

var (
	someStates  = []string{"a", "b", "c", "d", "e", "f"}
	someKinds   = []string{"CALLS", "SUPPORTS", "CRITICIZES", "SECURITY_COOPERATION", "SANCTIONS", "AIDS", "DEPENDS_ON", "MEETS", "DEFENSE_PACT"}
	somePeriods = []string{"2021/..", "2023-08-01", "2023-08-10/2023-08-14", "2023-07", "/..", "/2023-08-15~", "2022-03/2023-08-12", "[..2023-08-14]"}
	theDay      = graph.Date(2023, 8, 15)
	somePeople  = `
actor p PERSON
actor q PERSON
actor office-of-a OFFICE
actor office-of-b OFFICE
p -HOLDS_OFFICE 2020/.. c=.9-> office-of-a
q -HOLDS_OFFICE 2020/2023-08-12 c=.9-> office-of-b
office-of-a -OFFICE_OF 1960/.. c=.9-> a
office-of-b -OFFICE_OF 1960/.. c=.9-> b
`
)

// drawLines draws relations among six states and two persons, one a line.
func drawLines(rt *rapid.T, kinds []string) []string {
	actors := append(slices.Clone(someStates), "p", "q")
	var out []string
	for i := range rapid.IntRange(2, 14).Draw(rt, "relations") {
		kind := rapid.SampledFrom(kinds).Draw(rt, "kind")
		among := someStates
		if kind == "CALLS" || kind == "MEETS" || kind == "SUPPORTS" {
			among = actors
		}
		pair := rapid.Permutation(among).Draw(rt, "pair")
		out = append(out, fmt.Sprintf("%s -%s %s c=.%d i=.%d id=r%02d-> %s", pair[0], kind, rapid.SampledFrom(somePeriods).Draw(rt, "period"),
			rapid.IntRange(1, 9).Draw(rt, "confidence"), rapid.IntRange(1, 9).Draw(rt, "intensity"), i, pair[1]))
	}
	return out
}

// everybody makes sure that all six states are recorded.
const everybody = "a -BORDERS 1960/.. id=x1-- b\nc -BORDERS 1960/.. id=x2-- d\ne -BORDERS 1960/.. id=x3-- f\n"

func textOf(lines []string) string { return somePeople + everybody + strings.Join(lines, "\n") }

func influences(rt *rapid.T, snap graph.Snapshot, q InfluenceQuery) []Influence {
	q.Hops, q.Decay = cmp.Or(q.Hops, 3), .5
	q.First = cmp.Or(q.First, MaxInfluences)
	q.Moment, q.Filter, q.Budget = graph.Moment{Day: theDay}, graph.RelationFilter{On: &theDay}, DefaultBudget
	found, err := Influences(context.Background(), snap, q)
	if err != nil {
		rt.Fatal(err)
	}
	return found
}

func bothMethods(rt *rapid.T) InfluenceMethod {
	return rapid.SampledFrom([]InfluenceMethod{Best, Katz}).Draw(rt, "method")
}

func TestAFriendlyTieNeverLowersAnInfluence(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		lines := drawLines(rt, someKinds)
		pair := rapid.Permutation(someStates).Draw(rt, "between")
		tie := rapid.SampledFrom([]string{"SECURITY_COOPERATION", "AIDS", "DEFENSE_PACT"}).Draw(rt, "tie")
		more := append(slices.Clone(lines), fmt.Sprintf("%s -%s 2020/.. c=.%d id=z-> %s", pair[0], tie, rapid.IntRange(1, 9).Draw(rt, "confidence"), pair[1]))
		q := InfluenceQuery{By: "a", Method: bothMethods(rt), ThroughOffices: rapid.Bool().Draw(rt, "offices")}
		after := map[graph.ActorID]float64{}
		for _, x := range influences(rt, open(t, textOf(more)), q) {
			after[x.Over] = x.Score
		}
		for _, x := range influences(rt, open(t, textOf(lines)), q) {
			if after[x.Over] < x.Score {
				rt.Fatalf("over %s: %v, and %v with a tie more", x.Over, x.Score, after[x.Over])
			}
		}
	})
}

// Who moves whom is the same from either end, path and all.
func TestInfluenceReadsTheSameFromBothEnds(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		snap := open(t, textOf(drawLines(rt, someKinds)))
		q := InfluenceQuery{Method: bothMethods(rt), Hops: rapid.IntRange(1, 4).Draw(rt, "hops"), ThroughOffices: rapid.Bool().Draw(rt, "offices")}
		ends := rapid.Permutation(append(slices.Clone(someStates), "p", "q")).Draw(rt, "ends")
		by, over := graph.ActorID(ends[0]), graph.ActorID(ends[1])
		ask := func(by, over graph.ActorID) *Influence {
			q.By, q.Over = by, over
			for _, x := range influences(rt, snap, q) {
				if x.By == graph.ActorID(ends[0]) && x.Over == graph.ActorID(ends[1]) {
					return &x
				}
			}
			return nil
		}
		forward, backward, between := ask(by, ""), ask("", over), ask(by, over)
		if !reflect.DeepEqual(forward, between) || !reflect.DeepEqual(backward, between) {
			rt.Fatalf("%s over %s:\nfrom %s: %+v\nfrom %s: %+v\nbetween: %+v", by, over, by, forward, over, backward, between)
		}
	})
}

// The first few are the first of all, although less is read for them.
func TestFewInfluencesAreTheFirstOfAll(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		snap := open(t, textOf(drawLines(rt, someKinds)))
		q := InfluenceQuery{Over: "b", Method: bothMethods(rt), Hops: rapid.IntRange(1, 5).Draw(rt, "hops"), ThroughOffices: rapid.Bool().Draw(rt, "offices")}
		all := influences(rt, snap, q)
		q.First = rapid.IntRange(1, 6).Draw(rt, "first")
		if few := influences(rt, snap, q); !reflect.DeepEqual(few, all[:min(len(all), q.First)]) {
			rt.Fatalf("%d of %+v: %+v", q.First, all, few)
		}
	})
}

// Questions that are asked together are answered as each alone.
func TestInfluencesTogetherAreThoseOfEach(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		snap := open(t, "actor f COLLECTIVE\n"+textOf(drawLines(rt, someKinds)))
		q := InfluenceQuery{
			Hops: rapid.IntRange(1, 4).Draw(rt, "hops"), Decay: .5, Method: bothMethods(rt), First: rapid.IntRange(1, 9).Draw(rt, "first"),
			Moment: graph.Moment{Day: theDay}, Filter: graph.RelationFilter{On: &theDay}, Budget: DefaultBudget, ThroughOffices: rapid.Bool().Draw(rt, "offices"),
		}
		var all []InfluenceQuery
		for i, id := range rapid.Permutation(append(slices.Clone(someStates), "p", "q")).Draw(rt, "actors") {
			one := q
			if one.By = graph.ActorID(id); i%2 == 1 {
				one.By, one.Over = "", one.By
			}
			all = append(all, one)
		}
		together, err := InfluencesTogether(context.Background(), snap, all)
		if err != nil {
			rt.Fatal(err)
		}
		for i, one := range all {
			if alone, err := Influences(context.Background(), snap, one); err != nil || !reflect.DeepEqual(alone, together[i]) {
				rt.Fatalf("by %q over %q: alone %+v (%v)\ntogether %+v", one.By, one.Over, alone, err, together[i])
			}
		}
	})
}

// drawPaths asks a graph for paths from a to f in a window.
func drawPaths(rt *rapid.T, snap graph.Snapshot, order PathOrder, w *graph.Window) []Path {
	found, err := Paths(context.Background(), snap, PathQuery{
		From: "a", To: "f", MaxHops: 4, First: MaxPaths, Order: order, Budget: DefaultBudget, Filter: graph.RelationFilter{During: w},
	})
	if err != nil {
		rt.Fatal(err)
	}
	return found
}

func anyOrder(rt *rapid.T) PathOrder {
	return rapid.SampledFrom([]PathOrder{ByHops, ByStrength, Earliest}).Draw(rt, "order")
}

func TestPathsAreSimpleAndWhole(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		snap := open(t, textOf(drawLines(rt, someKinds)))
		w := &graph.Window{First: theDay.Add(-30), Last: theDay}
		order := anyOrder(rt)
		for _, p := range drawPaths(rt, snap, order, w) {
			at, day := graph.ActorID("a"), w.First
			been := map[graph.ActorID]bool{at: true}
			strength := 1.0
			for _, s := range p.Steps {
				if s.From != at || been[s.To] || len(s.Relations) == 0 {
					rt.Fatalf("not a simple path: %+v", p)
				}
				at, been[s.To] = s.To, true
				strength *= s.Score
				if order == Earliest && (s.Day < day || s.Day > w.Last) {
					rt.Fatalf("goes back in time, or out of the window: %+v", p)
				}
				day = s.Day
				for _, e := range s.Relations {
					if h := (graph.Hop{At: s.From, Edge: e}); h.Other() != s.To || e.Strength() > s.Score {
						rt.Fatalf("a relation that does not carry the step: %+v", s)
					}
					if order == Earliest && (s.Day < e.Bounds.StartMin || s.Day > e.Bounds.EndMax) {
						rt.Fatalf("a relation that does not hold on the day of the step: %+v", s)
					}
				}
			}
			if at != "f" || round(strength) != p.Strength || order == Earliest && p.Arrives != day {
				rt.Fatalf("does not lead to the end as it says: %+v", p)
			}
		}
	})
}

func TestAWiderWindowNeverHasFewerPaths(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		snap := open(t, textOf(drawLines(rt, someKinds)))
		narrow := graph.Window{First: theDay.Add(-rapid.IntRange(0, 20).Draw(rt, "first")), Last: theDay}
		wide := graph.Window{First: narrow.First.Add(-rapid.IntRange(0, 700).Draw(rt, "before")), Last: narrow.Last.Add(rapid.IntRange(0, 30).Draw(rt, "after"))}
		order := anyOrder(rt)
		less, more := drawPaths(rt, snap, order, &narrow), drawPaths(rt, snap, order, &wide)
		if len(more) == MaxPaths {
			return // there may be others
		}
		there := map[string]bool{}
		for _, p := range more {
			there[actorsOf(p)] = true
		}
		for _, p := range less {
			if !there[actorsOf(p)] {
				rt.Fatalf("%s is a path in %v and none in %v", actorsOf(p), narrow, wide)
			}
		}
	})
}

func actorsOf(p Path) string {
	out := string(p.Steps[0].From)
	for _, s := range p.Steps {
		out += " " + string(s.To)
	}
	return out
}

// Of symmetric kinds every walk can be turned round, in every direction.
func TestASymmetricKindReadsTheSameFromBothEnds(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		snap := open(t, textOf(drawLines(rt, []string{"SECURITY_COOPERATION", "MEETS", "DEFENSE_PACT"})))
		kinds := []graph.KindName{"SECURITY_COOPERATION", "MEETS", "DEFENSE_PACT"}
		ask := func(from, to graph.ActorID, d graph.Direction) map[string]float64 {
			found, err := Paths(context.Background(), snap, PathQuery{
				From: from, To: to, MaxHops: 4, First: MaxPaths, Order: ByHops, Direction: d, Budget: DefaultBudget, Filter: graph.RelationFilter{Kinds: kinds},
			})
			if err != nil {
				rt.Fatal(err)
			}
			out := map[string]float64{}
			for _, p := range found {
				actors := strings.Fields(actorsOf(p))
				if from != "a" {
					slices.Reverse(actors)
				}
				out[strings.Join(actors, " ")] = p.Strength
			}
			return out
		}
		want := ask("a", "f", graph.Both)
		for _, d := range []graph.Direction{graph.Out, graph.In, graph.Both} {
			if there, back := ask("a", "f", d), ask("f", "a", d); !maps.Equal(there, want) || !maps.Equal(back, want) {
				rt.Fatalf("%s: %v and %v, wanted %v", d, there, back, want)
			}
		}
	})
}

func TestADyadHasNoDirection(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		snap := open(t, textOf(drawLines(rt, someKinds)))
		q := DyadQuery{
			A: "a", B: "b", Moment: graph.Moment{Day: theDay}, Filter: graph.RelationFilter{On: &theDay},
			ThroughOffices: rapid.Bool().Draw(rt, "offices"), Budget: DefaultBudget,
		}
		there, err := DyadOf(context.Background(), snap, q)
		if err != nil {
			rt.Fatal(err)
		}
		q.A, q.B = q.B, q.A
		if back, err := DyadOf(context.Background(), snap, q); err != nil || !reflect.DeepEqual(there, back) {
			rt.Fatalf("%+v and %+v (%v)", there, back, err)
		}
	})
}

// Other names in the same order change nothing but the names.
func TestNamesDoNotMatter(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		lines := drawLines(rt, someKinds)
		renamed := func(id graph.ActorID) graph.ActorID { return "k-" + id + "-x" }
		var others []string
		for _, line := range strings.Split(textOf(lines), "\n") {
			words := strings.Fields(line)
			for i, w := range words {
				if (i == 0 && w != "actor" || i == len(words)-1 && words[0] != "actor") || i == 1 && words[0] == "actor" {
					words[i] = string(renamed(graph.ActorID(w)))
				}
			}
			others = append(others, strings.Join(words, " "))
		}
		one, two := open(t, textOf(lines)), open(t, strings.Join(others, "\n"))
		order := anyOrder(rt)
		w := &graph.Window{First: theDay.Add(-300), Last: theDay}
		ask := func(snap graph.Snapshot, name func(graph.ActorID) graph.ActorID) string {
			paths, err := Paths(context.Background(), snap, PathQuery{
				From: name("a"), To: name("f"), MaxHops: 4, First: 10, Order: order, Budget: DefaultBudget, Filter: graph.RelationFilter{During: w},
			})
			if err != nil {
				rt.Fatal(err)
			}
			out := spell(paths, order)
			for _, x := range influences(rt, snap, InfluenceQuery{By: name("a"), Method: Best, ThroughOffices: true}) {
				out += fmt.Sprintln(x.Over, x.Score, x.Coercive, len(x.Path))
			}
			return out
		}
		same := func(id graph.ActorID) graph.ActorID { return id }
		got := strings.NewReplacer("k-", "", "-x", "").Replace(ask(two, renamed))
		if want := ask(one, same); got != want {
			rt.Fatalf("got\n%s\nwant\n%s", got, want)
		}
	})
}

// Who has only signed, or has withdrawn, might as well not be recorded.
func TestOnlyWhatIsInForceBinds(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var inForce, others []string
		for i := range rapid.IntRange(1, 3).Draw(rt, "treaties") {
			obligation := rapid.SampledFrom(graph.Obligations).Draw(rt, "obligation")
			inForce = append(inForce, fmt.Sprintf("actor t%d TREATY obligation=%s", i, obligation))
			for _, s := range someStates {
				status := rapid.SampledFrom([]string{"in_force", "signed", "withdrawn"}).Draw(rt, "status")
				line := fmt.Sprintf("%s -PARTY_TO 2000/.. status=%s trigger=%s-> t%d", s, status, rapid.SampledFrom([]string{"external", "internal", "any"}).Draw(rt, "trigger"), i)
				if status == "in_force" {
					inForce = append(inForce, line)
				} else {
					others = append(others, line)
				}
			}
		}
		for i := range rapid.IntRange(0, 5).Draw(rt, "pacts") {
			pair := rapid.Permutation(someStates).Draw(rt, "pair")
			status := rapid.SampledFrom([]string{"in_force", "signed", "withdrawn"}).Draw(rt, "status")
			line := fmt.Sprintf("%s -DEFENSE_PACT 2000/.. status=%s id=pact%d-- %s", pair[0], status, i, pair[1])
			if status == "in_force" {
				inForce = append(inForce, line)
			} else {
				others = append(others, line)
			}
		}
		ask := func(lines []string) Obligations {
			o, err := ObligationsOf(context.Background(), open(t, everybody+strings.Join(lines, "\n")), ObligationQuery{
				Attacked: "a", Attackers: []graph.ActorID{"b"}, On: theDay, Budget: DefaultBudget,
			})
			if err != nil {
				rt.Fatal(err)
			}
			return o
		}
		if with, without := ask(append(slices.Clone(inForce), others...)), ask(inForce); !reflect.DeepEqual(with, without) {
			rt.Fatalf("with what is not in force %+v, without %+v", with, without)
		}
	})
}
