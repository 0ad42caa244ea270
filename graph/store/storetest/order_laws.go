package storetest

import (
	"fmt"
	"slices"
	"testing"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/graphtest"
)

// orderLaws are about lists: their order, their pages and their lengths.
var orderLaws = []law{
	{"the newest come first, the undated last", newestFirst},
	{"the oldest come first, the undated last", oldestFirst},
	{"the strongest come first", strongestFirst},
	{"pages of a list hold each relation once", pages},
	{"pages of an actor's list hold each relation once", pagesOfActor},
	{"lists of many actors follow their order and each has its limit", manyLists},
	{"pages of events hold each event once", pagesOfEvents},
	{"lists by id go on after the id given", afterID},
	{"a count stops where it is told", countStops},
}

const dated = `
	mali -CALLS 2023-08-15 id=b w=.2 c=.5-> russia
	mali -CALLS 2023-08-15 id=a w=-.9 c=.9-> niger
	mali -CALLS 2023-08 id=c w=.2 c=.5-> russia
	mali -CALLS 2023-07-26/.. id=d w=.1 c=1-> russia
	mali -CALLS /.. id=f w=1 c=.2-> russia
	niger -CALLS /2023-07-26 id=e w=1 c=.1-> russia
	niger -CALLS [..2023-08-14] id=g w=0 c=1-> russia`

// listed gives the names of the relations in a list.
func listed(t *testing.T, snap graph.Snapshot, q graph.RelationQuery) []string {
	t.Helper()
	var out []string
	for _, x := range all(t, snap.FindRelations(t.Context(), q)) {
		out = append(out, string(x.ID)[len(graph.RelationPrefix):])
	}
	return out
}

func newestFirst(t *testing.T, s graph.Store) {
	write(t, s, dated)
	snap := at(t, s, 0)
	for _, o := range []graph.RelationOrder{"", graph.Newest} {
		same(t, "newest", listed(t, snap, graph.RelationQuery{Order: o}), []string{"a", "b", "c", "d", "e", "f", "g"})
		same(t, "newest of mali", listed(t, snap, graph.RelationQuery{Order: o, At: []graph.ActorID{"mali"}}), []string{"a", "b", "c", "d", "f"})
	}
}

func oldestFirst(t *testing.T, s graph.Store) {
	write(t, s, dated)
	snap := at(t, s, 0)
	same(t, "oldest", listed(t, snap, graph.RelationQuery{Order: graph.Oldest}), []string{"d", "c", "a", "b", "e", "f", "g"})
	same(t, "oldest of niger", listed(t, snap, graph.RelationQuery{Order: graph.Oldest, At: []graph.ActorID{"niger"}}), []string{"a", "e", "g"})
	beyond := graph.RelationQuery{Order: graph.Oldest, After: &graph.Key{Day: graph.Date(2023, 8, 15), ID: "relation:a"}}
	same(t, "oldest after relation:a", listed(t, snap, beyond), []string{"b", "e", "f", "g"})
	undated := graph.RelationQuery{Order: graph.Oldest, After: &graph.Key{Day: graph.MinDay, ID: "relation:e"}}
	same(t, "oldest after relation:e, which has no date", listed(t, snap, undated), []string{"f", "g"})
}

func strongestFirst(t *testing.T, s graph.Store) {
	write(t, s, dated)
	snap := at(t, s, 0)
	same(t, "strongest", listed(t, snap, graph.RelationQuery{Order: graph.Strongest}), []string{"a", "f", "b", "c", "d", "e", "g"})
	same(t, "strongest of russia, in", listed(t, snap, graph.RelationQuery{Order: graph.Strongest, At: []graph.ActorID{"russia"}, Direction: graph.In}),
		[]string{"f", "b", "c", "d", "e", "g"})
	same(t, "strongest of russia, out", listed(t, snap, graph.RelationQuery{Order: graph.Strongest, At: []graph.ActorID{"russia"}, Direction: graph.Out}), []string{})
}

// turnPages reads the list of a query page by page, each after the last key of
// the one before.
func turnPages(t *testing.T, snap graph.Snapshot, q graph.RelationQuery, size int) []string {
	t.Helper()
	q.Limit = size
	var out []string
	for {
		page := all(t, snap.FindRelations(t.Context(), q))
		if len(page) > size {
			t.Fatalf("%s: a page of %d", words("FindRelations", q), len(page))
		}
		for _, x := range page {
			out = append(out, string(x.ID))
		}
		if len(page) < size {
			return out
		}
		key := q.Order.KeyOf(page[len(page)-1].Edge())
		q.After = &key
	}
}

func pages(t *testing.T, s graph.Store) {
	r := asker{graphtest.NewRandom(21)}
	put(t, s, r.First(120)...)
	snap := at(t, s, 0)
	for _, o := range []graph.RelationOrder{graph.Newest, graph.Oldest, graph.Strongest} {
		for _, f := range []graph.RelationFilter{{}, r.filter(), r.filter(), {Class: graph.Tie}} {
			q := graph.RelationQuery{Order: o, Filter: f}
			var want []string
			for _, x := range all(t, snap.FindRelations(t.Context(), q)) {
				want = append(want, string(x.ID))
			}
			for _, size := range []int{1, 7, 50} {
				if size == 1 && len(want) > 40 {
					continue // it would be many questions, and sure by the others
				}
				same(t, fmt.Sprintf("%s in pages of %d", words("FindRelations", q), size), turnPages(t, snap, q, size), want)
			}
		}
	}
}

func pagesOfActor(t *testing.T, s graph.Store) {
	r := asker{graphtest.NewRandom(22)}
	put(t, s, r.First(200)...)
	snap := at(t, s, 0)
	actors := r.Actors()[:12]
	for _, o := range []graph.RelationOrder{graph.Newest, graph.Oldest, graph.Strongest} {
		for _, a := range actors {
			q := graph.RelationQuery{At: []graph.ActorID{a}, Order: o, Direction: r.direction()}
			var want []string
			for _, x := range all(t, snap.FindRelations(t.Context(), q)) {
				want = append(want, string(x.ID))
			}
			same(t, words("FindRelations", q)+" in pages of 2", turnPages(t, snap, q, 2), want)
		}
	}
}

func manyLists(t *testing.T, s graph.Store) {
	r := asker{graphtest.NewRandom(23)}
	put(t, s, r.First(200)...)
	snap := at(t, s, 0)
	actors := r.Actors()
	slices.Reverse(actors)
	for _, o := range []graph.RelationOrder{graph.Newest, graph.Oldest, graph.Strongest} {
		for _, limit := range []int{0, 1, 4} {
			q := graph.RelationQuery{Order: o, Limit: limit, Direction: r.direction()}
			var want []string
			for _, a := range actors {
				q.At = []graph.ActorID{a}
				want = append(want, ids(all(t, snap.FindRelations(t.Context(), q)))...)
			}
			q.At = actors
			same(t, words("FindRelations", q), ids(all(t, snap.FindRelations(t.Context(), q))), want)
		}
	}
}

func pagesOfEvents(t *testing.T, s graph.Store) {
	r := graphtest.NewRandom(24)
	records := r.First(0)
	for range 40 {
		records = append(records, r.Event())
	}
	put(t, s, records...)
	snap := at(t, s, 0)
	want := ids(all(t, snap.FindEvents(t.Context(), graph.EventFilter{}, nil)))
	if len(want) != 43 {
		t.Fatalf("%d events; wanted 43", len(want))
	}
	var got []string
	var key *graph.Key
	for {
		n := 0
		for e, err := range snap.FindEvents(t.Context(), graph.EventFilter{}, key) {
			if err != nil {
				t.Fatal(err)
			}
			if n++; n > 5 {
				break
			}
			got = append(got, string(e.ID))
			k := graph.KeyOfEvent(e)
			key = &k
		}
		if n <= 5 {
			break
		}
	}
	same(t, "events in pages of 5", got, want)
}

func afterID(t *testing.T, s graph.Store) {
	write(t, s, `
		source b
		source B
		togo -CALLS id=x-> mali
		benin -CALLS id=y-> mali`)
	ctx, snap := t.Context(), at(t, s, 0)
	same(t, "actors", ids(all(t, snap.FindActors(ctx, graph.ActorFilter{}, ""))), []string{"benin", "mali", "togo"})
	same(t, "actors after benin", ids(all(t, snap.FindActors(ctx, graph.ActorFilter{}, "benin"))), []string{"mali", "togo"})
	same(t, "actors after cuba, which is not there", ids(all(t, snap.FindActors(ctx, graph.ActorFilter{}, "cuba"))), []string{"mali", "togo"})
	same(t, "actors after togo", ids(all(t, snap.FindActors(ctx, graph.ActorFilter{}, "togo"))), []string{})
	same(t, "sources after source:B", ids(all(t, snap.FindSources(ctx, graph.SourceFilter{}, "source:B"))), []string{"source:b", "source:test"})
	same(t, "evidence after evidence:x-1", ids(all(t, snap.FindEvidence(ctx, graph.EvidenceFilter{}, "evidence:x-1"))), []string{"evidence:y-1"})
}

func countStops(t *testing.T, s graph.Store) {
	put(t, s, ring(50)...)
	snap := at(t, s, 0)
	for most, want := range map[int]graph.Count{0: {N: 0}, 1: {N: 1}, 49: {N: 49}, 50: {N: 50, Exact: true}, 51: {N: 50, Exact: true}} {
		q := graph.RelationQuery{Limit: 3, After: &graph.Key{Day: graph.Date(1, 1, 1)}}
		got, err := snap.CountRelations(t.Context(), q, most)
		if err != nil {
			t.Fatal(err)
		}
		same(t, fmt.Sprintf("50 relations counted to %d", most), got, []graph.Count{want})
	}
}
