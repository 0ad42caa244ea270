package graph_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/entente/entente/graph"
)

func TestPeriodInWords(t *testing.T) {
	for _, c := range []struct{ written, english, french string }{
		{"2023-07-26", "26 July 2023", "26 juillet 2023"},
		{"2023-08-01", "1 August 2023", "1er août 2023"},
		{"2023-07", "July 2023", "juillet 2023"},
		{"2023", "2023", "2023"},
		{"2021-12~", "about December 2021", "décembre 2021 environ"},
		{"2023-07-26?", "26 July 2023 (uncertain)", "26 juillet 2023 (incertain)"},
		{"2023%", "about 2023 (uncertain)", "2023 environ (incertain)"},
		{"202X", "some year between 2020 and 2029", "une année entre 2020 et 2029"},
		{"20XX", "some year between 2000 and 2099", "une année entre 2000 et 2099"},
		{"2023-XX", "some month of 2023", "un mois de 2023"},
		{"2023-07-XX", "some day of July 2023", "un jour de juillet 2023"},
		{"2023-XX-XX", "some day of 2023", "un jour de 2023"},
		{"2023-21", "spring 2023", "printemps 2023"},
		{"2023-23", "autumn 2023", "automne 2023"},
		{"2023-24", "winter 2023–2024", "hiver 2023–2024"},
		{"-0043-03-15", "15 March 44 BC", "15 mars 44 av. J.-C."},
		{"0000", "1 BC", "1 av. J.-C."},
		{"0987", "987", "987"},
		{"2023-07-30/2024-02-24", "from 30 July 2023 to 24 February 2024", "du 30 juillet 2023 au 24 février 2024"},
		{"2023-08/2023-10-01", "from August 2023 to 1 October 2023", "d’août 2023 au 1er octobre 2023"},
		{"2022-04/2023", "from April 2022 to 2023", "d’avril 2022 à 2023"},
		{"2021-12~/2023-01?", "from about December 2021 to January 2023 (uncertain)", "de décembre 2021 environ à janvier 2023 (incertain)"},
		{"2022-23/2023-21", "from autumn 2022 to spring 2023", "de l’automne 2022 au printemps 2023"},
		{"202X/2035", "from some year between 2020 and 2029 to 2035", "d’une année entre 2020 et 2029 à 2035"},
		{"2021-05-30/..", "since 30 May 2021, still open", "depuis le 30 mai 2021, toujours en cours"},
		{"2021/..", "since 2021, still open", "depuis 2021, toujours en cours"},
		{"2022/", "from 2022, end unknown", "de 2022, fin inconnue"},
		{"/2023-07-26", "until 26 July 2023, start unknown", "jusqu’au 26 juillet 2023, début inconnu"},
		{"/2023-08-15~", "until about 15 August 2023, start unknown", "jusqu’au 15 août 2023 environ, début inconnu"},
		{"/2023-07", "until July 2023, start unknown", "jusqu’en juillet 2023, début inconnu"},
		{"../2023", "until 2023, without a beginning", "jusqu’en 2023, sans commencement"},
		{"/..", "start unknown, still open", "début inconnu, toujours en cours"},
		{"../..", "always", "de tout temps"},
		{"../", "without a beginning, end unknown", "sans commencement, fin inconnue"},
		{"/", "start and end unknown", "début et fin inconnus"},
		{"[..2023-08-14]", "one day not after 14 August 2023", "un jour au plus tard le 14 août 2023"},
		{"[2023-08-15..]", "one day not before 15 August 2023", "un jour au plus tôt le 15 août 2023"},
		{"[2023-08-15..2023-08-16]", "one day from 15 August 2023 to 16 August 2023", "un jour du 15 août 2023 au 16 août 2023"},
		{"[2023-07-30,2023-07-31]", "either 30 July 2023 or 31 July 2023", "une de ces dates : 30 juillet 2023 ou 31 juillet 2023"},
		{"[2021,2022,2024..2025]", "either 2021, 2022 or one day from 2024 to 2025", "une de ces dates : 2021, 2022 ou un jour de 2024 à 2025"},
	} {
		p := graph.MustPeriod(c.written)
		if got := p.InWords("en"); got != c.english {
			t.Errorf("%s in English: %q; wanted %q", c.written, got, c.english)
		}
		if got := p.InWords("fr"); got != c.french {
			t.Errorf("%s in French: %q; wanted %q", c.written, got, c.french)
		}
	}
}

func TestPeriodInWordsOfOtherLanguages(t *testing.T) {
	p := graph.MustPeriod("2023-07")
	for language, want := range map[string]string{"fr-CA": "juillet 2023", "sw": "July 2023", "": "July 2023", "frr": "July 2023"} {
		if got := p.InWords(language); got != want {
			t.Errorf("in %q: %q; wanted %q", language, got, want)
		}
	}
	if got := (graph.Period{}).InWords("en"); got != "" {
		t.Errorf("no period says %q", got)
	}
}

func TestEveryPeriodHasWords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := anyPeriod().Draw(t, "period")
		for _, language := range []string{"en", "fr"} {
			if p.InWords(language) == "" {
				t.Fatalf("%s has no words in %s", p, language)
			}
		}
	})
}
