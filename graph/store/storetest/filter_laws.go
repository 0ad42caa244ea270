package storetest

import (
	"testing"
	"time"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/graphtest"
)

// filterLaws hold what a store pushes down against the filters' own meaning,
// which the model reads by their Match.
var filterLaws = []law{
	{"each field of a filter narrows as Match says", eachField},
	{"FindRelations filters as Match does", pushedDown(asker.findRelations)},
	{"CountRelations filters as Match does", pushedDown(asker.countRelations)},
	{"Expand filters as Match does", pushedDown(asker.expand)},
	{"Edges filters as Match does", pushedDown(asker.edges)},
	{"FindActors filters as Match does", pushedDown(asker.findActors)},
	{"FindSources filters as Match does", pushedDown(asker.findSources)},
	{"FindEvents filters as Match does", pushedDown(asker.findEvents)},
	{"FindEvidence filters as Match does", pushedDown(asker.findEvidence)},
	{"Search finds as Hit does", pushedDown(asker.search)},
	{"evidence that was not public is not read", publishedBy},
	{"an unknown start reaches back to what was observed", statedDates},
}

// filterQuestions is how many random questions are asked of each method.
const filterQuestions = 60

// pushedDown asks the store and the model the same random questions about the
// same random records.
func pushedDown(ask func(asker) question) func(*testing.T, graph.Store) {
	return func(t *testing.T, s graph.Store) {
		r := asker{graphtest.NewRandom(31)}
		m := NewModel()
		first := batch(r.First(200)...)
		apply(t, s, first)
		apply(t, m, first)
		for range 3 {
			b := r.Batch()
			apply(t, s, b)
			apply(t, m, b)
		}
		snap, model := at(t, s, 0), at(t, m, 0)
		found := 0
		for range filterQuestions {
			q := ask(r)
			want, err := q.ask(t.Context(), model)
			if err != nil {
				t.Fatal(err)
			}
			got, err := q.ask(t.Context(), snap)
			if err != nil {
				t.Fatalf("%s: %v", q.words, err)
			}
			found += lengthOf(want)
			same(t, q.words, got, want)
		}
		if found == 0 {
			t.Error("no question found anything; they show nothing")
		}
	}
}

// eachField sets every field of the relation filter alone, in many values.
func eachField(t *testing.T, s graph.Store) {
	r := asker{graphtest.NewRandom(32)}
	m := NewModel()
	first := batch(r.First(150)...)
	apply(t, s, first)
	apply(t, m, first)
	snap, model := at(t, s, 0), at(t, m, 0)
	for range 5 * filterQuestions {
		var f graph.RelationFilter
		r.narrow(&f)
		q := askEdges(f)
		want, err := q.ask(t.Context(), model)
		if err != nil {
			t.Fatal(err)
		}
		got, err := q.ask(t.Context(), snap)
		if err != nil {
			t.Fatalf("%s: %v", q.words, err)
		}
		same(t, q.words, got, want)
	}
}

func publishedBy(t *testing.T, s graph.Store) {
	write(t, s, `
		source early 2023-08-10
		source late 2023-08-22
		source undated
		mali -CALLS 2023-08-01 id=a by=early/C3 by=late/A1-> russia
		mali -CALLS 2023-08-01 id=b by=late/A1-> niger
		mali -CALLS 2023-08-01 id=c by=undated/A1-> togo
		mali -CALLS 2023-08-01 id=d by=!early/A1 by=late/A1-> benin`)
	day := graph.Date(2023, 8, 15)
	f := graph.RelationFilter{PublishedBy: &day}
	ctx, snap := t.Context(), at(t, s, 0)
	r := one(t, snap.FindRelations(ctx, graph.RelationQuery{Filter: f}))
	if r.ID != "relation:a" || len(r.Evidence) != 1 || r.Evidence[0].Source != "source:early" {
		t.Errorf("%s is read with %d pieces of evidence; wanted relation:a with that of source:early", r.ID, len(r.Evidence))
	}
	h := one(t, snap.Expand(ctx, []graph.ActorID{"mali"}, graph.ExpandQuery{Filter: f}))
	if c := (graph.Grade{Reliability: "C", Credibility: 3}).Credence(); h.Confidence != min(1-(1-c), .99) {
		t.Errorf("the edge is read with confidence %v; wanted %v", h.Confidence, c)
	}
	f.MinConfidence = .6
	if got := all(t, snap.FindRelations(ctx, graph.RelationQuery{Filter: f})); len(got) != 0 {
		t.Errorf("confidence counts what was not public then")
	}
	f.MinConfidence = 0
	f.Sources = []graph.SourceID{"source:late"}
	if got := all(t, snap.FindRelations(ctx, graph.RelationQuery{Filter: f})); len(got) != 0 {
		t.Errorf("a source counts that was not public then")
	}
}

func statedDates(t *testing.T, s graph.Store) {
	write(t, s, `
		source article 2023-08-16
		actor goita PERSON
		actor head-of-mali OFFICE
		goita -HOLDS_OFFICE /.. by=article-> head-of-mali`)
	snap := at(t, s, 0)
	find := func(y int, m time.Month, d int, reading graph.DateReading) int {
		day := graph.Date(y, m, d)
		f := graph.RelationFilter{On: &day, Dates: reading}
		n := len(all(t, snap.FindRelations(t.Context(), graph.RelationQuery{Filter: f})))
		if hops := len(all(t, snap.Expand(t.Context(), []graph.ActorID{"goita"}, graph.ExpandQuery{Filter: f}))); hops != n {
			t.Errorf("%v: %d are listed and %d walked", day, n, hops)
		}
		return n
	}
	got := map[string]int{
		"stated, 1975": find(1975, 6, 1, ""), "possible, 1975": find(1975, 6, 1, graph.Possible),
		"stated, the day before": find(2023, 8, 15, graph.Stated), "stated, that day": find(2023, 8, 16, graph.Stated),
		"stated, 2030": find(2030, 1, 1, graph.Stated), "certain, the day before": find(2023, 8, 15, graph.Certain), "certain, 2030": find(2030, 1, 1, graph.Certain),
	}
	same(t, "whether he holds the office", got, map[string]int{
		"stated, 1975": 0, "possible, 1975": 1, "stated, the day before": 0, "stated, that day": 1, "stated, 2030": 1,
		"certain, the day before": 0, "certain, 2030": 1,
	})
}
