package graphtest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/entente/entente/graph"
)

// relations parses lines and gives their relations.
func relations(t *testing.T, text string) []*graph.Relation {
	t.Helper()
	var out []*graph.Relation
	for _, r := range Records(t, text) {
		if r.Relation != nil {
			out = append(out, r.Relation)
		}
	}
	return out
}

func TestArrow(t *testing.T) {
	r := relations(t, `mali -CALLS 2023-08-15 w=0.2 c=.8 i=.5 m=REPORTED about=niger place=niger event=event:call note="a \ b # c" likelihood=likely quote="they spoke"-> russia`)[0]
	if r.ID != "relation:mali-calls-russia" || r.From != "mali" || r.Kind != "CALLS" || r.To != "russia" || r.Period.String() != "2023-08-15" {
		t.Errorf("%s: %s %s %s, %s", r.ID, r.From, r.Kind, r.To, r.Period)
	}
	if r.Weight() != .2 || r.Confidence() != .8 || r.Intensity != .5 || r.Modality() != graph.Reported {
		t.Errorf("weight %v, confidence %v, intensity %v, %s", r.Weight(), r.Confidence(), r.Intensity, r.Modality())
	}
	if r.About.Actor != "niger" || r.Place != "niger" || r.Event != "event:call" || r.Note != `a \ b # c` || r.Likelihood != "likely" || r.Evidence[0].Quotation != "they spoke" {
		t.Errorf("%+v", r)
	}
}

func TestArrowDefaults(t *testing.T) {
	r := relations(t, "mali -CALLS-> russia # a comment")[0]
	if r.Period.String() != "/.." || r.Weight() != .15 || r.Intensity != 1 || r.Modality() != graph.Asserted || r.AnalystConfidence != nil || r.Confidence() != .95 {
		t.Errorf("%+v", r)
	}
	if len(r.Evidence) != 1 || r.Evidence[0].Source != DefaultSource || r.Evidence[0].Stance != graph.Supports {
		t.Errorf("evidence %+v", r.Evidence)
	}
}

func TestArrowShapes(t *testing.T) {
	for text, want := range map[string]string{
		"mali -BORDERS-- niger":                                  "relation:mali-borders-niger mali BORDERS niger /..",
		"mali -BORDERS 1960/.. -- niger":                         "relation:mali-borders-niger mali BORDERS niger 1960/..",
		"mali -CALLS 2023 -> niger":                              "relation:mali-calls-niger mali CALLS niger 2023",
		"mali -SUSPENDED_FROM 2021-05-30/.. id=x-> ecowas":       "relation:x mali SUSPENDED_FROM ecowas 2021-05-30/..",
		"mali -CALLS [..2023-08-14] id=relation:y-> niger":       "relation:y mali CALLS niger [..2023-08-14]",
		"  mali   -CALLS\t2023-08~ about=\"a crisis\"->  niger ": "relation:mali-calls-niger mali CALLS niger 2023-08~",
	} {
		r := relations(t, text)[0]
		if got := fmt.Sprintf("%s %s %s %s %s", r.ID, r.From, r.Kind, r.To, r.Period); got != want {
			t.Errorf("%s: %s; wanted %s", text, got, want)
		}
	}
	for value, want := range map[string]graph.About{
		"niger": {Actor: "niger"}, "event:summit": {Event: "event:summit"}, `"a crisis"`: {Text: "a crisis"},
	} {
		if got := relations(t, "mali -CALLS about="+value+"-> russia")[0].About; got != want {
			t.Errorf("about %s: %+v", value, got)
		}
	}
}

func TestArrowEvidence(t *testing.T) {
	r := relations(t, "mali -CALLS by=kremlin/B2 by=!reuters/A1 by=source:tass m=ATTRIBUTED status=x-> russia")[0]
	var got []string
	for _, e := range r.Evidence {
		got = append(got, fmt.Sprintf("%s %s %s%d %s", e.Source, e.Stance, e.Grade.Reliability, e.Grade.Credibility, e.Modality))
	}
	want := "source:kremlin SUPPORTS B2 ATTRIBUTED, source:reuters DISPUTES A1 ATTRIBUTED, source:tass SUPPORTS A1 ATTRIBUTED"
	if s := strings.Join(got, ", "); s != want {
		t.Errorf("%s; wanted %s", s, want)
	}
	if r.Qualifier("status") != "x" {
		t.Errorf("qualifiers %v", r.Qualifiers)
	}
}

func TestSameArrowTwice(t *testing.T) {
	rs := relations(t, "mali -CALLS-> russia\nmali -CALLS-> russia\nmali -CALLS-> niger")
	if rs[0].ID != "relation:mali-calls-russia" || rs[1].ID != "relation:mali-calls-russia-2" || rs[2].ID != "relation:mali-calls-niger" {
		t.Errorf("%s, %s, %s", rs[0].ID, rs[1].ID, rs[2].ID)
	}
}

func TestDeclarations(t *testing.T) {
	records := Records(t, `
		event summit 2023-07-27/2023-07-28 "Russia–Africa Summit" russia:host mali:guest place=russia after=event:talks
		mali -CALLS by=kremlin-> cote-divoire
		source kremlin 2023-08-16 "A read-out"
		actor russia STATE "Russia" fr:"Russie" code=iso3:RUS 1991-12-26/..
		actor charter TREATY obligation=DEFENSE
		event talks 2023`)
	var order []string
	byID := map[string]graph.Record{}
	for _, r := range records {
		order = append(order, r.ID())
		byID[r.ID()] = r
	}
	want := "russia charter mali cote-divoire source:kremlin source:test event:summit event:talks relation:mali-calls-cote-divoire"
	if got := strings.Join(order, " "); got != want {
		t.Errorf("%s; wanted %s", got, want)
	}
	russia := byID["russia"].Actor
	if russia.Label("fr", nil) != "Russie" || !russia.HasCode(graph.Code{Scheme: "iso3", Value: "RUS"}) || russia.Exists.String() != "1991-12-26/.." {
		t.Errorf("%+v", russia)
	}
	if a := byID["cote-divoire"].Actor; a.Kind != graph.State || a.Names[0].Text != "Cote Divoire" {
		t.Errorf("an actor that no line declares: %+v", a)
	}
	if a := byID["charter"].Actor; a.Kind != graph.Treaty || len(a.Obligations) != 1 {
		t.Errorf("%+v", a)
	}
	if s := byID["source:kremlin"].Source; s.Title != "A read-out" || s.Published.String() != "2023-08-16" {
		t.Errorf("%+v", s)
	}
	if s := byID["source:test"].Source; s.Published.String() != DefaultPublished {
		t.Errorf("%+v", s)
	}
	e := byID["event:summit"].Event
	if e.Names[0].Text != "Russia–Africa Summit" || len(e.Participants) != 2 || e.Participants[0].Role != "host" || e.Place != "russia" || e.Links[0].To != "event:talks" {
		t.Errorf("%+v", e)
	}
}

func TestParseSaysWhatIsWrong(t *testing.T) {
	for text, want := range map[string]string{
		"mali":                        "line 1, mali: write an actor, an arrow such as -CALLS 2023-08-15->, and an actor",
		"\nmali CALLS russia":         "line 2, mali CALLS russia: write an actor",
		"mali -CALLS russia":          "write an actor, an arrow",
		"mali -LOVES-> russia":        "LOVES is no kind of relation",
		"mali -CALLS-- russia":        "CALLS is not symmetric; write ->",
		"mali -CALLS 2023-13-> niger": `"2023-13" is not a period`,
		"mali -CALLS w=x-> niger":     `"x" is no number`,
		"mali -CALLS m=SAID-> niger":  "SAID is no modality",
		"mali -CALLS by=a/B-> niger":  "B is no grade; write one as B2",
		`mali -CALLS note="a-> niger`: "a quotation mark is not closed",
		"actor x":                     "write actor, an id and a kind",
		"actor x COUNTRY":             "COUNTRY is no kind of actor",
		"source":                      "write source and an id",
		"event e":                     "write event, an id and a period",
		"event e yesterday":           `"yesterday" is not a period`,
	} {
		_, err := Parse(text)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v; wanted %s", text, err, want)
		}
	}
}
