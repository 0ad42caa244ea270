package storetest

import (
	"cmp"
	"slices"
	"testing"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/graphtest"
)

// reachLaws hold the Reacher of a snapshot, if it has one, against the port alone.
var reachLaws = []law{
	{"a reach tells each two actors once", reachOnce},
	{"a quick reach answers as the slow one", reachAsExpand},
	{"of a hub only those that are wanted are found, and all of them", hubAmongOthers},
	{"Reach filters as Match does", pushedDown(asker.reach)},
}

func links(t *testing.T, snap graph.Snapshot, frontier []graph.ActorID, q graph.ExpandQuery) []graph.Link {
	t.Helper()
	return sortedLinks(all(t, graph.Reach(t.Context(), snap, frontier, q)))
}

func sortedLinks(links []graph.Link) []graph.Link {
	slices.SortFunc(links, func(a, b graph.Link) int { return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.Other, b.Other)) })
	return links
}

func reachOnce(t *testing.T, s graph.Store) {
	write(t, s, "mali -CALLS-> russia\nrussia -CALLS-> mali\nmali -MEETS-- russia\nmali -URGES-> niger\nniger -BORDERS-- mali\ntogo -CALLS-> mali")
	snap := at(t, s, 0)
	frontier := []graph.ActorID{"mali", "russia", "mali", "atlantis"}
	who := func(of []graph.ActorID, q graph.ExpandQuery) []graph.Link {
		out := links(t, snap, of, q)
		for i := range out {
			out[i].Strength = 0 // reachAsExpand holds it
		}
		return out
	}
	same(t, "both ways", who(frontier, graph.ExpandQuery{}), []graph.Link{
		{At: "mali", Other: "niger"}, {At: "mali", Other: "russia"}, {At: "mali", Other: "togo"}, {At: "russia", Other: "mali"}})
	same(t, "in", who(frontier[:1], graph.ExpandQuery{Direction: graph.In}), []graph.Link{
		{At: "mali", Other: "niger"}, {At: "mali", Other: "russia"}, {At: "mali", Other: "togo"}})
	same(t, "out by acts", who(frontier[:1], graph.ExpandQuery{Direction: graph.Out, Filter: graph.RelationFilter{Class: graph.Act}}), []graph.Link{
		{At: "mali", Other: "niger"}, {At: "mali", Other: "russia"}})
	same(t, "to some", who(frontier, graph.ExpandQuery{Others: []graph.ActorID{"togo", "mali"}}), []graph.Link{
		{At: "mali", Other: "togo"}, {At: "russia", Other: "mali"}})
	same(t, "of nobody", who(nil, graph.ExpandQuery{}), []graph.Link{})
}

// reachAsExpand asks at several revisions of a random history.
func reachAsExpand(t *testing.T, s graph.Store) {
	r := asker{graphtest.NewRandom(47)}
	apply(t, s, batch(r.First(150)...))
	for range 4 {
		apply(t, s, r.Batch())
	}
	for n := graph.RevisionNumber(1); n <= 5; n += 2 {
		snap := at(t, s, n)
		for range 15 {
			q := graph.ExpandQuery{Direction: r.direction(), Filter: r.filter()}
			frontier := sample(r, r.Actors(), "nobody")
			want := sortedLinks(all(t, graph.ReachByExpand(t.Context(), snap, frontier, q)))
			same(t, words("Reach", frontier, q)+", beside ReachByExpand", links(t, snap, frontier, q), want)
		}
	}
}

// hubAmongOthers asks a hub, whose relations a store may keep in another way than
// those of a quiet actor, for what it has to do with some others: before and after
// it has more relations.
func hubAmongOthers(t *testing.T, s graph.Store) {
	r := asker{graphtest.NewRandom(11)}
	apply(t, s, batch(r.First(600)...))
	for range 3 {
		apply(t, s, r.Batch())
	}
	for n := graph.RevisionNumber(1); n <= 4; n++ {
		snap := at(t, s, n)
		for range 10 {
			q := graph.ExpandQuery{Direction: r.direction(), Filter: r.filter()}
			hubs, others := sample(r, r.Actors(), "nobody"), sample(r, r.Actors(), "nobody")
			var want []graph.Hop
			for _, h := range all(t, snap.Expand(t.Context(), hubs, q)) {
				if slices.Contains(others, h.Other()) {
					want = append(want, h)
				}
			}
			q.Others = others
			same(t, words("Expand", hubs, q), sortedHops(all(t, snap.Expand(t.Context(), hubs, q))), sortedHops(want))
			same(t, words("Reach", hubs, q), links(t, snap, hubs, q), sortedLinks(all(t, graph.ReachByExpand(t.Context(), snap, hubs, q))))
		}
	}
}

func sortedHops(hops []graph.Hop) []graph.Hop {
	slices.SortFunc(hops, func(a, b graph.Hop) int { return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.ID, b.ID)) })
	return slices.Clip(append([]graph.Hop{}, hops...))
}
