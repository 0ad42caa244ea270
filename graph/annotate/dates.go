package annotate

import (
	"fmt"
	"strconv"
	"time"

	"github.com/entente/entente/graph"
)

// months and weekdays are the names in English and French, folded. Short forms
// count only where a day or a year stands with them.
var (
	months = numbered(1, []string{
		"january janvier jan", "february fevrier feb", "march mars mar", "april avril apr", "may mai", "june juin jun",
		"july juillet jul", "august aout aug", "september septembre sep sept", "october octobre oct", "november novembre nov",
		"december decembre dec",
	})
	weekdays = numbered(0, []string{
		"sunday dimanche", "monday lundi", "tuesday mardi", "wednesday mercredi", "thursday jeudi", "friday vendredi", "saturday samedi",
	})
)

func numbered(first int, lists []string) map[string]int {
	out := map[string]int{}
	for i, words := range lists {
		for _, t := range tokenize(words) {
			out[t.folded] = first + i
		}
	}
	return out
}

// findDates finds the days, runs of days and months that a text gives, outside
// the names of actors. Those without a year are read as the nearest ones to the day
// of publication that are not after the month that follows it.
func findDates(t text, published *graph.Day, mentions []Mention) []DateMention {
	f := dateFinder{text: t, published: published}
	var out []DateMention
	for i := 0; i < len(f.tokens); {
		n, d, ok := f.at(i)
		for len(mentions) > 0 && mentions[0].End <= f.tokens[i].start {
			mentions = mentions[1:]
		}
		if taken := ok && len(mentions) > 0 && mentions[0].Start < d.End; !ok || taken {
			i++
			continue
		}
		out = append(out, d)
		i += n
	}
	return out
}

type dateFinder struct {
	text
	published *graph.Day
}

// at reads a date at a token and says how many tokens it takes.
func (f dateFinder) at(i int) (int, DateMention, bool) {
	for _, read := range []func(int) (int, string, bool){f.iso, f.daysOfMonth, f.monthAndDay, f.monthAndYear, f.weekday} {
		n, written, relative := read(i)
		if n == 0 {
			continue
		}
		p, err := graph.ParsePeriod(written)
		if err != nil {
			continue // as 31 February
		}
		return n, DateMention{f.span(i, i+n-1), p, relative}, true
	}
	return 0, DateMention{}, false
}

// number reads a number of so many digits at a token.
func (f dateFinder) number(i, least, most int) (int, bool) {
	if i >= len(f.tokens) {
		return 0, false
	}
	s := f.tokens[i].folded
	if most == 2 { // 1st, 2nd, 1er
		for _, suffix := range []string{"st", "nd", "rd", "th", "er"} {
			if len(s) > 2 && s[len(s)-2:] == suffix {
				s = s[:len(s)-2]
				break
			}
		}
	}
	n, err := strconv.Atoi(s)
	return n, err == nil && len(s) >= least && len(s) <= most
}

func (f dateFinder) day(i int) (int, bool) {
	d, ok := f.number(i, 1, 2)
	return d, ok && d >= 1 && d <= 31
}

func (f dateFinder) year(i int) (int, bool) {
	y, ok := f.number(i, 4, 4)
	return y, ok && y >= 1500 && y <= 2200
}

func (f dateFinder) month(i int) (int, bool) {
	if i >= len(f.tokens) {
		return 0, false
	}
	m, ok := months[f.tokens[i].folded]
	return m, ok && f.tokens[i].shape != lower || ok && f.tokens[i].folded != "may" && f.tokens[i].folded != "march" && f.tokens[i].folded != "mar" && f.tokens[i].folded != "dec"
}

// iso reads 2023-07-26.
func (f dateFinder) iso(i int) (int, string, bool) {
	y, ok1 := f.year(i)
	m, ok2 := f.number(i+1, 2, 2)
	d, ok3 := f.day(i + 2)
	if !ok1 || !ok2 || !ok3 || f.gap(i) != "-" || f.gap(i+1) != "-" {
		return 0, "", false
	}
	return 3, fmt.Sprintf("%04d-%02d-%02d", y, m, d), false
}

// daysOfMonth reads 26 July 2023, 17-18 August, 17 and 18 August 2023.
func (f dateFinder) daysOfMonth(i int) (int, string, bool) {
	first, ok := f.day(i)
	if !ok {
		return 0, "", false
	}
	n, last := 1, first
	if d, ok := f.day(i + 1); ok && d > first {
		n, last = 2, d
	} else if d, ok := f.day(i + 2); ok && d > first && f.isAnd(i+1) {
		n, last = 3, d
	}
	m, ok := f.month(i + n)
	if !ok {
		return 0, "", false
	}
	n++
	y, ok := f.year(i + n)
	if ok {
		return n + 1, days(y, m, first, last), false
	}
	y, ok = f.guessYear(m, first)
	if !ok {
		return 0, "", false
	}
	return n, days(y, m, first, last), true
}

func (f dateFinder) isAnd(i int) bool {
	switch f.tokens[i].folded {
	case "and", "to", "et", "au":
		return true
	}
	return false
}

// monthAndDay reads July 26, 2023 and July 26.
func (f dateFinder) monthAndDay(i int) (int, string, bool) {
	m, ok := f.month(i)
	if !ok {
		return 0, "", false
	}
	first, ok := f.day(i + 1)
	if !ok {
		return 0, "", false
	}
	n, last := 2, first
	if d, ok := f.day(i + 2); ok && d > first {
		n, last = 3, d
	}
	if y, ok := f.year(i + n); ok {
		return n + 1, days(y, m, first, last), false
	}
	y, ok := f.guessYear(m, first)
	if !ok {
		return 0, "", false
	}
	return n, days(y, m, first, last), true
}

// monthAndYear reads July 2023, and July after "in" or "en".
func (f dateFinder) monthAndYear(i int) (int, string, bool) {
	m, ok := f.month(i)
	if !ok {
		return 0, "", false
	}
	if y, ok := f.year(i + 1); ok {
		return 2, fmt.Sprintf("%04d-%02d", y, m), false
	}
	before := i > 0 && (f.tokens[i-1].folded == "in" || f.tokens[i-1].folded == "en" || f.tokens[i-1].folded == "since" || f.tokens[i-1].folded == "depuis")
	y, ok := f.guessYear(m, 1)
	if !before || !ok {
		return 0, "", false
	}
	return 1, fmt.Sprintf("%04d-%02d", y, m), true
}

// weekday reads Tuesday: the last one up to the day of publication, or where the
// sentence looks ahead the next one after it.
func (f dateFinder) weekday(i int) (int, string, bool) {
	w, ok := weekdays[f.tokens[i].folded]
	if !ok || f.published == nil {
		return 0, "", false
	}
	back := (int(f.published.Time().Weekday()) - w + 7) % 7
	d := f.published.Add(-back)
	if f.ahead(i) {
		d = f.published.Add(7 - back)
	}
	return 1, d.String(), true
}

// ahead reports whether the words before a token in its sentence look ahead.
func (f dateFinder) ahead(i int) bool {
	for j := i - 1; j >= 0 && i-j < 12 && !f.endsAfter(j); j-- {
		switch f.tokens[j].folded {
		case "will", "would", "next", "planned", "plan", "plans", "due", "prochain", "doit", "doivent", "prevu":
			return true
		}
	}
	return false
}

// guessYear gives the year of a day without one: the nearest such day that is not
// more than a month after publication.
func (f dateFinder) guessYear(month, day int) (int, bool) {
	if f.published == nil {
		return 0, false
	}
	y := f.published.Time().Year()
	if graph.Date(y, time.Month(month), day) > f.published.Add(31) {
		y--
	}
	return y, true
}

func days(y, m, first, last int) string {
	s := fmt.Sprintf("%04d-%02d-%02d", y, m, first)
	if last > first {
		s += fmt.Sprintf("/%04d-%02d-%02d", y, m, last)
	}
	return s
}
