package exchange

import (
	"encoding/xml"
	"io"
	"iter"
	"strings"
	"time"

	"github.com/entente/entente/graph"
)

// gexf is GEXF 1.3 with spells, which Gephi and Gephi Lite open with a timeline.
var gexf = Format{
	Name: "gexf", Extension: ".gexf", MediaType: "application/gexf+xml",
	Description: "GEXF 1.3 with the days of each relation, for Gephi and Gephi Lite",
	Write:       writeGEXF,
}

// writeGEXF writes first the actors, then the relations, as the schema of GEXF asks:
// so it goes over the records twice. Relations of symmetric kinds are undirected
// edges. There is no attribute weight: see columns.
func writeGEXF(w io.Writer, about About, records iter.Seq2[graph.Record, error]) error {
	x := newXMLWriter(w)
	x.gexfHead(about)
	d := newDrawing()
	x.text("    <nodes>\n")
	err := d.draw(records, func(a *graph.Actor) error {
		x.gexfNode(a)
		return x.err
	}, nil)
	if err != nil {
		return err
	}
	x.text("    </nodes>\n    <edges>\n")
	err = d.draw(records, nil, func(r *row) error {
		x.gexfEdge(r)
		return x.err
	})
	if err != nil {
		return err
	}
	x.text("    </edges>\n  </graph>\n</gexf>\n")
	return x.end()
}

// gexfTypes are the types of columns as GEXF names them.
var gexfTypes = map[string]string{"string": "string", "boolean": "boolean", "double": "double", "int": "integer", "long": "long"}

func (x *xmlWriter) gexfHead(about About) {
	x.text(xml.Header)
	x.text(`<gexf xmlns="http://gexf.net/1.3" version="1.3">` + "\n  <meta")
	if !about.Recorded.IsZero() {
		x.attribute("lastmodifieddate", about.Recorded.UTC().Format(time.DateOnly))
	}
	x.text(">\n    <creator>")
	x.escaped(about.Program)
	x.text("</creator>\n    <keywords>relations between states, revision ")
	x.escaped(about.facts()[1].value)
	x.text("</keywords>\n    <description>")
	x.escaped(strings.Join(about.lines(), "\n"))
	x.text("</description>\n  </meta>\n")
	x.text(`  <graph defaultedgetype="directed" mode="dynamic" timeformat="date" timerepresentation="interval">` + "\n")
	x.text(`    <attributes class="node" mode="static">` + "\n")
	for _, c := range actorColumns {
		x.gexfAttribute(c.name, c.kind)
	}
	x.text("    </attributes>\n" + `    <attributes class="edge" mode="static">` + "\n")
	for _, c := range columns {
		x.gexfAttribute(c.name, c.kind)
	}
	x.text("    </attributes>\n")
}

// gexfOwn are the columns that have an attribute of GEXF's own.
func gexfOwn(name string) bool { return name == "label" }

func (x *xmlWriter) gexfAttribute(name, kind string) {
	if gexfOwn(name) {
		return
	}
	x.text("      <attribute")
	x.attribute("id", name)
	x.attribute("title", name)
	x.attribute("type", gexfTypes[kind])
	x.text("/>\n")
}

func (x *xmlWriter) gexfValue(name, value string) {
	if value == "" || gexfOwn(name) {
		return
	}
	x.text("          <attvalue")
	x.attribute("for", name)
	x.attribute("value", value)
	x.text("/>\n")
}

func (x *xmlWriter) gexfNode(a *graph.Actor) {
	x.text("      <node")
	x.attribute("id", string(a.ID))
	x.attribute("label", a.Label(language, nil))
	x.text(">\n        <attvalues>\n")
	for _, c := range actorColumns {
		x.gexfValue(c.name, c.value(a))
	}
	x.text("        </attvalues>\n")
	if !a.Exists.IsZero() {
		x.spell(a.Exists.Bounds(graph.NeverObserved))
	}
	x.text("      </node>\n")
}

func (x *xmlWriter) gexfEdge(r *row) {
	x.text("      <edge")
	x.attribute("id", string(r.ID))
	x.attribute("source", string(r.From))
	x.attribute("target", string(r.To))
	if r.kind.Symmetric {
		x.attribute("type", "undirected")
	}
	x.attribute("label", r.kind.Label(language))
	x.attribute("kind", string(r.kind.Name)) // by which parallel edges are told apart
	x.text(">\n        <attvalues>\n")
	for _, c := range columns {
		x.gexfValue(c.name, c.value(r))
	}
	x.text("        </attvalues>\n")
	x.spell(r.edge.Bounds)
	x.text("      </edge>\n")
}

// spell writes the days over which something holds, as dates that are unknown or
// imprecise are read unless asked (graph.Stated). What has neither a first nor a last
// day holds always, which GEXF says by no spell.
func (x *xmlWriter) spell(b graph.Bounds) {
	span := b.Span(graph.Stated)
	first, last := day(span.First), day(span.Last)
	if first == "" && last == "" || span.First > span.Last {
		return
	}
	x.text("        <spells><spell")
	x.attribute("start", first)
	x.attribute("end", last)
	x.text("/></spells>\n")
}
