package graph

import (
	"fmt"
	"strconv"
	"strings"
)

// InWords says the period as a sentence of a language would: "26 July 2023",
// "from 30 July 2023 to 24 February 2024", "since 30 May 2021, still open", "one
// day not after 14 August 2023". It knows English and French; any other language
// gets English. No period is no words.
func (p Period) InWords(language string) string {
	if p.IsZero() {
		return ""
	}
	say := english
	if language == "fr" || strings.HasPrefix(language, "fr-") {
		say = french
	}
	if inner, ok := strings.CutPrefix(p.written, "["); ok {
		return say.set(strings.TrimSuffix(inner, "]"))
	}
	from, to, interval := strings.Cut(p.written, "/")
	if !interval {
		return say.date(p.written).bare
	}
	return say.interval(from, to)
}

// dateWords are the words for a date of any precision where it stands alone and
// after each preposition.
type dateWords struct {
	bare                string
	from, to            string
	since, until        string
	notBefore, notAfter string
}

// periodWords are the words of a language for periods.
type periodWords struct {
	months  [12]string
	seasons [4]string
	ofDay   func(day int, monthAndYear string) dateWords
	ofMonth func(monthAndYear string) dateWords // a month or a year
	ofPart  func(words string) dateWords        // "some day of July 2023"
	season  func(name string, n, year int) dateWords

	someDay, someMonth, someYear string // of a month or year; of a year; of a span of years
	beforeChrist                 string
	approximately, uncertain     string // with %s for the date

	open, unknownEnd, unknownStart, noStart string // said after the other end
	always, nothingKnown, goesOn, endless   string // both ends unknown or open
	oneDay, either, or                      string
}

// set says one day of a set.
func (w periodWords) set(inner string) string {
	var said []string
	for part := range strings.SplitSeq(inner, ",") {
		first, last, ranged := strings.Cut(part, "..")
		switch {
		case !ranged:
			said = append(said, w.date(first).bare)
		case first == "":
			said = append(said, fmt.Sprintf(w.oneDay, w.date(last).notAfter))
		case last == "":
			said = append(said, fmt.Sprintf(w.oneDay, w.date(first).notBefore))
		default:
			said = append(said, fmt.Sprintf(w.oneDay, w.date(first).from+" "+w.date(last).to))
		}
	}
	if len(said) == 1 {
		return said[0]
	}
	last := len(said) - 1
	return w.either + strings.Join(said[:last], ", ") + w.or + said[last]
}

// interval says the two sides of an interval, of which "" is unknown and ".." open.
func (w periodWords) interval(from, to string) string {
	switch {
	case from == "" && to == "":
		return w.nothingKnown
	case from == ".." && to == "..":
		return w.always
	case from == "" && to == "..":
		return w.goesOn
	case from == ".." && to == "":
		return w.endless
	case from == "":
		return w.date(to).until + w.unknownStart
	case from == "..":
		return w.date(to).until + w.noStart
	case to == "":
		return w.date(from).from + w.unknownEnd
	case to == "..":
		return w.date(from).since + w.open
	}
	return w.date(from).from + " " + w.date(to).to
}

// date says a date that ParsePeriod has read.
func (w periodWords) date(s string) dateWords {
	core := strings.TrimRight(s, "~?%")
	said := w.plain(core)
	switch s[len(core):] {
	case "~":
		return said.marked(w.approximately)
	case "?":
		return said.marked(w.uncertain)
	case "%":
		return said.marked(w.approximately).marked(w.uncertain)
	}
	return said
}

// marked puts the bare date into a format, wherever it stands.
func (d dateWords) marked(format string) dateWords {
	bare := fmt.Sprintf(format, d.bare)
	for _, x := range []*string{&d.from, &d.to, &d.since, &d.until, &d.notBefore, &d.notAfter} {
		*x = strings.TrimSuffix(*x, d.bare) + bare
	}
	d.bare = bare
	return d
}

// plain says a date without its marks.
func (w periodWords) plain(s string) dateWords {
	year, rest, _ := strings.Cut(strings.TrimPrefix(s, "-"), "-")
	month, day, _ := strings.Cut(rest, "-")
	if strings.Contains(year, "X") {
		low, high, _ := digits(year)
		return w.ofPart(fmt.Sprintf(w.someYear, low, high))
	}
	n, _ := strconv.Atoi(year)
	said := strconv.Itoa(n)
	if strings.HasPrefix(s, "-") || n == 0 { // the year 0 is 1 BC
		said = fmt.Sprintf(w.beforeChrist, n+1)
	}
	if month == "" {
		return w.ofMonth(said)
	}
	if month == "XX" {
		if day == "XX" {
			return w.ofPart(fmt.Sprintf(w.someDay, said))
		}
		return w.ofPart(fmt.Sprintf(w.someMonth, said))
	}
	m, _ := strconv.Atoi(month)
	if m > 12 {
		return w.season(w.seasons[m-21], m-21, n)
	}
	said = w.months[m-1] + " " + said
	switch day {
	case "":
		return w.ofMonth(said)
	case "XX":
		return w.ofPart(fmt.Sprintf(w.someDay, said))
	}
	d, _ := strconv.Atoi(day)
	return w.ofDay(d, said)
}
