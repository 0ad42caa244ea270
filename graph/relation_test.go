package graph_test

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/entente/entente/graph"
)

// piece makes a piece of evidence: piece("b", "B2", graph.Disputes).
func piece(source, grade string, stance graph.Stance) graph.Evidence {
	return graph.Evidence{
		Source: graph.SourceID(graph.SourcePrefix + source), Stance: stance, Modality: graph.Reported,
		Grade: graph.Grade{Reliability: graph.Reliability(grade[:1]), Credibility: int(grade[1] - '0')},
	}
}

func near(a, b float64) bool { return math.Abs(a-b) < 1e-12 }

func TestCredence(t *testing.T) {
	for grade, want := range map[string]float64{
		"A1": .95, "A2": .8, "A3": .6, "A4": .35, "A5": .1, "A6": .5,
		"B1": .9025, "B2": .76, "C3": .51, "D4": .245, "E5": .05, "F6": .425, "F1": .8075, "F2": .68,
	} {
		if got := piece("x", grade, graph.Supports).Grade.Credence(); !near(got, want) {
			t.Errorf("%s: %v; wanted %v", grade, got, want)
		}
	}
	for _, g := range []graph.Grade{{}, {Reliability: "G", Credibility: 1}, {Reliability: "A", Credibility: 7}, {Reliability: "a", Credibility: 1}} {
		if got := g.Credence(); got != 0 {
			t.Errorf("the unknown grade %v: %v; wanted 0", g, got)
		}
	}
}

// TestConfidence checks the rule against numbers worked out by hand.
func TestConfidence(t *testing.T) {
	const s, d = graph.Supports, graph.Disputes
	for _, c := range []struct {
		name     string
		evidence []graph.Evidence
		want     float64
		word     graph.ConfidenceWord
	}{
		{"one piece", []graph.Evidence{piece("a", "B2", s)}, .76, graph.Moderate},
		{"two sources: 1 - .24 × .2", []graph.Evidence{piece("a", "B2", s), piece("b", "A2", s)}, .952, graph.High},
		{"two pieces of one source: the best", []graph.Evidence{piece("a", "C3", s), piece("a", "B2", s), piece("a", "E5", s)}, .76, graph.Moderate},
		{"the same piece twice counts once", []graph.Evidence{piece("a", "B2", s), piece("a", "B2", s)}, .76, graph.Moderate},
		{"disputed: .95 × (1 - .76/2)", []graph.Evidence{piece("a", "A1", s), piece("b", "B2", d)}, .589, graph.Moderate},
		{"disputed by two: s = .95, d = 1 - .24 × .4 = .904", []graph.Evidence{piece("a", "A1", s), piece("b", "B2", d), piece("c", "A3", d)}, .95 * (1 - .452), graph.Moderate},
		{"a source for and against itself", []graph.Evidence{piece("a", "A1", s), piece("a", "A1", d)}, .95 * .525, graph.Low},
		{"only disputed", []graph.Evidence{piece("a", "A1", d)}, 0, graph.Low},
		{"never above .99", []graph.Evidence{piece("a", "A1", s), piece("b", "A1", s), piece("c", "A1", s)}, .99, graph.High},
		{"cannot be judged", []graph.Evidence{piece("a", "F6", s)}, .425, graph.NotJudged},
		{"some of it can be judged", []graph.Evidence{piece("a", "F6", s), piece("b", "E5", s)}, 1 - .575*.95, graph.Low},
		{"an unknown reliability alone is a judgment", []graph.Evidence{piece("a", "F1", s)}, .8075, graph.High},
		{"exactly .8 is high", []graph.Evidence{piece("a", "A2", s)}, .8, graph.High},
		{"nothing", nil, 0, graph.NotJudged},
	} {
		r := graph.Relation{Evidence: c.evidence}
		if got := r.Confidence(); !near(got, c.want) {
			t.Errorf("%s: confidence %v; wanted %v", c.name, got, c.want)
		}
		if got := r.ConfidenceWord(); got != c.word {
			t.Errorf("%s: %s; wanted %s", c.name, got, c.word)
		}
		if got := r.Edge().Confidence; got != r.Confidence() {
			t.Errorf("%s: the edge says %v", c.name, got)
		}
	}
}

func TestAnalystsConfidence(t *testing.T) {
	half := .5
	r := graph.Relation{AnalystConfidence: &half, Evidence: []graph.Evidence{piece("a", "F6", graph.Supports)}}
	if r.Confidence() != .5 || r.ConfidenceWord() != graph.Moderate || r.Edge().Confidence != .5 || r.ConfidenceRule() != "set by an analyst" {
		t.Errorf("the analyst's .5 reads %v, %s, %v, %q", r.Confidence(), r.ConfidenceWord(), r.Edge().Confidence, r.ConfidenceRule())
	}
	r.AnalystConfidence = nil
	if r.ConfidenceRule() == "set by an analyst" {
		t.Error("a derived confidence is said to be an analyst's")
	}
}

// TestConfidenceIsMonotone checks that support never lowers the confidence, that
// dispute never raises it, and that the order of the evidence does not matter.
func TestConfidenceIsMonotone(t *testing.T) {
	anyPiece := rapid.Custom(func(t *rapid.T) graph.Evidence {
		grade := rapid.StringMatching(`[A-F][1-6]`).Draw(t, "grade")
		stance := rapid.SampledFrom([]graph.Stance{graph.Supports, graph.Disputes}).Draw(t, "stance")
		return piece(rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "source"), grade, stance)
	})
	rapid.Check(t, func(t *rapid.T) {
		all := rapid.SliceOfN(anyPiece, 1, 6).Draw(t, "evidence")
		one := anyPiece.Draw(t, "one more")
		before := graph.Relation{Evidence: all}.Confidence()
		after := graph.Relation{Evidence: append(slices.Clone(all), one)}.Confidence()
		if before < 0 || before > .99 {
			t.Fatalf("confidence %v", before)
		}
		if one.Stance == graph.Supports && after < before-1e-12 || one.Stance == graph.Disputes && after > before+1e-12 {
			t.Fatalf("%v to %v by one that %s", before, after, one.Stance)
		}
		slices.Reverse(all)
		if backwards := (graph.Relation{Evidence: all}).Confidence(); !near(backwards, before) {
			t.Fatalf("%v one way, %v the other", before, backwards)
		}
	})
}

func TestModality(t *testing.T) {
	with := func(stance graph.Stance, m graph.Modality) graph.Evidence {
		e := piece("a", "A1", stance)
		e.Modality = m
		return e
	}
	for _, c := range []struct {
		evidence []graph.Evidence
		want     graph.Modality
		disputed bool
	}{
		{[]graph.Evidence{with(graph.Supports, graph.Planned), with(graph.Supports, graph.Attributed)}, graph.Attributed, false},
		{[]graph.Evidence{with(graph.Supports, graph.Planned), with(graph.Disputes, graph.Asserted)}, graph.Planned, true},
		{[]graph.Evidence{with(graph.Disputes, graph.Conditional), with(graph.Disputes, graph.Ordered)}, graph.Ordered, true},
	} {
		r := graph.Relation{Evidence: c.evidence}
		if r.Modality() != c.want || r.Edge().Modality != c.want || r.Disputed() != c.disputed {
			t.Errorf("%v: %s, on the edge %s, disputed %v; wanted %s, %v", c.evidence, r.Modality(), r.Edge().Modality, r.Disputed(), c.want, c.disputed)
		}
		if got := (graph.Participant{Evidence: c.evidence}).Modality(); got != c.want {
			t.Errorf("a participant: %s; wanted %s", got, c.want)
		}
		if got := (graph.EventLink{Evidence: c.evidence}).Modality(); got != c.want {
			t.Errorf("a link: %s; wanted %s", got, c.want)
		}
	}
}

func TestWeight(t *testing.T) {
	half := .5
	consent := func(v string) []graph.Qualifier { return []graph.Qualifier{{Name: "consent", Value: v}} }
	for _, c := range []struct {
		name string
		r    graph.Relation
		want float64
	}{
		{"the kind's", graph.Relation{Kind: "DEFENSE_PACT"}, .9},
		{"an analyst's", graph.Relation{Kind: "DEFENSE_PACT", AnalystWeight: &half}, .5},
		{"invited forces", graph.Relation{Kind: graph.ForcesIn, Qualifiers: consent("invited")}, .4},
		{"forces of which nothing is said", graph.Relation{Kind: graph.ForcesIn}, .4},
		{"contested forces", graph.Relation{Kind: graph.ForcesIn, Qualifiers: consent("contested")}, -.4},
		{"occupying forces", graph.Relation{Kind: graph.ForcesIn, Qualifiers: consent("occupation")}, -.4},
		{"contested forces, but an analyst says otherwise", graph.Relation{Kind: graph.ForcesIn, Qualifiers: consent("contested"), AnalystWeight: &half}, .5},
		{"contested consent of another kind", graph.Relation{Kind: "AIDS", Qualifiers: consent("contested")}, .6},
		{"an unknown kind", graph.Relation{Kind: "LOVES"}, 0},
	} {
		if got := c.r.Weight(); got != c.want || c.r.Edge().Weight != c.want {
			t.Errorf("%s: %v, on the edge %v; wanted %v", c.name, got, c.r.Edge().Weight, c.want)
		}
	}
}

func TestPublishedBy(t *testing.T) {
	on := func(source, published string, stance graph.Stance) graph.Evidence {
		e := piece(source, "A1", stance)
		if published != "" {
			e.Published = graph.MustPeriod(published)
		}
		return e
	}
	r := graph.Relation{Evidence: []graph.Evidence{
		on("early", "2023-08-10", graph.Disputes), on("month", "2023-08", graph.Supports), on("late", "2023-09-05", graph.Supports), on("undated", "", graph.Supports),
	}}
	for day, want := range map[string]struct {
		sources int
		ok      bool
	}{
		"2023-08-09": {0, false}, // nothing
		"2023-08-10": {1, false}, // only what disputes it
		"2023-08-30": {1, false}, // that of August is not certainly public
		"2023-08-31": {2, true},
		"2023-09-05": {3, true},
		"2999-01-01": {3, true}, // the undated never
	} {
		known, ok := r.PublishedBy(mustDay(t, day))
		if len(known.Evidence) != want.sources || ok != want.ok {
			t.Errorf("by %s: %d pieces, known %v; wanted %d, %v", day, len(known.Evidence), ok, want.sources, want.ok)
		}
	}
	if len(r.Evidence) != 4 {
		t.Error("the relation itself has lost evidence")
	}
}

// TestBoundsOfRelation checks which days of the evidence count as observations.
func TestBoundsOfRelation(t *testing.T) {
	e := piece("a", "A1", graph.Supports)
	e.Published = graph.MustPeriod("2023-08-16")
	seen := e
	seen.Observed = graph.MustPeriod("2021-02-03")
	disputing := e
	disputing.Stance, disputing.Observed = graph.Disputes, graph.MustPeriod("1999-01-01")
	for name, c := range map[string]struct {
		evidence []graph.Evidence
		want     string
	}{
		"the day of publication":             {[]graph.Evidence{e}, "2023-08-16"},
		"the day observed stands for it":     {[]graph.Evidence{seen}, "2021-02-03"},
		"the first of both":                  {[]graph.Evidence{e, seen}, "2021-02-03"},
		"what disputes it did not see it":    {[]graph.Evidence{e, disputing}, "2023-08-16"},
		"unless there is nothing that does":  {[]graph.Evidence{disputing}, "1999-01-01"},
		"evidence without any day says none": {[]graph.Evidence{piece("a", "A1", graph.Supports)}, "∞"},
	} {
		r := graph.Relation{Period: graph.MustPeriod("/.."), Evidence: c.evidence}
		if got := r.Bounds().StartMax.String(); got != c.want || r.Edge().Bounds != r.Bounds() {
			t.Errorf("%s: begun by %s; wanted %s", name, got, c.want)
		}
	}
}

func TestHop(t *testing.T) {
	e := graph.Edge{From: "mali", To: "russia", Weight: -.5, Confidence: .8}
	if got := (graph.Hop{At: "mali", Edge: e}).Other(); got != "russia" {
		t.Errorf("from mali one comes to %s", got)
	}
	if got := (graph.Hop{At: "russia", Edge: e}).Other(); got != "mali" {
		t.Errorf("from russia one comes to %s", got)
	}
	if got := e.Strength(); !near(got, .4) {
		t.Errorf("strength %v; wanted .4", got)
	}
}

func TestOwn(t *testing.T) {
	r := graph.Relation{ID: "relation:x", Revision: 7, Evidence: []graph.Evidence{{}, {Event: "event:stale"}}}
	r.Own()
	for _, e := range r.Evidence {
		if e.Relation != "relation:x" || e.Event != "" || e.Revision != 7 {
			t.Errorf("evidence of a relation: %+v", e)
		}
	}
	x := graph.Event{ID: "event:y", Revision: 8, Participants: []graph.Participant{{Evidence: []graph.Evidence{{}}}}, Links: []graph.EventLink{{Evidence: []graph.Evidence{{}}}}}
	x.Own()
	if all := x.Evidence(); len(all) != 2 || all[0].Event != "event:y" || all[1].Revision != 8 || all[0].Relation != "" {
		t.Errorf("evidence of an event: %+v", all)
	}
}

func TestDirectionTouches(t *testing.T) {
	call := graph.Edge{Kind: "CALLS", From: "mali", To: "russia"}
	border := graph.Edge{Kind: "BORDERS", From: "mali", To: "niger"}
	for _, c := range []struct {
		d    graph.Direction
		at   graph.ActorID
		e    graph.Edge
		want bool
	}{
		{graph.Out, "mali", call, true}, {graph.Out, "russia", call, false}, {graph.In, "mali", call, false}, {graph.In, "russia", call, true},
		{graph.Both, "mali", call, true}, {graph.Both, "russia", call, true}, {"", "russia", call, true}, {graph.Both, "niger", call, false},
		{graph.Out, "niger", border, true}, {graph.In, "mali", border, true}, {graph.Out, "togo", border, false},
	} {
		if got := c.d.Touches(c.at, c.e); got != c.want {
			t.Errorf("%s of %s %s %s at %s: %v", c.d, c.e.From, c.e.Kind, c.e.To, c.at, got)
		}
	}
}
