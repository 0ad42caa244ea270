package exchange_test

import (
	"regexp"
	"strings"
	"testing"
)

func TestShortName(t *testing.T) {
	for query, want := range map[string]string{
		"":                                  "",
		"revision=3":                        "",
		"on=2023-08-15&of=niger":            "niger-2023-08-15",
		"kinds=CALLS,SUSPENDED_FROM":        "calls-suspended-from",
		"actors=iso3:MLI&class=ACT":         "iso3-mli-act",
		"during=2023-07-26/2023-08-31":      "2023-07-26-2023-08-31",
		"of=niger&hops=2&minConfidence=0.5": "niger-minconfidence-0-5-hops-2",
	} {
		s, err := selection(t, query)
		if err != nil {
			t.Fatal(err)
		}
		if got := s.ShortName(); got != want {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
	}
}

// Whatever is selected, the name can be a file's everywhere; what it can't say whole
// it tells apart by a digest.
func TestShortNameIsSafe(t *testing.T) {
	seen := map[string]string{}
	for _, query := range []string{
		"text=é", "text=à", "text=../../x", "text=a\"b", "text=(", "text=" + strings.Repeat("word ", 40), "text=" + strings.Repeat("word ", 41),
		"of=" + strings.Repeat("a", 128), "kinds=CALLS&text=Ж",
	} {
		s, err := selection(t, query)
		if err != nil {
			t.Fatal(err)
		}
		got := s.ShortName()
		if !regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,80}$`).MatchString(got) || strings.HasSuffix(got, "-") {
			t.Errorf("%s: %q", query, got)
		}
		if other, twice := seen[got]; twice {
			t.Errorf("%s and %s are both %q", query, other, got)
		}
		seen[got] = query
	}
}
