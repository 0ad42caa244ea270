package importer

import (
	"strings"

	"github.com/entente/entente/graph"
)

// date reads a date of three columns as precisely as it is known, and its year; it
// is empty where the year is.
func (t *table) date(year, month, day string) (string, int, error) {
	var n [3]int
	for i, column := range []string{year, month, day} {
		v, _, err := t.int(column)
		if err != nil {
			return "", 0, err
		}
		n[i] = v
	}
	if n[0] > 9999 {
		return "", 0, t.bad(year, "%d is not a year", n[0])
	}
	return date(n[0], n[1], n[2]), max(n[0], 0), nil
}

// day reads a date written YYYY-MM-DD, with or without a time after it.
func (t *table) day(column string) (graph.Day, error) {
	d, err := graph.ParseDay(dayOf(t.text(column)))
	if err != nil {
		return 0, t.bad(column, "%s is not a day; it should be written YYYY-MM-DD", quote(t.text(column)))
	}
	return d, nil
}

// dayOf gives the day of a moment, as programs write it (2023-08-15 14:30:00), and
// anything else as it is.
func dayOf(s string) string {
	if len(s) > len("2023-08-15T14") && (s[10] == ' ' || s[10] == 'T') && s[13] == ':' {
		return s[:10]
	}
	return s
}

// dyadYear reads the numbers of two states and a year, all of which must be there.
func (t *table) dyadYear(a, b, year string) (int, int, int, error) {
	from, err := t.number1(a)
	if err != nil {
		return 0, 0, 0, err
	}
	to, err := t.number1(b)
	if err != nil {
		return 0, 0, 0, err
	}
	y, err := t.year(year)
	return from, to, y, err
}

// number1 reads the number of a state, which must be there.
func (t *table) number1(column string) (int, error) {
	n, ok, err := t.int(column)
	if err != nil {
		return 0, err
	}
	if !ok || n < 1 {
		return 0, t.bad(column, "%s is not the number of a state", quote(t.text(column)))
	}
	return n, nil
}

// at says where the row stands.
func (t *table) at() string { return t.place(t.line) }

func isTrue(s string) bool {
	switch strings.ToLower(s) {
	case "true", "t", "1", "yes":
		return true
	}
	return false
}

func compareBools(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// sentence puts two sentences together, either of which may be empty.
func sentence(a, b string) string { return strings.TrimSpace(a + " " + b) }

// periodOrNone is period, but none if nothing is known.
func periodOrNone(first, last string) graph.Period {
	if first == "" && last == "" {
		return graph.Period{}
	}
	return period(first, last)
}
