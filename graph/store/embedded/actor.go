package embedded

import (
	"slices"
	"unicode/utf8"

	"github.com/entente/entente/graph"
)

// actorVersion is a version of an actor, with what searches by name compare.
type actorVersion struct {
	born  uint32
	actor graph.Actor // handed out as clones only
	terms []term
}

// term is a name or a word of one, folded.
type term struct {
	text    string
	letters letters
	runes   int32 // its length
	name    bool  // a whole name
}

// newActorVersion prepares an actor, which then belongs to the version.
func newActorVersion(a graph.Actor) *actorVersion {
	var terms []term
	at := map[string]int{}
	add := func(text string, name bool) {
		i, known := at[text]
		if !known {
			i, at[text] = len(terms), len(terms)
			terms = append(terms, term{text: text, letters: lettersOf(text), runes: int32(utf8.RuneCountInString(text))})
		}
		terms[i].name = terms[i].name || name
	}
	for _, n := range a.Names {
		name := graph.Fold(n.Text)
		add(name, true)
		for _, w := range graph.Words(name) {
			add(w, false)
		}
	}
	return &actorVersion{born: uint32(a.Revision), actor: a, terms: slices.Clone(terms)}
}

// letters is the set of the letters of a text, folded into 64 bits. One slip of
// the pen changes it by two letters at most, so texts whose sets differ by more
// need not be compared.
type letters uint64

func lettersOf(text string) letters {
	var l letters
	for _, c := range text {
		l |= 1 << (c % 64)
	}
	return l
}
