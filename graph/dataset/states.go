package dataset

import (
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"github.com/entente/entente/graph"
)

// languages are those in which the states get their names from CLDR, beside
// English: the other languages of the United Nations, and languages that are
// spoken and written in the region of the bundled record.
var languages = []string{"ar", "bm", "de", "es", "ff", "fr", "ha", "pt", "ru", "sw", "yo", "zh"}

// standings says what the word in the column standing means.
var standings = map[string]string{
	"un_member":   "Member state of the United Nations.",
	"un_observer": "State with observer status at the United Nations.",
	"associated":  "State in free association with New Zealand, not a member of the United Nations.",
	"contested":   "State whose standing is contested: some states recognize it, others do not.",
	"former":      "Former state.",
}

// former is the standing of a state that is no more.
const former = "former"

// states reads the states of the world.
func (r *reader) states() []graph.Record {
	cldr := map[string]display.Namer{"en": display.Regions(language.English)}
	for _, l := range languages {
		cldr[l] = display.Regions(language.MustParse(l))
	}
	var out []graph.Record
	for _, x := range r.table("states.csv", "id", "name", "former_names", "names", "aliases", "iso2", "iso3", "isonum", "cow", "wikidata", "capital", "latitude", "longitude", "exists", "standing") {
		standing := x.text("standing")
		description, ok := standings[standing]
		if !ok {
			x.fail("standing", "%q is none of un_member, un_observer, associated, contested, former", standing)
		}
		a := graph.Actor{
			ID: graph.ActorID(x.text("id")), Kind: graph.State,
			Names: x.stateNames(cldr, standing), Codes: x.stateCodes(),
			Exists: x.period("exists"), Description: description, Seat: x.place("capital"),
		}
		out = append(out, graph.Record{Actor: &a})
	}
	return out
}

// stateCodes reads the codes of a state. Of Correlates of War it may have two.
func (x row) stateCodes() []graph.Code {
	var codes []graph.Code
	for _, scheme := range []string{"iso2", "iso3", "isonum", "cow", "wikidata"} {
		for _, value := range x.list(scheme, " ") {
			codes = append(codes, graph.Code{Scheme: scheme, Value: value})
		}
	}
	return codes
}

// stateNames gives the names of a state: its label, former labels with the time
// of their use, those of CLDR in other languages, and the aliases of the file.
func (x row) stateNames(cldr map[string]display.Namer, standing string) []graph.Name {
	names := x.names()
	var since graph.Period
	for _, f := range x.list("former_names", " | ") {
		text, used := x.dated("former_names", f)
		names = append(names, graph.Name{Text: text, Language: "en", Used: used, Primary: true})
		if last := used.Bounds(graph.NeverObserved).EndMax; last.IsFinite() {
			since = graph.MustPeriod(last.Add(1).String() + "/..")
		}
	}
	names[0].Used = since
	code := x.text("iso2")
	if code == "" || standing == former {
		return names
	}
	region, err := language.ParseRegion(code)
	if err != nil {
		x.fail("iso2", "%q is not a region: %v", code, err)
		return names
	}
	return append(names, fromCLDR(cldr, region, names, since)...)
}

// fromCLDR gives the names of a region that are not among those given. A label
// that equals the English one adds nothing: labels fall back to English.
func fromCLDR(cldr map[string]display.Namer, region language.Region, given []graph.Name, since graph.Period) []graph.Name {
	has := map[string]bool{}
	for _, n := range given {
		has[n.Language+"="+graph.Fold(n.Text)] = true
		has["="+graph.Fold(n.Text)] = has["="+graph.Fold(n.Text)] || n.Language == ""
	}
	var out []graph.Name
	if text := name(cldr["en"], region); text != "" && !has["en="+graph.Fold(text)] && !has["="+graph.Fold(text)] {
		out = append(out, graph.Name{Text: text, Language: "en"})
	}
	for _, l := range languages {
		text := name(cldr[l], region)
		if text == "" || text == given[0].Text {
			continue
		}
		out = append(out, graph.Name{Text: text, Language: l, Used: since, Primary: true})
	}
	return out
}

// name gives a region's name with the plain apostrophe, as the record writes it.
func name(namer display.Namer, region language.Region) string {
	if namer == nil {
		return ""
	}
	return strings.ReplaceAll(namer.Name(region), "’", "'")
}
