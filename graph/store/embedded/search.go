package embedded

import (
	"context"
	"iter"
	"math/bits"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/entente/entente/graph"
)

// Search yields the actors that q finds, the best first. It goes over all actors
// and asks q only about those that can find a place among the best.
func (s *snapshot) Search(ctx context.Context, q graph.SearchQuery) iter.Seq2[graph.SearchHit, error] {
	return sequence(ctx, s.usable, func(put func(graph.SearchHit) bool) error {
		best := graph.NewTop(q.Limit, graph.SearchHit.Compare)
		look := newLookFor(q.Text)
		coded := s.s.memory.withCode(s.state, look.query)
		for n := range s.state.nodes.n {
			node := s.state.nodes.at(n)
			v := node.holdsAt(s.rev)
			if v == nil {
				continue
			}
			most := look.most(v.terms)
			if string(node.id) == look.query || slices.Contains(coded, n) {
				most = scoreSame
			}
			if worst, full := best.Worst(); most == 0 || full && most < worst.Score {
				continue
			}
			if hit, ok := q.Hit(v.actor); ok {
				best.Add(hit)
			}
		}
		for _, hit := range best.Sorted() {
			hit.Actor = hit.Actor.Clone()
			if !put(hit) {
				return nil
			}
		}
		return nil
	})
}

// What graph.NameScore gives, from the best to the least.
var (
	scoreSame   = graph.NameScore("ab", "ab")
	scoreBegins = graph.NameScore("ab", "abc")
	scoreWord   = graph.NameScore("ab", "c ab")
	scoreWords  = graph.NameScore("ab cd", "cd ab")
	scoreNear   = graph.NameScore("abcdef", "abcdxf")
)

// lookFor is what a search by name compares with the terms of actors.
type lookFor struct {
	query   string // folded and trimmed
	words   []string
	letters letters
	runes   int32
	slips   int // how many are allowed at most
}

func newLookFor(text string) lookFor {
	query := strings.TrimSpace(graph.Fold(text))
	return lookFor{
		query: query, words: graph.Words(query), letters: lettersOf(query),
		runes: int32(utf8.RuneCountInString(query)), slips: slipsOf(query),
	}
}

// slipsOf finds out how many slips graph.NameScore allows, or more: it asks for
// the query with ever more letters made unreadable.
func slipsOf(query string) int {
	name := []rune(query)
	for i := range name {
		name[i] = 0
		if graph.NameScore(query, string(name)) == 0 {
			return i
		}
	}
	return len(name)
}

// most gives the best score that the query can have with the terms of an actor,
// 0 if it cannot find it. It errs only upward.
func (l *lookFor) most(terms []term) float64 {
	if len(l.words) == 0 {
		return 0
	}
	score := 0.0
	for i := range terms {
		t := &terms[i]
		switch {
		case strings.HasPrefix(t.text, l.query):
			switch {
			case t.name && len(t.text) == len(l.query):
				return scoreSame
			case t.name:
				score = max(score, scoreBegins)
			default:
				score = max(score, scoreWord)
			}
		case score < scoreNear && l.near(t):
			score = scoreNear
		}
	}
	if score < scoreWords && haveWords(terms, l.words) {
		score = scoreWords
	}
	return score
}

// near reports whether the term may be the query with a few slips.
func (l *lookFor) near(t *term) bool {
	d := int(t.runes - l.runes)
	return l.slips > 0 && d <= l.slips && -d <= l.slips && bits.OnesCount64(uint64(t.letters^l.letters)) <= 2*l.slips
}

// haveWords reports whether each of the words begins one of the terms: as
// graph.MatchWords does for the names of which these are the terms.
func haveWords(terms []term, words []string) bool {
	for _, w := range words {
		if !slices.ContainsFunc(terms, func(t term) bool { return strings.HasPrefix(t.text, w) }) {
			return false
		}
	}
	return len(words) > 0
}
