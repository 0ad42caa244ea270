package graph

import (
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// unmarked are letters that Unicode does not take apart into a base letter and a
// mark, and signs that are typed in more than one way.
var unmarked = strings.NewReplacer(
	"ø", "o", "ł", "l", "đ", "d", "ð", "d", "þ", "th", "æ", "ae", "œ", "oe", "ı", "i", "ħ", "h", "ɓ", "b", "ɗ", "d", "ƙ", "k", "ŋ", "n",
	"’", "'", "‘", "'", "ʼ", "'", "ʿ", "'", "`", "'", "´", "'",
	"–", "-", "—", "-", "‑", "-", "“", `"`, "”", `"`, "«", `"`, "»", `"`,
)

// Fold gives s as searches compare it: without accents and case, in one form of
// apostrophes and dashes.
func Fold(s string) string {
	if s == "" {
		return ""
	}
	ascii := true
	for i := range len(s) {
		ascii = ascii && s[i] < 0x80 && (s[i] < 'A' || s[i] > 'Z') && s[i] != '`'
	}
	if ascii {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	// Decomposed first, since that can bring out capitals ("№"), and once more after
	// the folding, which can bring out marks.
	for _, c := range norm.NFKD.String(cases.Fold().String(norm.NFKD.String(s))) {
		if !unicode.Is(unicode.Mn, c) {
			b.WriteRune(unicode.ToLower(c)) // Cherokee folds to capitals
		}
	}
	return unmarked.Replace(b.String())
}

// isWordRune reports whether c belongs to a word, as vowel signs do in many
// scripts. The apostrophe does not: "d'ivoire" is found by "ivoire".
func isWordRune(c rune) bool {
	return unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.Is(unicode.Mc, c)
}

// Words splits folded text into its words.
func Words(folded string) []string {
	return strings.FieldsFunc(folded, func(c rune) bool { return !isWordRune(c) })
}

// MatchWords reports whether every word of a folded query begins a word of a
// folded text. A query without words matches nothing.
func MatchWords(query, text string) bool {
	wanted := Words(query)
	if len(wanted) == 0 {
		return false
	}
	words := Words(text)
	for _, q := range wanted {
		if !anyHasPrefix(words, q) {
			return false
		}
	}
	return true
}

func anyHasPrefix(words []string, prefix string) bool {
	for _, w := range words {
		if strings.HasPrefix(w, prefix) {
			return true
		}
	}
	return false
}
