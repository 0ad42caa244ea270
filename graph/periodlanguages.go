package graph

import (
	"fmt"
	"strings"
)

// english are the English words for periods.
var english = periodWords{
	months:  [12]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
	seasons: [4]string{"spring", "summer", "autumn", "winter"},
	ofDay: func(day int, monthAndYear string) dateWords {
		return inEnglish(fmt.Sprintf("%d %s", day, monthAndYear))
	},
	ofMonth: inEnglish,
	ofPart:  inEnglish,
	season: func(name string, n, year int) dateWords {
		return inEnglish(name + " " + seasonYear(n, year))
	},
	someDay: "some day of %s", someMonth: "some month of %s", someYear: "some year between %d and %d",
	beforeChrist: "%d BC", approximately: "about %s", uncertain: "%s (uncertain)",
	open: ", still open", unknownEnd: ", end unknown", unknownStart: ", start unknown", noStart: ", without a beginning",
	always: "always", nothingKnown: "start and end unknown", goesOn: "start unknown, still open", endless: "without a beginning, end unknown",
	oneDay: "one day %s", either: "either ", or: " or ",
}

func inEnglish(date string) dateWords {
	return dateWords{
		bare: date, from: "from " + date, to: "to " + date, since: "since " + date, until: "until " + date,
		notBefore: "not before " + date, notAfter: "not after " + date,
	}
}

// seasonYear gives the year of a season; a winter lies in two.
func seasonYear(season, year int) string {
	if season == 3 {
		return fmt.Sprintf("%d–%d", year, year+1)
	}
	return fmt.Sprint(year)
}

// french are the French words for periods.
var french = periodWords{
	months:  [12]string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"},
	seasons: [4]string{"printemps", "été", "automne", "hiver"},
	ofDay: func(day int, monthAndYear string) dateWords {
		date := fmt.Sprintf("%d %s", day, monthAndYear)
		if day == 1 {
			date = "1er " + monthAndYear
		}
		return dateWords{
			bare: date, from: "du " + date, to: "au " + date, since: "depuis le " + date, until: "jusqu’au " + date,
			notBefore: "au plus tôt le " + date, notAfter: "au plus tard le " + date,
		}
	},
	ofMonth: func(date string) dateWords {
		return dateWords{
			bare: date, from: ofInFrench(date), to: "à " + date, since: "depuis " + date, until: "jusqu’en " + date,
			notBefore: "au plus tôt en " + date, notAfter: "au plus tard en " + date,
		}
	},
	ofPart: func(date string) dateWords {
		return dateWords{
			bare: date, from: ofInFrench(date), to: "à " + date, since: "depuis " + date, until: "jusqu’à " + date,
			notBefore: "pas avant " + date, notAfter: "pas après " + date,
		}
	},
	season: func(name string, n, year int) dateWords {
		date := name + " " + seasonYear(n, year)
		of, at, the := "de l’", "à l’", "l’"
		if n == 0 {
			of, at, the = "du ", "au ", "le "
		}
		return dateWords{
			bare: date, from: of + date, to: at + date, since: "depuis " + the + date, until: "jusqu’" + at + date,
			notBefore: "pas avant " + the + date, notAfter: "pas après " + the + date,
		}
	},
	someDay: "un jour de %s", someMonth: "un mois de %s", someYear: "une année entre %d et %d",
	beforeChrist: "%d av. J.-C.", approximately: "%s environ", uncertain: "%s (incertain)",
	open: ", toujours en cours", unknownEnd: ", fin inconnue", unknownStart: ", début inconnu", noStart: ", sans commencement",
	always: "de tout temps", nothingKnown: "début et fin inconnus", goesOn: "début inconnu, toujours en cours", endless: "sans commencement, fin inconnue",
	oneDay: "un jour %s", either: "une de ces dates : ", or: " ou ",
}

// ofInFrench puts "de" before a date, or "d’" before a vowel.
func ofInFrench(date string) string {
	if strings.ContainsAny(date[:1], "aeiou") {
		return "d’" + date
	}
	return "de " + date
}
