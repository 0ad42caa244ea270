package importer

import (
	"fmt"
	"strings"

	"github.com/entente/entente/graph"
)

// icews reads the event files of ICEWS as they are downloaded: twenty columns, parted
// by tabs.
var icews = Format{
	Name: "icews", Title: "ICEWS events, 20 columns", codes: "icews",
	reliable: graph.Grade{Reliability: "C", Credibility: 3},
	Source: graph.Source{
		ID: "source:icews", Title: "Integrated Crisis Early Warning System (ICEWS), coded event data",
		Publisher: "Boschee, Lautenschlager, O’Brien, Shellman, Starz and Ward; Harvard Dataverse", Published: graph.MustPeriod("2015/2023"), Address: "https://doi.org/10.7910/DVN/28075",
		Note: "Coded by machine from the news with CAMEO; it ended on 11 April 2023.",
	},
	shapes: []shape{{name: "events", columns: []string{"event id", "event date", "source name", "cameo code", "intensity", "target name"}, rows: icewsRows}},
}

func icewsRows(r *run, t *table) error {
	if err := r.cited(); err != nil {
		return err
	}
	return r.each(t, func() error {
		source, target := t.exact("source name"), t.exact("target name")
		if source == "" || target == "" || source == "NA" || target == "NA" {
			r.left(t.at(), withoutActor)
			return nil
		}
		a := act{day: 0}
		id, err := t.need("event id")
		if err != nil {
			return err
		}
		a.name = slugWords(id)
		if a.day, err = t.day("event date"); err != nil {
			return err
		}
		var ok bool
		if a.coding, ok = codingOf(t.text("cameo code")); !ok {
			r.left(t.at(), unknownCode)
			return nil
		}
		value, there, err := t.number("intensity")
		if err != nil {
			return err
		}
		if there {
			a.scaled = &graph.ScaledValue{Scale: "Goldstein", Version: "CAMEO, as in ICEWS", Value: value}
		}
		if a.from, a.to, ok, err = r.icewsEnds(source, t.text("source sectors"), target, t.text("target sectors"), a.day); err != nil {
			return err
		}
		if !ok {
			return nil
		}
		if a.from == a.to {
			r.left(t.at(), toItself)
			return nil
		}
		// Where it happened is not who it was done to: France's strikes of 2013 are in
		// Mali, and against armed groups.
		if p, how := r.names.find(Party{Name: t.text("country"), Kinds: []graph.ActorKind{graph.State}}, yearWindow(a.day.Time().Year())); how == ByName {
			a.place = p
		}
		a.text = codeText("CAMEO", t.text("cameo code"), t.text("event text"))
		a.note = icewsReport(t)
		return r.act(a)
	})
}

// icewsReport says from which report an event was coded.
func icewsReport(t *table) string {
	s := fmt.Sprintf("Story %s, sentence %s", t.text("story id"), t.text("sentence number"))
	if p := t.text("publisher"); p != "" {
		s += ", " + p
	}
	var where []string
	for _, column := range []string{"city", "district", "province", "country"} {
		if w := t.text(column); w != "" && (len(where) == 0 || where[len(where)-1] != w) {
			where = append(where, w)
		}
	}
	if len(where) > 0 {
		s += "; in " + strings.Join(where, ", ")
	}
	return s + "."
}

// icewsEnds gives the actors of an event.
func (r *run) icewsEnds(source, sourceSectors, target, targetSectors string, on graph.Day) (from, to graph.ActorID, ok bool, err error) {
	if from, ok, err = r.icewsActor(source, sourceSectors, on); err != nil || !ok {
		return "", "", false, err
	}
	to, ok, err = r.icewsActor(target, targetSectors, on)
	return from, to, ok, err
}

// icewsActor gives the actor that ICEWS names: one of the record by its name, else one
// of its own. A name with a country in brackets is a role or a group ("Citizen
// (Mali)") and never the state.
func (r *run) icewsActor(name, sectors string, on graph.Day) (graph.ActorID, bool, error) {
	p := Party{Code: graph.Code{Scheme: "icews", Value: name}, Name: name}
	return r.actor(p, yearWindow(on.Time().Year()), func(id graph.ActorID) graph.Actor {
		kind := icewsKind(name, sectors)
		a := graph.Actor{
			ID: id, Kind: kind, Names: []graph.Name{{Text: name, Language: "en", Primary: true}}, Codes: []graph.Code{p.Code},
			Description: "Named so by ICEWS.",
		}
		if sectors != "" {
			a.Description = "Named so by ICEWS, in the sectors " + sectors + "."
		}
		return a
	}, "icews")
}

// icewsKind gives the kind of an actor of ICEWS. A plain name is that of a person or of
// an organization, which the data set does not tell apart; sectors of organizations
// do. What stays in doubt is unknown.
func icewsKind(name, sectors string) graph.ActorKind {
	if strings.HasSuffix(name, ")") {
		if k := kindBySectors(sectors); k != graph.Unknown {
			return k
		}
		return kindByGenericName(name)
	}
	switch k := kindBySectors(sectors); k {
	case graph.Organization, graph.ArmedGroup:
		return k
	}
	return graph.Unknown
}

// kindByGenericName reads the kind from the words of a role.
func kindByGenericName(name string) graph.ActorKind {
	for _, x := range []struct {
		words string
		kind  graph.ActorKind
	}{
		{"Armed Rebel", graph.ArmedGroup}, {"Insurgent", graph.ArmedGroup}, {"Rebel", graph.ArmedGroup}, {"Separatist", graph.ArmedGroup}, {"Armed Gang", graph.ArmedGroup}, {"Armed Opposition", graph.ArmedGroup},
		{"Military", graph.ArmedForce}, {"Armed Services", graph.ArmedForce}, {"Air Force", graph.ArmedForce}, {"Army", graph.ArmedForce}, {"Navy", graph.ArmedForce},
		{"Government", graph.Government}, {"Ministry", graph.Government}, {"Minist", graph.Government}, {"Police", graph.Government}, {"Head of", graph.Government}, {"Parliament", graph.Government},
		{"Company", graph.Company}, {"Business", graph.Company}, {"Party", graph.Organization},
		{"Citizen", graph.Collective}, {"Protester", graph.Collective}, {"Population", graph.Collective}, {"Criminal", graph.Collective}, {"Student", graph.Collective}, {"Activist", graph.Collective},
	} {
		if strings.Contains(name, x.words) {
			return x.kind
		}
	}
	return graph.Unknown
}
