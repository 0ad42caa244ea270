package exchange

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
)

// longestName is how many letters of a selection the name of a file has.
const longestName = 60

// plainWords are the words whose values say by themselves what they are.
var plainWords = []string{"of", "actors", "kinds", "class", "dimensions", "signs", "on", "during"}

// ShortName gives a short name of the selection for a file, in small letters, digits
// and hyphens: niger-2023-08-15. Where that is not all of the selection, a digest of
// it follows. It is empty for the whole record.
func (s Selection) ShortName() string {
	if s.String() == "" {
		return ""
	}
	var parts []string
	exact := true
	for _, word := range nameOrder() {
		values := s.words[word]
		if len(values) > 0 && !slices.Contains(plainWords, word) {
			parts = append(parts, namePart(word))
		}
		for _, v := range values {
			part := namePart(v)
			exact = exact && len(part) == len(v)
			parts = append(parts, part)
		}
	}
	name := strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), "-")
	if exact && len(name) <= longestName {
		return name
	}
	sum := sha256.Sum256([]byte(s.String()))
	name = strings.TrimRight(name[:min(len(name), longestName)], "-") + "-" + hex.EncodeToString(sum[:4])
	return strings.TrimLeft(name, "-")
}

// nameOrder lists the words that select, those that name actors first.
func nameOrder() []string {
	first := []string{"of", "actors"}
	rest := slices.DeleteFunc(wordNames(), func(w string) bool {
		return slices.Contains(first, w) || w == "revision" || w == "knownAt" // the revision stands in the name by itself
	})
	return append(first, rest...)
}

// namePart writes a text in what the names of files may have everywhere: a hyphen
// stands for every run of other signs, and none at its ends.
func namePart(v string) string {
	fields := strings.FieldsFunc(strings.ToLower(v), func(c rune) bool {
		return (c < 'a' || c > 'z') && (c < '0' || c > '9')
	})
	return strings.Join(fields, "-")
}
