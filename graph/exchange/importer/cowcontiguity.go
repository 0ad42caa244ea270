package importer

import (
	"cmp"
	"fmt"

	"github.com/entente/entente/graph"
)

// cowContiguity reads the borders of Correlates of War: the master list of periods,
// else pairs and years.
var cowContiguity = Format{
	Name: "cow-contiguity", Title: "COW direct contiguity 3.2, borders by land and across water", Whole: true,
	reliable: graph.Grade{Reliability: "B", Credibility: 2},
	Source: graph.Source{
		ID: "source:cow-contiguity", Title: "Correlates of War: Direct Contiguity, version 3.2",
		Publisher: "Stinnett, Tir, Schafer, Diehl and Gochman; Correlates of War Project", Published: graph.MustPeriod("2017"), Address: "https://correlatesofwar.org/data-sets/direct-contiguity/",
		Note: "Cite Stinnett et al. 2002, Conflict Management and Peace Science 19 (2).",
	},
	shapes: []shape{
		{name: "the master list (contdir.csv)", columns: []string{"statelno", "statehno", "conttype", "begin", "end"}, rows: contiguityMaster},
		{name: "pairs and years (contdird.csv)", columns: []string{"state1no", "state2no", "year", "conttype"}, rows: contiguityYears},
		{name: "spells", columns: []string{"ccode1", "ccode2", "conttype", "stdate", "enddate"}, rows: contiguitySpells},
	},
}

// contiguityWord gives the word of the registry for the data set's types.
var contiguityWord = map[int]string{1: "land", 2: "12 miles", 3: "24 miles", 4: "150 miles", 5: "400 miles"}

type borderKey struct {
	pair [2]int
	kind int
}

// border is a border over a period whose ends are known to the month.
type border struct {
	first, last string // YYYY-MM
	spell
}

type borders struct {
	all         map[borderKey][]border
	years       *fold[borderKey]
	states      map[int]string
	first, last string // the first and the last month of the data
}

func contiguityState(r *run) *borders {
	return stateOf(r, func() *borders {
		return &borders{all: map[borderKey][]border{}, years: newFold[borderKey](), states: map[int]string{}, first: "9999"}
	}, func(s *borders) error { return s.end(r) })
}

func contiguityMaster(r *run, t *table) error {
	s := contiguityState(r)
	return r.each(t, func() error {
		begin, _, err := t.int("begin")
		if err != nil {
			return err
		}
		end, _, err := t.int("end")
		if err != nil {
			return err
		}
		s.states[mustInt(t.text("statelno"))], s.states[mustInt(t.text("statehno"))] = t.text("statelab"), t.text("statehab")
		return s.add(r, t, "statelno", "statehno", date(begin/100, begin%100, 0), date(end/100, end%100, 0))
	})
}

func contiguitySpells(r *run, t *table) error {
	s := contiguityState(r)
	return r.each(t, func() error {
		begin, err := t.day("stdate")
		if err != nil {
			return err
		}
		end, err := t.day("enddate")
		if err != nil {
			return err
		}
		s.states[mustInt(t.text("ccode1"))], s.states[mustInt(t.text("ccode2"))] = t.text("state1"), t.text("state2")
		return s.add(r, t, "ccode1", "ccode2", begin.String()[:7], end.String()[:7]) // the day means nothing
	})
}

// add takes a border known to the month.
func (s *borders) add(r *run, t *table, a, b, first, last string) error {
	from, err := t.number1(a)
	if err != nil {
		return err
	}
	to, err := t.number1(b)
	if err != nil {
		return err
	}
	kind, err := t.contiguity()
	if err != nil {
		return err
	}
	if kind == 0 {
		r.left(t.at(), "no border (type 0)")
		return nil
	}
	if first == "" || last == "" || last < first {
		return t.bad("", "the border begins %s and ends %s; it must end after it begins", quote(first), quote(last))
	}
	k := borderKey{pair(from, to), kind}
	s.all[k] = append(s.all[k], border{first, last, spell{mustInt(first[:4]), mustInt(last[:4])}})
	s.first, s.last = min(s.first, first), max(s.last, last)
	return nil
}

func (t *table) contiguity() (int, error) {
	kind, _, err := t.int("conttype")
	if err != nil {
		return 0, err
	}
	if contiguityWord[kind] == "" && kind != 0 {
		return 0, t.bad("conttype", "%s is none of 0 to 5", quote(t.text("conttype")))
	}
	return kind, nil
}

func contiguityYears(r *run, t *table) error {
	s := contiguityState(r)
	return r.each(t, func() error {
		a, b, year, err := t.dyadYear("state1no", "state2no", "year")
		if err != nil {
			return err
		}
		kind, err := t.contiguity()
		if err != nil {
			return err
		}
		s.years.saw(year, year)
		if kind > 0 {
			s.years.add(borderKey{pair(a, b), kind}, year, year)
		}
		return nil
	})
}

func (s *borders) end(r *run) error {
	if len(s.all) == 0 && len(s.years.of) == 0 {
		return nil
	}
	if len(s.all) == 0 {
		s.first, s.last = yearText(s.years.first), yearText(s.years.last)
		for k := range s.years.of {
			for _, sp := range s.years.spells(k) {
				s.all[k] = append(s.all[k], border{yearText(sp.first), yearText(sp.last), sp})
			}
		}
	}
	if err := r.cite([]graph.KindName{"BORDERS"}, []graph.ActorKind{graph.State}, mustInt(s.first[:4]), mustInt(s.last[:4]), "Borders between members of the state system, by land or across at most 400 miles of water."); err != nil {
		return err
	}
	keys := (&fold[borderKey]{of: keysOnly(s.all)}).keys(func(x, y borderKey) int { return cmp.Or(comparePairs(x.pair, y.pair), cmp.Compare(x.kind, y.kind)) })
	for _, k := range keys {
		for _, b := range s.all[k] {
			if err := s.border(r, k, b); err != nil {
				return err
			}
		}
	}
	return nil
}

func keysOnly[K comparable, V any](m map[K]V) map[K][]spell {
	out := make(map[K][]spell, len(m))
	for k := range m {
		out[k] = nil
	}
	return out
}

func (s *borders) border(r *run, k borderKey, b border) error {
	e := ends{b.first, b.last}
	if b.first <= s.first {
		e.first = ""
	}
	if b.last >= s.last {
		e.last = ""
	}
	for _, p := range pieces(r.party(cow(k.pair[0], s.states[k.pair[0]])), r.party(cow(k.pair[1], s.states[k.pair[1]])), b.spell, e) {
		rel := r.tie(fmt.Sprintf("%d-%d-%d-%s", k.pair[0], k.pair[1], k.kind, max(b.first, yearText(p.spell.first))), p, "BORDERS", graph.Asserted)
		rel.Qualifiers = []graph.Qualifier{{Name: "contiguity", Value: contiguityWord[k.kind]}}
		if err := r.emit(graph.Record{Relation: &rel}); err != nil {
			return err
		}
	}
	return nil
}
