package importer

import (
	"fmt"

	"github.com/entente/entente/graph"
)

// strategicRivalries reads the list of strategic rivalries of Thompson, Sakuwa and
// Suhas.
var strategicRivalries = Format{
	Name: "rivalries", Title: "Strategic rivalries (Thompson, Sakuwa and Suhas)", Whole: true,
	reliable: graph.Grade{Reliability: "B", Credibility: 2},
	Source: graph.Source{
		ID: "source:strategic-rivalries", Title: "Strategic rivalries, 1494–2020",
		Publisher: "Thompson, Sakuwa and Suhas", Published: graph.MustPeriod("2022"),
		Note: "Cite Thompson, Sakuwa and Suhas 2022, Analyzing Strategic Rivalries in World Politics (Springer).",
	},
	shapes: []shape{{name: "the list", columns: []string{"ccode1", "ccode2", "start", "end"}, rows: rivalryRows}},
}

// The first and the last year of the list.
const (
	rivalriesFrom    = 1494
	rivalriesThrough = 2020
)

var rivalryTypes = []string{"positional", "spatial", "ideological", "interventionary"}

type rivalry struct {
	id, name, state1, state2 string
	a, b                     int
	spell
	types []string
	note  string
}

type rivalries struct {
	all         []rivalry
	first, last int
}

func rivalryRows(r *run, t *table) error {
	s := stateOf(r, func() *rivalries { return &rivalries{first: rivalriesFrom, last: rivalriesThrough} }, func(s *rivalries) error { return s.end(r) })
	seen := map[string]int{}
	return r.each(t, func() error {
		a, b, first, err := t.dyadYear("ccode1", "ccode2", "start")
		if err != nil {
			return err
		}
		last, ok, err := t.int("end")
		if err != nil {
			return err
		}
		if !ok {
			last = max(s.last, first)
		}
		if last < first || last > 9999 {
			return t.bad("end", "%d is before the start, %d", last, first)
		}
		x := rivalry{id: t.text("tssr_id"), name: t.text("rivalry"), state1: t.text("state1"), state2: t.text("state2"), a: a, b: b, spell: spell{first, last}}
		if x.id == "" {
			x.id = fmt.Sprintf("%d-%d-%d", a, b, first)
		}
		if at := seen[x.id]; at > 0 {
			return t.bad("tssr_id", "%s stands in line %d already", quote(x.id), at)
		}
		seen[x.id] = t.line
		for _, ty := range rivalryTypes {
			if t.text(ty) == "1" {
				x.types = append(x.types, ty)
			}
		}
		if t.text("principal") == "1" {
			x.note = "A principal rivalry."
		}
		s.first, s.last = min(s.first, first), max(s.last, last)
		s.all = append(s.all, x)
		return nil
	})
}

func (s *rivalries) end(r *run) error {
	if len(s.all) == 0 {
		return nil
	}
	if err := r.cite([]graph.KindName{"RIVAL_OF"}, []graph.ActorKind{graph.State}, s.first, s.last, "Strategic rivalries."); err != nil {
		return err
	}
	for _, x := range s.all {
		for _, p := range pieces(r.party(cow(x.a, x.state1)), r.party(cow(x.b, x.state2)), x.spell, endsOf(x.spell, s.first, s.last)) {
			rel := r.tie(fmt.Sprintf("%s-%d", slugWords(x.id), p.spell.first), p, "RIVAL_OF", graph.Asserted)
			for _, ty := range x.types {
				rel.Qualifiers = append(rel.Qualifiers, graph.Qualifier{Name: "type", Value: ty})
			}
			rel.Note = sentence(x.note, rel.Note)
			if x.name != "" {
				rel.Evidence[0].Note = "Listed as " + x.name + "."
			}
			if err := r.emit(graph.Record{Relation: &rel}); err != nil {
				return err
			}
		}
	}
	return nil
}
