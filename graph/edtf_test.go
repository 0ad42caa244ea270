package graph_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/entente/entente/graph"
)

// bounds writes the days between which a period begins and ends, when nobody
// observed it: "2023-07-01…2023-07-31 to …".
func bounds(b graph.Bounds) string {
	return fmt.Sprintf("%v…%v to %v…%v", b.StartMin, b.StartMax, b.EndMin, b.EndMax)
}

func TestParsePeriod(t *testing.T) {
	for _, c := range []struct{ written, want string }{
		{"2023-07-26", "2023-07-26…2023-07-26 to 2023-07-26…2023-07-26"},
		{"2024-02-29", "2024-02-29…2024-02-29 to 2024-02-29…2024-02-29"},
		{"2023-07", "2023-07-01…2023-07-31 to 2023-07-01…2023-07-31"},
		{"2024-02", "2024-02-01…2024-02-29 to 2024-02-01…2024-02-29"},
		{"2023-12", "2023-12-01…2023-12-31 to 2023-12-01…2023-12-31"},
		{"2023", "2023-01-01…2023-12-31 to 2023-01-01…2023-12-31"},

		// Marks of doubt are kept and do not widen.
		{"2023-07~", "2023-07-01…2023-07-31 to 2023-07-01…2023-07-31"},
		{"2023?", "2023-01-01…2023-12-31 to 2023-01-01…2023-12-31"},
		{"2023%", "2023-01-01…2023-12-31 to 2023-01-01…2023-12-31"},
		{"2023-07-26~", "2023-07-26…2023-07-26 to 2023-07-26…2023-07-26"},

		{"202X", "2020-01-01…2029-12-31 to 2020-01-01…2029-12-31"},
		{"20XX", "2000-01-01…2099-12-31 to 2000-01-01…2099-12-31"},
		{"2023-XX", "2023-01-01…2023-12-31 to 2023-01-01…2023-12-31"},
		{"2023-XX-XX", "2023-01-01…2023-12-31 to 2023-01-01…2023-12-31"},
		{"2023-07-XX", "2023-07-01…2023-07-31 to 2023-07-01…2023-07-31"},

		{"2023-21", "2023-03-01…2023-05-31 to 2023-03-01…2023-05-31"},
		{"2023-22", "2023-06-01…2023-08-31 to 2023-06-01…2023-08-31"},
		{"2023-23", "2023-09-01…2023-11-30 to 2023-09-01…2023-11-30"},
		{"2023-24", "2023-12-01…2024-02-29 to 2023-12-01…2024-02-29"},

		{"2022-08-15/2023-01", "2022-08-15…2022-08-15 to 2023-01-01…2023-01-31"},
		{"2021-12~/2023?", "2021-12-01…2021-12-31 to 2023-01-01…2023-12-31"},
		{"2023-07/2023-07-10", "2023-07-01…2023-07-10 to 2023-07-10…2023-07-10"},
		{"2023-07-10/2023-07", "2023-07-10…2023-07-10 to 2023-07-10…2023-07-31"},
		{"2022-08-15/..", "2022-08-15…2022-08-15 to ∞…∞"},
		{"../2023", "-∞…-∞ to 2023-01-01…2023-12-31"},
		{"../..", "-∞…-∞ to ∞…∞"},
		{"/2023-07-26", "-∞…2023-07-26 to 2023-07-26…2023-07-26"},
		{"2022/", "2022-01-01…2022-12-31 to 2022-01-01…∞"},
		{"/", "-∞…∞ to -∞…∞"},
		{"/..", "-∞…∞ to ∞…∞"},

		{"[..2023-08-14]", "-∞…2023-08-14 to -∞…2023-08-14"},
		{"[2023-08-15..]", "2023-08-15…∞ to 2023-08-15…∞"},
		{"[2023-08-15..2023-08-16]", "2023-08-15…2023-08-16 to 2023-08-15…2023-08-16"},
		{"[2023-08-15,2023-08-20,2023-08-18]", "2023-08-15…2023-08-20 to 2023-08-15…2023-08-20"},
		{"[2023-07,2023-09..2023-10]", "2023-07-01…2023-10-31 to 2023-07-01…2023-10-31"},
		{"[2021]", "2021-01-01…2021-12-31 to 2021-01-01…2021-12-31"},

		{"0000", "0000-01-01…0000-12-31 to 0000-01-01…0000-12-31"},
		{"-0043-03-15", "-0043-03-15…-0043-03-15 to -0043-03-15…-0043-03-15"},
		{"-9999", "-9999-01-01…-9999-12-31 to -9999-01-01…-9999-12-31"},
		{"9999-12-31", "9999-12-31…9999-12-31 to 9999-12-31…9999-12-31"},
	} {
		p, err := graph.ParsePeriod(c.written)
		if err != nil {
			t.Errorf("%s: %v", c.written, err)
			continue
		}
		if got := bounds(p.Bounds(graph.NeverObserved)); got != c.want {
			t.Errorf("%s: %s; wanted %s", c.written, got, c.want)
		}
		if p.String() != c.written {
			t.Errorf("%s is kept as %s", c.written, p)
		}
	}
}

func TestParsePeriodRefuses(t *testing.T) {
	const notAPeriod = "is not a period; write EDTF, as in 2023-07-26, 2023-07, 2021-12~, 2022-08-15/.., /2023-07-26 or [..2023-08-14]"
	for _, written := range []string{
		"", " ", "..", "yesterday", "15 August 2023", "2023-8-15", "2023-08-5", "15-08-2023", "2023/08/15", "20230815", "2023-08-15T12:00",
		"2023-02-29", "2023-13", "2023-00", "2023-08-00", "2023-08-32", "2023-20", "2023-25", "2023-21-01", "2023-08-15-01",
		"2XXX", "2X23", "2023-1X", "2023-08-1X", "2023-XX-15", "202X-08", "-20XX", "-0000", "--2023", "+2023", "12023", "Y17000",
		"2023~~", "2023~?", "~", "~2023", "2023-~08", " 2023", "2023 ", "2023\n",
		"2023-01-01/2023-02-01/2023-03-01", "2023/x", "x/2023",
		"[", "[]", "[..]", "[2023", "2023]", "[2023,]", "[,2023]", "[2023,..]", "[..,2023]", "[x]", "[2023..x]", "{2023,2024}", "[2023/2024]", "[2021...2023]",
		"2023-08-1\x00", "２０２３", "[" + strings.Repeat("2023-08-15,", 30) + "2023-08-15]",
	} {
		p, err := graph.ParsePeriod(written)
		if !errors.Is(err, graph.ErrInvalid) {
			t.Errorf("%q: %v, %v; wanted invalid", written, p, err)
			continue
		}
		if got := err.Error(); !strings.HasSuffix(got, notAPeriod) || len(got) > 300 {
			t.Errorf("%.40q: %s", written, got)
		}
		if !p.IsZero() {
			t.Errorf("%q is refused and gives %v", written, p)
		}
	}
	for written, want := range map[string]string{
		"2023-08-15/2023-08-14":      `invalid: "2023-08-15/2023-08-14" ends before it starts; the first date must not be after the second`,
		"2024/2023":                  `invalid: "2024/2023" ends before it starts; the first date must not be after the second`,
		"[2023-08-16..2023-08-15]":   `invalid: "[2023-08-16..2023-08-15]" ends before it starts; write the earlier date first`,
		"[2021,2023-08..2023-07-31]": `invalid: "[2021,2023-08..2023-07-31]" ends before it starts; write the earlier date first`,
	} {
		if _, err := graph.ParsePeriod(written); err == nil || err.Error() != want {
			t.Errorf("%s: %v; wanted %s", written, err, want)
		}
	}
}

// anyDate draws a date of any precision that EDTF level 1 can write.
func anyDate() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		year := fmt.Sprintf("%04d", rapid.IntRange(0, 9999).Draw(t, "year"))
		month := fmt.Sprintf("%02d", rapid.IntRange(1, 12).Draw(t, "month"))
		day := fmt.Sprintf("%02d", rapid.IntRange(1, 28).Draw(t, "day"))
		season := fmt.Sprint(rapid.IntRange(21, 24).Draw(t, "season"))
		date := rapid.SampledFrom([]string{
			year, year + "-" + month, year + "-" + month + "-" + day, year + "-" + season,
			year[:3] + "X", year[:2] + "XX", year + "-XX", year + "-XX-XX", year + "-" + month + "-XX",
		}).Draw(t, "date")
		return date + rapid.SampledFrom([]string{"", "", "~", "?", "%"}).Draw(t, "mark")
	})
}

// anyPeriod draws a period of any shape.
func anyPeriod() *rapid.Generator[graph.Period] {
	return rapid.Custom(func(t *rapid.T) graph.Period {
		a, b := anyDate().Draw(t, "a"), anyDate().Draw(t, "b")
		if day(t, b).First < day(t, a).First {
			a, b = b, a
		}
		written := rapid.SampledFrom([]string{
			a, a + "/" + b, a + "/..", "../" + b, "/" + b, a + "/", "/", "/..", "../", "../..",
			"[.." + a + "]", "[" + a + "..]", "[" + a + "," + b + "]", "[" + a + ".." + b + "]",
		}).Draw(t, "written")
		return graph.MustPeriod(written)
	})
}

func day(t *rapid.T, date string) graph.Window {
	b := graph.MustPeriod(date).Bounds(graph.NeverObserved)
	if b.StartMin > b.EndMax {
		t.Fatalf("%s begins after it ends", date)
	}
	return graph.Window{First: b.StartMin, Last: b.EndMax}
}

func TestPeriodIsKeptAsWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := anyPeriod().Draw(t, "period")
		text, err := p.MarshalText()
		if err != nil {
			t.Fatal(err)
		}
		var again graph.Period
		if err := again.UnmarshalText(text); err != nil {
			t.Fatal(err)
		}
		if again != p {
			t.Fatalf("%s reads back as %s", p, again)
		}
	})
}

func TestNoTextIsNoPeriod(t *testing.T) {
	p := graph.MustPeriod("2023")
	if err := p.UnmarshalText(nil); err != nil || !p.IsZero() {
		t.Errorf("no text reads as %q, %v", p, err)
	}
	if err := p.UnmarshalText([]byte("x")); !errors.Is(err, graph.ErrInvalid) || !p.IsZero() {
		t.Errorf("x reads as %q, %v", p, err)
	}
}

func TestMustPeriodPanics(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a text that is no period does not panic")
		}
	}()
	graph.MustPeriod("yesterday")
}

// FuzzParsePeriod looks for texts that make the parser panic, or that it accepts
// although their days are in no order.
func FuzzParsePeriod(f *testing.F) {
	for _, s := range []string{
		"2023-07-26", "2023-07", "202X", "20XX", "2023-XX-XX", "2023-24", "2021-12~", "2022-08-15/..", "/2023-07-26", "2022/", "../..",
		"[..2023-08-14]", "[2023-08-15..2023-08-16]", "[2021,2022-01,..2023]", "-0043-03-15", "9999-12-31", "[", "2023-02-29",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p, err := graph.ParsePeriod(s)
		if err != nil {
			if !errors.Is(err, graph.ErrInvalid) {
				t.Fatalf("%q: %v", s, err)
			}
			return
		}
		if p.String() != s || p.IsZero() {
			t.Fatalf("%q is kept as %q", s, p)
		}
		p.InWords("en")
		p.InWords("fr")
		checkOrder(t, p, graph.NeverObserved)
	})
}

// checkOrder checks that no bound of a period comes before one that it can't.
func checkOrder(t interface{ Fatalf(string, ...any) }, p graph.Period, o graph.Observed) {
	b := p.Bounds(o)
	if b.StartMin > b.StartMax || b.EndMin > b.EndMax || b.StartMin > b.EndMin || b.StartMax > b.EndMax {
		t.Fatalf("%s observed %v: %s is in no order", p, o, bounds(b))
	}
}
