package importer

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/entente/entente/graph"
)

// spell is a run of years.
type spell struct{ first, last int }

// fold puts yearly rows together into spells: years that follow one another with
// the same key are one. It knows the first and the last year of the data.
type fold[K comparable] struct {
	of          map[K][]spell
	first, last int
	// Before the year stepsBefore there are rows for every fifth year only, and
	// those that follow one another are one spell too.
	stepsBefore int
}

func newFold[K comparable]() *fold[K] { return &fold[K]{of: map[K][]spell{}, first: 9999} }

// add adds the years of a row.
func (f *fold[K]) add(k K, first, last int) {
	f.saw(first, last)
	all := f.of[k]
	if n := len(all); n > 0 && first >= all[n-1].first && first <= all[n-1].last+1 { // the usual case: rows in order
		all[n-1].last = max(all[n-1].last, last)
		return
	}
	f.of[k] = append(all, spell{first, last})
}

// saw tells that the data reach over the years.
func (f *fold[K]) saw(first, last int) { f.first, f.last = min(f.first, first), max(f.last, last) }

// spells gives the spells of a key in order.
func (f *fold[K]) spells(k K) []spell {
	all := slices.Clone(f.of[k])
	slices.SortFunc(all, func(a, b spell) int { return cmp.Or(cmp.Compare(a.first, b.first), cmp.Compare(a.last, b.last)) })
	out := all[:0]
	for _, s := range all {
		if n := len(out); n > 0 && s.first <= out[n-1].last+f.step(s.first) {
			out[n-1].last = max(out[n-1].last, s.last)
			continue
		}
		out = append(out, s)
	}
	return out
}

func (f *fold[K]) step(year int) int {
	if year <= f.stepsBefore {
		return 5
	}
	return 1
}

// keys gives the keys in an order.
func (f *fold[K]) keys(compare func(a, b K) int) []K {
	return slices.SortedFunc(maps.Keys(f.of), compare)
}

// years gives the period of years, known at both ends.
func years(first, last int) graph.Period { return period(yearText(first), yearText(last)) }

func yearText(y int) string { return fmt.Sprintf("%04d", y) }

// period makes a period of the dates of its ends, of which either may be empty: not
// known.
func period(first, last string) graph.Period {
	if first == last && first != "" {
		return graph.MustPeriod(first)
	}
	return graph.MustPeriod(first + "/" + last)
}

// date writes a date as precisely as it is known: parts of 0 or below are not.
func date(year, month, day int) string {
	switch {
	case year < 1 || year > 9999:
		return ""
	case month < 1 || month > 12:
		return yearText(year)
	case day < 1 || day > daysIn(year, month):
		return fmt.Sprintf("%04d-%02d", year, month)
	}
	return fmt.Sprintf("%04d-%02d-%02d", year, month, day)
}

func daysIn(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// yearWindow gives the days of a year.
func yearWindow(y int) graph.Window {
	return graph.Window{First: graph.Date(y, 1, 1), Last: graph.Date(y, 12, 31)}
}

// ends are the ends of a spell as they are to be written: empty where the data set
// begins or ends, since what was before or came after is not known.
type ends struct{ first, last string }

// piece is the part of a spell over which the two parties were the same actors of
// the record.
type piece struct {
	from, to graph.ActorID
	spell
	ends
	note string
}

// end gives the actor at one end of a spell in a year.
type end func(year int) (graph.ActorID, bool)

// party is the end that a data set names.
func (r *run) party(p Party) end {
	return func(year int) (graph.ActorID, bool) { return r.names.Find(p, yearWindow(year)) }
}

// fixed is an end that is one actor all the time.
func fixed(id graph.ActorID) end { return func(int) (graph.ActorID, bool) { return id, true } }

// pieces matches the ends of a spell with actors, year by year, since a code may
// stand for one state after another: Russia's for the Soviet Union too.
func pieces(a, b end, s spell, e ends) []piece {
	var out []piece
	for y := s.first; y <= s.last; y++ {
		from, ok1 := a(y)
		to, ok2 := b(y)
		if !ok1 || !ok2 || from == to {
			continue
		}
		if n := len(out); n > 0 && out[n-1].from == from && out[n-1].to == to && out[n-1].spell.last == y-1 {
			out[n-1].spell.last = y
			continue
		}
		out = append(out, piece{from: from, to: to, spell: spell{y, y}})
	}
	for i := range out {
		p := &out[i]
		p.ends = ends{yearText(p.spell.first), yearText(p.spell.last)}
		if p.spell.first == s.first {
			p.ends.first = e.first
		}
		if p.spell.last == s.last {
			p.ends.last = e.last
		}
		if len(out) > 1 {
			p.note = "The data set counts " + strconv.Itoa(s.first) + "–" + strconv.Itoa(s.last) + " as one spell; it is parted where one state followed another."
		}
	}
	return out
}

// endsOf gives the ends of a spell by its years: unknown where it touches the first
// or the last year of the data.
func endsOf(s spell, dataFirst, dataLast int) ends {
	e := ends{yearText(s.first), yearText(s.last)}
	if s.first <= dataFirst {
		e.first = ""
	}
	if s.last >= dataLast {
		e.last = ""
	}
	return e
}

// observed writes on the evidence when the data set saw the spell, where an end of
// it is not known.
func (p piece) observed(e *graph.Evidence) {
	if p.ends.first == "" || p.ends.last == "" {
		e.Observed = years(p.spell.first, p.spell.last)
	}
}

// tie makes the relation of a piece.
func (r *run) tie(name string, p piece, kind graph.KindName, m graph.Modality) graph.Relation {
	x := r.relation(name, p.from, kind, p.to, period(p.ends.first, p.ends.last), m)
	x.Note = p.note
	p.observed(&x.Evidence[0])
	return x
}

func evidenceID(name string, n int) graph.EvidenceID {
	return graph.EvidenceID(graph.EvidencePrefix + name + "-" + strconv.Itoa(n))
}

// cow names a state by its number in Correlates of War.
func cow(code int, name string) Party {
	return Party{Code: graph.Code{Scheme: "cow", Value: strconv.Itoa(code)}, Name: name, Kinds: []graph.ActorKind{graph.State}}
}

// pair orders two numbers, for kinds that are symmetric.
func pair(a, b int) [2]int { return [2]int{min(a, b), max(a, b)} }

func comparePairs(a, b [2]int) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) }
