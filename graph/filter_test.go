package graph_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/entente/entente/graph"
)

// call is a relation that the filters below are tried on: Mali calls Russia.
func call() graph.Relation {
	tenth := .1
	e := piece("kremlin", "B2", graph.Supports) // confidence .76
	e.Published, e.Quotation, e.SaidByText = graph.MustPeriod("2023-08-16"), "A telephone conversation took place", "the Kremlin"
	return graph.Relation{
		ID: "relation:call", From: "mali", Kind: "CALLS", To: "russia", Period: graph.MustPeriod("2023-08-15"),
		About: graph.About{Text: "events in Niger"}, Note: "The “hotline” to Côte d’Ivoire",
		AnalystWeight: &tenth, Intensity: 1, Evidence: []graph.Evidence{e},
	}
}

func dayPointer(t *testing.T, s string) *graph.Day {
	d := mustDay(t, s)
	return &d
}

func window(t *testing.T, first, last string) *graph.Window {
	return &graph.Window{First: mustDay(t, first), Last: mustDay(t, last)}
}

func TestRelationFilter(t *testing.T) {
	type filter = graph.RelationFilter
	for name, c := range map[string]struct {
		f    filter
		want bool
	}{
		"nothing":                          {filter{}, true},
		"its kind":                         {filter{Kinds: []graph.KindName{"URGES", "CALLS"}}, true},
		"another kind":                     {filter{Kinds: []graph.KindName{"URGES"}}, false},
		"its class":                        {filter{Class: graph.Act}, true},
		"the other class":                  {filter{Class: graph.Tie}, false},
		"its dimension":                    {filter{Dimensions: []graph.Dimension{graph.Security, graph.Diplomatic}}, true},
		"another dimension":                {filter{Dimensions: []graph.Dimension{graph.Security}}, false},
		"its sign":                         {filter{Signs: []graph.Sign{graph.Friendly}}, true},
		"other signs":                      {filter{Signs: []graph.Sign{graph.Neutral, graph.Hostile}}, false},
		"its day":                          {filter{On: dayPointer(t, "2023-08-15")}, true},
		"another day":                      {filter{On: dayPointer(t, "2023-08-16")}, false},
		"a day soon after":                 {filter{On: dayPointer(t, "2023-08-20"), Lookback: 5}, true},
		"a day too long after":             {filter{On: dayPointer(t, "2023-08-21"), Lookback: 5}, false},
		"a day before":                     {filter{On: dayPointer(t, "2023-08-14"), Lookback: 5}, false},
		"a window that holds it":           {filter{During: window(t, "2023-08-01", "2023-08-31")}, true},
		"a window up to it":                {filter{During: window(t, "2023-08-01", "2023-08-15")}, true},
		"a window before it":               {filter{During: window(t, "2023-08-01", "2023-08-14")}, false},
		"a window before it, looking back": {filter{During: window(t, "2023-08-16", "2023-08-31"), Lookback: 30}, false},
		"public by the day":                {filter{PublishedBy: dayPointer(t, "2023-08-16")}, true},
		"public the day before":            {filter{PublishedBy: dayPointer(t, "2023-08-15")}, false},
		"sure enough":                      {filter{MinConfidence: .76}, true},
		"not sure enough":                  {filter{MinConfidence: .77}, false},
		"a weight far enough from 0":       {filter{MinAbsoluteWeight: .1}, true},
		"a weight too near to 0":           {filter{MinAbsoluteWeight: .11}, false},
		"its modality":                     {filter{Modalities: graph.WalkModalities}, true},
		"another modality":                 {filter{Modalities: []graph.Modality{graph.Asserted}}, false},
		"its source actor":                 {filter{Actors: []graph.ActorID{"mali"}}, true},
		"its target actor":                 {filter{Actors: []graph.ActorID{"niger", "russia"}}, true},
		"another actor":                    {filter{Actors: []graph.ActorID{"niger"}}, false},
		"actors of the kinds of both":      {filter{ActorKinds: []graph.ActorKind{graph.Organization, graph.State}}, true},
		"actors of the kind of one":        {filter{ActorKinds: []graph.ActorKind{graph.State}}, false},
		"its source":                       {filter{Sources: []graph.SourceID{"source:kremlin"}}, true},
		"another source":                   {filter{Sources: []graph.SourceID{"source:tass"}}, false},
		"words of the quotation":           {filter{Text: "telephone conversa"}, true},
		"words of who is quoted":           {filter{Text: "KREMLIN"}, true},
		"words of what it is about":        {filter{Text: "niger"}, true},
		"words of the note":                {filter{Text: "cote d'ivoire"}, true},
		"words of several of these":        {filter{Text: "hotline niger kremlin"}, true},
		"one word of two":                  {filter{Text: "hotline paris"}, false},
		"no word at all":                   {filter{Text: "’"}, false},
		"all of it":                        {filter{Kinds: []graph.KindName{"CALLS"}, Class: graph.Act, On: dayPointer(t, "2023-08-15"), Dates: graph.Certain, MinConfidence: .5, Text: "niger"}, true},
		"all of it but one":                {filter{Kinds: []graph.KindName{"CALLS"}, Class: graph.Act, On: dayPointer(t, "2023-08-15"), Dates: graph.Certain, MinConfidence: .8, Text: "niger"}, false},
	} {
		if _, got := c.f.Match(call(), graph.Organization, graph.State); got != c.want {
			t.Errorf("%s: %v; wanted %v", name, got, c.want)
		}
	}
}

func TestLookbackIsForActs(t *testing.T) {
	tie := call()
	tie.Kind = "LEADER_CHANNEL"
	on := mustDay(t, "2023-08-16")
	f := graph.RelationFilter{On: &on, Lookback: graph.DefaultLookback}
	if _, ok := f.Match(tie, graph.State, graph.State); ok {
		t.Error("a tie that ended the day before counts")
	}
	if _, ok := f.Match(call(), graph.State, graph.State); !ok {
		t.Error("an act of the day before does not count")
	}
}

func TestFilterReadsOnlyWhatWasPublic(t *testing.T) {
	r := call()
	late := piece("tass", "A1", graph.Supports)
	late.Published, late.Modality, late.Quotation = graph.MustPeriod("2023-09-01"), graph.Asserted, "afterwards"
	r.Evidence = append(r.Evidence, late)
	f := graph.RelationFilter{PublishedBy: dayPointer(t, "2023-08-31")}
	known, ok := f.Match(r, graph.State, graph.State)
	if !ok || len(known.Evidence) != 1 || known.Modality() != graph.Reported || !near(known.Confidence(), .76) {
		t.Errorf("it is read with %d pieces of evidence, %s, %v", len(known.Evidence), known.Modality(), known.Confidence())
	}
	for name, narrowed := range map[string]graph.RelationFilter{
		"the source":     {Sources: []graph.SourceID{"source:tass"}},
		"the words":      {Text: "afterwards"},
		"the modality":   {Modalities: []graph.Modality{graph.Asserted}},
		"the confidence": {MinConfidence: .9},
	} {
		narrowed.PublishedBy = f.PublishedBy
		if _, ok := narrowed.Match(r, graph.State, graph.State); ok {
			t.Errorf("%s of evidence counts that was not public", name)
		}
	}
}

func TestNeedsEvidence(t *testing.T) {
	for _, c := range []struct {
		f    graph.RelationFilter
		want bool
	}{
		{graph.RelationFilter{}, false}, {graph.RelationFilter{MinConfidence: .5, Modalities: graph.WalkModalities, On: dayPointer(t, "2023-08-15")}, false},
		{graph.RelationFilter{Text: "x"}, true}, {graph.RelationFilter{Sources: []graph.SourceID{"source:x"}}, true}, {graph.RelationFilter{PublishedBy: dayPointer(t, "2023-08-15")}, true},
	} {
		if c.f.NeedsEvidence() != c.want {
			t.Errorf("%+v needs evidence: %v", c.f, !c.want)
		}
	}
}

// TestRelationFilterValidate names the field and what would be right.
func TestRelationFilterValidate(t *testing.T) {
	type filter = graph.RelationFilter
	backwards := window(t, "2023-08-15", "2023-08-14")
	nan := reflect.ValueOf(0.0).Float() / reflect.ValueOf(0.0).Float()
	for _, c := range []struct {
		f           filter
		field, says string
	}{
		{filter{Kinds: []graph.KindName{"CALLS", "LOVES"}}, "kinds", `"LOVES" is not a kind`},
		{filter{Class: "LINK"}, "class", `"LINK" is none of [TIE ACT]`},
		{filter{Dimensions: []graph.Dimension{"MILITARY"}}, "dimensions", `"MILITARY" is none of [DIPLOMATIC`},
		{filter{Signs: []graph.Sign{"POSITIVE"}}, "signs", `"POSITIVE" is none of [FRIENDLY`},
		{filter{On: dayPointer(t, "2023-08-15"), During: window(t, "2023-08-15", "2023-08-15")}, "on", "either on or during"},
		{filter{During: backwards}, "during", "the window ends (2023-08-14) before it begins (2023-08-15)"},
		{filter{Dates: "LIKELY"}, "dates", `"LIKELY" is none of [STATED`},
		{filter{Lookback: -1}, "lookback", "-1 is below 0"},
		{filter{MinConfidence: 1.5}, "minConfidence", "1.5 is not between 0 and 1"},
		{filter{MinConfidence: nan}, "minConfidence", "NaN is not between 0 and 1"},
		{filter{MinAbsoluteWeight: -.1}, "minAbsoluteWeight", "-0.1 is not between 0 and 1"},
		{filter{Modalities: []graph.Modality{"SAID"}}, "modalities", `"SAID" is none of [ASSERTED`},
		{filter{ActorKinds: []graph.ActorKind{"COUNTRY"}}, "actorKinds", `"COUNTRY" is none of [STATE`},
		{filter{Text: strings.Repeat("é", 251)}, "text", "longer than 500 bytes"},
	} {
		var e *graph.Error
		if err := c.f.Validate(); !errors.As(err, &e) || e.Kind != graph.ErrInvalid || e.Field != c.field || !strings.Contains(e.Message, c.says) {
			t.Errorf("%v; wanted %s: %s", err, c.field, c.says)
		}
	}
	good := filter{
		Kinds: []graph.KindName{"CALLS"}, Class: graph.Act, Dimensions: graph.Dimensions, Signs: []graph.Sign{graph.Neutral}, During: window(t, "2023-08-15", "2023-08-15"),
		Dates: graph.Certain, MinConfidence: 1, MinAbsoluteWeight: 1, Modalities: graph.Modalities, ActorKinds: graph.ActorKinds, Text: strings.Repeat("a", 500),
	}
	if err := good.Validate(); err != nil {
		t.Errorf("a good filter: %v", err)
	}
	if err := (graph.EventFilter{During: backwards}).Validate(); !errors.Is(err, graph.ErrInvalid) {
		t.Errorf("a filter of events with a window that ends before it begins: %v", err)
	}
}

func TestActorFilter(t *testing.T) {
	mali := graph.Actor{
		ID: "mali", Kind: graph.State, Exists: graph.MustPeriod("1960-09-22/.."), Codes: []graph.Code{{Scheme: "iso3", Value: "MLI"}},
		Names: []graph.Name{{Text: "Mali"}, {Text: "République du Mali"}},
	}
	undated := mali
	undated.Exists = graph.Period{}
	for name, c := range map[string]struct {
		f    graph.ActorFilter
		a    graph.Actor
		want bool
	}{
		"nothing":                   {graph.ActorFilter{}, mali, true},
		"its id":                    {graph.ActorFilter{IDs: []graph.ActorID{"niger", "mali"}}, mali, true},
		"other ids":                 {graph.ActorFilter{IDs: []graph.ActorID{"niger"}}, mali, false},
		"no id, which is not nil":   {graph.ActorFilter{IDs: []graph.ActorID{}}, mali, false},
		"its kind":                  {graph.ActorFilter{Kinds: []graph.ActorKind{graph.Region, graph.State}}, mali, true},
		"another kind":              {graph.ActorFilter{Kinds: []graph.ActorKind{graph.Region}}, mali, false},
		"a day on which it is":      {graph.ActorFilter{On: dayPointer(t, "2023-08-15")}, mali, true},
		"its first day":             {graph.ActorFilter{On: dayPointer(t, "1960-09-22")}, mali, true},
		"a day before":              {graph.ActorFilter{On: dayPointer(t, "1960-09-21")}, mali, false},
		"any day, without a period": {graph.ActorFilter{On: dayPointer(t, "1000-01-01")}, undated, true},
		"words of a name":           {graph.ActorFilter{Text: "repu mali"}, mali, true},
		"words of two names":        {graph.ActorFilter{Text: "republique"}, mali, true},
		"other words":               {graph.ActorFilter{Text: "niger"}, mali, false},
		"its code":                  {graph.ActorFilter{Code: &graph.Code{Scheme: "iso3", Value: "MLI"}}, mali, true},
		"another code":              {graph.ActorFilter{Code: &graph.Code{Scheme: "iso3", Value: "NER"}}, mali, false},
	} {
		if got := c.f.Match(c.a); got != c.want {
			t.Errorf("%s: %v; wanted %v", name, got, c.want)
		}
	}
}

func TestEventFilter(t *testing.T) {
	summit := graph.Event{
		ID: "event:summit", Period: graph.MustPeriod("2023-07-27/2023-07-28"), Names: []graph.Name{{Text: "Russia–Africa Summit"}},
		Participants: []graph.Participant{{Actor: "russia"}, {Actor: "mali"}},
	}
	for name, c := range map[string]struct {
		f    graph.EventFilter
		want bool
	}{
		"nothing":           {graph.EventFilter{}, true},
		"its day":           {graph.EventFilter{On: dayPointer(t, "2023-07-28")}, true},
		"the day after":     {graph.EventFilter{On: dayPointer(t, "2023-07-29")}, false},
		"a window":          {graph.EventFilter{During: window(t, "2023-07-28", "2023-08-31")}, true},
		"a later window":    {graph.EventFilter{During: window(t, "2023-07-29", "2023-08-31")}, false},
		"a participant":     {graph.EventFilter{Actors: []graph.ActorID{"niger", "mali"}}, true},
		"nobody of it":      {graph.EventFilter{Actors: []graph.ActorID{"niger"}}, false},
		"words of its name": {graph.EventFilter{Text: "africa sum"}, true},
		"other words":       {graph.EventFilter{Text: "europe"}, false},
	} {
		if got := c.f.Match(summit); got != c.want {
			t.Errorf("%s: %v; wanted %v", name, got, c.want)
		}
	}
}

func TestEvidenceAndSourceFilter(t *testing.T) {
	e := graph.Evidence{ID: "evidence:x", Relation: "relation:call", Source: "source:kremlin"}
	for name, c := range map[string]struct {
		f    graph.EvidenceFilter
		want bool
	}{
		"nothing":          {graph.EvidenceFilter{}, true},
		"its id":           {graph.EvidenceFilter{IDs: []graph.EvidenceID{"evidence:x"}}, true},
		"another id":       {graph.EvidenceFilter{IDs: []graph.EvidenceID{"evidence:X"}}, false},
		"its relation":     {graph.EvidenceFilter{Relations: []graph.RelationID{"relation:call"}}, true},
		"no relation":      {graph.EvidenceFilter{Relations: []graph.RelationID{}}, false},
		"an event":         {graph.EvidenceFilter{Events: []graph.EventID{"event:summit"}}, false},
		"its source":       {graph.EvidenceFilter{Sources: []graph.SourceID{"source:kremlin"}}, true},
		"both, one wrong":  {graph.EvidenceFilter{Relations: []graph.RelationID{"relation:call"}, Sources: []graph.SourceID{"source:tass"}}, false},
		"neither relation": {graph.EvidenceFilter{Relations: []graph.RelationID{"relation:other"}}, false},
	} {
		if got := c.f.Match(e); got != c.want {
			t.Errorf("evidence, %s: %v; wanted %v", name, got, c.want)
		}
	}
	s := graph.Source{Title: "Read-out of a call", Publisher: "Présidence"}
	for text, want := range map[string]bool{"": true, "read out": true, "presidence call": true, "tass": false, "*": false} {
		if got := (graph.SourceFilter{Text: text}).Match(s); got != want {
			t.Errorf("source, %q: %v; wanted %v", text, got, want)
		}
	}
}
