package importer

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/entente/entente/graph"
)

// cowMID reads the militarized interstate disputes of Correlates of War, by pairs of
// states and years.
var cowMID = Format{
	Name: "cow-mid", Title: "COW MID 5, militarized interstate disputes (dyadic)", Whole: true,
	reliable: graph.Grade{Reliability: "B", Credibility: 2},
	Source: graph.Source{
		ID: "source:cow-mid", Title: "Correlates of War: Militarized Interstate Disputes, version 5.0",
		Publisher: "Palmer, McManus, D’Orazio, Kenwick, Karstens and others; Correlates of War Project", Published: graph.MustPeriod("2022"), Address: "https://correlatesofwar.org/data-sets/mids/",
		Note: "Cite Palmer et al. 2022, Conflict Management and Peace Science 39 (4). The hostility is the highest of the side in the dispute.",
	},
	shapes: []shape{
		{name: "the disputes (MIDA)", columns: []string{"dispnum", "styear", "outcome", "hostlev"}, not: []string{"ccode", "ccode1"}, rows: midDisputes},
		{name: "pairs and years (dyadic_mid)", columns: []string{"disno", "statea", "stateb", "year", "hihosta", "hihostb"}, rows: midDyads},
		{name: "directed pairs and years", columns: []string{"dispnum", "ccode1", "ccode2", "year", "hostlev1", "hostlev2"}, rows: midDirected},
	},
}

// midThrough is the last year of the release that the reader was written for: what
// goes on in it may have gone on.
const midThrough = 2014

// midAct says which act a level of hostility stands for. Of level 1, no militarized
// action, there is none.
var midAct = map[int]struct {
	kind      graph.KindName
	hostility string
}{2: {"THREATENS_FORCE", ""}, 3: {"MOBILIZES", ""}, 4: {"USES_FORCE", "4 use"}, 5: {"USES_FORCE", "5 war"}}

var midOutcome = map[int]string{
	1: "victory for side A", 2: "victory for side B", 3: "side A yielded", 4: "side B yielded", 5: "stalemate", 6: "compromise", 7: "seized persons or goods released", 8: "unclear", 9: "the side joined a war",
}

type actKey struct {
	dispute, from, to, level int
}

// side is a state's part in a dispute.
type side struct {
	state           int
	a               bool // on side A
	known, original bool
}

type disputes struct {
	acts    *fold[actKey]
	dates   map[actKey][2]string // first and last day, where the file has them
	sides   map[int][]side
	outcome map[int]string
	states  map[int]string
}

func midState(r *run) *disputes {
	return stateOf(r, func() *disputes {
		return &disputes{acts: newFold[actKey](), dates: map[actKey][2]string{}, sides: map[int][]side{}, outcome: map[int]string{}, states: map[int]string{}}
	}, func(s *disputes) error { return s.end(r) })
}

func midDisputes(r *run, t *table) error {
	s := midState(r)
	return r.each(t, func() error {
		n, err := t.number1("dispnum")
		if err != nil {
			return err
		}
		o, _, err := t.int("outcome")
		if err != nil {
			return err
		}
		s.outcome[n] = midOutcome[o]
		return nil
	})
}

func midDirected(r *run, t *table) error {
	s := midState(r)
	return r.each(t, func() error {
		s.states[mustInt(t.text("ccode1"))], s.states[mustInt(t.text("ccode2"))] = t.text("state1"), t.text("state2")
		return s.row(r, t, midColumns{"dispnum", "ccode1", "ccode2", "hostlev1", "hostlev2", "sidea1", "sidea2", "orig1", "orig2"}, [2]string{})
	})
}

func midDyads(r *run, t *table) error {
	s := midState(r)
	return r.each(t, func() error {
		begin, _, err := t.date("strtyr", "strtmnth", "strtday")
		if err != nil {
			return err
		}
		end, _, err := t.date("endyear", "endmnth", "endday")
		if err != nil {
			return err
		}
		return s.row(r, t, midColumns{"disno", "statea", "stateb", "hihosta", "hihostb", "sideaa", "sideab", "orignata", "orignatb"}, [2]string{begin, end})
	})
}

type midColumns struct{ dispute, a, b, levelA, levelB, sideA, sideB, originalA, originalB string }

// row takes a row: what each of the two did to the other in the year.
func (s *disputes) row(r *run, t *table, c midColumns, dates [2]string) error {
	n, err := t.number1(c.dispute)
	if err != nil {
		return err
	}
	a, b, year, err := t.dyadYear(c.a, c.b, "year")
	if err != nil {
		return err
	}
	s.acts.saw(year, year)
	for _, x := range []struct {
		from, to                int
		level, onA, originating string
	}{{a, b, c.levelA, c.sideA, c.originalA}, {b, a, c.levelB, c.sideB, c.originalB}} {
		level, _, err := t.int(x.level)
		if err != nil {
			return err
		}
		s.takes(n, x.from, t.text(x.onA), t.text(x.originating))
		if _, acted := midAct[level]; !acted {
			r.left(t.at(), "no militarized action of the side is known (hostility level 1 or missing)")
			continue
		}
		k := actKey{n, x.from, x.to, level}
		s.acts.add(k, year, year)
		if dates[0] != "" {
			d, there := s.dates[k]
			if !there {
				d = dates
			}
			s.dates[k] = [2]string{min(d[0], dates[0]), max(d[1], dates[1])}
		}
	}
	return nil
}

// takes keeps a state's part in a dispute.
func (s *disputes) takes(n, state int, onA, original string) {
	for _, x := range s.sides[n] {
		if x.state == state {
			return
		}
	}
	s.sides[n] = append(s.sides[n], side{state: state, a: onA == "1", known: onA != "", original: original == "1"})
}

func (s *disputes) end(r *run) error {
	if len(s.acts.of) == 0 && len(s.sides) == 0 {
		return nil
	}
	kinds := []graph.KindName{"THREATENS_FORCE", "MOBILIZES", "USES_FORCE"}
	if err := r.cite(kinds, []graph.ActorKind{graph.State}, s.acts.first, max(s.acts.last, midThrough), "Threats, displays and uses of force between states in militarized disputes."); err != nil {
		return err
	}
	of := map[int][]actKey{}
	span := map[int]spell{}
	for k := range s.acts.of {
		of[k.dispute] = append(of[k.dispute], k)
		for _, sp := range s.acts.of[k] {
			if all, there := span[k.dispute]; there {
				sp = spell{min(all.first, sp.first), max(all.last, sp.last)}
			}
			span[k.dispute] = sp
		}
	}
	for _, n := range slices.Sorted(maps.Keys(of)) {
		if err := s.dispute(r, n, of[n], span[n]); err != nil {
			return err
		}
	}
	return nil
}

// dispute records a dispute as an event, and what each side did as its acts.
func (s *disputes) dispute(r *run, n int, acts []actKey, sp spell) error {
	e := graph.Event{
		ID: graph.EventID(fmt.Sprintf("%s%s-%d", graph.EventPrefix, r.format.Name, n)), Period: s.period(sp),
		Names: []graph.Name{{Text: fmt.Sprintf("Militarized dispute %d (%s)", n, spanText(sp)), Language: "en", Primary: true}},
	}
	if o := s.outcome[n]; o != "" {
		e.Note = "Outcome by COW MID: " + o + "."
	}
	seen := map[graph.ActorID]bool{}
	for _, x := range s.sides[n] {
		id, ok := r.names.Find(cow(x.state, s.states[x.state]), yearWindow(sp.first))
		if !ok || seen[id] {
			continue
		}
		seen[id] = true
		e.Participants = append(e.Participants, graph.Participant{Actor: id, Role: x.role(), Evidence: []graph.Evidence{
			r.evidence(fmt.Sprintf("%s-%d-part", r.format.Name, n), len(e.Participants)+1, graph.Asserted, ""),
		}})
	}
	if err := r.emit(graph.Record{Event: &e}); err != nil {
		return err
	}
	slices.SortFunc(acts, func(x, y actKey) int {
		return cmp.Or(cmp.Compare(x.from, y.from), cmp.Compare(x.to, y.to), cmp.Compare(x.level, y.level))
	})
	for _, k := range acts {
		for _, sp := range s.acts.spells(k) {
			if err := s.act(r, e.ID, k, sp); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *disputes) act(r *run, of graph.EventID, k actKey, sp spell) error {
	act := midAct[k.level]
	ends := endsOf(sp, 0, max(s.acts.last, midThrough))
	if d, ok := s.dates[k]; ok && len(s.acts.spells(k)) == 1 {
		ends.first = d[0]
		if ends.last != "" {
			ends.last = d[1]
		}
	}
	for _, p := range pieces(r.party(cow(k.from, s.states[k.from])), r.party(cow(k.to, s.states[k.to])), sp, ends) {
		rel := r.tie(fmt.Sprintf("%d-%d-%d-%d-%d", k.dispute, k.from, k.to, k.level, p.spell.first), p, act.kind, graph.Asserted)
		rel.Event = of
		rel.Scaled = []graph.ScaledValue{{Scale: "COW MID hostility", Version: "5.0", Value: float64(k.level)}}
		if act.hostility != "" {
			rel.Qualifiers = []graph.Qualifier{{Name: "hostility", Value: act.hostility}}
		}
		if err := r.emit(graph.Record{Relation: &rel}); err != nil {
			return err
		}
	}
	return nil
}

// period gives the years of a dispute; its end is not known if the data end with it.
func (s *disputes) period(sp spell) graph.Period {
	e := endsOf(sp, 0, max(s.acts.last, midThrough))
	return period(e.first, e.last)
}

func (x side) role() string {
	role := "participant"
	if x.known && x.a {
		role = "side A"
	} else if x.known {
		role = "side B"
	}
	if x.original {
		role += ", from its first day"
	}
	return role
}

func spanText(s spell) string {
	if s.first == s.last {
		return strconv.Itoa(s.first)
	}
	return fmt.Sprintf("%d–%d", s.first, s.last)
}

// mustInt reads a number that is checked elsewhere; 0 if it is none.
func mustInt(s string) int {
	n, _ := strconv.Atoi(s) // what is no number is refused where it is used
	return n
}
