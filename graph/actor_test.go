package graph_test

import (
	"testing"

	"github.com/entente/entente/graph"
)

func TestLabel(t *testing.T) {
	used := graph.MustPeriod
	burkina := graph.Actor{ID: "burkina-faso", Names: []graph.Name{
		{Text: "Upper Volta", Language: "en", Used: used("/1984-08-03"), Primary: true},
		{Text: "Burkina", Language: "en"},
		{Text: "Burkina Faso", Language: "en", Used: used("1984-08-04/.."), Primary: true},
		{Text: "Haute-Volta", Language: "fr", Used: used("/1984-08-03"), Primary: true},
	}}
	for _, c := range []struct{ language, day, want string }{
		{"en", "", "Upper Volta"}, // at any time: the first
		{"en", "1980-01-01", "Upper Volta"},
		{"en", "2023-08-15", "Burkina Faso"},
		{"fr", "1980-01-01", "Haute-Volta"},
		{"fr", "2023-08-15", "Burkina Faso"}, // no French name then: English
		{"ru", "2023-08-15", "Burkina Faso"},
		{"", "2023-08-15", "Burkina Faso"},
	} {
		var on *graph.Day
		if c.day != "" {
			d := mustDay(t, c.day)
			on = &d
		}
		if got := burkina.Label(c.language, on); got != c.want {
			t.Errorf("in %q on %q: %s; wanted %s", c.language, c.day, got, c.want)
		}
	}
	for name, c := range map[string]struct {
		names    []graph.Name
		language string
		want     string
	}{
		"any primary name before an alias":          {[]graph.Name{{Text: "alias", Language: "en"}, {Text: "Мали", Language: "ru", Primary: true}}, "fr", "Мали"},
		"the first name if none is primary":         {[]graph.Name{{Text: "Mali"}, {Text: "Bamako"}}, "en", "Mali"},
		"the id if there is no name":                {nil, "en", "mali"},
		"English before others if no language asks": {[]graph.Name{{Text: "Мали", Language: "ru", Primary: true}, {Text: "Mali", Language: "en", Primary: true}}, "", "Mali"},
		"a name without a language if none asks":    {[]graph.Name{{Text: "Mali", Language: "en", Primary: true}, {Text: "ML", Primary: true}}, "", "ML"},
	} {
		if got := (graph.Actor{ID: "mali", Names: c.names}).Label(c.language, nil); got != c.want {
			t.Errorf("%s: %s; wanted %s", name, got, c.want)
		}
	}
	if got := (graph.Event{ID: "event:summit", Names: []graph.Name{{Text: "Sommet", Language: "fr", Primary: true}, {Text: "Summit", Language: "en", Primary: true}}}).Label("ru"); got != "Summit" {
		t.Errorf("the event is called %s", got)
	}
}

func TestHasCode(t *testing.T) {
	a := graph.Actor{Codes: []graph.Code{{Scheme: "iso3", Value: "MLI"}}}
	if !a.HasCode(graph.Code{Scheme: "iso3", Value: "MLI"}) || a.HasCode(graph.Code{Scheme: "cow", Value: "MLI"}) || a.HasCode(graph.Code{Scheme: "iso3", Value: "mli"}) {
		t.Error("a code is its scheme and its value, letter for letter")
	}
}
