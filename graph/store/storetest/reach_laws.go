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
	same(t, "both ways", links(t, snap, frontier, graph.ExpandQuery{}), []graph.Link{
		{At: "mali", Other: "niger"}, {At: "mali", Other: "russia"}, {At: "mali", Other: "togo"}, {At: "russia", Other: "mali"}})
	same(t, "in", links(t, snap, frontier[:1], graph.ExpandQuery{Direction: graph.In}), []graph.Link{
		{At: "mali", Other: "niger"}, {At: "mali", Other: "russia"}, {At: "mali", Other: "togo"}})
	same(t, "out by acts", links(t, snap, frontier[:1], graph.ExpandQuery{Direction: graph.Out, Filter: graph.RelationFilter{Class: graph.Act}}), []graph.Link{
		{At: "mali", Other: "niger"}, {At: "mali", Other: "russia"}})
	same(t, "to some", links(t, snap, frontier, graph.ExpandQuery{Others: []graph.ActorID{"togo", "mali"}}), []graph.Link{
		{At: "mali", Other: "togo"}, {At: "russia", Other: "mali"}})
	same(t, "of nobody", links(t, snap, nil, graph.ExpandQuery{}), []graph.Link{})
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
