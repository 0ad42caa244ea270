package importer

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/encoding/charmap"

	"github.com/entente/entente/graph"
)

// cowIGO reads the memberships in intergovernmental organizations of Correlates of
// War: the table of states and years, with the list of organizations for their names.
var cowIGO = Format{
	Name: "cow-igo", Title: "COW IGO 3, membership in intergovernmental organizations", Whole: true, codes: "cow-igo",
	reliable: graph.Grade{Reliability: "B", Credibility: 2},
	Source: graph.Source{
		ID: "source:cow-igo", Title: "Correlates of War: Intergovernmental Organizations, version 3",
		Publisher: "Pevehouse, Nordstrom, McManus and Jamison; Correlates of War Project", Published: graph.MustPeriod("2019"), Address: "https://correlatesofwar.org/data-sets/igos/",
		Note: "Cite Pevehouse et al. 2020, Journal of Peace Research 57 (3). Before 1965 the data stand in steps of five years.",
	},
	shapes: []shape{
		{name: "the list of organizations", columns: []string{"ioname", "orgname", "sdate"}, not: []string{"ccode"}, rows: igoList},
		{name: "spells", columns: []string{"ccode", "ioname", "status", "start_year", "end_year"}, rows: igoSpells},
		{name: "states and years (state_year_formatv3.csv)", columns: []string{"ccode", "year", "state", "un"}, rows: igoStateYears},
	},
}

// igoStatus gives the status that the data set's numbers stand for.
var igoStatus = map[int]string{1: "full", 2: "associate", 3: "observer"}

// igoSteps is the year before which the data set has every fifth year only.
const igoSteps = 1965

type memberKey struct {
	state  int
	org    string
	status string
}

type organizations struct {
	list    map[string]organization // by ioname in small letters
	members *fold[memberKey]
	states  map[int]string
	steps   bool // no row of a year between the steps was seen
}

type organization struct {
	name         string // short name, as the data set has it
	long         []string
	born, died   int
	exact        bool // its dates before 1965 are completely accurate
	id           graph.ActorID
	asked, known bool
}

func igoState(r *run) *organizations {
	return stateOf(r, func() *organizations {
		return &organizations{list: map[string]organization{}, members: newFold[memberKey](), states: map[int]string{}, steps: true}
	}, func(s *organizations) error { return s.end(r) })
}

// inBrackets is a short name after a long one: "… States (ECOWAS)".
var inBrackets = regexp.MustCompile(`\s*\([^()]*\)\s*$`)

// fromMacintosh mends letters of the Macintosh that the file took for control
// characters: é in "Conférence".
func fromMacintosh(s string) string {
	return strings.Map(func(c rune) rune {
		if c >= 0x80 && c < 0xA0 {
			return charmap.Macintosh.DecodeByte(byte(c))
		}
		return c
	}, s)
}

func igoList(r *run, t *table) error {
	s := igoState(r)
	return r.each(t, func() error {
		name, err := t.need("ioname")
		if err != nil {
			return err
		}
		o := organization{name: name, exact: strings.HasPrefix(t.text("accuracyofpre1965membershipdates"), "Completely accurate")}
		for _, column := range []string{"longorgname", "orgname"} {
			if long := strings.TrimSpace(inBrackets.ReplaceAllString(fromMacintosh(t.text(column)), "")); long != "" && !slices.Contains(o.long, long) {
				o.long = append(o.long, long)
			}
		}
		if o.born, _, err = t.int("sdate"); err != nil {
			return err
		}
		if o.died, _, err = t.int("deaddate"); err != nil {
			return err
		}
		s.list[strings.ToLower(name)] = o
		return nil
	})
}

func igoSpells(r *run, t *table) error {
	s := igoState(r)
	return r.each(t, func() error {
		state, err := t.number1("ccode")
		if err != nil {
			return err
		}
		org, err := t.need("ioname")
		if err != nil {
			return err
		}
		first, err := t.year("start_year")
		if err != nil {
			return err
		}
		last, err := t.year("end_year")
		if err != nil {
			return err
		}
		status := t.text("status")
		switch {
		case last < first:
			return t.bad("end_year", "%d is before the start, %d", last, first)
		case !slices.Contains(slices.Collect(maps.Values(igoStatus)), status):
			return t.bad("status", "%s is none of full, associate, observer", quote(status))
		}
		s.states[state] = t.text("state")
		s.members.add(memberKey{state, org, status}, first, last)
		return nil
	})
}

func igoStateYears(r *run, t *table) error {
	s := igoState(r)
	orgs := slices.DeleteFunc(slices.Clone(t.header), func(c string) bool {
		c = strings.ToLower(c)
		return c == "ccode" || c == "year" || c == "state" || c == "version" || c == ""
	})
	return r.each(t, func() error {
		state, err := t.number1("ccode")
		if err != nil {
			return err
		}
		year, err := t.year("year")
		if err != nil {
			return err
		}
		s.members.saw(year, year)
		s.steps = s.steps && (year >= igoSteps || year%5 == 0)
		for _, org := range orgs {
			n, _, err := t.int(strings.ToLower(org))
			if err != nil {
				return err
			}
			if status, ok := igoStatus[n]; ok {
				s.members.add(memberKey{state, org, status}, year, year)
			}
		}
		return nil
	})
}

func (s *organizations) end(r *run) error {
	if len(s.members.of) == 0 {
		return nil
	}
	if s.steps {
		s.members.stepsBefore = igoSteps
	}
	if err := r.cite([]graph.KindName{graph.MemberOf}, []graph.ActorKind{graph.State, graph.Organization}, s.members.first, s.members.last,
		"Memberships of states in intergovernmental organizations of three or more states."); err != nil {
		return err
	}
	keys := s.members.keys(func(x, y memberKey) int {
		return cmp.Or(cmp.Compare(x.org, y.org), cmp.Compare(x.state, y.state), cmp.Compare(x.status, y.status))
	})
	for _, k := range keys {
		o, err := s.organization(r, k.org)
		if err != nil {
			return err
		}
		if !o.known {
			continue
		}
		for _, sp := range s.members.spells(k) {
			if err := s.member(r, k, o, sp); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *organizations) member(r *run, k memberKey, o organization, sp spell) error {
	e := endsOf(sp, s.members.first, s.members.last)
	note := ""
	if sp.first < igoSteps && !o.exact { // it may have begun up to four years before
		note = "Before 1965 the data set has steps of five years: the dates are approximate."
		e.first = approximate(e.first, sp.first)
		e.last = approximate(e.last, sp.last)
	}
	for _, p := range pieces(r.party(cow(k.state, s.states[k.state])), fixed(o.id), sp, e) {
		rel := r.tie(fmt.Sprintf("%s-%d-%s-%d", slugWords(k.org), k.state, k.status, p.spell.first), p, graph.MemberOf, graph.Asserted)
		rel.Qualifiers = []graph.Qualifier{{Name: "status", Value: k.status}}
		rel.Note = sentence(note, rel.Note)
		if err := r.emit(graph.Record{Relation: &rel}); err != nil {
			return err
		}
	}
	return nil
}

// approximate marks a year before the steps end.
func approximate(text string, year int) string {
	if text == "" || year >= igoSteps {
		return text
	}
	return text + "~"
}

// organization gives the actor that the data set means, a new one if the record has
// none.
func (s *organizations) organization(r *run, name string) (organization, error) {
	key := strings.ToLower(name)
	o, listed := s.list[key]
	if !listed {
		o.name = name
	}
	if o.asked {
		return o, nil
	}
	o.asked = true
	in := always
	if o.born > 0 {
		in.First = graph.Date(o.born, 12, 31)
	}
	if o.died > 0 {
		in.Last = graph.Date(o.died, 1, 1)
	}
	var err error
	o.id, o.known, err = s.find(r, o, in)
	s.list[key] = o
	return o, err
}

// find looks for an organization by its code, then by its long names, then by its
// short one.
func (s *organizations) find(r *run, o organization, in graph.Window) (graph.ActorID, bool, error) {
	p := Party{Code: graph.Code{Scheme: "cow-igo", Value: o.name}, Kinds: []graph.ActorKind{graph.Organization}}
	for _, name := range append(slices.Clone(o.long), o.name) {
		p.Name = name
		if _, how := r.names.find(p, in); how != NotFound {
			break
		}
	}
	return r.actor(p, in, func(id graph.ActorID) graph.Actor {
		names := []graph.Name{{Text: cmp.Or(first(o.long), o.name), Language: "en", Primary: true}}
		for _, n := range append(slices.Clone(o.long), o.name) {
			if n != names[0].Text {
				names = append(names, graph.Name{Text: n, Language: "en"})
			}
		}
		a := graph.Actor{ID: id, Kind: graph.Organization, Names: names, Codes: []graph.Code{p.Code}}
		if o.born > 0 {
			end := ""
			if o.died > 0 {
				end = yearText(o.died)
			}
			a.Exists = period(yearText(o.born), end)
		}
		return a
	}, "igo")
}

func first(all []string) string {
	if len(all) == 0 {
		return ""
	}
	return all[0]
}
