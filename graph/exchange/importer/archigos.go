package importer

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/entente/entente/graph"
)

// archigos reads the leaders of Archigos: a person, the office of who leads a state
// effectively, and when the person held it.
var archigos = Format{
	Name: "archigos", Title: "Archigos 4.1, leaders of states", Whole: true, codes: "archigos",
	reliable: graph.Grade{Reliability: "B", Credibility: 2},
	Source: graph.Source{
		ID: "source:archigos", Title: "Archigos: a data set of political leaders, version 4.1",
		Publisher: "Goemans, Gleditsch and Chiozza", Published: graph.MustPeriod("2016"), Address: "https://www.rochester.edu/college/faculty/hgoemans/data.htm",
		Note: "Cite Goemans, Gleditsch and Chiozza 2009, Journal of Peace Research 46 (2). The leader is who effectively rules, whatever the office.",
	},
	shapes: []shape{{name: "leaders", columns: []string{"obsid", "leadid", "leader", "startdate", "entry", "exit"}, rows: archigosRows}},
}

// archigosThrough is the last year of the release that the reader was written for.
const archigosThrough = 2015

// gwToCOW gives the numbers of Gleditsch and Ward that Correlates of War counts under
// another one.
var gwToCOW = map[int]int{970: 946, 971: 970, 972: 955, 973: 947}

// gleditschWard names a state by its number in the list of Gleditsch and Ward, on a
// day.
func gleditschWard(code int, on graph.Day) Party {
	switch {
	case code == 678 && on >= graph.Date(1990, 5, 22): // united Yemen
		code = 679
	case code == 340: // Serbia
		code = 345
	case gwToCOW[code] != 0:
		code = gwToCOW[code]
	}
	return cow(code, "")
}

type leader struct {
	observed, id, name   string
	born                 int
	state                graph.ActorID
	first, last          graph.Day
	inOffice             bool
	entry, exit, exitWay string
}

type leaders struct {
	all    []leader
	states map[graph.ActorID]graph.Window // over which it has leaders
}

func archigosRows(r *run, t *table) error {
	s := stateOf(r, func() *leaders { return &leaders{states: map[graph.ActorID]graph.Window{}} }, func(s *leaders) error { return s.end(r) })
	seen := map[string]int{}
	state := "gwcode"
	if !t.has(state) {
		state = "ccode"
	}
	end := "enddate"
	if !t.has(end) {
		end = "eindate"
	}
	return r.each(t, func() error {
		l := leader{entry: t.text("entry"), exit: t.text("exit"), exitWay: t.text("exitcode")}
		var err error
		if l.observed, err = t.need("obsid"); err != nil {
			return err
		}
		if at := seen[l.observed]; at > 0 {
			return t.bad("obsid", "%s stands in line %d already", quote(l.observed), at)
		}
		seen[l.observed] = t.line
		if l.id, err = t.need("leadid"); err != nil {
			return err
		}
		if l.name, err = t.need("leader"); err != nil {
			return err
		}
		if l.first, err = t.day("startdate"); err != nil {
			return err
		}
		if l.last, err = t.day(end); err != nil {
			return err
		}
		if l.last < l.first {
			return t.bad(end, "%s is before the start, %s", l.last, l.first)
		}
		code, err := t.number1(state)
		if err != nil {
			return err
		}
		if l.born, _, err = t.int("yrborn"); err != nil {
			return err
		}
		l.inOffice = l.exit == "Still in Office" || l.exitWay == "Still in Office"
		in := graph.Window{First: l.first, Last: l.last}
		id, ok := r.names.Find(gleditschWard(code, l.first), in)
		if !ok {
			return nil
		}
		l.state = id
		w, there := s.states[id]
		if !there {
			w = in
		}
		s.states[id] = graph.Window{First: min(w.First, in.First), Last: max(w.Last, in.Last)}
		s.all = append(s.all, l)
		return nil
	})
}

func (s *leaders) end(r *run) error {
	if len(s.all) == 0 {
		return nil
	}
	first, last := s.all[0].first.Time().Year(), archigosThrough
	for _, l := range s.all {
		first, last = min(first, l.first.Time().Year()), max(last, l.last.Time().Year())
	}
	err := r.cite([]graph.KindName{graph.HoldsOffice}, []graph.ActorKind{graph.Person, graph.Office}, first, last, "Who effectively leads a state; no other offices.")
	if err != nil {
		return err
	}
	offices := map[graph.ActorID]graph.ActorID{}
	for _, state := range slices.Sorted(maps.Keys(s.states)) {
		if offices[state], err = s.office(r, state); err != nil {
			return err
		}
	}
	slices.SortFunc(s.all, func(a, b leader) int {
		return cmp.Or(cmp.Compare(a.state, b.state), cmp.Compare(a.first, b.first), cmp.Compare(a.observed, b.observed))
	})
	for _, l := range s.all {
		if err := s.term(r, l, offices[l.state]); err != nil {
			return err
		}
	}
	return nil
}

// office records the office of who leads a state effectively.
func (s *leaders) office(r *run, state graph.ActorID) (graph.ActorID, error) {
	code := graph.Code{Scheme: "archigos", Value: "leader-of-" + string(state)}
	id, ok, err := r.actor(Party{Code: code}, always, func(graph.ActorID) graph.Actor {
		return graph.Actor{
			ID: graph.ActorID("leader-of-" + string(state)), Kind: graph.Office, Codes: []graph.Code{code},
			Names:       []graph.Name{{Text: "Effective leader of " + r.names.label(state), Language: "en", Primary: true}},
			Description: "Who effectively rules, by Archigos: president, prime minister, monarch or junta, as it may be. No office in law.",
		}
	}, "")
	if err != nil || !ok {
		return "", err
	}
	rel := r.relation("office-"+string(state), id, graph.OfficeOf, state, graph.MustPeriod("/"), graph.Asserted)
	rel.Evidence[0].Observed = period(s.states[state].First.String(), s.states[state].Last.String())
	return id, r.emit(graph.Record{Relation: &rel})
}

// term records a person, and when the person held the office.
func (s *leaders) term(r *run, l leader, office graph.ActorID) error {
	code := graph.Code{Scheme: "archigos", Value: l.id}
	// Archigos has surnames, which many bear: a person is found by the code only.
	id, ok, err := r.actor(Party{Code: code}, always, func(graph.ActorID) graph.Actor {
		a := graph.Actor{
			ID: r.names.id("archigos", l.name+" "+l.observed), Kind: graph.Person, Codes: []graph.Code{code},
			Names: []graph.Name{{Text: l.name, Primary: true}}, Description: "Leader of " + r.names.label(l.state) + ", by Archigos.",
		}
		if l.born > 0 {
			a.Description += " Born " + strconv.Itoa(l.born) + "."
		}
		return a
	}, "")
	if err != nil || !ok || office == "" {
		return err
	}
	e := ends{l.first.String(), l.last.String()}
	if l.inOffice {
		e.last = ""
	}
	rel := r.relation(slugWords(l.observed), id, graph.HoldsOffice, office, period(e.first, e.last), graph.Asserted)
	if l.inOffice {
		rel.Evidence[0].Observed = period(l.first.String(), l.last.String())
	}
	exit := l.exit
	if l.exitWay != "" && l.exitWay != exit {
		exit += fmt.Sprintf(" (%s)", l.exitWay)
	}
	rel.Evidence[0].Note = fmt.Sprintf("Entry: %s; exit: %s.", cmp.Or(l.entry, "unknown"), cmp.Or(exit, "unknown"))
	return r.emit(graph.Record{Relation: &rel})
}
