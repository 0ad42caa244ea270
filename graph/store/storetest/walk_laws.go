package storetest

import (
	"cmp"
	"fmt"
	"slices"
	"testing"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/graphtest"
)

// walkLaws are about the edges that a walk follows.
var walkLaws = []law{
	{"an expansion yields both ends inside the frontier", bothEnds},
	{"a symmetric edge goes out and comes in at both its ends", symmetric},
	{"an expansion by actor keeps the strongest", perActor},
	{"an expansion by actor counts after direction and filter", perActorFiltered},
	{"an expansion to some actors yields no other", others},
	{"a frontier of 10,000 is one question", largeFrontier},
	{"an edge says what its relation says", edgeOfRelation},
	{"every edge is scanned once", scanOnce},
	{"a quick scan answers as the slow one", scanAsExpand},
	{"acts on a day are looked for in the days before", lookback},
}

// hops expands and writes each hop as "mali calls russia", in order.
func hops(t *testing.T, snap graph.Snapshot, frontier []graph.ActorID, q graph.ExpandQuery) []string {
	t.Helper()
	var out []string
	for _, h := range all(t, snap.Expand(t.Context(), frontier, q)) {
		out = append(out, fmt.Sprintf("%s: %s %s %s", h.At, h.From, h.Kind, h.To))
	}
	slices.Sort(out)
	return out
}

func bothEnds(t *testing.T, s graph.Store) {
	write(t, s, "mali -CALLS-> russia\nmali -URGES-> niger")
	snap := at(t, s, 0)
	same(t, "mali and russia", hops(t, snap, []graph.ActorID{"mali", "russia"}, graph.ExpandQuery{}), []string{
		"mali: mali CALLS russia", "mali: mali URGES niger", "russia: mali CALLS russia"})
	same(t, "mali and russia, out", hops(t, snap, []graph.ActorID{"mali", "russia"}, graph.ExpandQuery{Direction: graph.Out}), []string{
		"mali: mali CALLS russia", "mali: mali URGES niger"})
	same(t, "mali and russia, in", hops(t, snap, []graph.ActorID{"mali", "russia"}, graph.ExpandQuery{Direction: graph.In}), []string{
		"russia: mali CALLS russia"})
	same(t, "an actor given twice", hops(t, snap, []graph.ActorID{"russia", "russia", "atlantis"}, graph.ExpandQuery{}), []string{
		"russia: mali CALLS russia"})
}

func symmetric(t *testing.T, s graph.Store) {
	write(t, s, "mali -BORDERS-- niger\nmali -CALLS-> niger")
	snap := at(t, s, 0)
	frontier := []graph.ActorID{"mali", "niger"}
	same(t, "out", hops(t, snap, frontier, graph.ExpandQuery{Direction: graph.Out}), []string{
		"mali: mali BORDERS niger", "mali: mali CALLS niger", "niger: mali BORDERS niger"})
	same(t, "in", hops(t, snap, frontier, graph.ExpandQuery{Direction: graph.In}), []string{
		"mali: mali BORDERS niger", "niger: mali BORDERS niger", "niger: mali CALLS niger"})
	for _, d := range []graph.Direction{graph.Out, graph.In, graph.Both} {
		q := graph.RelationQuery{At: []graph.ActorID{"niger"}, Direction: d, Filter: graph.RelationFilter{Kinds: []graph.KindName{"BORDERS"}}}
		one(t, snap.FindRelations(t.Context(), q))
	}
}

func others(t *testing.T, s graph.Store) {
	write(t, s, "mali -CALLS w=.5-> russia\nmali -URGES-> niger\nniger -CALLS w=.9-> mali\ntogo -CALLS-> mali")
	snap := at(t, s, 0)
	mali, later := []graph.ActorID{"mali"}, graph.Date(2030, 1, 1)
	for _, c := range []struct {
		what string
		q    graph.ExpandQuery
		want []string
	}{
		{"to two", graph.ExpandQuery{Others: []graph.ActorID{"russia", "togo", "russia", "atlantis"}}, []string{"mali: mali CALLS russia", "mali: togo CALLS mali"}},
		{"to one, in", graph.ExpandQuery{Direction: graph.In, Others: []graph.ActorID{"niger"}}, []string{"mali: niger CALLS mali"}},
		{"to itself", graph.ExpandQuery{Others: mali}, nil},
		{"to none", graph.ExpandQuery{Others: []graph.ActorID{}}, nil},
		{"the strongest to one", graph.ExpandQuery{PerActor: 1, Others: []graph.ActorID{"russia"}}, []string{"mali: mali CALLS russia"}},
		{"with a filter by actors", graph.ExpandQuery{Others: []graph.ActorID{"russia", "niger"}, Filter: graph.RelationFilter{Actors: []graph.ActorID{"niger"}}},
			[]string{"mali: mali URGES niger", "mali: niger CALLS mali"}},
		{"published by a day", graph.ExpandQuery{Others: []graph.ActorID{"togo"}, Filter: graph.RelationFilter{PublishedBy: &later}}, []string{"mali: togo CALLS mali"}},
	} {
		same(t, c.what, hops(t, snap, mali, c.q), c.want)
	}
	same(t, "among two", hops(t, snap, []graph.ActorID{"mali", "niger"}, graph.ExpandQuery{Others: []graph.ActorID{"mali", "niger"}}), []string{
		"mali: mali URGES niger", "mali: niger CALLS mali", "niger: mali URGES niger", "niger: niger CALLS mali"})
}

func perActor(t *testing.T, s graph.Store) {
	write(t, s, `
		mali -CALLS id=e w=.5 c=.8-> russia      # strength .4
		mali -CALLS id=d w=-.8 c=.5-> russia     # .4 too: the lower id goes first
		mali -CALLS id=c w=1 c=.3-> niger        # .3
		mali -CALLS id=b w=-1 c=.9-> niger       # .9
		mali -CALLS id=a w=0 c=.99-> togo        # 0
		togo -CALLS id=A w=.4 c=1-> mali         # .4, with an id below d`)
	snap := at(t, s, 0)
	for n, want := range map[int][]string{
		1: {"mali relation:b"},
		2: {"mali relation:A", "mali relation:b"},
		3: {"mali relation:A", "mali relation:b", "mali relation:d"},
		4: {"mali relation:A", "mali relation:b", "mali relation:d", "mali relation:e"},
		9: {"mali relation:A", "mali relation:a", "mali relation:b", "mali relation:c", "mali relation:d", "mali relation:e"},
	} {
		got := ids(all(t, snap.Expand(t.Context(), []graph.ActorID{"mali"}, graph.ExpandQuery{PerActor: n})))
		slices.Sort(got)
		same(t, fmt.Sprintf("the %d strongest", n), got, want)
	}
	got := ids(all(t, snap.Expand(t.Context(), []graph.ActorID{"niger", "mali", "togo"}, graph.ExpandQuery{PerActor: 1})))
	slices.Sort(got)
	same(t, "the strongest of each", got, []string{"mali relation:b", "niger relation:b", "togo relation:A"})
}

func perActorFiltered(t *testing.T, s graph.Store) {
	write(t, s, `
		mali -CALLS id=a w=.9 c=1-> russia
		russia -CALLS id=b w=.8 c=1-> mali
		mali -URGES id=c w=.7 c=1-> russia
		mali -CALLS id=d w=.6 c=1 m=PLANNED-> russia`)
	snap := at(t, s, 0)
	strongest := func(d graph.Direction, f graph.RelationFilter) []string {
		return ids(all(t, snap.Expand(t.Context(), []graph.ActorID{"mali"}, graph.ExpandQuery{Direction: d, Filter: f, PerActor: 1})))
	}
	same(t, "in", strongest(graph.In, graph.RelationFilter{}), []string{"mali relation:b"})
	same(t, "of a kind", strongest(graph.Both, graph.RelationFilter{Kinds: []graph.KindName{"URGES"}}), []string{"mali relation:c"})
	same(t, "of a modality", strongest(graph.Both, graph.RelationFilter{Modalities: []graph.Modality{graph.Planned}}), []string{"mali relation:d"})
}

func largeFrontier(t *testing.T, s graph.Store) {
	const held, asked = 1500, 10_000
	put(t, s, ring(held)...)
	frontier := make([]graph.ActorID, asked)
	for i := range frontier {
		frontier[i] = graph.ActorID(fmt.Sprintf("a%d", asked-1-i)) // most of them nobody has heard of
	}
	ctx, snap := t.Context(), at(t, s, 0)
	seen := map[string]int{}
	for _, h := range all(t, snap.Expand(ctx, frontier, graph.ExpandQuery{})) {
		seen[string(h.At)+" "+string(h.ID)]++
	}
	if len(seen) != 2*held {
		t.Errorf("%d hops; wanted %d", len(seen), 2*held)
	}
	for hop, n := range seen {
		if n != 1 {
			t.Errorf("%s is yielded %d times", hop, n)
		}
	}
	if got := all(t, snap.Expand(ctx, frontier, graph.ExpandQuery{PerActor: 1})); len(got) != held {
		t.Errorf("%d strongest hops; wanted %d", len(got), held)
	}
	got := ids(all(t, snap.Actors(ctx, frontier)))
	if len(got) != held || got[0] != "a1499" || got[held-1] != "a0" {
		t.Errorf("%d actors, from %s to %s; wanted a1499 to a0", len(got), got[0], got[len(got)-1])
	}
	q := graph.RelationQuery{At: frontier, Limit: 1}
	if got := all(t, snap.FindRelations(ctx, q)); len(got) != held {
		t.Errorf("%d lists of one; wanted %d", len(got), held)
	}
	counts, err := snap.CountRelations(ctx, q, 10)
	if err != nil || len(counts) != asked || counts[asked-1] != (graph.Count{N: 2, Exact: true}) || counts[0] != (graph.Count{Exact: true}) {
		t.Errorf("%d counts, %v; wanted %d, from 0 to 2", len(counts), err, asked)
	}
}

func edgeOfRelation(t *testing.T, s graph.Store) {
	r := graphtest.NewRandom(5)
	put(t, s, r.First(120)...)
	ctx, snap := t.Context(), at(t, s, 0)
	relations := map[graph.RelationID]graph.Edge{}
	for _, x := range all(t, snap.FindRelations(ctx, graph.RelationQuery{})) {
		relations[x.ID] = x.Edge()
	}
	n := 0
	for _, h := range all(t, snap.Expand(ctx, r.Actors(), graph.ExpandQuery{})) {
		n++
		same(t, "an edge", h.Edge, relations[h.ID])
	}
	if n != 2*len(relations) {
		t.Errorf("%d hops over %d relations", n, len(relations))
	}
}

func scanOnce(t *testing.T, s graph.Store) {
	put(t, s, ring(1200)...)
	write(t, s, "a0 -CALLS-> a1\na1 -CALLS-> a0")
	seen := map[graph.RelationID]int{}
	for _, e := range all(t, graph.Edges(t.Context(), at(t, s, 0), graph.RelationFilter{})) {
		seen[e.ID]++
	}
	for id, n := range seen {
		if n != 1 {
			t.Errorf("%s is scanned %d times", id, n)
		}
	}
	if len(seen) != 1202 {
		t.Errorf("%d edges are scanned; wanted 1202", len(seen))
	}
}

func scanAsExpand(t *testing.T, s graph.Store) {
	r := asker{graphtest.NewRandom(6)}
	put(t, s, r.First(200)...)
	apply(t, s, r.Batch())
	for _, n := range []graph.RevisionNumber{1, 2} {
		snap := at(t, s, n)
		for range 40 {
			f := r.filter()
			got, err := askEdges(f).ask(t.Context(), snap)
			if err != nil {
				t.Fatal(err)
			}
			want := all(t, graph.EdgesByExpand(t.Context(), snap, f))
			slices.SortFunc(want, func(a, b graph.Edge) int { return cmp.Compare(a.ID, b.ID) })
			same(t, words("Edges", f)+", beside EdgesByExpand", got, want)
		}
	}
}

func lookback(t *testing.T, s graph.Store) {
	write(t, s, `
		mali -CALLS 2023-06-01 id=june-> russia
		mali -CALLS 2023-08-15 id=august-> russia
		mali -SECURITY_COOPERATION 2021-12/2023-01 id=ended-- russia
		mali -SECURITY_COOPERATION 2022/.. id=goes-on-- russia`)
	on := graph.Date(2023, 8, 15)
	snap := at(t, s, 0)
	find := func(days int) []string {
		f := graph.RelationFilter{On: &on, Lookback: days}
		got := ids(all(t, snap.Expand(t.Context(), []graph.ActorID{"mali"}, graph.ExpandQuery{Filter: f})))
		slices.Sort(got)
		return got
	}
	same(t, "that day", find(0), []string{"mali relation:august", "mali relation:goes-on"})
	same(t, "74 days back", find(74), []string{"mali relation:august", "mali relation:goes-on"})
	same(t, "75 days back", find(75), []string{"mali relation:august", "mali relation:goes-on", "mali relation:june"})
}
