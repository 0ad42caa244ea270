package storetest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/graphtest"
)

// textLaws are about texts that a careless store would take for its own language.
var textLaws = []law{
	{"an id with quotes and code in it is only an unknown id", strangeIDs},
	{"a text with quotes and code in it is only a text", strangeTexts},
	{"search folds accents and case in every script", searchFolds},
	{"search finds the start of a word and a slip of the pen", searchFinds},
	{"records of the greatest size are kept whole", greatRecords},
	{"weights and days at their limits are kept", limits},
}

// strange are pieces of the query languages of stores.
var strange = []string{
	`' OR 1=1 --`, `'); DROP TABLE relations; --`, `" OR "1"="1`, `}) MATCH (n) DETACH DELETE n //`, "`", "\\", `\'`, `%`, `_`, `*`, `?`,
	`mali' UNION SELECT * FROM actors --`, `$id`, `{id: 1}`, `name:*`, `[* TO *]`, `a~2`, `"`, `+mali -niger`, `AND`, `\u0027`, "mali\x00", "MALI", "mali ", " mali", "mäli",
}

func strangeIDs(t *testing.T, s graph.Store) {
	write(t, s, callsText)
	ctx, snap := t.Context(), at(t, s, 0)
	for _, x := range strange {
		var questions = []question{
			askActors([]graph.ActorID{graph.ActorID(x)}),
			askRelations([]graph.RelationID{graph.RelationID(x)}),
			askSources([]graph.SourceID{graph.SourceID(x)}),
			askEvents([]graph.EventID{graph.EventID(x)}),
			askFindActors(graph.ActorFilter{IDs: []graph.ActorID{graph.ActorID(x)}}, ""),
			askFindActors(graph.ActorFilter{Code: &graph.Code{Scheme: x, Value: x}}, ""),
			askFindEvidence(graph.EvidenceFilter{IDs: []graph.EvidenceID{graph.EvidenceID(x)}}, ""),
			askFindEvidence(graph.EvidenceFilter{Sources: []graph.SourceID{graph.SourceID(x)}}, ""),
			askFindRelations(graph.RelationQuery{At: []graph.ActorID{graph.ActorID(x)}}),
			askFindRelations(graph.RelationQuery{Filter: graph.RelationFilter{Actors: []graph.ActorID{graph.ActorID(x)}}}),
			askFindRelations(graph.RelationQuery{Filter: graph.RelationFilter{Sources: []graph.SourceID{graph.SourceID(x)}}}),
			askExpand([]graph.ActorID{graph.ActorID(x)}, graph.ExpandQuery{}),
			askFindEvents(graph.EventFilter{Actors: []graph.ActorID{graph.ActorID(x)}}, nil),
		}
		for _, q := range questions {
			answer, err := q.ask(ctx, snap)
			if err != nil {
				t.Errorf("%s: %v", q.words, err)
			} else if n := lengthOf(answer); n != 0 {
				t.Errorf("%s: %d answers; wanted none", q.words, n)
			}
		}
	}
	if got := trace(t, at(t, s, 0), "relation:mali-calls-russia", "mali", "russia"); got["FindRelations"] != 2 {
		t.Errorf("%d relations are left of 2", got["FindRelations"])
	}
}

func strangeTexts(t *testing.T, s graph.Store) {
	m := NewModel()
	var records []graph.Record
	for i, x := range strange {
		x = strings.ReplaceAll(x, "\x00", "")
		for _, r := range graphtest.Records(t, fmt.Sprintf("actor x%d STATE\nx%d -CALLS-> mali", i, i)) {
			switch {
			case r.Actor != nil && r.Actor.ID != "mali":
				r.Actor.Names[0].Text, r.Actor.Description = "mali "+x, x
				r.Actor.Codes = []graph.Code{{Scheme: x, Value: x}}
			case r.Relation != nil:
				r.Relation.Note, r.Relation.Likelihood = "niger "+x, x
				r.Relation.Evidence[0].Quotation = x
			case i > 0:
				continue // mali and the source are the same in all
			}
			records = append(records, r)
		}
	}
	b := batch(records...)
	b.Author, b.Reason, b.Key = strange[0], strange[1], strange[2]
	same(t, "author, reason and key", apply(t, s, b).Key, strange[2])
	apply(t, m, b)
	snap, model := at(t, s, 0), at(t, m, 0)
	questions := []question{askFindActors(graph.ActorFilter{}, ""), askFindRelations(graph.RelationQuery{})}
	for _, x := range strange {
		x = strings.ReplaceAll(x, "\x00", "")
		questions = append(questions,
			askSearch(graph.SearchQuery{Text: x}),
			askSearch(graph.SearchQuery{Text: "mali " + x}),
			askFindActors(graph.ActorFilter{Text: x}, ""),
			askFindActors(graph.ActorFilter{Code: &graph.Code{Scheme: x, Value: x}}, ""),
			askFindSources(graph.SourceFilter{Text: x}, ""),
			askFindRelations(graph.RelationQuery{Filter: graph.RelationFilter{Text: x}}),
			askFindRelations(graph.RelationQuery{Filter: graph.RelationFilter{Text: "niger " + x}}))
	}
	for _, q := range questions {
		want, err := q.ask(t.Context(), model)
		if err != nil {
			t.Fatal(err)
		}
		got, err := q.ask(t.Context(), snap)
		if err != nil {
			t.Errorf("%s: %v", q.words, err)
			continue
		}
		same(t, q.words, got, want)
	}
}

func searchFolds(t *testing.T, s graph.Store) {
	write(t, s, `
		actor goita PERSON "Assimi Goïta" ru:"Ассими Гойта" ar:"عاصمي غويتا"
		actor ivory-coast STATE "Côte d’Ivoire" zh:"科特迪瓦"
		actor lodz REGION "Łódź"
		actor strasse REGION "Straße"
		actor ethiopia STATE "Ethiopia" am:"ኢትዮጵያ"`)
	snap := at(t, s, 0)
	for query, want := range map[string]string{
		"goita": "goita", "GOÏTA": "goita", "гойта": "goita", "ГОЙТА": "goita", "غويتا": "goita",
		"cote d'ivoire": "ivory-coast", "CÔTE D’IVOIRE": "ivory-coast", "Ivoire": "ivory-coast", "科特迪瓦": "ivory-coast",
		"lodz": "lodz", "STRASSE": "strasse", "straße": "strasse", "ኢትዮ": "ethiopia",
	} {
		got := ids(all(t, snap.Search(t.Context(), graph.SearchQuery{Text: query, Limit: 3})))
		if len(got) == 0 || got[0] != want {
			t.Errorf("search for %s: %v; wanted %s first", query, got, want)
		}
	}
}

func searchFinds(t *testing.T, s graph.Store) {
	write(t, s, `
		actor mali STATE "Mali" code=iso3:MLI
		actor malawi STATE "Malawi"
		actor somalia STATE "Somalia"
		actor republic-of-mali GOVERNMENT "Government of Mali"
		actor burkina-faso STATE "Burkina Faso"`)
	snap := at(t, s, 0)
	for _, c := range []struct {
		query graph.SearchQuery
		want  []string
	}{
		{graph.SearchQuery{Text: "mali"}, []string{"mali", "republic-of-mali", "malawi"}},
		{graph.SearchQuery{Text: "mali", Limit: 1}, []string{"mali"}},
		{graph.SearchQuery{Text: "mal"}, []string{"mali", "malawi", "republic-of-mali"}},
		{graph.SearchQuery{Text: "MLI"}, []string{"mali"}},
		{graph.SearchQuery{Text: "iso3:mli"}, []string{"mali"}},
		{graph.SearchQuery{Text: "burkina-faso"}, []string{"burkina-faso"}},
		{graph.SearchQuery{Text: "fas bur"}, []string{"burkina-faso"}},
		{graph.SearchQuery{Text: "brukina"}, []string{"burkina-faso"}},
		{graph.SearchQuery{Text: "mali", Kinds: []graph.ActorKind{graph.Government}}, []string{"republic-of-mali"}},
		{graph.SearchQuery{Text: "  "}, nil},
		{graph.SearchQuery{Text: "zzzzzz"}, nil},
	} {
		hits := all(t, snap.Search(t.Context(), c.query))
		got := ids(hits)
		if c.query.Text == "mali" && len(c.query.Kinds) == 0 && c.query.Limit == 0 {
			got = got[:min(len(got), 2)] // what else is near is the model's to say
			c.want = c.want[:2]
		}
		same(t, "search for "+c.query.Text, got, c.want)
		for _, h := range hits {
			if want, ok := c.query.Hit(h.Actor); !ok || differ("", h, want) != nil {
				t.Errorf("search for %s says %v %q; the query itself says %v %q", c.query.Text, h.Score, h.Matched, want.Score, want.Matched)
			}
		}
	}
}

func greatRecords(t *testing.T, s graph.Store) {
	m := NewModel()
	long := strings.Repeat("ኢትዮጵያ ", graph.MaxText/7)
	name := strings.Repeat("é", graph.MaxName)
	records := graphtest.Records(t, "source a\nevent e 2023\nmali -CALLS by=a id="+strings.Repeat("x", graph.MaxID-len(graph.RelationPrefix))+"-> russia")
	for _, r := range records {
		switch {
		case r.Actor != nil:
			r.Actor.Description = long
			for i := range 400 {
				r.Actor.Names = append(r.Actor.Names, graph.Name{Text: fmt.Sprintf("%d %s", i, name[:2*(graph.MaxName-5)])})
			}
		case r.Source != nil:
			r.Source.Title, r.Source.Note = name+name, long
		case r.Event != nil:
			r.Event.Note, r.Event.Names[0].Text = long, name
		case r.Relation != nil:
			r.Relation.Note, r.Relation.WeightReason = long, long
			e := r.Relation.Evidence[0]
			e.Quotation = long
			r.Relation.Evidence = nil
			for range 30 {
				r.Relation.Evidence = append(r.Relation.Evidence, e)
			}
		}
	}
	apply(t, s, batch(records...))
	apply(t, m, batch(records...))
	for _, q := range []question{
		askFindActors(graph.ActorFilter{}, ""), askFindSources(graph.SourceFilter{}, ""), askFindEvents(graph.EventFilter{}, nil),
		askFindRelations(graph.RelationQuery{}), askFindEvidence(graph.EvidenceFilter{}, ""), askSearch(graph.SearchQuery{Text: "399"}),
	} {
		want, err := q.ask(t.Context(), at(t, m, 0))
		if err != nil {
			t.Fatal(err)
		}
		got, err := q.ask(t.Context(), at(t, s, 0))
		if err != nil {
			t.Fatalf("%s: %v", q.words, err)
		}
		if differ("", got, want) != nil { // the difference itself would fill the screen
			t.Errorf("%s: the answer is not what was written", q.words)
		}
	}
}

func limits(t *testing.T, s graph.Store) {
	b := graphtest.Batch(t, `
		mali -CALLS -9999 id=a w=-1 c=0 i=1e-9-> russia
		mali -CALLS 9999-12-31 id=b w=1 c=1-> russia
		mali -CALLS ../.. id=c w=0.1 c=0.30000000000000004-> russia
		mali -CALLS [9999-12-31..] id=d w=-0.7-> russia`)
	apply(t, s, b)
	m := NewModel()
	apply(t, m, b)
	last, first := graph.Date(9999, 12, 31), graph.Date(-9999, 1, 1)
	for _, q := range []question{
		askFindRelations(graph.RelationQuery{}), askFindRelations(graph.RelationQuery{Order: graph.Strongest}),
		askExpand([]graph.ActorID{"mali"}, graph.ExpandQuery{}),
		askEdges(graph.RelationFilter{On: &last}), askEdges(graph.RelationFilter{On: &first}),
		askEdges(graph.RelationFilter{During: &graph.Window{First: graph.MinDay, Last: graph.MaxDay}}),
		askEdges(graph.RelationFilter{During: &graph.Window{First: graph.MinDay, Last: first.Add(-1)}}),
		askEdges(graph.RelationFilter{During: &graph.Window{First: last.Add(1), Last: graph.MaxDay}, Dates: graph.Possible}),
		askEdges(graph.RelationFilter{MinConfidence: 0.30000000000000004}),
		askEdges(graph.RelationFilter{MinAbsoluteWeight: .7}),
		askEdges(graph.RelationFilter{PublishedBy: &first}),
	} {
		want, err := q.ask(t.Context(), at(t, m, 0))
		if err != nil {
			t.Fatal(err)
		}
		got, err := q.ask(t.Context(), at(t, s, 0))
		if err != nil {
			t.Fatalf("%s: %v", q.words, err)
		}
		same(t, q.words, got, want)
	}
}
