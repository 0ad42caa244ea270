package importer

import (
	"fmt"
	"math"

	"github.com/entente/entente/graph"
)

// unga reads how far two states vote alike in the General Assembly of the United
// Nations, a row a pair and year.
var unga = Format{
	Name: "unga", Title: "UN General Assembly, agreement of votes", Whole: true,
	reliable: graph.Grade{Reliability: "A", Credibility: 2},
	Source: graph.Source{
		ID: "source:unga", Title: "United Nations General Assembly voting data: agreement of votes",
		Publisher: "Bailey, Strezhnev and Voeten; Harvard Dataverse", Published: graph.MustPeriod("2009/2025"), Address: "https://doi.org/10.7910/DVN/LEJUQZ",
		Note: "Cite Bailey, Strezhnev and Voeten 2017, Journal of Conflict Resolution 61 (2).",
	},
	shapes: []shape{
		{name: "pairs and years (AgreementScoresAll.csv)", columns: []string{"ccode1", "ccode2", "agree"}, rows: ungaByNumber},
		{name: "pairs and years by ISO code", columns: []string{"iso3_1", "iso3_2", "year", "agreement"}, rows: ungaByISO},
	},
}

// ungaReason says why a pair does not weigh what the kind does.
const ungaReason = "0.2 × (2a - 1) for the agreement a: who votes against the other more often than with it is on the other side"

func ungaByNumber(r *run, t *table) error {
	year := "year"
	session := ""
	for _, c := range []string{"session", "session.x"} {
		if t.has(c) {
			session = c
		}
	}
	if !t.has(year) && session == "" {
		return t.bad("", "has neither the column year nor session")
	}
	return r.ungaRows(t, func() (Party, Party, int, error) {
		a, err := t.number1("ccode1")
		if err != nil {
			return Party{}, Party{}, 0, err
		}
		b, err := t.number1("ccode2")
		if err != nil {
			return Party{}, Party{}, 0, err
		}
		if t.has(year) {
			y, err := t.year(year)
			return cow(a, ""), cow(b, ""), y, err
		}
		n, err := t.number1(session)
		return cow(a, ""), cow(b, ""), 1945 + n, err // the first session was in 1946
	}, "agree", "Voeten")
}

func ungaByISO(r *run, t *table) error {
	iso := func(column string) Party {
		return Party{Code: graph.Code{Scheme: "iso3", Value: t.text(column)}, Kinds: []graph.ActorKind{graph.State}}
	}
	return r.ungaRows(t, func() (Party, Party, int, error) {
		y, err := t.year("year")
		return iso("iso3_1"), iso("iso3_2"), y, err
	}, "agreement", "1 - mean difference, abstention half")
}

// ungaRows records each pair and year once, whichever way round it is written.
func (r *run) ungaRows(t *table, ends func() (Party, Party, int, error), column, version string) error {
	if err := r.cited(); err != nil {
		return err
	}
	seen := map[string]bool{}
	return r.each(t, func() error {
		a, b, year, err := ends()
		if err != nil {
			return err
		}
		v, ok, err := t.number(column)
		if err != nil {
			return err
		}
		switch {
		case !ok:
			r.left(t.at(), "the pair voted on nothing together")
			return nil
		case v < 0 || v > 1:
			return t.bad(column, "%v is not between 0 and 1", v)
		}
		from, ok1 := r.names.Find(a, yearWindow(year))
		to, ok2 := r.names.Find(b, yearWindow(year))
		if !ok1 || !ok2 || from == to {
			return nil
		}
		from, to = min(from, to), max(from, to)
		name := fmt.Sprintf("%s-%s-%d", from, to, year)
		if seen[name] {
			r.left(t.at(), "the pair stands in the year already, the other way round")
			return nil
		}
		seen[name] = true
		rel := r.relation(name, from, "VOTES_WITH", to, years(year, year), graph.Asserted)
		weight := math.Round(.2*(2*v-1)*1e4) / 1e4
		rel.AnalystWeight, rel.WeightReason = &weight, ungaReason
		rel.Scaled = []graph.ScaledValue{{Scale: "UNGA agreement", Version: version, Value: v}}
		rel.Qualifiers = []graph.Qualifier{{Name: "body", Value: "UN General Assembly"}}
		if n := t.text("n_votes"); n != "" {
			rel.Evidence[0].Note = "Over " + n + " votes."
		}
		return r.emit(graph.Record{Relation: &rel})
	})
}
