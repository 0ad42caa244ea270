package graph_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/entente/entente/graph"
)

// observed gives the span of days on which something was seen; no text is never.
func observed(text string) graph.Observed {
	o := graph.NeverObserved
	if text != "" {
		o = o.Include(graph.MustPeriod(text))
	}
	return o
}

func mustDay(t testing.TB, s string) graph.Day {
	t.Helper()
	d, err := graph.ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestMeets asks of each period whether it holds on a day, in each reading:
// stated, possible, certain.
func TestMeets(t *testing.T) {
	for _, c := range []struct {
		period, observed, day       string
		stated, possible, certainly bool
	}{
		// A plain day is that day in every reading.
		{"2023-07-26", "2023-08-15", "2023-07-25", false, false, false},
		{"2023-07-26", "2023-08-15", "2023-07-26", true, true, true},
		{"2023-07-26", "2023-08-15", "2023-07-27", false, false, false},

		// Some time in July: any day of it, and none for certain.
		{"2023-07", "", "2023-06-30", false, false, false},
		{"2023-07", "", "2023-07-01", true, true, false},
		{"2023-07", "", "2023-07-31", true, true, false},
		{"2023-07~", "", "2023-08-01", false, false, false},

		// Nobody holds an office in 1975 because the start is unknown.
		{"/..", "2023-08-15", "1975-06-01", false, true, false},
		{"/..", "2023-08-15", "2023-08-14", false, true, false},
		{"/..", "2023-08-15", "2023-08-15", true, true, true},
		{"/..", "2023-08-15", "2030-01-01", true, true, true},
		{"/..", "", "2023-08-15", false, true, false},

		// An unknown start counts from the end, if that comes before the first observed day.
		{"/2023-07-26", "2023-08-15", "2023-07-25", false, true, false},
		{"/2023-07-26", "2023-08-15", "2023-07-26", true, true, true},
		{"/2023-07-26", "2023-08-15", "2023-07-27", false, false, false},
		{"/2023-07-26", "2023-05-01", "2023-06-01", true, true, true},
		{"/2023-07-26", "2023-05-01", "2023-04-30", false, true, false},

		// An unknown end counts to the last observed day.
		{"2022-01-01/", "2023-08-15", "2021-12-31", false, false, false},
		{"2022-01-01/", "2023-08-15", "2022-01-01", true, true, true},
		{"2022-01-01/", "2023-08-15", "2023-08-15", true, true, true},
		{"2022-01-01/", "2023-08-15", "2023-08-16", false, true, false},
		{"2022-01-01/", "", "2022-01-01", true, true, true},
		{"2022-01-01/", "", "2022-01-02", false, true, false},
		{"2022/", "2021-06-01", "2022-12-31", true, true, false},
		{"2022/", "2021-06-01", "2023-01-01", false, true, false},

		// Both unknown: the days on which it was seen.
		{"/", "2023-08-15", "2023-08-14", false, true, false},
		{"/", "2023-08-15", "2023-08-15", true, true, true},
		{"/", "2023-08-15", "2023-08-16", false, true, false},
		{"/", "", "2023-08-15", false, true, false},

		// An open end goes on, an open start was always so.
		{"2021-05-30/..", "", "2021-05-29", false, false, false},
		{"2021-05-30/..", "", "2999-01-01", true, true, true},
		{"../2023", "", "1000-01-01", true, true, true},
		{"../2023", "", "2023-06-01", true, true, false},
		{"../2023", "", "2024-01-01", false, false, false},
		{"../..", "", "1975-06-01", true, true, true},

		// One day, not after: it had come by the day it was written of.
		{"[..2023-08-14]", "2023-08-15", "1975-06-01", false, true, false},
		{"[..2023-08-14]", "2023-08-15", "2023-08-13", false, true, false},
		{"[..2023-08-14]", "2023-08-15", "2023-08-14", true, true, false},
		{"[..2023-08-14]", "2023-08-15", "2023-08-15", false, false, false},

		// One day, not before.
		{"[2023-08-15..]", "2023-08-20", "2023-08-14", false, false, false},
		{"[2023-08-15..]", "2023-08-20", "2023-08-15", true, true, false},
		{"[2023-08-15..]", "2023-08-20", "2023-08-20", true, true, true},
		{"[2023-08-15..]", "2023-08-20", "2023-08-21", false, true, false},
		{"[2023-08-15..]", "", "2023-08-15", true, true, false},
		{"[2023-08-15..]", "", "2023-09-01", false, true, false},

		// One day of several.
		{"[2023-07-30,2023-07-31]", "", "2023-07-30", true, true, false},
		{"[2023-07-30,2023-07-31]", "", "2023-08-01", false, false, false},

		// Imprecise at both ends: certain only between them.
		{"2021/2023", "", "2021-06-01", true, true, false},
		{"2021/2023", "", "2022-06-01", true, true, true},
		{"2021/2023", "", "2023-06-01", true, true, false},
	} {
		b := graph.MustPeriod(c.period).Bounds(observed(c.observed))
		on := graph.OnDay(mustDay(t, c.day))
		for reading, want := range map[graph.DateReading]bool{"": c.stated, graph.Stated: c.stated, graph.Possible: c.possible, graph.Certain: c.certainly} {
			if got := b.Meets(on, reading); got != want {
				t.Errorf("%s observed %q on %s, read %q: %v; wanted %v", c.period, c.observed, c.day, reading, got, want)
			}
		}
	}
}

func TestMeetsWindow(t *testing.T) {
	for _, c := range []struct {
		period, first, last         string
		stated, possible, certainly bool
	}{
		{"2023-07", "2023-07-01", "2023-07-31", true, true, true}, // wherever in July the day is
		{"2023-07", "2023-07-02", "2023-07-31", true, true, false},
		{"2023-07", "2023-06-01", "2023-07-01", true, true, false},
		{"2023-07", "2023-08-01", "2023-09-01", false, false, false},
		{"[..2023-08-14]", "2023-01-01", "2023-12-31", true, true, false},
		{"2021-05-30/..", "2020-01-01", "2021-05-30", true, true, true},
	} {
		b := graph.MustPeriod(c.period).Bounds(observed("2023-08-15"))
		w := graph.Window{First: mustDay(t, c.first), Last: mustDay(t, c.last)}
		for reading, want := range map[graph.DateReading]bool{graph.Stated: c.stated, graph.Possible: c.possible, graph.Certain: c.certainly} {
			if got := b.Meets(w, reading); got != want {
				t.Errorf("%s in %s to %s, read %s: %v; wanted %v", c.period, c.first, c.last, reading, got, want)
			}
		}
	}
	whole := graph.Window{First: graph.MinDay, Last: mustDay(t, "2023-08-14")}
	if !graph.MustPeriod("[..2023-08-14]").Bounds(observed("2023-08-15")).Meets(whole, graph.Certain) {
		t.Error("a day not after the 14th is certainly among the days up to the 14th")
	}
}

// TestReadingsNest checks that what is certain is stated, and what is stated is
// possible, whenever somebody saw it hold.
func TestReadingsNest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := anyPeriod().Draw(t, "period")
		seen := graph.Day(rapid.Int32Range(-800_000, 3_000_000).Draw(t, "seen"))
		o := graph.Observed(graph.OnDay(seen))
		checkOrder(t, p, o)
		b := p.Bounds(o)
		w := graph.OnDay(graph.Day(rapid.Int32Range(-800_000, 3_000_000).Draw(t, "day")))
		w.Last = w.Last.Add(rapid.IntRange(0, 400).Draw(t, "length"))
		certain, stated, possible := b.Meets(w, graph.Certain), b.Meets(w, graph.Stated), b.Meets(w, graph.Possible)
		if certain && !stated || stated && !possible {
			t.Fatalf("%s observed %v, in %v: certain %v, stated %v, possible %v", p, seen, w, certain, stated, possible)
		}
	})
}

func TestPeriodSaysWhatIsKnown(t *testing.T) {
	for _, c := range []struct {
		period           string
		start, end, open bool
	}{
		{"2023-07-26", true, true, false}, {"2021/..", true, true, true}, {"/2023", false, true, false}, {"2022/", true, false, false},
		{"/", false, false, false}, {"../2023", true, true, false}, {"[..2023]", false, true, false}, {"[2023..]", true, false, false},
	} {
		p := graph.MustPeriod(c.period)
		if p.StartKnown() != c.start || p.EndKnown() != c.end || p.Open() != c.open {
			t.Errorf("%s: start known %v, end known %v, open %v", p, p.StartKnown(), p.EndKnown(), p.Open())
		}
	}
}

func TestObserved(t *testing.T) {
	o := observed("2023-08-15").Include(graph.MustPeriod("2023-07")).Include(graph.Period{})
	if o.First != mustDay(t, "2023-07-01") || o.Last != mustDay(t, "2023-08-15") {
		t.Errorf("observed from %v to %v; wanted 2023-07-01 to 2023-08-15", o.First, o.Last)
	}
	for _, unbounded := range []string{"/..", "../..", "/"} {
		if got := observed(unbounded); got != graph.NeverObserved {
			t.Errorf("an observation at %s says %v; it says nothing of a day", unbounded, got)
		}
	}
	if got := observed("/2023-08-15"); got.Last != mustDay(t, "2023-08-15") || got.First != graph.MaxDay {
		t.Errorf("an observation up to the 15th gives %v", got)
	}
}
