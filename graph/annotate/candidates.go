package annotate

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"github.com/entente/entente/graph"
)

// phrase is a run of folded words and what it is read as.
type phrase[V any] struct {
	words []string
	value V
}

func phrases[V any](alternatives string, value V) []phrase[V] {
	var out []phrase[V]
	for _, one := range strings.Split(alternatives, "|") {
		p := phrase[V]{value: value}
		for _, t := range tokenize(one) {
			p.words = append(p.words, t.folded)
		}
		out = append(out, p)
	}
	return out
}

// lexicon holds the phrases by their first word, the longest first.
type lexicon[V any] map[string][]phrase[V]

func newLexicon[V any](all []phrase[V]) lexicon[V] {
	out := lexicon[V]{}
	for _, p := range all {
		out[p.words[0]] = append(out[p.words[0]], p)
	}
	for _, same := range out {
		slices.SortStableFunc(same, func(a, b phrase[V]) int { return len(b.words) - len(a.words) })
	}
	return out
}

// at gives the longest phrase that begins at a token before end.
func (l lexicon[V]) at(t text, i, end int) (phrase[V], bool) {
	for _, p := range l[t.tokens[i].folded] {
		if i+len(p.words) > end {
			continue
		}
		ok := true
		for k, w := range p.words {
			ok = ok && t.tokens[i+k].folded == w
		}
		if ok {
			return p, true
		}
	}
	return phrase[V]{}, false
}

var lexicons = sync.OnceValue(func() (out struct {
	verbs  lexicon[verb]
	hints  lexicon[graph.Modality]
	saying lexicon[bool]
}) {
	var all []phrase[verb]
	for _, v := range verbs {
		if _, known := graph.KindByName(v.kind); known {
			all = append(all, phrases(v.words, v)...)
		}
	}
	out.verbs = newLexicon(all)
	var suggest []phrase[graph.Modality]
	for _, h := range hints {
		suggest = append(suggest, phrases(h.words, h.modality)...)
	}
	out.hints = newLexicon(suggest)
	out.saying = newLexicon(phrases(sayings, true))
	return out
})

// named is a mention with its tokens.
type named struct {
	Mention
	first, last int
}

// candidates reads each sentence: at each verb, the nearest actor before it and the
// nearest one after it between whom the kind can stand.
func (x *Index) candidates(t text, mentions []Mention, dates []DateMention) []Candidate {
	var out []Candidate
	all := withTokens(t, mentions)
	for _, s := range t.sentences() {
		var here []named
		for len(all) > 0 && all[0].first < s[1] {
			if all[0].first >= s[0] {
				here = append(here, all[0])
			}
			all = all[1:]
		}
		if len(here) < 2 {
			continue
		}
		out = append(out, x.inSentence(t, s, here, dates)...)
	}
	return out
}

func withTokens(t text, mentions []Mention) []named {
	out := make([]named, 0, len(mentions))
	i := 0
	for _, m := range mentions {
		for t.tokens[i].start < m.Start {
			i++
		}
		n := named{Mention: m, first: i, last: i}
		for n.last+1 < len(t.tokens) && t.tokens[n.last+1].end <= m.End {
			n.last++
		}
		out = append(out, n)
	}
	return out
}

func (x *Index) inSentence(t text, s [2]int, here []named, dates []DateMention) []Candidate {
	var out []Candidate
	quotation := t.quotation(s)
	for i := s[0]; i < s[1]; i++ {
		p, ok := lexicons().verbs.at(t, i, s[1])
		if !ok || slices.ContainsFunc(here, func(n named) bool { return n.first <= i && i <= n.last }) {
			continue
		}
		end := i + len(p.words) - 1
		if from, to, ok := x.between(t, p.value, here, i, end); ok {
			out = append(out, Candidate{
				From: from, Kind: p.value.kind, To: to, Modality: modality(t, s, i), Period: dateIn(quotation, dates),
				Quotation: quotation, Verb: t.span(i, end),
			})
		}
		i = end
	}
	return out
}

// between finds the nearest actors on both sides of a verb that the kind fits,
// the one before it in the same clause.
func (x *Index) between(t text, v verb, here []named, first, last int) (from, to graph.ActorID, ok bool) {
	kind, _ := graph.KindByName(v.kind)
	for i := len(here) - 1; i >= 0; i-- {
		if here[i].last >= first {
			continue
		}
		if t.clauseBegins(here[i].last+1, first) {
			break
		}
		for j := range here {
			if here[j].first <= last {
				continue
			}
			from, to = here[i].Actor, here[j].Actor
			if v.passive {
				from, to = to, from
			}
			if from != to && kind.Fits(x.actors[from].Kind, x.actors[to].Kind) {
				return from, to, true
			}
		}
	}
	return "", "", false
}

// clauseBegins reports whether a clause with a subject of its own begins in a range
// of tokens.
func (t text) clauseBegins(from, to int) bool {
	for i := from; i < to; i++ {
		switch t.tokens[i].folded {
		case "where", "when", "while", "after", "before", "because", "but", "amid", "ou", "quand", "lorsque", "apres", "mais":
			return true
		}
	}
	return false
}

// modality gives what the words around a verb suggest: hints in the six words
// before it, else whether the sentence is somebody's words.
func modality(t text, s [2]int, at int) graph.Modality {
	const before = 6
	for i := at - 1; i >= max(s[0], at-before); i-- {
		if p, ok := lexicons().hints.at(t, i, at); ok {
			return p.value
		}
	}
	for i := s[0]; i < s[1]; i++ {
		if _, ok := lexicons().saying.at(t, i, s[1]); ok {
			return graph.Attributed
		}
	}
	return graph.Reported
}

// dateIn gives the only date that stands in a sentence; of several no one knows
// which is meant.
func dateIn(quotation Span, dates []DateMention) graph.Period {
	i, _ := slices.BinarySearchFunc(dates, quotation.Start, func(d DateMention, start int) int { return cmp.Compare(d.Start, start) })
	inside := func(i int) bool { return i < len(dates) && dates[i].End <= quotation.End }
	if !inside(i) || inside(i+1) {
		return graph.Period{}
	}
	return dates[i].Date
}
