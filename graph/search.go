package graph

import (
	"cmp"
	"strings"
	"unicode/utf8"
)

// SearchQuery looks for actors by name.
type SearchQuery struct {
	Text  string      // what was typed
	Kinds []ActorKind // only actors of these kinds; nil for all
	Limit int         // at most so many hits; 0 for all
}

// Validate reports what is wrong with the query, as ErrInvalid.
func (q SearchQuery) Validate() error {
	if len(q.Text) > maxQueryText {
		return InField("text", Errorf(ErrInvalid, "the text is longer than %d bytes", maxQueryText))
	}
	return nil
}

// SearchHit is an actor that a search found, and the name that matched.
type SearchHit struct {
	Actor    Actor
	Matched  string  // the name or code that matched
	Language string  // its language, if it has one
	Score    float64 // 0 to 1: 1 the same, .9 begins so, .8 a word of it begins so, .7 every word begins a word, below that near spelling
}

// Compare orders hits: the better score first, then the shorter name, then the
// id of the actor.
func (h SearchHit) Compare(o SearchHit) int {
	return cmp.Or(
		cmp.Compare(o.Score, h.Score),
		cmp.Compare(utf8.RuneCountInString(h.Matched), utf8.RuneCountInString(o.Matched)),
		cmp.Compare(h.Actor.ID, o.Actor.ID),
	)
}

// Hit gives the best match of the query among the actor's names and codes. A
// store that finds candidates in another way must agree with it.
func (q SearchQuery) Hit(a Actor) (SearchHit, bool) {
	best := SearchHit{Actor: a}
	if !in(q.Kinds, a.Kind) || a.MergedInto != "" {
		return best, false
	}
	query := strings.TrimSpace(Fold(q.Text))
	if len(Words(query)) == 0 {
		return best, false
	}
	if query == Fold(string(a.ID)) {
		best.Score, best.Matched = 1, string(a.ID)
	}
	for _, c := range a.Codes {
		if value := Fold(c.Value); query == value || query == Fold(c.Scheme)+":"+value {
			best.Score, best.Matched = 1, c.Value
		}
	}
	for _, n := range a.Names {
		s := NameScore(query, Fold(n.Text))
		if s > best.Score || s == best.Score && s > 0 && best.Language != "en" && n.Language == "en" {
			best.Score, best.Matched, best.Language = s, n.Text, n.Language
		}
	}
	return best, best.Score > 0
}

// NameScore says how well a folded name answers a folded query, 0 to 1.
func NameScore(query, name string) float64 {
	switch {
	case name == query:
		return 1
	case strings.HasPrefix(name, query):
		return .9
	}
	words := Words(name)
	if anyHasPrefix(words, query) {
		return .8
	}
	if MatchWords(query, name) {
		return .7
	}
	allowed := allowedSlips(query)
	if allowed == 0 {
		return 0
	}
	slips := misspelling(query, name, allowed)
	for _, w := range words {
		slips = min(slips, misspelling(query, w, allowed))
	}
	if slips > allowed {
		return 0
	}
	return .6 - .1*float64(slips)
}

// allowedSlips says how many slips of the pen a query may have: a short word with
// a slip is another word.
func allowedSlips(query string) int {
	switch n := utf8.RuneCountInString(query); {
	case n < 4:
		return 0
	case n < 8:
		return 1
	}
	return 2
}

// misspelling counts the letters to insert, delete, replace or swap with their
// neighbor to get from a to b (optimal string alignment distance, Damerau 1964);
// more than most answers most + 1.
func misspelling(a, b string, most int) int {
	x, y := []rune(a), []rune(b)
	if d := len(x) - len(y); d > most || -d > most {
		return most + 1
	}
	before, last, row := make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range last {
		last[j] = j
	}
	for i := range x {
		row[0] = i + 1
		for j := range y {
			change := 1
			if x[i] == y[j] {
				change = 0
			}
			row[j+1] = min(row[j]+1, last[j+1]+1, last[j]+change)
			if i > 0 && j > 0 && x[i] == y[j-1] && x[i-1] == y[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last, row = last, row, before
	}
	return min(last[len(y)], most+1)
}
