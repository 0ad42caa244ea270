package measure_test

import (
	"cmp"
	"context"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/graphtest"
	"github.com/entente/entente/graph/measure"
	"github.com/entente/entente/graph/traverse"
)

// questions asks a graph every question once.
func (g *oracleGraph) questions(t *testing.T, random *rand.Rand) []oracleCase {
	offices := random.IntN(2) == 0
	return []oracleCase{
		g.structure(t, offices), g.influence(t, random, offices), g.paths(t, random), g.dyad(t),
		g.timeline(t, random), g.difference(t, random), g.duties(t, random),
	}
}

// onDay is what the oracle is told of a question on a day.
func (g *oracleGraph) onDay(more map[string]any) map[string]any {
	more["on"], more["day"], more["lookback"], more["halfLife"] = int32(g.on), int32(g.on), graph.DefaultLookback, graph.DefaultHalfLife
	return more
}

func (g *oracleGraph) moment() graph.Moment { return graph.Moment{Day: g.on} }

func (g *oracleGraph) structure(t *testing.T, offices bool) oracleCase {
	ctx := context.Background()
	p, err := measure.Project(ctx, g.snap, measure.Query{
		Filter: graph.RelationFilter{On: &g.on}, Moment: g.moment(), ThroughOffices: offices, MaxRelations: measure.DefaultMaxRelations,
	})
	check(t, err)
	answer := map[string]any{"actors": append([]graph.ActorID{}, p.Actors...)}
	friendly := p.Friendly()
	scores := map[measure.Centrality]map[graph.ActorID]float64{}
	for _, c := range measure.Centralities {
		ranked, _, err := measure.Rank(ctx, friendly, c)
		check(t, err)
		scores[c] = map[graph.ActorID]float64{}
		for _, r := range ranked {
			scores[c][r.Actor] = r.Score
		}
	}
	answer["centrality"] = scores
	g.balance(t, p, answer)
	partition, err := measure.LeastFrustration(ctx, p)
	check(t, err)
	communities, modularity, err := measure.Communities(ctx, friendly, 1)
	check(t, err)
	sides, of := map[graph.ActorID]bool{}, map[graph.ActorID]int{}
	for i, id := range p.Actors {
		sides[id], of[id] = partition.Side[i], communities[i]
	}
	answer["sides"], answer["frustration"], answer["optima"], answer["exact"] = sides, partition.Frustration, partition.Optima, partition.Exact
	answer["communities"], answer["modularity"] = of, modularity
	return oracleCase{Ask: "structure", Answer: answer, Question: g.onDay(map[string]any{"offices": offices})}
}

func (g *oracleGraph) balance(t *testing.T, p *measure.Projection, answer map[string]any) {
	balance, err := measure.BalanceOf(context.Background(), p)
	check(t, err)
	triads, strain := map[string]int{}, map[graph.ActorID]float64{}
	for _, x := range balance.Triads {
		triads[x.Signs] = x.Count
	}
	for _, x := range balance.Actors {
		strain[x.Actor] = x.Strain
	}
	actors := [][3]graph.ActorID{}
	for _, x := range balance.Strained("", 1_000_000) {
		actors = append(actors, x.Actors)
	}
	answer["triads"], answer["strain"], answer["strained"] = triads, strain, actors
}

func (g *oracleGraph) influence(t *testing.T, random *rand.Rand, offices bool) oracleCase {
	q := traverse.InfluenceQuery{
		By: g.a, Hops: 1 + random.IntN(4), Decay: .5, Moment: g.moment(), First: 1000,
		Filter: graph.RelationFilter{On: &g.on}, ThroughOffices: offices, Budget: traverse.DefaultBudget,
	}
	if g.big {
		q.Hops = 2
	}
	answer := map[traverse.InfluenceMethod]map[graph.ActorID]any{}
	for _, q.Method = range []traverse.InfluenceMethod{traverse.Best, traverse.Katz} {
		found, err := traverse.Influences(context.Background(), g.snap, q)
		check(t, err)
		answer[q.Method] = map[graph.ActorID]any{}
		for _, x := range found {
			path := []graph.ActorID{x.By}
			for _, s := range x.Path {
				path = append(path, s.To)
			}
			answer[q.Method][x.Over] = map[string]any{"score": x.Score, "path": path}
		}
	}
	return oracleCase{Ask: "influence", Answer: answer, Question: g.onDay(map[string]any{"by": q.By, "hops": q.Hops, "decay": q.Decay, "offices": offices})}
}

func (g *oracleGraph) paths(t *testing.T, random *rand.Rand) oracleCase {
	w := graph.Window{First: graph.Date(2022, 1, 1), Last: graph.Date(2023, 8, 31)}
	q := traverse.PathQuery{
		From: g.a, To: g.b, MaxHops: 1 + random.IntN(5), First: 1 + random.IntN(10), Budget: traverse.DefaultBudget,
		Order:     graphtest.Pick(random, []traverse.PathOrder{traverse.ByHops, traverse.ByStrength, traverse.Earliest}),
		Direction: graphtest.Pick(random, []graph.Direction{graph.Out, graph.In, graph.Both}),
	}
	if g.big {
		w = graph.Window{First: g.on - 1, Last: g.on}
		q.MaxHops, q.Order = 3, traverse.Earliest
	}
	if g.kinds["c0"] != "" && random.IntN(2) == 0 {
		q.To = "c0"
	}
	q.Filter.During = &w
	found, err := traverse.Paths(context.Background(), g.snap, q)
	check(t, err)
	paths := []map[string]any{}
	for _, p := range found {
		actors := []graph.ActorID{q.From}
		for _, s := range p.Steps {
			actors = append(actors, s.To)
		}
		paths = append(paths, map[string]any{"actors": actors, "strength": p.Strength, "arrives": int32(p.Arrives)})
	}
	return oracleCase{Ask: "paths", Answer: map[string]any{"paths": paths}, Question: map[string]any{
		"from": q.From, "to": q.To, "maxHops": q.MaxHops, "count": q.First, "order": q.Order, "direction": q.Direction, "first": int32(w.First), "last": int32(w.Last),
	}}
}

func (g *oracleGraph) dyad(t *testing.T) oracleCase {
	d, err := traverse.DyadOf(context.Background(), g.snap, traverse.DyadQuery{
		A: g.a, B: g.b, Moment: g.moment(), Filter: graph.RelationFilter{On: &g.on}, ThroughOffices: true, Budget: traverse.DefaultBudget,
	})
	check(t, err)
	ids := []graph.RelationID{}
	for _, r := range d.Relations {
		ids = append(ids, r.ID)
	}
	return oracleCase{Ask: "dyad", Answer: map[string]any{"net": d.Net, "relations": ids}, Question: g.onDay(map[string]any{"a": g.a, "b": g.b})}
}

func (g *oracleGraph) timeline(t *testing.T, random *rand.Rand) oracleCase {
	bucket := graphtest.Pick(random, measure.Buckets)
	first := g.on.Add(-random.IntN(900))
	w := graph.Window{First: first, Last: first.Add(random.IntN(400))}
	f := graph.RelationFilter{During: &w, Modalities: graph.WalkModalities}
	line, err := measure.TimelineOf(graph.Edges(context.Background(), g.snap, f), bucket, w)
	check(t, err)
	points := []map[string]any{}
	for _, p := range line.Points {
		points = append(points, map[string]any{
			"first": int32(p.First), "last": int32(p.Last), "acts": p.Acts, "ties": p.Ties, "imprecise": p.Imprecise, "friendly": p.Friendly, "hostile": p.Hostile,
		})
	}
	return oracleCase{Ask: "timeline", Answer: map[string]any{"points": points, "undated": line.Undated}, Question: map[string]any{
		"first": int32(w.First), "last": int32(w.Last), "bucket": bucket,
	}}
}

func (g *oracleGraph) difference(t *testing.T, random *rand.Rand) oracleCase {
	ctx := context.Background()
	left, right := g.on.Add(-random.IntN(800)), g.on.Add(-random.IntN(100))
	l, r, err := measure.SideFilters(graph.RelationFilter{}, &left, &right)
	check(t, err)
	of := []graph.ActorID{}
	if random.IntN(2) == 0 {
		of = append(of, g.a, g.b)
	}
	side := func(f graph.RelationFilter) []graph.Edge {
		f.Actors = of
		edges, err := graph.Collect(graph.Edges(ctx, g.snap, f))
		check(t, err)
		return edges
	}
	changes := measure.Differences(side(l), side(r))
	began, ended, moved := []graph.RelationID{}, []graph.RelationID{}, [][]any{}
	for _, c := range changes {
		switch c.Kind {
		case measure.Began:
			began = append(began, c.Relation)
		case measure.Ended:
			ended = append(ended, c.Relation)
		default:
			moved = append(moved, []any{c.Kind, c.A, c.B, c.Before, c.After})
		}
	}
	slices.Sort(began)
	slices.Sort(ended)
	slices.SortFunc(moved, func(x, y []any) int {
		return cmp.Or(cmp.Compare(x[1].(graph.ActorID), y[1].(graph.ActorID)), cmp.Compare(x[2].(graph.ActorID), y[2].(graph.ActorID)))
	})
	return oracleCase{Ask: "difference", Answer: map[string]any{"began": began, "ended": ended, "moved": moved}, Question: map[string]any{
		"left": int32(left), "right": int32(right), "lookback": graph.DefaultLookback, "of": of,
	}}
}

func (g *oracleGraph) duties(t *testing.T, random *rand.Rand) oracleCase {
	attackers := graphtest.Pick(random, [][]graph.ActorID{{}, {g.b}, {"g0"}, {"g0", "s2"}})
	o, err := traverse.ObligationsOf(context.Background(), g.snap, traverse.ObligationQuery{Attacked: g.a, Attackers: attackers, On: g.on, Budget: traverse.DefaultBudget})
	check(t, err)
	actors := func(all []traverse.Duty) [][]any {
		out := [][]any{}
		for _, d := range all {
			out = append(out, []any{d.Actor, d.Suspended})
		}
		return out
	}
	pledged := []graph.ActorID{}
	for _, p := range o.Pledged {
		pledged = append(pledged, p.Actor)
	}
	return oracleCase{Ask: "obligations", Question: g.onDay(map[string]any{"attacked": g.a, "attackers": attackers}), Answer: map[string]any{
		"attackers": append([]graph.ActorID{}, o.Attackers...), "toHelp": actors(o.ToHelp), "toBoth": actors(o.ToBoth),
		"toStayOut": actors(o.ToStayOut), "toConsult": actors(o.ToConsult), "pledged": pledged,
	}}
}
