package dataset

import (
	"strings"

	"github.com/entente/entente/graph"
)

// actors reads every actor that is not a state.
func (r *reader) actors() []graph.Record {
	var out []graph.Record
	for _, x := range r.table("actors.csv", "id", "kind", "name", "names", "aliases", "codes", "exists", "seat", "latitude", "longitude", "obligations", "description") {
		a := graph.Actor{
			ID: graph.ActorID(x.text("id")), Kind: graph.ActorKind(x.text("kind")),
			Names: x.names(), Exists: x.period("exists"), Description: x.text("description"),
			Seat: x.place("seat"),
		}
		for _, code := range x.list("codes", ";") {
			scheme, value, ok := strings.Cut(code, ":")
			if !ok {
				x.fail("codes", "%q is not of the form scheme:value, as wikidata:Q1065", code)
			}
			a.Codes = append(a.Codes, graph.Code{Scheme: scheme, Value: value})
		}
		for _, o := range x.list("obligations", " ") {
			a.Obligations = append(a.Obligations, graph.Obligation(o))
		}
		out = append(out, graph.Record{Actor: &a})
	}
	return out
}

// names reads the English label in name, the labels in other languages in names
// ("fr=Union africaine | ar=…") and the aliases ("AU; UA").
func (x row) names() []graph.Name {
	names := []graph.Name{{Text: x.text("name"), Language: "en", Primary: true}}
	for _, n := range x.pairs("names", " | ") {
		names = append(names, graph.Name{Text: n[1], Language: n[0], Primary: true})
	}
	for _, alias := range x.list("aliases", ";") {
		text, used := x.dated("aliases", alias)
		names = append(names, graph.Name{Text: text, Used: used})
	}
	return names
}

// dated reads "Upper Volta {1960-08-05/1984-08-03}": a name and when it was used.
func (x row) dated(column, s string) (string, graph.Period) {
	text, rest, ok := strings.Cut(s, " {")
	if !ok {
		return s, graph.Period{}
	}
	written, closed := strings.CutSuffix(rest, "}")
	if !closed {
		x.fail(column, "%q lacks the closing } of its period", s)
		return text, graph.Period{}
	}
	used, err := graph.ParsePeriod(written)
	if err != nil {
		x.fail(column, "%s", message(err))
	}
	return text, used
}

// place reads a capital or seat with its coordinates.
func (x row) place(column string) *graph.Place {
	name, lat, lon := x.text(column), x.number("latitude"), x.number("longitude")
	if name == "" && lat == nil && lon == nil {
		return nil
	}
	if name == "" || lat == nil || lon == nil {
		x.fail(column, "name, latitude and longitude go together; give all or none")
		return nil
	}
	return &graph.Place{Name: name, Latitude: *lat, Longitude: *lon}
}
