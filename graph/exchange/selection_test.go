package exchange_test

import (
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/exchange"
)

func selection(t testing.TB, query string) (exchange.Selection, error) {
	t.Helper()
	q, err := url.ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	return exchange.ParseSelection(q)
}

func TestSelection(t *testing.T) {
	day := graph.Date(2023, 8, 15)
	for query, want := range map[string]exchange.Selection{
		"": {},
		"kinds=CALLS,MEETS&kinds=SIGNS&class=ACT": {Filter: graph.RelationFilter{Kinds: []graph.KindName{"CALLS", "MEETS", "SIGNS"}, Class: graph.Act}},
		"on=2023-08-15&dates=CERTAIN":             {Filter: graph.RelationFilter{On: &day, Dates: graph.Certain}},
		"on=2023-08-15&lookback=30":               {Filter: graph.RelationFilter{On: &day, Lookback: 30}},
		"during=../2023-08-15":                    {Filter: graph.RelationFilter{During: &graph.Window{First: graph.MinDay, Last: day}}},
		"during=2023-08-15/..":                    {Filter: graph.RelationFilter{During: &graph.Window{First: day, Last: graph.MaxDay}}},
		"publishedBy=2023-08-15&text=two words,x": {Filter: graph.RelationFilter{PublishedBy: &day, Text: "two words,x"}},
		"minConfidence=.5&minAbsoluteWeight=0.25": {Filter: graph.RelationFilter{MinConfidence: .5, MinAbsoluteWeight: .25}},
		"modalities=ORDERED&signs=HOSTILE,NEUTRAL&dimensions=LEGAL": {Filter: graph.RelationFilter{
			Modalities: []graph.Modality{graph.Ordered}, Signs: []graph.Sign{graph.Hostile, graph.Neutral}, Dimensions: []graph.Dimension{graph.Legal},
		}},
		"actors=mali,iso3:NER&actorKinds=STATE&sources=source:x": {Filter: graph.RelationFilter{
			Actors: []graph.ActorID{"mali", "iso3:NER"}, ActorKinds: []graph.ActorKind{graph.State}, Sources: []graph.SourceID{"source:x"},
		}},
		"of=niger":                        {Of: []graph.ActorID{"niger"}, Hops: 1},
		"of=niger, mali&hops=2":           {Of: []graph.ActorID{"niger", "mali"}, Hops: 2},
		"of=niger&limit=20":               {Of: []graph.ActorID{"niger"}, Hops: 1, Limit: 20},
		"relations=relation:a,relation:b": {Relations: []graph.RelationID{"relation:a", "relation:b"}},
		"scenario=x&class=TIE":            {Scenario: "x", Filter: graph.RelationFilter{Class: graph.Tie}},
		"revision=7":                      {Revision: 7},
		"knownAt=2024-05-01T12:00:00Z":    {KnownAt: time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC)},
		"knownAt=2024-05-01":              {KnownAt: time.Date(2024, 5, 1, 23, 59, 59, 999999000, time.UTC)},
		"kinds=&on=&text=":                {},
	} {
		got, err := selection(t, query)
		if err != nil {
			t.Errorf("%s: %v", query, err)
			continue
		}
		if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(exchange.Selection{})); diff != "" {
			t.Errorf("%s:\n%s", query, diff)
		}
	}
}

func TestFaultySelections(t *testing.T) {
	for query, want := range map[string]string{
		"kind=CALLS":                         "kind: invalid: is no parameter here; there are kinds, class, dimensions, signs, on, during, dates, lookback, publishedBy, minConfidence, minAbsoluteWeight, modalities, actors, actorKinds, sources, text, of, hops, limit, relations, revision, scenario, knownAt",
		"class=tie":                          `class: invalid: "tie" is none of TIE ACT; did you mean TIE?`,
		"class=TIES":                         `class: invalid: "TIES" is none of TIE ACT; did you mean TIE?`,
		"dates=CERTAN":                       `dates: invalid: "CERTAN" is none of STATED POSSIBLE CERTAIN; did you mean CERTAIN?`,
		"signs=GOOD":                         `signs: invalid: "GOOD" is none of FRIENDLY NEUTRAL HOSTILE`,
		"on=2023-02-30":                      `on: invalid: "2023-02-30" is not a day; write YYYY-MM-DD, as in 2023-08-15`,
		"on=2023-08-15&on=2023-08-16":        `on: invalid: is given 2 times; give it once`,
		"on=2023-08-15&during=2023-08-15/..": "on: invalid: give either on or during, not both",
		"during=2023-08-15":                  `during: invalid: "2023-08-15" is not a window; write its first and last day, as in 2023-07-26/2023-08-31`,
		"during=2023-08-15/2023-08-01":       "during: invalid: the window ends (2023-08-01) before it begins (2023-08-15); first must not be after last",
		"on=2023-08-15&lookback=-1":          "lookback: invalid: -1 is below 0",
		"on=2023-08-15&lookback=a month":     `lookback: invalid: "a month" is not a number of days; write one from 0, as 30`,
		"minConfidence=2":                    "minConfidence: invalid: 2 is not between 0 and 1",
		"minConfidence=NaN":                  "minConfidence: invalid: NaN is not between 0 and 1",
		"minAbsoluteWeight=much":             `minAbsoluteWeight: invalid: "much" is not a number; write one from 0 to 1, as 0.5`,
		"hops=2":                             "hops: invalid: needs of: say around whom",
		"scenario=x&revision=2":              "scenario: invalid: lies over one revision, its base; leave revision and knownAt out",
		"limit=2":                            "limit: invalid: needs of: say around whom",
		"of=niger&limit=0":                   `limit: invalid: "0" is not a number of actors; write 1 to 1000`,
		"relations=relation:a&of=niger":      "of: invalid: is given together with relations, which names them one by one; leave one of them out",
		"of=niger&hops=6":                    `hops: invalid: "6" is not a number of steps; write 1 to 5`,
		"revision=0":                         `revision: invalid: "0" is not a revision; write its number, from 1`,
		"revision=99999999999999999999":      `revision: invalid: "99999999999999999999" is not a revision; write its number, from 1`,
		"revision=1&knownAt=2024-05-01":      "knownAt: invalid: give either revision or knownAt, not both",
		"knownAt=yesterday":                  `knownAt: invalid: "yesterday" is not a time; write 2024-05-01T12:00:00Z, or 2024-05-01 for the end of that day in UTC`,
	} {
		_, err := selection(t, query)
		if err == nil || err.Error() != want || !errors.Is(err, graph.ErrInvalid) {
			t.Errorf("%s:\ngot  %v\nwant %s", query, err, want)
		}
	}
	if _, err := selection(t, "kinds=CALL"); err == nil || !strings.HasPrefix(err.Error(), `kinds: invalid: "CALL" is none of MEMBER_OF SUSPENDED_FROM`) {
		t.Errorf("an unknown kind: %v", err)
	}
}

// The address of a selection selects the same, and stays the same.
func TestSelectionAddress(t *testing.T) {
	s, err := selection(t, "text=a%26b+c&on=2023-08-15&kinds=MEETS&kinds=CALLS&actors=iso3:MLI&revision=3")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := s.At(9), "kinds=MEETS,CALLS&on=2023-08-15&actors=iso3:MLI&text=a%26b+c&revision=9"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if s, _ := selection(t, "knownAt=2024-05-01"); !s.IsZero() || s.At(2) != "revision=2" {
		t.Errorf("everything is selected, got %q and %q", s, s.At(2))
	}
}

func FuzzSelection(f *testing.F) {
	f.Add("kinds=CALLS,MEETS&class=ACT&on=2023-08-15&text=a%26b")
	f.Add("during=2023-07-26/..&of=niger&hops=2&revision=3&minConfidence=1e-1")
	f.Add("during=%5B..2023-08-14%5D&publishedBy=2023-08-15")
	f.Add("during=2021-12~/2023-24&on=202X")
	f.Add("knownAt=2024-05-01&actors=,a,,b&sources=%00")
	f.Fuzz(func(t *testing.T, query string) {
		q, err := url.ParseQuery(query)
		if err != nil {
			return
		}
		s, err := exchange.ParseSelection(q)
		if err != nil {
			if !errors.Is(err, graph.ErrInvalid) {
				t.Fatalf("no ErrInvalid: %v", err)
			}
			return
		}
		again, err := selection(t, s.At(5))
		if err != nil {
			t.Fatalf("%s cannot be read again: %v", s.At(5), err)
		}
		if again.String() != s.String() || again.Revision != 5 && s.Scenario == "" {
			t.Fatalf("%s is read as %s", s, again)
		}
		if diff := cmp.Diff(s.Filter, again.Filter); diff != "" {
			t.Fatalf("%s selects something else:\n%s", s, diff)
		}
	})
}
