package graph_test

import (
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/entente/entente/graph"
)

func TestDay(t *testing.T) {
	for _, c := range []struct {
		written string
		want    graph.Day
	}{
		{"1970-01-01", 0}, {"1969-12-31", -1}, {"2023-08-15", 19584}, {"2024-02-29", 19782}, {"0000-01-01", -719528}, {"-0001-12-31", -719529}, {"9999-12-31", 2932896},
	} {
		d, err := graph.ParseDay(c.written)
		if err != nil || d != c.want {
			t.Errorf("%s is day %d, %v; wanted %d", c.written, d, err, c.want)
		}
		if d.String() != c.written {
			t.Errorf("%s writes as %s", c.written, d)
		}
	}
	for _, written := range []string{"", "2023", "2023-08", "2023-8-15", "2023-02-29", "15.08.2023", "2023-08-15~", "2023-XX-XX", "2023-08-XX", "2023-08-15T00:00:00Z", "-∞", "∞", "[2023-08-15]"} {
		d, err := graph.ParseDay(written)
		if !errors.Is(err, graph.ErrInvalid) || d != 0 {
			t.Errorf("%q is day %v, %v; wanted invalid", written, d, err)
		}
	}
}

func TestDayRefusalSaysWhatWouldBeRight(t *testing.T) {
	_, err := graph.ParseDay("15 August 2023")
	const want = `invalid: "15 August 2023" is not a day; write YYYY-MM-DD, as in 2023-08-15`
	if err == nil || err.Error() != want {
		t.Errorf("%v; wanted %s", err, want)
	}
}

func TestDayRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		first, last := graph.Date(-9999, 1, 1), graph.Date(9999, 12, 31)
		d := graph.Day(rapid.Int32Range(int32(first), int32(last)).Draw(t, "day"))
		text, err := d.MarshalText()
		if err != nil {
			t.Fatal(err)
		}
		var again graph.Day
		if err := again.UnmarshalText(text); err != nil || again != d {
			t.Fatalf("%s reads back as %v, %v", text, again, err)
		}
		if graph.DayOf(d.Time()) != d || graph.DayOf(d.Time().Add(24*time.Hour-1)) != d {
			t.Fatalf("%s is not the day of its first and last moment", text)
		}
	})
}

func TestDayOfIsUTC(t *testing.T) {
	late := time.Date(2023, 8, 15, 23, 30, 0, 0, time.FixedZone("west", -2*3600))
	if got := graph.DayOf(late); got != mustDay(t, "2023-08-16") {
		t.Errorf("half past eleven in the evening two hours west is %v; wanted the day in UTC", got)
	}
}

func TestDaysBeyondAllDays(t *testing.T) {
	if graph.MinDay.IsFinite() || graph.MaxDay.IsFinite() || !graph.Day(0).IsFinite() {
		t.Error("the days beyond all days are finite, or day 0 is not")
	}
	if graph.MinDay.String() != "-∞" || graph.MaxDay.String() != "∞" {
		t.Errorf("they write as %v and %v", graph.MinDay, graph.MaxDay)
	}
	if graph.MinDay.Add(5) != graph.MinDay || graph.MaxDay.Add(-5) != graph.MaxDay {
		t.Error("a day beyond all days moves")
	}
	if got := graph.Day(0).Add(1 << 62); !got.IsFinite() || got < 1<<30 {
		t.Errorf("a very long time after is %d", got)
	}
	if got := graph.Day(0).Add(-1 << 62); !got.IsFinite() || got > -1<<30 {
		t.Errorf("a very long time before is %d", got)
	}
	if _, err := graph.MaxDay.MarshalText(); !errors.Is(err, graph.ErrInvalid) {
		t.Errorf("it writes, %v", err)
	}
}
