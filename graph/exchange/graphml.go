package exchange

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"iter"
	"strconv"
	"time"

	"github.com/entente/entente/graph"
)

// graphML is what Gephi, Cytoscape, yEd, networkx and igraph open.
var graphML = Format{
	Name: "graphml", Extension: ".graphml", MediaType: "application/graphml+xml",
	Description: "GraphML, for Gephi, Cytoscape, networkx and other tools that draw or measure networks",
	Write:       writeGraphML,
}

// graphMLNode is what is told of an actor.
var graphMLNode = []struct {
	name, kind, help string
	value            func(a *graph.Actor) string
}{
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

// writeGraphML writes the actors that have relations as nodes, each before its
// first edge, and a directed edge a relation. Edges of symmetric kinds are
// directed too and marked, since some tools refuse a graph that mixes both.
func writeGraphML(w io.Writer, about About, records iter.Seq2[graph.Record, error]) error {
	x := &xmlWriter{w: bufio.NewWriter(w)}
	x.graphMLHead(about)
	n := newNames()
	waiting := map[graph.ActorID]*graph.Actor{} // actors without an edge so far
	for rec, err := range records {
		if err != nil {
			return err
		}
		n.keep(rec)
		switch {
		case rec.Actor != nil:
			waiting[rec.Actor.ID] = rec.Actor
		case rec.Relation != nil:
			for _, id := range []graph.ActorID{rec.Relation.From, rec.Relation.To} {
				if a := waiting[id]; a != nil {
					x.node(a)
					delete(waiting, id)
				}
			}
			x.edge(n.row(*rec.Relation))
		}
		if x.err != nil {
			return x.err
		}
	}
	x.text("  </graph>\n</graphml>\n")
	if x.err != nil {
		return x.err
	}
	return x.w.Flush()
}

func (x *xmlWriter) graphMLHead(about About) {
	x.text(xml.Header)
	x.text(`<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"` +
		` xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">` + "\n")
	x.text("  <desc>")
	x.escaped(about.Citation())
	if about.License != "" {
		x.escaped(" License: " + about.License)
	}
	x.text("</desc>\n")
	for _, c := range graphMLNode {
		x.key("n_"+c.name, "node", c.name, c.kind, c.help)
	}
	for _, c := range columns {
		x.key("e_"+c.name, "edge", c.name, c.kind, c.help)
	}
	told := []struct{ name, kind, value string }{
		{"program", "string", about.Program},
		{"revision", "long", strconv.FormatUint(uint64(about.Revision), 10)},
		{"recorded", "string", recorded(about.Recorded)},
		{"selection", "string", about.Selection},
		{"address", "string", about.Address},
		{"license", "string", about.License},
	}
	for _, t := range told {
		x.key("g_"+t.name, "graph", t.name, t.kind, "of this file")
	}
	x.text(`  <graph id="entente" edgedefault="directed">` + "\n")
	for _, t := range told {
		x.data("    ", "g_"+t.name, t.value)
	}
}

func recorded(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// xmlWriter writes XML until the first error, and keeps that.
type xmlWriter struct {
	w   *bufio.Writer
	err error
}

// text writes markup.
func (x *xmlWriter) text(s string) {
	if x.err == nil {
		_, x.err = x.w.WriteString(s)
	}
}

// escaped writes a text or an attribute's value. What XML cannot hold becomes
// U+FFFD.
func (x *xmlWriter) escaped(s string) {
	if x.err == nil {
		x.err = xml.EscapeText(x.w, []byte(s))
	}
}

func (x *xmlWriter) key(id, of, name, kind, help string) {
	x.text(fmt.Sprintf(`  <key id=%q for=%q attr.name=%q attr.type=%q><desc>`, id, of, name, kind))
	x.escaped(help)
	x.text("</desc></key>\n")
}

func (x *xmlWriter) data(indent, key, value string) {
	if value == "" {
		return
	}
	x.text(indent + `<data key="` + key + `">`)
	x.escaped(value)
	x.text("</data>\n")
}

func (x *xmlWriter) node(a *graph.Actor) {
	x.text(`    <node id="`)
	x.escaped(string(a.ID))
	x.text("\">\n")
	for _, c := range graphMLNode {
		x.data("      ", "n_"+c.name, c.value(a))
	}
	x.text("    </node>\n")
}

func (x *xmlWriter) edge(r row) {
	x.text(`    <edge id="`)
	x.escaped(string(r.ID))
	x.text(`" source="`)
	x.escaped(string(r.From))
	x.text(`" target="`)
	x.escaped(string(r.To))
	x.text("\">\n")
	for _, c := range columns {
		x.data("      ", "e_"+c.name, c.value(r))
	}
	x.text("    </edge>\n")
}
