package graph

import (
	"fmt"
	"math"
	"strings"
	"time"
)

// Day is a calendar day of the proleptic Gregorian calendar, counted from
// 1970-01-01 (day 0). Days compare as numbers.
type Day int32

// The days beyond all days, for periods that are open or unknown at an end.
const (
	MinDay Day = math.MinInt32 // before every day: minus infinity
	MaxDay Day = math.MaxInt32 // after every day: plus infinity
)

const secondsPerDay = 24 * 60 * 60

// Date gives the day of a year, month and day of month. Values outside their
// usual ranges are carried over, as time.Date does.
func Date(year int, month time.Month, day int) Day {
	return DayOf(time.Date(year, month, day, 0, 0, 0, 0, time.UTC))
}

// DayOf gives the day on which t falls in UTC.
func DayOf(t time.Time) Day {
	s := t.Unix()
	d := s / secondsPerDay
	if s%secondsPerDay < 0 {
		d--
	}
	return Day(d)
}

// ParseDay reads a day written YYYY-MM-DD, with a minus before a year before 0.
// Any other text is ErrInvalid.
func ParseDay(s string) (Day, error) {
	w, ok := parseDate(s)
	if !ok || w.First != w.Last || len(strings.TrimPrefix(s, "-")) != len(time.DateOnly) {
		return 0, Errorf(ErrInvalid, "%s is not a day; write YYYY-MM-DD, as in 2023-08-15", quote(s))
	}
	return w.First, nil
}

// IsFinite reports whether d is a day of the calendar and not beyond all days.
func (d Day) IsFinite() bool { return d != MinDay && d != MaxDay }

// Time gives midnight UTC at the start of the day. It is meaningful for finite
// days only.
func (d Day) Time() time.Time { return time.Unix(int64(d)*secondsPerDay, 0).UTC() }

// String writes the day YYYY-MM-DD, or "-∞" and "∞" for the days beyond all days.
func (d Day) String() string {
	switch d {
	case MinDay:
		return "-∞"
	case MaxDay:
		return "∞"
	}
	t := d.Time()
	if y := t.Year(); y < 0 {
		return fmt.Sprintf("-%04d-%02d-%02d", -y, int(t.Month()), t.Day())
	}
	return t.Format(time.DateOnly)
}

// MarshalText writes a finite day as String does.
func (d Day) MarshalText() ([]byte, error) {
	if !d.IsFinite() {
		return nil, Errorf(ErrInvalid, "a day beyond all days cannot be written")
	}
	return []byte(d.String()), nil
}

// UnmarshalText reads a day as ParseDay does.
func (d *Day) UnmarshalText(b []byte) error {
	v, err := ParseDay(string(b))
	if err != nil {
		return err
	}
	*d = v
	return nil
}

// Add gives the day n days later; the days beyond all days stay where they are.
func (d Day) Add(n int) Day {
	if !d.IsFinite() {
		return d
	}
	v := int64(d) + int64(n)
	return Day(min(max(v, int64(MinDay)+1), int64(MaxDay)-1))
}

// Window is an inclusive span of days. MinDay and MaxDay leave an end open.
type Window struct {
	First Day `json:"first"` // first day of the window
	Last  Day `json:"last"`  // last day of the window, not before First
}

// OnDay is the window of one day.
func OnDay(d Day) Window { return Window{First: d, Last: d} }
