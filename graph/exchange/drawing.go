package exchange

import (
	"iter"

	"github.com/entente/entente/graph"
)

// actorColumn is one thing told of an actor, the same in every format that draws.
type actorColumn struct {
	name, kind, help string
	value            func(a *graph.Actor) string // empty if there is nothing to tell
}

// actorColumns lists what is told of an actor besides its id. Types are those of
// GraphML.
var actorColumns = []actorColumn{
	{"label", "string", "name in English", func(a *graph.Actor) string { return a.Label(language, nil) }},
	{"kind", "string", "kind of actor", func(a *graph.Actor) string { return string(a.Kind) }},
	{"iso3", "string", "ISO 3166 code of a state", func(a *graph.Actor) string { return code(a, "iso3") }},
	{"wikidata", "string", "Wikidata item", func(a *graph.Actor) string { return code(a, "wikidata") }},
	{"seat", "string", "capital or headquarters", func(a *graph.Actor) string { return ofSeat(a, func(p *graph.Place) string { return p.Name }) }},
	{"latitude", "double", "of the seat, degrees north", func(a *graph.Actor) string {
		return ofSeat(a, func(p *graph.Place) string { return number(p.Latitude) })
	}},
	{"longitude", "double", "of the seat, degrees east", func(a *graph.Actor) string {
		return ofSeat(a, func(p *graph.Place) string { return number(p.Longitude) })
	}},
}

func code(a *graph.Actor, scheme string) string {
	for _, c := range a.Codes {
		if c.Scheme == scheme {
			return c.Value
		}
	}
	return ""
}

func ofSeat(a *graph.Actor, say func(*graph.Place) string) string {
	if a.Seat == nil {
		return ""
	}
	return say(a.Seat)
}

// drawing goes over what a picture holds: the actors at the ends of relations, and
// the relations. It keeps the names met, so that a file is written in one pass over
// the records, or in several.
type drawing struct{ names *names }

func newDrawing() drawing { return drawing{newNames()} }

// draw calls node for each actor at the end of a relation, once and before the
// relation, and edge for each relation. Either may be nil: formats that want all
// nodes first go over the records twice.
func (d drawing) draw(records iter.Seq2[graph.Record, error], node func(*graph.Actor) error, edge func(*row) error) error {
	waiting := map[graph.ActorID]*graph.Actor{} // actors without an edge so far
	for rec, err := range records {
		if err != nil {
			return err
		}
		d.names.keep(rec)
		switch {
		case rec.Actor != nil && node != nil:
			waiting[rec.Actor.ID] = rec.Actor
		case rec.Relation != nil:
			if err := d.relation(rec.Relation, waiting, node, edge); err != nil {
				return err
			}
		}
	}
	return nil
}

func (d drawing) relation(r *graph.Relation, waiting map[graph.ActorID]*graph.Actor, node func(*graph.Actor) error, edge func(*row) error) error {
	for _, id := range []graph.ActorID{r.From, r.To} {
		if a := waiting[id]; a != nil {
			if err := node(a); err != nil {
				return err
			}
			delete(waiting, id)
		}
	}
	if edge == nil {
		return nil
	}
	return edge(d.names.row(r))
}
