package graphtest

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/entente/entente/graph"
)

// Relation makes a relation between actors made before; now and then it brings
// back one that was retracted.
func (r *Random) Relation() graph.Record {
	if len(r.retracted) > 0 && r.maybe(6) {
		i := r.IntN(len(r.retracted))
		id := r.retracted[i]
		r.retracted = slices.Delete(r.retracted, i, i+1)
		return r.relation(id)
	}
	return r.relation(graph.RelationID(graph.RelationPrefix + r.next("r")))
}

// relation makes a version of a relation. It may be of another kind and between
// other actors than the version before.
func (r *Random) relation(id graph.RelationID) graph.Record {
	kind, from, to := r.ends()
	x := graph.Relation{ID: id, From: from, Kind: kind.Name, To: to, Period: r.Period(), Intensity: 1, Evidence: r.Evidence()}
	switch r.IntN(8) {
	case 0:
		x.About.Actor = Pick(r.Rand, r.actors).ID
	case 1:
		x.About.Event = Pick(r.Rand, r.events)
	case 2:
		x.About.Text = r.text(3)
	}
	if r.maybe(4) {
		x.Place = Pick(r.Rand, r.actors).ID
	}
	if r.maybe(4) {
		x.Event = Pick(r.Rand, r.events)
	}
	if r.maybe(4) {
		w := Pick(r.Rand, []float64{-1, -.35, 0, .1, 1. / 3, 1})
		x.AnalystWeight, x.WeightReason = &w, r.text(3)
	}
	if r.maybe(4) {
		x.Intensity = Pick(r.Rand, []float64{.001, .25, 2. / 3, 1})
	}
	if r.maybe(5) {
		c := Pick(r.Rand, []float64{0, .2, .5, .8, 1})
		x.AnalystConfidence = &c
	}
	x.Likelihood, x.Note = r.someText(2), r.someText(8)
	for _, q := range kind.Qualifiers {
		if r.maybe(2) {
			x.Qualifiers = append(x.Qualifiers, graph.Qualifier{Name: q.Name, Value: Pick(r.Rand, append(q.Values[:len(q.Values):len(q.Values)], r.value(q)))})
		}
	}
	if r.maybe(6) {
		x.Scaled = append(x.Scaled, graph.ScaledValue{Scale: "Goldstein", Version: "1992", Value: r.Float64()*20 - 10})
	}
	if !slices.Contains(r.relations, id) {
		r.relations = append(r.relations, id)
	}
	return graph.Record{Relation: &x}
}

// value gives a value that the qualifier allows.
func (r *Random) value(q graph.QualifierSpec) string {
	if len(q.Values) > 0 {
		return Pick(r.Rand, q.Values)
	}
	return Pick(r.Rand, words)
}

// ends gives a kind and two actors that fit it, every kind as often as another.
func (r *Random) ends() (k graph.Kind, from, to graph.ActorID) {
	for {
		k := Pick(r.Rand, graph.Kinds())
		a, b := Pick(r.Rand, r.of(k.FromKinds)), Pick(r.Rand, r.of(k.ToKinds))
		if k.Symmetric && r.maybe(2) {
			a, b = b, a
		}
		if a != b {
			return k, a, b
		}
	}
}

// of gives the actors of some kinds.
func (r *Random) of(kinds []graph.ActorKind) []graph.ActorID {
	var out []graph.ActorID
	for _, a := range r.actors {
		if slices.Contains(kinds, a.Kind) {
			out = append(out, a.ID)
		}
	}
	return out
}

// Evidence makes a few pieces of evidence, each with an id of its own or none. Some
// dispute; now and then nothing supports.
func (r *Random) Evidence() []graph.Evidence {
	out := make([]graph.Evidence, 1+r.IntN(3))
	for i := range out {
		e := graph.Evidence{
			Source: Pick(r.Rand, r.sources), Stance: graph.Supports, Modality: Pick(r.Rand, graph.Modalities),
			Grade:      graph.Grade{Reliability: graph.Reliability(Pick(r.Rand, strings.Split("ABCDEF", ""))), Credibility: 1 + r.IntN(6)},
			SaidByText: r.someText(2), Likelihood: r.someText(1), Note: r.someText(5),
		}
		if r.maybe(2) {
			e.ID = graph.EvidenceID(graph.EvidencePrefix + r.next("x"))
		}
		if r.maybe(4) {
			e.Stance = graph.Disputes
		}
		if r.maybe(3) {
			e.SaidBy = Pick(r.Rand, r.actors).ID
		}
		if r.maybe(2) {
			e.Quotation = r.text(10)
			start := r.IntN(500)
			end := start + utf8.RuneCountInString(e.Quotation)
			e.Start, e.End = &start, &end
		}
		if r.maybe(3) {
			e.Observed = r.Period()
		}
		if r.maybe(5) {
			e.Published = r.Period()
		}
		out[i] = e
	}
	return out
}

// Period makes a period of any shape that can be written.
func (r *Random) Period() graph.Period {
	a := r.Day()
	b := a.Add(r.IntN(900))
	month, year := a.Time().Format("2006-01"), a.Time().Format("2006")
	var s string
	switch r.IntN(16) {
	case 0, 1, 2:
		s = a.String()
	case 3:
		s = month
	case 4:
		s = year + Pick(r.Rand, []string{"", "~", "?", "%"})
	case 5:
		s = year[:3] + "X"
	case 6:
		s = fmt.Sprintf("%s-%d", year, 21+r.IntN(4))
	case 7:
		s = a.String() + "/" + b.String()
	case 8:
		s = month + "/" + b.Time().AddDate(0, 1, 0).Format("2006-01")
	case 9, 10:
		s = a.String() + "/.."
	case 11:
		s = "/" + a.String()
	case 12:
		s = a.String() + "/"
	case 13:
		s = Pick(r.Rand, []string{"/..", "/", "../..", "../" + b.String(), "/" + year})
	case 14:
		s = Pick(r.Rand, []string{"[.." + a.String() + "]", "[" + a.String() + "..]", "[" + a.String() + ".." + b.String() + "]"})
	case 15:
		s = fmt.Sprintf("[%s,%s,%s]", a, b, b.Add(1+r.IntN(30)))
	}
	return graph.MustPeriod(s)
}

// Window gives a window of days, now and then open at an end.
func (r *Random) Window() graph.Window {
	w := graph.Window{First: r.Day()}
	w.Last = w.First.Add(r.IntN(400))
	switch r.IntN(8) {
	case 0:
		w.First = graph.MinDay
	case 1:
		w.Last = graph.MaxDay
	case 2:
		w.Last = w.First
	}
	return w
}

// words are what texts are made of: accents, scripts, signs typed in two ways,
// and pieces of query languages that no store may take for its own.
var words = []string{
	"Mali", "Goïta", "Goita", "Côte d’Ivoire", "Cote d'Ivoire", "São Tomé", "Łódź", "Straße", "İstanbul", "ﬁn", "ÅLAND", "Å",
	"Мали", "Россия", "مالي", "ኢትዮጵያ", "马里", "日本", "Ελλάδα", "हिन्दी", "🇲🇱", "e\u0301tat", "état", "ÉTAT",
	"'); DROP TABLE actors; --", "}) DETACH DELETE n //", `"quoted"`, `back\slash`, "per%cent", "under_score", "*", "a:b", "~", "$param", "{brace}", "`tick`",
	"coup", "Coup", "talks", "summit", "the", "of", "West", "African", "army", "chiefs", "1992", "2nd",
}

// text makes a text of up to most words.
func (r *Random) text(most int) string {
	return strings.Join(Some(r.Rand, words, most), Pick(r.Rand, []string{" ", " ", " ", "\n", "-", "’"}))
}

// someText is a text, or none.
func (r *Random) someText(most int) string {
	if r.maybe(2) {
		return ""
	}
	return r.text(most)
}

// Query gives what somebody may type into a search: words, beginnings of words,
// in any case, or nothing that is there.
func (r *Random) Query() string {
	var out []string
	for _, w := range Some(r.Rand, words, 2) {
		runes := []rune(w)
		switch r.IntN(5) {
		case 0:
			w = strings.ToUpper(w)
		case 1, 2:
			w = string(runes[:1+r.IntN(len(runes))])
		case 3:
			if len(runes) > 4 {
				i := 1 + r.IntN(len(runes)-2)
				w = string(slices.Delete(runes, i, i+1))
			}
		}
		out = append(out, w)
	}
	if r.maybe(12) {
		out = append(out, "zzz"+time.Month(1+r.IntN(12)).String())
	}
	return strings.Join(out, " ")
}
