package importer

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/entente/entente/graph"
)

// cowWar reads the inter-state wars of Correlates of War: who took part in each war,
// and who fought whom.
var cowWar = Format{
	Name: "cow-war", Title: "COW inter-state wars 4.0", Whole: true,
	reliable: graph.Grade{Reliability: "B", Credibility: 2},
	Source: graph.Source{
		ID: "source:cow-war", Title: "Correlates of War: Inter-State Wars, version 4.0",
		Publisher: "Sarkees and Wayman; Correlates of War Project", Published: graph.MustPeriod("2010"), Address: "https://correlatesofwar.org/data-sets/cow-war/",
		Note: "Cite Sarkees and Wayman 2010, Resort to War: 1816–2007. A war has at least 1,000 battle deaths a year.",
	},
	shapes: []shape{
		{name: "participants (Inter-StateWarData_v4.0.csv)", columns: []string{"warnum", "warname", "ccode", "side", "startyear1"}, rows: warParticipants},
		{name: "pairs (directed_dyadic_war.csv)", columns: []string{"warnum", "statea", "stateb", "warstrtyr", "warendyr"}, rows: warPairs},
		{name: "pairs and years", columns: []string{"warnum", "ccode1", "ccode2", "year", "sidea1", "outcome1"}, rows: warYears},
	},
}

// warThrough is the last year of the release that the reader was written for. The
// files have rows for years of war only, so the last of them says nothing.
const warThrough = 2007

type warKey struct {
	war  int
	pair [2]int
}

type wars struct {
	pairs  *fold[warKey]
	dates  map[warKey][2]string
	parts  map[int]map[int]fighter
	names  map[int]string
	span   map[int]spell
	states map[int]string
}

// fighter is a state's part in a war.
type fighter struct {
	side      string
	initiator bool
	deaths    int
}

func warState(r *run) *wars {
	return stateOf(r, func() *wars {
		return &wars{pairs: newFold[warKey](), dates: map[warKey][2]string{}, parts: map[int]map[int]fighter{}, names: map[int]string{}, span: map[int]spell{}, states: map[int]string{}}
	}, func(s *wars) error { return s.end(r) })
}

// fights keeps a state's part in a war, and the years of the war.
func (s *wars) fights(war, state int, f fighter, sp spell) {
	if s.parts[war] == nil {
		s.parts[war] = map[int]fighter{}
		s.span[war] = sp
	}
	if was, there := s.parts[war][state]; there {
		f.initiator, f.deaths, f.side = f.initiator || was.initiator, max(f.deaths, was.deaths), cmp.Or(was.side, f.side)
	}
	s.parts[war][state] = f
	s.span[war] = spell{min(s.span[war].first, sp.first), max(s.span[war].last, sp.last)}
}

func warParticipants(r *run, t *table) error {
	s := warState(r)
	return r.each(t, func() error {
		war, err := t.number1("warnum")
		if err != nil {
			return err
		}
		state, err := t.number1("ccode")
		if err != nil {
			return err
		}
		first, err := t.year("startyear1")
		if err != nil {
			return err
		}
		last, _, err := t.int("endyear1")
		if err != nil {
			return err
		}
		again, _, err := t.int("endyear2") // some fought twice
		if err != nil {
			return err
		}
		deaths, _, err := t.int("batdeath")
		if err != nil {
			return err
		}
		s.names[war] = t.text("warname")
		s.states[state] = t.text("statename")
		sp := spell{first, max(last, again, first)}
		s.fights(war, state, fighter{sideWord(t.text("side")), t.text("initiator") == "1", deaths}, sp)
		return nil
	})
}

func sideWord(s string) string {
	switch s {
	case "1":
		return "side A"
	case "2":
		return "side B"
	}
	return ""
}

func warPairs(r *run, t *table) error {
	s := warState(r)
	return r.each(t, func() error {
		war, err := t.number1("warnum")
		if err != nil {
			return err
		}
		a, b, first, err := t.dyadYear("statea", "stateb", "warstrtyr")
		if err != nil {
			return err
		}
		last, _, err := t.int("warendyr")
		if err != nil {
			return err
		}
		begin, _, err := t.date("warstrtyr", "warstrtmnth", "warstrtday")
		if err != nil {
			return err
		}
		end, _, err := t.date("warendyr", "warendmnth", "warenday")
		if err != nil {
			return err
		}
		if last < first || end < begin[:min(len(begin), len(end))] {
			return t.bad("warendyr", "the war ends (%s) before it begins (%s)", quote(end), quote(begin))
		}
		k := warKey{war, pair(a, b)}
		s.pairs.add(k, first, last)
		if _, there := s.dates[k]; there && s.dates[k] != [2]string{begin, end} {
			delete(s.dates, k) // they fought more than once
			s.dates[k] = [2]string{}
		} else {
			s.dates[k] = [2]string{begin, end}
		}
		for _, x := range []int{a, b} {
			s.fights(war, x, fighter{}, spell{first, last})
		}
		return nil
	})
}

func warYears(r *run, t *table) error {
	s := warState(r)
	return r.each(t, func() error {
		war, err := t.number1("warnum")
		if err != nil {
			return err
		}
		a, b, year, err := t.dyadYear("ccode1", "ccode2", "year")
		if err != nil {
			return err
		}
		s.states[a], s.states[b] = t.text("state1"), t.text("state2")
		s.pairs.add(warKey{war, pair(a, b)}, year, year)
		for i, x := range []int{a, b} {
			n := fmt.Sprint(i + 1)
			deaths, _, err := t.int("batdeath" + n)
			if err != nil {
				return err
			}
			s.fights(war, x, fighter{sideWord(t.text("sidea" + n)), t.text("initiator"+n) == "1", deaths}, spell{year, year})
		}
		return nil
	})
}

func (s *wars) end(r *run) error {
	if len(s.parts) == 0 {
		return nil
	}
	first, last := warThrough, warThrough
	for _, sp := range s.span {
		first, last = min(first, sp.first), max(last, sp.last)
	}
	var kinds []graph.KindName
	if len(s.pairs.of) > 0 {
		kinds = []graph.KindName{"AT_WAR_WITH"}
	}
	if err := r.cite(kinds, []graph.ActorKind{graph.State}, first, last, "Wars between states with at least 1,000 battle deaths a year."); err != nil {
		return err
	}
	for _, war := range slices.Sorted(maps.Keys(s.parts)) {
		if err := s.event(r, war, last); err != nil {
			return err
		}
	}
	keys := s.pairs.keys(func(x, y warKey) int { return cmp.Or(cmp.Compare(x.war, y.war), comparePairs(x.pair, y.pair)) })
	for _, k := range keys {
		all := s.pairs.spells(k)
		for _, sp := range all {
			if err := s.fought(r, k, sp, len(all) == 1, last); err != nil {
				return err
			}
		}
	}
	return nil
}

// event records a war with who took part in it.
func (s *wars) event(r *run, war, dataLast int) error {
	name := s.names[war]
	if name == "" {
		name = fmt.Sprintf("Inter-state war %d (%s)", war, spanText(s.span[war]))
	}
	e := endsOf(s.span[war], 0, dataLast)
	x := graph.Event{
		ID: warEvent(r, war), Names: []graph.Name{{Text: name, Language: "en", Primary: true}}, Period: period(e.first, e.last),
	}
	seen := map[graph.ActorID]bool{}
	for _, state := range slices.Sorted(maps.Keys(s.parts[war])) {
		f := s.parts[war][state]
		id, ok := r.names.Find(cow(state, s.states[state]), yearWindow(s.span[war].first))
		if !ok || seen[id] {
			continue
		}
		seen[id] = true
		role := cmp.Or(f.side, "participant")
		if f.initiator {
			role += ", initiator"
		}
		note := ""
		if f.deaths > 0 {
			note = fmt.Sprintf("Battle deaths by COW: %d.", f.deaths)
		}
		x.Participants = append(x.Participants, graph.Participant{Actor: id, Role: role, Evidence: []graph.Evidence{
			r.evidence(fmt.Sprintf("%s-%d-part", r.format.Name, war), len(x.Participants)+1, graph.Asserted, note),
		}})
	}
	return r.emit(graph.Record{Event: &x})
}

func warEvent(r *run, war int) graph.EventID {
	return graph.EventID(fmt.Sprintf("%s%s-%d", graph.EventPrefix, r.format.Name, war))
}

// fought records a war between two states.
func (s *wars) fought(r *run, k warKey, sp spell, once bool, dataLast int) error {
	e := endsOf(sp, 0, dataLast)
	if d := s.dates[k]; once && d[0] != "" {
		e.first = d[0]
		if e.last != "" {
			e.last = d[1]
		}
	}
	for _, p := range pieces(r.party(cow(k.pair[0], s.states[k.pair[0]])), r.party(cow(k.pair[1], s.states[k.pair[1]])), sp, e) {
		rel := r.tie(fmt.Sprintf("%d-%d-%d-%d", k.war, k.pair[0], k.pair[1], p.spell.first), p, "AT_WAR_WITH", graph.Asserted)
		rel.Event = warEvent(r, k.war)
		rel.Qualifiers = []graph.Qualifier{{Name: "threshold", Value: "1000 battle deaths"}}
		if err := r.emit(graph.Record{Relation: &rel}); err != nil {
			return err
		}
	}
	return nil
}
