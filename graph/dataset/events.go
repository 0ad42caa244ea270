package dataset

import (
	"github.com/entente/entente/graph"
)

// sources reads what is cited.
func (r *reader) sources() []graph.Record {
	var out []graph.Record
	for _, x := range r.table("sources.csv", "id", "title", "publisher", "published", "address", "license", "note") {
		s := graph.Source{
			ID: graph.SourceID(x.text("id")), Title: x.text("title"), Publisher: x.text("publisher"),
			Published: x.period("published"), Address: x.text("address"), License: x.text("license"), Note: x.text("note"),
		}
		out = append(out, graph.Record{Source: &s})
	}
	return out
}

// events reads the events with their participants and links.
func (r *reader) events() []graph.Record {
	events := map[graph.EventID]*graph.Event{}
	var out []graph.Record
	for _, x := range r.table("events.csv", "id", "name", "names", "period", "place", "note") {
		e := &graph.Event{
			ID: graph.EventID(x.text("id")), Names: []graph.Name{{Text: x.text("name"), Language: "en", Primary: true}},
			Period: x.period("period"), Place: graph.ActorID(x.text("place")), Note: x.text("note"),
		}
		for _, n := range x.pairs("names", " | ") {
			e.Names = append(e.Names, graph.Name{Text: n[1], Language: n[0], Primary: true})
		}
		events[e.ID] = e
		out = append(out, graph.Record{Event: e})
	}
	for _, x := range r.table("participants.csv", "event", "actor", "role") {
		e, actor := x.event(events), x.text("actor")
		p := graph.Participant{Actor: graph.ActorID(actor), Role: x.text("role")}
		p.Evidence = x.evidence("actor", string(e.ID)+"/"+actor)
		e.Participants = append(e.Participants, p)
	}
	for _, x := range r.table("links.csv", "event", "kind", "to") {
		e, kind, to := x.event(events), x.text("kind"), x.text("to")
		l := graph.EventLink{Kind: graph.EventLinkKind(kind), To: graph.EventID(to)}
		l.Evidence = x.evidence("to", string(e.ID)+"/"+kind+"/"+to)
		e.Links = append(e.Links, l)
	}
	return out
}

// event gives the event that a row belongs to.
func (x row) event(events map[graph.EventID]*graph.Event) *graph.Event {
	id := graph.EventID(x.text("event"))
	e, ok := events[id]
	if !ok {
		x.fail("event", "there is no event %q in events.csv", id)
		return &graph.Event{ID: id}
	}
	return e
}
