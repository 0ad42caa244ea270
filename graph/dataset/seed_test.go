package dataset

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/entente/entente/graph"
)

const article = graph.SourceID("source:seed-article")

// Every quotation with a place stands just there in the article, counted in
// characters.
func TestQuotationsStandAtTheirPlaceInTheArticle(t *testing.T) {
	text := []rune(string(shared(t, "seed_article.txt")))
	n := 0
	for id, e := range load(t).evidence() {
		if e.Source != article {
			if e.Start != nil {
				t.Errorf("%s has a place in a source whose text is not kept", id)
			}
			continue
		}
		n++
		if e.Start == nil {
			t.Errorf("%s cites the article without a place", id)
			continue
		}
		if *e.End > len(text) || string(text[*e.Start:*e.End]) != e.Quotation {
			t.Errorf("%s: %q does not stand at %d to %d", id, e.Quotation, *e.Start, *e.End)
		}
	}
	if n < 30 {
		t.Errorf("%d pieces of evidence from the article, want one for each of 30 statements at least", n)
	}
}

// Each of the thirty statements is evidence:s01 … evidence:s30, with the grade,
// modality and observation of its coding, but for what the semantics change: S19
// is a metaphor and so ASSESSED, S24 utters no threat and so is INFERRED, C3.
func TestEveryStatementOfTheSeedIsCoded(t *testing.T) {
	all := load(t).evidence()
	rows := sheet(t, shared(t, "seed_statements.csv"))
	if len(rows) != 30 {
		t.Fatalf("%d statements, want 30", len(rows))
	}
	for _, r := range rows {
		e, ok := all[graph.EvidenceID("evidence:"+strings.ToLower(r["id"]))]
		if !ok {
			t.Errorf("%s is not coded", r["id"])
			continue
		}
		modality, credibility := strings.ToUpper(r["modality"]), r["credibility"]
		switch r["id"] {
		case "S19":
			modality = "ASSESSED"
		case "S24":
			modality, credibility = "INFERRED", "3"
		}
		got := []string{e.Quotation, strconv.Itoa(*e.Start), strconv.Itoa(*e.End), string(e.Modality), string(e.Grade.Reliability), strconv.Itoa(e.Grade.Credibility), e.Observed.String(), e.Published.String()}
		want := []string{r["quote"], r["char_start"], r["char_end"], modality, r["reliability"], credibility, r["observed_at"], r["observed_at"]}
		if !slices.Equal(got, want) {
			t.Errorf("%s is coded %q, want %q", r["id"], got, want)
		}
	}
}

// The relations of the statements keep their ends, kinds and periods.
func TestSeedRelations(t *testing.T) {
	b := load(t)
	tests := []struct{ id, from, kind, to, period string }{
		{"s01", "assimi-goita", "HOLDS_OFFICE", "military-leader-of-mali", "/.."},
		{"s02", "assimi-goita", "HOLDS_OFFICE", "president-of-the-transition-of-mali", "/.."},
		{"s04", "assimi-goita", "CALLS", "vladimir-putin", "2023-08-15"},
		{"s09", "russia", "MEETS", "mali", "2023-07"},
		{"s10", "article-coup-makers", "OUSTS", "mohamed-bazoum", "2023-07-26"},
		{"s11", "mohamed-bazoum", "HOLDS_OFFICE", "president-of-niger", "/2023-07-26"},
		{"s12", "article-west-african-leaders", "MOBILIZES", "article-niger-authorities", "[..2023-08-14]"},
		{"s13", "article-west-african-leaders", "MOBILIZES", "article-niger-authorities", "[..2023-08-14]"},
		{"s18", "mali", "REJECTS", "ecowas", "/2023-08-15~"},
		{"s19", "mali", "LEADER_CHANNEL", "russia", "/.."},
		{"s24", "ecowas", "THREATENS_FORCE", "article-niger-authorities", "2023-08-15~"},
		{"s29", "article-foreign-forces", "FORCES_IN", "niger", "/.."},
	}
	for _, tt := range tests {
		r := b.relations[graph.RelationID("relation:"+tt.id)]
		got := []string{string(r.From), string(r.Kind), string(r.To), r.Period.String()}
		if want := []string{tt.from, tt.kind, tt.to, tt.period}; !slices.Equal(got, want) {
			t.Errorf("%s is %q, want %q", tt.id, got, want)
		}
	}
	for _, id := range []graph.RelationID{"relation:s12", "relation:s13"} {
		if r := b.relations[id]; r.About.Actor != "ecowas-standby-force" || r.Place != "niger" || r.Modality() != graph.Ordered {
			t.Errorf("%s: about %v, place %v, modality %v; want the force, Niger and ORDERED", id, r.About, r.Place, r.Modality())
		}
	}
}

// An unknown or a collective of the article is an actor of its own for its
// mention: no evidence from another source speaks of it, and it holds no code.
func TestUnknownsOfTheArticleAreNotShared(t *testing.T) {
	b := load(t)
	for _, r := range b.relations {
		for _, id := range []graph.ActorID{r.From, r.To, r.About.Actor} {
			if !strings.HasPrefix(string(id), "article-") {
				continue
			}
			for _, e := range r.Evidence {
				if e.Source != article {
					t.Errorf("%s speaks of %s by %s", r.ID, id, e.Source)
				}
			}
		}
	}
	for id, a := range b.actors {
		inArticle := strings.HasPrefix(string(id), "article-")
		unnamed := a.Kind == graph.Unknown || a.Kind == graph.Collective
		if inArticle != unnamed || (unnamed && len(a.Codes) > 0) {
			t.Errorf("%s is %s with codes %v", id, a.Kind, a.Codes)
		}
	}
}

// Every row of the first draft of the background is somewhere in the record.
func TestEveryBackgroundRowIsTreated(t *testing.T) {
	b := load(t)
	number := regexp.MustCompile(`\bb[0-9]{3}`)
	treated := map[string]bool{}
	for id := range b.relations {
		treated[strings.ToUpper(number.FindString(string(id)))] = true
	}
	for id := range b.evidence() {
		treated[strings.ToUpper(number.FindString(string(id)))] = true
	}
	// These rows are events, whose ids say what happened.
	asEvents := map[string]graph.EventID{
		"B027": "event:ecowas-chiefs-abuja-2023-08",
		"B077": "event:russia-africa-summit-2023",
	}
	for row, id := range asEvents {
		_, treated[row] = b.events[id]
	}
	rows := sheet(t, shared(t, "sahel2023_background.csv"))
	for _, r := range rows {
		if !treated[r["id"]] {
			t.Errorf("%s is left out", r["id"])
		}
	}
}
