package importer

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/entente/entente/graph"
)

// atop reads the Alliance Treaty Obligations and Provisions: by treaty and member,
// which say most, else by pairs of states and years.
var atop = Format{
	Name: "atop", Title: "ATOP 5.1, alliance treaty obligations", Whole: true, codes: "atop",
	reliable: graph.Grade{Reliability: "B", Credibility: 2},
	Source: graph.Source{
		ID: "source:atop", Title: "Alliance Treaty Obligations and Provisions (ATOP), version 5.1",
		Publisher: "Leeds, Ritter, Mitchell and Long; Rice University", Published: graph.MustPeriod("2022"), Address: "http://www.atopdata.org",
		Note: "Cite Leeds, Ritter, Mitchell and Long 2002, International Interactions 28: 237–260.",
	},
	shapes: []shape{
		{name: "the alliances (atop5_1a.csv)", columns: []string{"atopid", "begyr", "endyr", "defense", "nonagg"}, not: []string{"member"}, rows: atopAlliances},
		{name: "their members (atop5_1m.csv)", columns: []string{"atopid", "member", "yrent", "yrexit"}, rows: atopMembers},
		{name: "directed pairs and years (atop5_1ddyr.csv)", columns: []string{"statea", "stateb", "year", "defense", "nonagg"}, rows: atopDirected},
		{name: "pairs and years (atop5_1dy.csv)", columns: []string{"mem1", "mem2", "year", "defense", "nonagg"}, rows: atopPairs},
		{name: "spells", columns: []string{"ccode1", "ccode2", "start_year", "end_year", "obligation"}, rows: atopSpells},
	},
}

// pact is what one of ATOP's five obligations stands for.
type pact struct {
	column, word string
	kind         graph.KindName
	obligation   graph.Obligation
}

var pacts = []pact{
	{"defense", "defense", "DEFENSE_PACT", graph.Defense},
	{"offense", "offense", "OFFENSE_PACT", graph.Offense},
	{"neutral", "neutrality", "NEUTRALITY_PACT", graph.Neutrality},
	{"nonagg", "nonaggression", "NON_AGGRESSION_PACT", graph.NonAggression},
	{"consul", "consultation", "ENTENTE", graph.Consultation},
}

// atopThrough is the last year of the release that the reader was written for.
const atopThrough = 2018

// pactKey is an obligation between two states; the first is bound, and both if it
// is mutual.
type pactKey struct {
	a, b   int
	pact   int // index of pacts
	mutual bool
}

type alliances struct {
	treaties map[string]*treaty
	pairs    *fold[pactKey]
	oneWay   *fold[pactKey] // of the directed file: what either side owes
	names    map[int]string
	asked    bool // the members were read, so pairs are not
}

type treaty struct {
	id         string
	begin, end string // dates; end is empty while in force
	binds      []graph.Obligation
	members    map[int][]stay
}

// stay is the time of a member in a treaty.
type stay struct {
	from, to    string // dates; to is empty while in force
	first, last int
}

func atopState(r *run) *alliances {
	return stateOf(r, func() *alliances {
		return &alliances{treaties: map[string]*treaty{}, pairs: newFold[pactKey](), oneWay: newFold[pactKey](), names: map[int]string{}}
	}, func(s *alliances) error { return s.end(r) })
}

func atopAlliances(r *run, t *table) error {
	s := atopState(r)
	return r.each(t, func() error {
		id, err := t.need("atopid")
		if err != nil {
			return err
		}
		x := &treaty{id: id, members: map[int][]stay{}}
		if x.begin, _, err = t.date("begyr", "begmo", "begday"); err != nil {
			return err
		}
		if x.end, _, err = t.date("endyr", "endmo", "endday"); err != nil {
			return err
		}
		for _, p := range pacts {
			n, _, err := t.int(p.column)
			if err != nil {
				return err
			}
			if n > 0 {
				x.binds = append(x.binds, p.obligation)
			}
		}
		if s.treaties[id] != nil {
			return t.bad("atopid", "%s stands twice", quote(id))
		}
		s.treaties[id] = x
		return nil
	})
}

func atopMembers(r *run, t *table) error {
	s := atopState(r)
	s.asked = true
	if len(s.treaties) == 0 {
		return inFile(t.file, graph.Errorf(graph.ErrInvalid, "holds the members of alliances; give the file of the alliances (atop5_1a.csv) too, which says what they are bound to"))
	}
	return r.each(t, func() error {
		id, err := t.need("atopid")
		if err != nil {
			return err
		}
		x := s.treaties[id]
		if x == nil {
			return t.bad("atopid", "there is no alliance %s in the file of the alliances; are both files of one release?", quote(id))
		}
		member, ok, err := t.int("member")
		if err != nil || !ok {
			return cmp.Or(err, t.bad("member", "is empty"))
		}
		var in stay
		if in.from, in.first, err = t.date("yrent", "moent", "dayent"); err != nil {
			return err
		}
		if in.to, in.last, err = t.date("yrexit", "moexit", "dayexit"); err != nil {
			return err
		}
		if in.from == "" {
			return t.bad("yrent", "is empty")
		}
		if in.to == "" {
			in.last = max(atopThrough, in.first)
		}
		if in.last < in.first {
			return t.bad("yrexit", "%s is before the entry", quote(in.to))
		}
		x.members[member] = append(x.members[member], in)
		return nil
	})
}

func atopDirected(r *run, t *table) error {
	s := atopState(r)
	if s.asked {
		return nil
	}
	s.asked = true
	return r.each(t, func() error {
		a, b, year, err := t.dyadYear("statea", "stateb", "year")
		if err != nil {
			return err
		}
		s.oneWay.saw(year, year)
		return s.obligations(t, func(i int) { s.oneWay.add(pactKey{a, b, i, false}, year, year) })
	})
}

func atopPairs(r *run, t *table) error {
	s := atopState(r)
	if s.asked {
		return nil
	}
	s.asked = true
	return r.each(t, func() error {
		a, b, year, err := t.dyadYear("mem1", "mem2", "year")
		if err != nil {
			return err
		}
		s.pairs.saw(year, year)
		if n, _, err := t.int("asymm"); err != nil || n == 1 {
			r.left(t.at(), "the file does not say which of the two is bound (asymm); atop5_1ddyr.csv and atop5_1m.csv do")
			return err
		}
		k := pair(a, b)
		return s.obligations(t, func(i int) { s.pairs.add(pactKey{k[0], k[1], i, true}, year, year) })
	})
}

// obligations calls do for each obligation that the row says.
func (s *alliances) obligations(t *table, do func(pact int)) error {
	for i, p := range pacts {
		n, _, err := t.int(p.column)
		if err != nil {
			return err
		}
		if n > 0 {
			do(i)
		}
	}
	return nil
}

func atopSpells(r *run, t *table) error {
	s := atopState(r)
	return r.each(t, func() error {
		a, b, first, err := t.dyadYear("ccode1", "ccode2", "start_year")
		if err != nil {
			return err
		}
		last, err := t.year("end_year")
		if err != nil {
			return err
		}
		if last < first {
			return t.bad("end_year", "%d is before the start, %d", last, first)
		}
		i := slices.IndexFunc(pacts, func(p pact) bool { return p.word == t.text("obligation") })
		if i < 0 {
			return t.bad("obligation", "%s is none of defense, offense, neutrality, nonaggression, consultation", quote(t.text("obligation")))
		}
		s.names[a], s.names[b] = t.text("state1"), t.text("state2")
		k := pactKey{a, b, i, isTrue(t.text("mutual"))}
		if k.mutual {
			p := pair(a, b)
			k.a, k.b = p[0], p[1]
		}
		s.pairs.add(k, first, last)
		return nil
	})
}

// end records what the files say, when all are read.
func (s *alliances) end(r *run) error {
	s.bothWays()
	kinds := []graph.KindName{graph.PartyTo}
	for _, p := range pacts {
		kinds = append(kinds, p.kind)
	}
	first, last := s.pairs.first, s.pairs.last
	if len(s.treaties) > 0 {
		first, last = 1815, atopThrough
	}
	if first > last {
		return nil
	}
	if err := r.cite(kinds, []graph.ActorKind{graph.State}, first, last, "Alliances by written treaty."); err != nil {
		return err
	}
	for _, id := range slices.Sorted(maps.Keys(s.treaties)) {
		if err := s.treaty(r, s.treaties[id]); err != nil {
			return err
		}
	}
	keys := s.pairs.keys(func(x, y pactKey) int {
		return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b), cmp.Compare(x.pact, y.pact), compareBools(x.mutual, y.mutual))
	})
	for _, k := range keys {
		for _, sp := range s.pairs.spells(k) {
			if err := s.pair(r, k, sp); err != nil {
				return err
			}
		}
	}
	return nil
}

// bothWays parts what each side owes the other, as the directed file has it, into
// what both owe and what one owes.
func (s *alliances) bothWays() {
	for k, all := range s.oneWay.of {
		back := k
		back.a, back.b = k.b, k.a
		owed := map[int]bool{}
		for _, sp := range s.oneWay.of[back] {
			for y := sp.first; y <= sp.last; y++ {
				owed[y] = true
			}
		}
		for _, sp := range all {
			for y := sp.first; y <= sp.last; y++ {
				switch p := pair(k.a, k.b); {
				case !owed[y]:
					s.pairs.add(k, y, y)
				case k.a == p[0]:
					s.pairs.add(pactKey{p[0], p[1], k.pact, true}, y, y)
				}
			}
		}
	}
	if s.oneWay.last > 0 {
		s.pairs.saw(s.oneWay.first, s.oneWay.last)
	}
}

// pair records one obligation between two states.
func (s *alliances) pair(r *run, k pactKey, sp spell) error {
	p := pacts[k.pact]
	kind, note := p.kind, ""
	if !k.mutual {
		if p.obligation != graph.Defense {
			r.left("", "only one of the two is bound, and not to defend; there is no kind for that")
			return nil
		}
		kind, note = graph.PledgesDefense, "By treaty; only this side is bound (one-sided obligation)."
	}
	e := endsOf(sp, s.pairs.first, s.pairs.last)
	if s.pairs.first <= 1815 { // the system of states, and the data, begin with the Congress of Vienna
		e.first = yearText(sp.first)
	}
	for _, x := range pieces(r.party(cow(k.a, s.names[k.a])), r.party(cow(k.b, s.names[k.b])), sp, e) {
		word := p.word
		if !k.mutual {
			word += "-one-sided"
		}
		rel := r.tie(fmt.Sprintf("%d-%d-%s-%d", k.a, k.b, word, x.spell.first), x, kind, graph.Asserted)
		rel.Note = sentence(note, rel.Note)
		if k.mutual {
			rel.Qualifiers = []graph.Qualifier{{Name: "status", Value: "in_force"}}
		}
		if err := r.emit(graph.Record{Relation: &rel}); err != nil {
			return err
		}
	}
	return nil
}

// treaty records an alliance: of two members as pacts between them, of more as a
// treaty with its parties.
func (s *alliances) treaty(r *run, x *treaty) error {
	members := slices.Sorted(maps.Keys(x.members))
	for m, all := range x.members {
		x.members[m] = joined(all)
	}
	if len(members) == 2 {
		return s.bilateral(r, x, members[0], members[1])
	}
	if len(members) < 2 {
		return nil
	}
	id := graph.ActorID("atop-" + slugWords(x.id))
	name := "ATOP alliance " + x.id
	if len(x.begin) >= 4 {
		name += " (" + x.begin[:4] + ")"
	}
	err := r.newActor(graph.Actor{
		ID: id, Kind: graph.Treaty, Names: []graph.Name{{Text: name, Language: "en", Primary: true}},
		Codes: []graph.Code{{Scheme: "atop", Value: x.id}}, Exists: periodOrNone(x.begin, x.end), Obligations: x.binds,
		Description: "Alliance treaty of " + fmt.Sprint(len(members)) + " states; ATOP names it by its number.",
	})
	if err != nil {
		return err
	}
	for _, m := range members {
		for _, in := range x.members[m] {
			for _, p := range pieces(r.party(cow(m, "")), fixed(id), spell{in.first, in.last}, ends{in.from, in.to}) {
				rel := r.tie(fmt.Sprintf("%s-%d-%d", slugWords(x.id), m, p.spell.first), p, graph.PartyTo, graph.Asserted)
				rel.Qualifiers = []graph.Qualifier{{Name: "status", Value: "in_force"}}
				if err := r.emit(graph.Record{Relation: &rel}); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// bilateral records a treaty of two: one pact for each obligation.
func (s *alliances) bilateral(r *run, x *treaty, a, b int) error {
	for _, in := range x.members[a] {
		for _, other := range x.members[b] {
			both := stay{first: max(in.first, other.first), last: min(in.last, other.last), from: max(in.from, other.from), to: earlier(in.to, other.to)}
			if both.first > both.last {
				continue
			}
			for _, p := range pacts {
				if !slices.Contains(x.binds, p.obligation) {
					continue
				}
				for _, y := range pieces(r.party(cow(a, "")), r.party(cow(b, "")), spell{both.first, both.last}, ends{both.from, both.to}) {
					rel := r.tie(fmt.Sprintf("%s-%s-%d", slugWords(x.id), p.word, y.spell.first), y, p.kind, graph.Asserted)
					rel.Qualifiers = []graph.Qualifier{{Name: "status", Value: "in_force"}}
					rel.Note = sentence("ATOP alliance "+x.id+".", rel.Note)
					if err := r.emit(graph.Record{Relation: &rel}); err != nil {
						return err
					}
				}
			}
		}
	}
	return nil
}

// joined puts the stays of a member together that follow one another, as the phases
// of a treaty do.
func joined(all []stay) []stay {
	slices.SortFunc(all, func(a, b stay) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.last, b.last)) })
	var out []stay
	for _, x := range all {
		if n := len(out); n > 0 && x.first <= out[n-1].last {
			if x.last > out[n-1].last || x.last == out[n-1].last && later(x.to, out[n-1].to) {
				out[n-1].last, out[n-1].to = x.last, x.to
			}
			continue
		}
		out = append(out, x)
	}
	return out
}

// earlier gives the earlier of two dates; an empty one is not over.
func earlier(a, b string) string {
	if later(a, b) {
		return b
	}
	return a
}

func later(a, b string) bool { return a == "" && b != "" || b != "" && a > b }
