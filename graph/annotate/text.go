package annotate

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/entente/entente/graph"
)

// token is a word of a text, or one character of a script that writes no spaces.
type token struct {
	from, to   int // bytes
	start, end int // characters
	folded     string
	shape      shape
}

// shape says in which letters a word is written.
type shape uint8

const (
	lower   shape = iota // begins small, or in a script without capitals
	capital              // begins with a capital
	allCaps              // two capitals or more, and no small letter
)

// text is a passage taken apart.
type text struct {
	s      string
	tokens []token
}

func newText(s string) text { return text{s, tokenize(s)} }

// tokenize splits s into its words. Letters with their marks and digits make a
// word; in Han, kana, Thai, Lao and Khmer each character is one.
func tokenize(s string) []token {
	var out []token
	var t token
	open := false
	at := 0
	flush := func(to int) {
		if open {
			t.to, t.end = to, at
			word := s[t.from:to]
			t.folded, t.shape = graph.Fold(word), shapeOf(word)
			out = append(out, t)
		}
		open = false
	}
	for i, c := range s {
		switch {
		case !inWord(c):
			flush(i)
		case stands(c):
			flush(i)
			t, open = token{from: i, start: at}, true
			at++
			flush(i + utf8.RuneLen(c))
			continue
		case !open:
			t, open = token{from: i, start: at}, true
		}
		at++
	}
	flush(len(s))
	return out
}

func inWord(c rune) bool {
	return unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.Is(unicode.Mn, c) || unicode.Is(unicode.Mc, c)
}

// stands reports whether a character is a word by itself.
func stands(c rune) bool {
	return unicode.In(c, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer)
}

func shapeOf(word string) shape {
	first, _ := utf8.DecodeRuneInString(word)
	if !unicode.IsUpper(first) && !unicode.IsTitle(first) {
		return lower
	}
	if utf8.RuneCountInString(word) > 1 && word == strings.ToUpper(word) {
		return allCaps
	}
	return capital
}

// span gives the part of the text from one token to another, both included.
func (t text) span(first, last int) Span {
	a, b := t.tokens[first], t.tokens[last]
	return Span{a.start, b.end, t.s[a.from:b.to]}
}

// gap gives what stands between a token and the next.
func (t text) gap(i int) string { return t.s[t.tokens[i].to:t.tokens[i+1].from] }

// joins reports whether the words on both sides of a gap can belong to one name:
// a space, a hyphen or an apostrophe parts them, or a period after a letter or two.
func (t text) joins(i int) bool {
	gap := t.gap(i)
	if utf8.RuneCountInString(gap) > 3 || strings.Count(gap, "\n") > 1 {
		return false
	}
	for _, c := range gap {
		switch {
		case unicode.IsSpace(c) || unicode.Is(unicode.Pd, c) || strings.ContainsRune("'’ʼ&/", c):
		case c == '.' && t.tokens[i].to-t.tokens[i].from <= 2:
		default:
			return false
		}
	}
	return true
}

// sentences gives the ranges of tokens that are sentences: they end at a
// period, question or exclamation mark that a word with a capital follows, and at
// the end of a line.
func (t text) sentences() [][2]int {
	var out [][2]int
	first := 0
	for i := range t.tokens {
		if i+1 < len(t.tokens) && !t.endsAfter(i) {
			continue
		}
		out = append(out, [2]int{first, i + 1})
		first = i + 1
	}
	return out
}

func (t text) endsAfter(i int) bool {
	gap := t.gap(i)
	if strings.ContainsAny(gap, "\n\r。！？") {
		return true
	}
	abbreviated := strings.HasPrefix(gap, ".") && t.tokens[i].shape != lower && t.tokens[i].end-t.tokens[i].start <= 2
	return strings.ContainsAny(gap, ".?!") && strings.ContainsFunc(gap, unicode.IsSpace) && t.tokens[i+1].shape != lower && !abbreviated
}

// quotation gives a sentence with the marks that open and close it.
func (t text) quotation(sentence [2]int) Span {
	s := t.span(sentence[0], sentence[1]-1)
	from, to := t.tokens[sentence[0]].from, t.tokens[sentence[1]-1].to
	rest := t.s[to:]
	for _, c := range rest {
		if unicode.IsSpace(c) || !strings.ContainsRune(".?!。！？”’\")»", c) {
			break
		}
		to += utf8.RuneLen(c)
		s.End++
	}
	for from > 0 {
		c, n := utf8.DecodeLastRuneInString(t.s[:from])
		if !strings.ContainsRune("“‘\"(«", c) {
			break
		}
		from -= n
		s.Start--
	}
	s.Text = t.s[from:to]
	return s
}
