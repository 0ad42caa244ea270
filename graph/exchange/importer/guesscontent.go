package importer

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/entente/entente/graph"
)

// byContent fills in what no header told, by what the cells of the other columns hold:
// the first two columns of actors are the ends, the first columns of dates the period.
func (g *Guess) byContent(t *table, values func(string) []string, names *Names) {
	m := &g.Mapping
	var actors, dates []string
	for _, name := range t.header {
		key := strings.ToLower(strings.TrimSpace(name))
		cells := values(name)
		switch {
		case key == "" || slices.Contains(m.columns(), key):
		case halfAre(cells, names.isActor):
			actors = append(actors, name)
		case halfAre(cells, isDate):
			dates = append(dates, name)
		case m.Kind.Column == "" && (halfAre(cells, isKind) || hasWord(name, "type", "kind", "relation", "action")):
			m.Kind.Column = name
		}
	}
	for _, end := range []*string{&m.From.Column, &m.To.Column} {
		if *end == "" && len(actors) > 0 {
			*end, actors = actors[0], actors[1:]
		}
	}
	g.dates(dates)
	var cells []string
	for _, name := range []string{m.Period, m.Start, m.End} {
		cells = append(cells, values(name)...)
	}
	if g.daysOf(cells); m.Days == "" && slices.ContainsFunc(cells, writtenDay.MatchString) {
		g.Open = append(g.Open, "days (DMY or MDY)")
	}
}

// dates takes columns of dates for the period, where no header told it.
func (g *Guess) dates(columns []string) {
	m := &g.Mapping
	switch {
	case len(columns) == 0 || cmp.Or(m.Period, m.Start, m.End) != "":
	case len(columns) == 1:
		m.Period = columns[0]
	default:
		m.Start, m.End = columns[0], columns[1]
	}
}

// daysOf guesses in which order the days are written: a part above 12 is no month.
func (g *Guess) daysOf(cells []string) {
	above := map[string]bool{}
	for _, c := range cells {
		if p := writtenDay.FindStringSubmatch(c); p != nil {
			above["DMY"] = above["DMY"] || len(p[1]) == 2 && p[1] > "12"
			above["MDY"] = above["MDY"] || len(p[2]) == 2 && p[2] > "12"
		}
	}
	for order := range above {
		if above[order] && !above["DMY"] != !above["MDY"] {
			g.Mapping.Days = order
		}
	}
}

// isActor reports whether a cell names an actor of the record, by name, code or id.
func (n *Names) isActor(s string) bool {
	if len(n.byName[graph.Fold(s)]) > 0 || n.byID[graph.ActorID(s)] != nil {
		return true
	}
	return slices.ContainsFunc(codeShapes[:2], func(c codeShape) bool { return len(n.byCode[graph.Code{Scheme: c.scheme, Value: s}]) > 0 })
}

// yearShape are the years that a number of a table may be.
var yearShape = regexp.MustCompile(`^(1[5-9]|20)\d\d$`)

// isDate reports whether a cell is a date as it stands, or a day as countries write it.
func isDate(s string) bool {
	if yearShape.MatchString(s) || writtenDay.MatchString(s) {
		return true
	}
	if len(s) < len("2023-08") || !strings.Contains(s, "-") && !strings.Contains(s, "/") {
		return false
	}
	_, err := graph.ParsePeriod(dayOf(s))
	return err == nil
}

func isKind(s string) bool {
	_, ok := graph.KindByName(graph.KindName(cmp.Or(kindByWords(s), s)))
	return ok
}

// hasWord reports whether a header has one of the words.
func hasWord(header string, words ...string) bool {
	return slices.ContainsFunc(strings.FieldsFunc(strings.ToLower(header), func(r rune) bool { return r < 'a' || r > 'z' }), func(w string) bool { return slices.Contains(words, w) })
}

// halfAre reports whether there are cells, and half of them or more are so.
func halfAre(cells []string, is func(string) bool) bool {
	n := count(cells, is)
	return n > 0 && 2*n >= len(cells)
}

// mostly reports whether more than half of the cells are so.
func mostly(cells []string, is func(string) bool) bool { return 2*count(cells, is) > len(cells) }

func count(cells []string, is func(string) bool) (n int) {
	for _, c := range cells {
		if is(c) {
			n++
		}
	}
	return n
}

// writtenDay is a day as countries write it, in an order of their own.
var writtenDay = regexp.MustCompile(`^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$`)

// day gives a day as the mapping says that it is written, as the rest of the world
// writes it, and anything else as it is.
func (m Mapping) day(s string) string {
	p := writtenDay.FindStringSubmatch(s)
	if p == nil || m.Days == "" {
		return dayOf(s)
	}
	day, month := p[1], p[2]
	if m.Days == "MDY" {
		day, month = month, day
	}
	two := func(n string) string { return strings.Repeat("0", 2-len(n)) + n }
	return p[3] + "-" + two(month) + "-" + two(day)
}
