package importer

import (
	"fmt"
	"strings"

	"github.com/entente/entente/graph"
)

// polecat reads the event files of POLECAT, which code with PLOVER.
var polecat = Format{
	Name: "polecat", Title: "POLECAT events", codes: "polecat",
	reliable: graph.Grade{Reliability: "C", Credibility: 3},
	Source: graph.Source{
		ID: "source:polecat", Title: "POLECAT: Political Event Classification, Attributes, and Types",
		Publisher: "Halterman, Bagozzi, Beger, Schrodt and Scarborough; Harvard Dataverse", Published: graph.MustPeriod("2023/.."), Address: "https://doi.org/10.7910/DVN/AJGVIT",
		Note: "Coded by machine from the news with PLOVER; it follows ICEWS.",
	},
	shapes: []shape{{name: "events", columns: []string{"event id", "event date", "event type", "actor name", "recipient name"}, rows: polecatRows}},
}

// plover says which acts a type of PLOVER stands for, with its mode after a slash where
// that changes it. Retreat scores +8 and is no conciliation: see cameo.
var plover = map[string]coding{
	"AGREE": reported("SUPPORTS"), "CONSULT": reported("MEETS"), "CONSULT/phone": reported("CALLS", "MEETS"), "CONSULT/third-party": reported("MEDIATES", "MEETS"),
	"SUPPORT": reported("SUPPORTS"), "CONCEDE": reported("SUPPORTS"), "COOPERATE": reported("SUPPORTS"), "AID": reported("SUPPORTS"),
	"RETREAT": reported("STATES"), "RETREAT/withdraw": reported("WITHDRAWS_FORCES"),
	"REQUEST": reported("URGES"), "REQUEST/change": reported("DEMANDS"), "REQUEST/yield": reported("DEMANDS"),
	"ACCUSE": reported("CRITICIZES"), "REJECT": reported("REJECTS"),
	"THREATEN": reported("WARNS"), "THREATEN/violence": reported("THREATENS_FORCE", "WARNS"),
	"PROTEST": reported("CRITICIZES"), "SANCTION": reported("IMPOSES_SANCTIONS", "REJECTS"), "SANCTION/expel": reported("SUSPENDS_OR_EXPELS", "REJECTS"), "SANCTION/withdraw": reported("SUSPENDS_OR_EXPELS", "REJECTS"),
	"MOBILIZE": reported("MOBILIZES"), "COERCE": reported("COERCES"), "ASSAULT": reported("USES_FORCE"),
}

// codingOfPLOVER finds what a type and mode of PLOVER stand for.
func codingOfPLOVER(kind, mode string) (coding, bool) {
	kind, mode = strings.ToUpper(kind), strings.ToLower(mode)
	for key, c := range plover {
		if t, m, ok := strings.Cut(key, "/"); ok && t == kind && mode != "" && strings.Contains(mode, m) {
			return c, true
		}
	}
	c, ok := plover[kind]
	return c, ok
}

func polecatRows(r *run, t *table) error {
	if err := r.cited(); err != nil {
		return err
	}
	intensity := "intensity"
	if t.has("event intensity") {
		intensity = "event intensity"
	}
	return r.each(t, func() error {
		id, err := t.need("event id")
		if err != nil {
			return err
		}
		a := act{}
		if a.day, err = t.day("event date"); err != nil {
			return err
		}
		var ok bool
		if a.coding, ok = codingOfPLOVER(t.text("event type"), t.text("event mode")); !ok {
			r.left(t.at(), unknownCode)
			return nil
		}
		value, there, err := t.number(intensity)
		if err != nil {
			return err
		}
		if there {
			a.scaled = &graph.ScaledValue{Scale: "PLOVER", Version: "POLECAT intensity", Value: value}
		}
		if p, err := t.day("publication date"); err == nil {
			a.public = graph.MustPeriod(p.String())
		}
		a.text = codeText("PLOVER", strings.TrimSpace(t.text("event type")+" "+t.text("event mode")), t.text("contexts"))
		a.note = polecatReport(t)
		if p, how := r.names.find(Party{Name: t.text("country"), Kinds: []graph.ActorKind{graph.State}}, yearWindow(a.day.Time().Year())); how == ByName {
			a.place = p
		}
		return r.polecatPairs(t, slugWords(id), a)
	})
}

// polecatPairs records an event for each of its actors and each of its recipients.
func (r *run) polecatPairs(t *table, name string, a act) error {
	from, err := r.polecatActors(t, "actor", a.day)
	if err != nil {
		return err
	}
	to, err := r.polecatActors(t, "recipient", a.day)
	if err != nil {
		return err
	}
	if len(from) == 0 || len(to) == 0 {
		r.left(t.at(), withoutActor)
		return nil
	}
	for i, f := range from {
		for j, o := range to {
			if f == o {
				r.left(t.at(), toItself)
				continue
			}
			a.name, a.from, a.to = name, f, o
			if len(from)*len(to) > 1 {
				a.name = fmt.Sprintf("%s-%d-%d", name, i+1, j+1)
			}
			if err := r.act(a); err != nil {
				return err
			}
		}
	}
	return nil
}

// mostPolecat bounds the actors of an event: long lists come of bad coding.
const mostPolecat = 10

// polecatActors gives the actors at one side of an event, of which there may be
// several, parted by semicolons.
func (r *run) polecatActors(t *table, side string, on graph.Day) ([]graph.ActorID, error) {
	split := func(column string) []string { return strings.Split(t.text(column), ";") }
	at := func(all []string, i int) string {
		if i < len(all) {
			return strings.TrimSpace(all[i])
		}
		return ""
	}
	names, sectors, titles, countries := split(side+" name"), split("primary "+side+" sector"), split("wikipedia "+side+" id"), split(side+" country")
	var out []graph.ActorID
	for i := range min(len(names), mostPolecat) {
		name := at(names, i)
		if name == "" || name == "None" {
			continue
		}
		id, ok, err := r.polecatActor(name, at(sectors, i), at(titles, i), at(countries, i), on)
		if err != nil {
			return nil, err
		}
		if ok {
			out = append(out, id)
		}
	}
	return out, nil
}

func (r *run) polecatActor(name, sector, title, country string, on graph.Day) (graph.ActorID, bool, error) {
	in := yearWindow(on.Time().Year())
	p := Party{Code: graph.Code{Scheme: "polecat", Value: name}, Name: name}
	// A role of a country is not the country, even where they share its name.
	if sector != "" && sector != "UNK" && name == country {
		p = Party{Code: graph.Code{Scheme: "polecat", Value: name + " (" + sector + ")"}}
	}
	return r.actor(p, in, func(id graph.ActorID) graph.Actor {
		a := graph.Actor{
			ID: id, Kind: kindByRoles(sector), Names: []graph.Name{{Text: p.Code.Value, Language: "en", Primary: true}}, Codes: []graph.Code{p.Code},
			Description: "Named so by POLECAT.",
		}
		if country != "" && country != "None" {
			a.Description = "Named so by POLECAT, of " + country + "."
		}
		if title != "" && title != "None" {
			a.Codes = append(a.Codes, graph.Code{Scheme: "wikipedia", Value: title})
		}
		return a
	}, "polecat")
}

// polecatReport says from what an event was coded.
func polecatReport(t *table) string {
	s := t.text("source")
	if p := t.text("placename"); p != "" && p != "None" {
		s += "; in " + p
	}
	if l := t.text("language"); l != "" {
		s += "; " + l
	}
	return strings.TrimPrefix(s, "; ")
}
