package graph

import (
	"strings"
	"time"
)

// ParsePeriod reads a period written in EDTF (Extended Date/Time Format, Library
// of Congress, 2019; ISO 8601-2), level 1 and its one-of-a-set:
//
//	2023-07-26                 a day
//	2023-07, 2023              some time in that month, in that year
//	2023-07~, 2023?, 2023%     approximate, uncertain, both: kept, not widened
//	202X, 2023-XX, 2023-07-XX  unspecified digits
//	2023-21 … 2023-24          spring, summer, autumn, winter, read as the
//	                           northern quarters March–May … December–February
//	2022-08-15/2023-01         from … to
//	2022-08-15/..              open end: it goes on
//	/2023-07-26, 2022/         unknown start, unknown end
//	[..2023-08-14]             one day of a set: not after
//	[2023-08-15..2023-08-16]   one day from … to; [a,b,c] lists days
//
// Years run from -9999 to 9999. Anything else, and an end before its start, is
// ErrInvalid.
func ParsePeriod(s string) (Period, error) {
	p, err := parsePeriod(s)
	if err != nil {
		return Period{}, err
	}
	p.written = s
	return p, nil
}

// maxPeriod bounds what is written, in bytes: a set of some twenty days.
const maxPeriod = 256

// MustPeriod is ParsePeriod for texts known to be right; it panics otherwise.
func MustPeriod(s string) Period {
	p, err := ParsePeriod(s)
	if err != nil {
		panic(err)
	}
	return p
}

func parsePeriod(s string) (Period, error) {
	if len(s) > maxPeriod {
		return Period{}, badPeriod(s)
	}
	if strings.HasPrefix(s, "[") {
		return parseSet(s)
	}
	from, to, interval := strings.Cut(s, "/")
	if !interval {
		w, ok := parseDate(s)
		if !ok {
			return Period{}, badPeriod(s)
		}
		return Period{start: w, end: w, startKnown: true, endKnown: true}, nil
	}
	start, startKnown, ok1 := parseEnd(from, MinDay)
	end, endKnown, ok2 := parseEnd(to, MaxDay)
	if !ok1 || !ok2 {
		return Period{}, badPeriod(s)
	}
	if end.Last < start.First {
		return Period{}, Errorf(ErrInvalid, "%s ends before it starts; the first date must not be after the second", quote(s))
	}
	// Imprecise ends that overlap: the last day is never before the first.
	if startKnown && endKnown {
		end.First = max(end.First, start.First)
		start.Last = min(start.Last, end.Last)
	}
	return Period{start: start, end: end, startKnown: startKnown, endKnown: endKnown}, nil
}

// parseEnd reads one side of an interval; infinity is the day that ".." means there.
func parseEnd(s string, infinity Day) (w Window, known, ok bool) {
	switch s {
	case "":
		return Window{MinDay, MaxDay}, false, true
	case "..":
		return Window{infinity, infinity}, true, true
	}
	w, ok = parseDate(s)
	return w, true, ok
}

// parseSet reads one day of a set: [a..b], [..b], [a..] or [a,b,c].
func parseSet(s string) (Period, error) {
	inner, closed := strings.CutSuffix(s[1:], "]")
	if !closed || inner == "" || inner == ".." {
		return Period{}, badPeriod(s)
	}
	span := Window{First: MaxDay, Last: MinDay}
	startKnown, endKnown := true, true
	for part := range strings.SplitSeq(inner, ",") {
		first, last, ranged := strings.Cut(part, "..")
		if first == "" && last == "" {
			return Period{}, badPeriod(s)
		}
		if !ranged {
			last = first
		}
		a, b := Window{First: MinDay}, Window{Last: MaxDay}
		ok1, ok2 := true, true
		if first == "" && ranged {
			startKnown = false
		} else {
			a, ok1 = parseDate(first)
		}
		if last == "" && ranged {
			endKnown = false
		} else {
			b, ok2 = parseDate(last)
		}
		if !ok1 || !ok2 {
			return Period{}, badPeriod(s)
		}
		if b.Last < a.First {
			return Period{}, Errorf(ErrInvalid, "%s ends before it starts; write the earlier date first", quote(s))
		}
		span.First, span.Last = min(span.First, a.First), max(span.Last, b.Last)
	}
	return Period{start: span, end: span, startKnown: startKnown, endKnown: endKnown}, nil
}

func badPeriod(s string) *Error {
	return Errorf(ErrInvalid, "%s is not a period; write EDTF, as in 2023-07-26, 2023-07, 2021-12~, 2022-08-15/.., /2023-07-26 or [..2023-08-14]", quote(s))
}

// parseDate reads one date of any precision and gives the days it covers.
func parseDate(s string) (Window, bool) {
	if n := len(s); n > 0 && strings.ContainsRune("~?%", rune(s[n-1])) {
		s = s[:n-1]
	}
	sign := 1
	if rest, ok := strings.CutPrefix(s, "-"); ok {
		s, sign = rest, -1
	}
	year, month, day := s, "", ""
	if i := strings.IndexByte(s, '-'); i >= 0 {
		year, month = s[:i], s[i+1:]
		if i := strings.IndexByte(month, '-'); i >= 0 {
			month, day = month[:i], month[i+1:]
			if len(day) != 2 {
				return Window{}, false
			}
		}
		if len(month) != 2 {
			return Window{}, false
		}
	}
	if len(year) != 4 {
		return Window{}, false
	}
	return dateWindow(sign, year, month, day)
}

func dateWindow(sign int, year, month, day string) (Window, bool) {
	low, high, ok := digits(year)
	if !ok || (sign < 0 && (low != high || low == 0)) {
		return Window{}, false
	}
	low, high = sign*low, sign*high
	if month == "" || (month == "XX" && (day == "" || day == "XX")) {
		return Window{Date(low, 1, 1), Date(high, 12, 31)}, true
	}
	m, m2, ok := digits(month)
	if !ok || m != m2 || low != high {
		return Window{}, false
	}
	switch {
	case m >= 21 && m <= 24 && day == "":
		first := time.Month(3 + 3*(m-21))
		return Window{Date(low, first, 1), Date(low, first+3, 0)}, true
	case m < 1 || m > 12:
		return Window{}, false
	}
	return dayWindow(low, time.Month(m), day)
}

// dayWindow gives the day of a month, or the whole month if no day is said.
func dayWindow(year int, month time.Month, day string) (Window, bool) {
	if day == "" || day == "XX" {
		return Window{Date(year, month, 1), Date(year, month+1, 0)}, true
	}
	const everyMonth = 28 // days that every month has
	d, d2, ok := digits(day)
	if !ok || d != d2 || d < 1 || d > everyMonth && Date(year, month, d) > Date(year, month+1, 0) {
		return Window{}, false
	}
	return OnDay(Date(year, month, d)), true
}

// digits reads digits of which the last may be X, and gives the least and the
// greatest number that they can stand for.
func digits(s string) (low, high int, ok bool) {
	unspecified := false
	for i, c := range []byte(s) {
		switch {
		case c == 'X' && i >= 2:
			unspecified = true
			low, high = low*10, high*10+9
		case c >= '0' && c <= '9' && !unspecified:
			low, high = low*10+int(c-'0'), high*10+int(c-'0')
		default:
			return 0, 0, false
		}
	}
	return low, high, s != ""
}
