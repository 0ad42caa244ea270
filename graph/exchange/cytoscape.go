package exchange

import (
	"io"
	"iter"

	"github.com/entente/entente/graph"
)

// cytoscape is the JSON of Cytoscape.js, which Cytoscape reads too (.cyjs).
var cytoscape = Format{
	Name: "cytoscape", Extension: ".cyjs", MediaType: "application/json",
	Description: "Cytoscape JSON, for Cytoscape and Cytoscape.js",
	Write:       writeCytoscape,
}

// writeCytoscape writes the actors, then the relations: it goes over the records
// twice.
func writeCytoscape(w io.Writer, about About, records iter.Seq2[graph.Record, error]) error {
	j := newJSONWriter(w)
	j.text(`{"format_version":"1.0","generated_by":`)
	j.value(about.Program)
	j.text(",\n" + `"data":`)
	data := j.object()
	data.text("name", about.name())
	data.facts(about)
	data.close()
	j.text(",\n" + `"elements":{"nodes":`)
	d, nodes := newDrawing(), j.list()
	err := d.draw(records, func(a *graph.Actor) error {
		nodes.next()
		j.text(`{"data":`)
		o := j.object()
		o.text("id", string(a.ID))
		o.text("name", a.Label(language, nil)) // by which Cytoscape labels nodes
		o.actor(a)
		o.close()
		j.text("}")
		return j.err
	}, nil)
	if err != nil {
		return err
	}
	nodes.close()
	j.text(`,"edges":`)
	edges := j.list()
	err = d.draw(records, nil, func(r *row) error {
		edges.next()
		j.text(`{"data":`)
		o := j.object()
		o.ends(r)
		o.text("name", string(r.From)+" ("+string(r.kind.Name)+") "+string(r.To)) // as Cytoscape names edges
		o.text("interaction", string(r.kind.Name))
		o.row(r)
		o.close()
		j.text("}")
		return j.err
	})
	if err != nil {
		return err
	}
	edges.close()
	j.text("}}\n")
	return j.end()
}
