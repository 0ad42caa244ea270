package graph_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/entente/entente/graph"
)

func TestNameScore(t *testing.T) {
	for _, c := range []struct {
		query, name string
		want        float64
	}{
		{"mali", "mali", 1},
		{"burkina", "burkina faso", .9},
		{"burkina f", "burkina faso", .9},
		{"faso", "burkina faso", .8},
		{"ivoire", "cote d'ivoire", .8},
		{"faso burkina", "burkina faso", .7},
		{"rep mal", "republic of mali", .7},
		{"brukina", "burkina faso", .5},  // two letters swapped: one slip
		{"burkna", "burkina faso", .5},   // one left out
		{"burkinna", "burkina faso", .5}, // one too many
		{"nigeir", "niger", .5},
		{"mauritannai", "mauritania", .4}, // eight letters and more may have two
		{"barkena", "burkina", 0},         // seven letters may have one
		{"mal", "mil", 0},                 // a short word with a slip is another word
		{"mxli", "mali", .5},
		{"xxli", "mali", 0},
		{"mali", "russia", 0},
		{"мали", "мали", 1},
		{"росия", "россия", .5}, // letters, not bytes
	} {
		if got := graph.NameScore(c.query, c.name); !near(got, c.want) {
			t.Errorf("%q for %q: %v; wanted %v", c.query, c.name, got, c.want)
		}
	}
}

func TestHit(t *testing.T) {
	goita := graph.Actor{
		ID: "assimi-goita", Kind: graph.Person, Codes: []graph.Code{{Scheme: "wikidata", Value: "Q98521957"}},
		Names: []graph.Name{{Text: "Ассими Гойта", Language: "ru"}, {Text: "Assimi Goïta", Language: "fr"}, {Text: "Assimi Goïta", Language: "en"}, {Text: "Goita"}},
	}
	for _, c := range []struct {
		query             graph.SearchQuery
		matched, language string
		score             float64
	}{
		{graph.SearchQuery{Text: "GOITA"}, "Goita", "", 1},
		{graph.SearchQuery{Text: " assimi goita "}, "Assimi Goïta", "en", 1}, // English before French
		{graph.SearchQuery{Text: "assimi"}, "Assimi Goïta", "en", .9},
		{graph.SearchQuery{Text: "гойта"}, "Ассими Гойта", "ru", .8},
		{graph.SearchQuery{Text: "q98521957"}, "Q98521957", "", 1},
		{graph.SearchQuery{Text: "Wikidata:Q98521957"}, "Q98521957", "", 1},
		{graph.SearchQuery{Text: "assimi-goita"}, "assimi-goita", "", 1},
		{graph.SearchQuery{Text: "asimi goita", Kinds: []graph.ActorKind{graph.Person}}, "Assimi Goïta", "en", .5},
		{graph.SearchQuery{Text: "goita", Kinds: []graph.ActorKind{graph.State}}, "", "", 0},
		{graph.SearchQuery{Text: "putin"}, "", "", 0},
		{graph.SearchQuery{Text: ""}, "", "", 0},
		{graph.SearchQuery{Text: "’ *"}, "", "", 0},
	} {
		hit, ok := c.query.Hit(goita)
		if ok != (c.score > 0) || ok && (hit.Matched != c.matched || hit.Language != c.language || !near(hit.Score, c.score)) {
			t.Errorf("%q: %q in %q, %v; wanted %q in %q, %v", c.query.Text, hit.Matched, hit.Language, hit.Score, c.matched, c.language, c.score)
		}
	}
}

func TestHitsAreOrdered(t *testing.T) {
	hit := func(id graph.ActorID, matched string, score float64) graph.SearchHit {
		return graph.SearchHit{Actor: graph.Actor{ID: id}, Matched: matched, Score: score}
	}
	hits := []graph.SearchHit{hit("e", "Mali", .9), hit("d", "Malawi", .9), hit("c", "Mali", .9), hit("b", "Мали", .9), hit("a", "Republic of Mali", .8), hit("z", "mali", 1)}
	slices.SortFunc(hits, graph.SearchHit.Compare)
	var got []string
	for _, h := range hits {
		got = append(got, string(h.Actor.ID))
	}
	if want := "z b c e d a"; strings.Join(got, " ") != want {
		t.Errorf("%v; wanted %s", got, want)
	}
}

func TestSearchValidate(t *testing.T) {
	err := graph.SearchQuery{Text: strings.Repeat("a", 501)}.Validate()
	var e *graph.Error
	if !errors.As(err, &e) || e.Kind != graph.ErrInvalid || e.Field != "text" {
		t.Errorf("a text of 501 bytes: %v", err)
	}
	if err := (graph.SearchQuery{Text: strings.Repeat("a", 500)}).Validate(); err != nil {
		t.Errorf("a text of 500 bytes: %v", err)
	}
}

// TestSlipsAreForgiven checks that a long name is found with any two letters
// beside one another swapped, or any one letter left out or doubled.
func TestSlipsAreForgiven(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringMatching(`[a-z]{8,14}`).Draw(t, "name")
		i := rapid.IntRange(1, len(name)-2).Draw(t, "place")
		for _, typed := range []string{
			name[:i] + name[i+1:],
			name[:i] + name[i:i+1] + name[i:],
			name[:i] + name[i+1:i+2] + name[i:i+1] + name[i+2:],
			name[:i] + "x" + name[i+1:],
		} {
			if graph.NameScore(typed, name) < .4 {
				t.Fatalf("%s is not found by %s", name, typed)
			}
		}
	})
}
