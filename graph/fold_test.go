package graph_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/entente/entente/graph"
)

func TestFold(t *testing.T) {
	for s, want := range map[string]string{
		"":              "",
		"mali":          "mali",
		"MALI":          "mali",
		"Assimi Goïta":  "assimi goita",
		"e\u0301tat":    "etat",
		"ÉTAT":          "etat",
		"Côte d’Ivoire": "cote d'ivoire",
		"Cote d'Ivoire": "cote d'ivoire",
		"Cote d`Ivoire": "cote d'ivoire",
		"São Tomé":      "sao tome",
		"Łódź":          "lodz",
		"Straße":        "strasse",
		"STRASSE":       "strasse",
		"İstanbul":      "istanbul",
		"IĞDIR":         "igdir",
		"Iğdır":         "igdir",
		"Ærø":           "aero",
		"ﬁn":            "fin",
		"Россия":        "россия",
		"ЁЛКА":          "елка",
		"Ελλάδα":        "ελλαδα",
		"ΣΑΣ":           "σασ",
		"σας":           "σασ",
		"مالي":          "مالي",
		"مَالِي":        "مالي",
		"马里":            "马里",
		"ＭＡＬＩ":          "mali",
		"ኢትዮጵያ":         "ኢትዮጵያ",
		"Russia–Africa": "russia-africa",
		"“Sahel”":       `"sahel"`,
		"ᴬBC":           "abc",
		"№ 1":           "no 1",
		"Ꭰꭰ":            "ꭰꭰ",
	} {
		if got := graph.Fold(s); got != want {
			t.Errorf("%q folds to %q; wanted %q", s, got, want)
		}
	}
}

func TestFoldAgainChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "text")
		once := graph.Fold(s)
		if twice := graph.Fold(once); twice != once {
			t.Fatalf("%q folds to %q, and that to %q", s, once, twice)
		}
	})
}

func TestWords(t *testing.T) {
	for s, want := range map[string][]string{
		"":                       nil,
		" -–- ":                  nil,
		"cote d'ivoire":          {"cote", "d", "ivoire"},
		"russia-africa summit 2": {"russia", "africa", "summit", "2"},
		"a.b_c":                  {"a", "b", "c"},
		"马里 مالي":                {"马里", "مالي"},
		graph.Fold("हिन्दी भाषा"): {graph.Fold("हिन्दी"), graph.Fold("भाषा")},
	} {
		if got := graph.Words(s); !slices.Equal(got, want) {
			t.Errorf("the words of %q are %q; wanted %q", s, got, want)
		}
	}
}

func TestMatchWords(t *testing.T) {
	const text = "the republic of cote d'ivoire, 1960"
	for query, want := range map[string]bool{
		"cote": true, "ivoire cote": true, "ivo re": true, "repub 19": true, "voire": false, "cote mali": false,
		"": false, " ": false, "'": false, "*": false, "%": false,
	} {
		if got := graph.MatchWords(query, text); got != want {
			t.Errorf("%q in %q: %v; wanted %v", query, text, got, want)
		}
	}
}

// TestFoldedPrefixMatches checks that the beginning of a word of a text finds it,
// in whatever case it is typed.
func TestFoldedPrefixMatches(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[A-Za-zéÉèßłŁøØäÄçЖж]{1,8}( [A-Za-zéÉèßłŁøØäÄçЖж]{1,8}){0,3}`).Draw(t, "text")
		word := rapid.SampledFrom(strings.Fields(text)).Draw(t, "word")
		runes := []rune(word)
		query := string(runes[:rapid.IntRange(1, len(runes)).Draw(t, "length")])
		for _, q := range []string{query, strings.ToUpper(query), strings.ToLower(query)} {
			if !graph.MatchWords(graph.Fold(q), graph.Fold(text)) {
				t.Fatalf("%q does not find %q", q, text)
			}
		}
	})
}
