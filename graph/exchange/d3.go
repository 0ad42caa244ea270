package exchange

import (
	"io"
	"iter"

	"github.com/entente/entente/graph"
)

// d3 is node-link JSON, as d3-force takes it and networkx's node_link_graph reads it.
var d3 = Format{
	Name: "d3", Extension: ".json", MediaType: "application/json",
	Description: "node-link JSON, for D3, Observable and networkx",
	Write:       writeD3,
}

// writeD3 writes the actors, then the relations: it goes over the records twice.
func writeD3(w io.Writer, about About, records iter.Seq2[graph.Record, error]) error {
	j := newJSONWriter(w)
	j.text(`{"directed":true,"multigraph":true,` + "\n" + `"graph":`)
	data := j.object()
	data.facts(about)
	data.close()
	j.text(",\n" + `"nodes":`)
	d, nodes := newDrawing(), j.list()
	err := d.draw(records, func(a *graph.Actor) error {
		nodes.next()
		o := j.object()
		o.text("id", string(a.ID))
		o.actor(a)
		o.close()
		return j.err
	}, nil)
	if err != nil {
		return err
	}
	nodes.close()
	j.text(`,"links":`)
	links := j.list()
	err = d.draw(records, nil, func(r *row) error {
		links.next()
		o := j.object()
		o.ends(r)
		o.text("key", string(r.ID)) // by which networkx tells parallel edges apart
		o.row(r)
		o.close()
		return j.err
	})
	if err != nil {
		return err
	}
	links.close()
	j.text("}\n")
	return j.end()
}
