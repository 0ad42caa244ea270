package exchange

import (
	"encoding/xml"
	"fmt"
	"io"
	"iter"

	"github.com/entente/entente/graph"
)

// graphML is what Gephi, Cytoscape, yEd, networkx and igraph open.
var graphML = Format{
	Name: "graphml", Extension: ".graphml", MediaType: "application/graphml+xml",
	Description: "GraphML, for Gephi, Cytoscape, networkx and other tools that draw or measure networks",
	Write:       writeGraphML,
}

// writeGraphML writes the actors that have relations as nodes, each before its
// first edge, and a directed edge a relation. Edges of symmetric kinds are
// directed too and marked, since some tools refuse a graph that mixes both.
func writeGraphML(w io.Writer, about About, records iter.Seq2[graph.Record, error]) error {
	x := newXMLWriter(w)
	x.graphMLHead(about)
	err := newDrawing().draw(records, func(a *graph.Actor) error {
		x.node(a)
		return x.err
	}, func(r *row) error {
		x.edge(r)
		return x.err
	})
	if err != nil {
		return err
	}
	x.text("  </graph>\n</graphml>\n")
	return x.end()
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
	for _, c := range actorColumns {
		x.key("n_"+c.name, "node", c.name, c.kind, c.help)
	}
	for _, c := range columns {
		x.key("e_"+c.name, "edge", c.name, c.kind, c.help)
	}
	for _, t := range about.facts() {
		x.key("g_"+t.name, "graph", t.name, t.kind, "of this file")
	}
	x.text(`  <graph id="entente" edgedefault="directed">` + "\n")
	for _, t := range about.facts() {
		x.data("    ", "g_"+t.name, t.value)
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
	for _, c := range actorColumns {
		x.data("      ", "n_"+c.name, c.value(a))
	}
	x.text("    </node>\n")
}

func (x *xmlWriter) edge(r *row) {
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
