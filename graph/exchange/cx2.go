package exchange

import (
	"io"
	"iter"
	"slices"

	"github.com/entente/entente/graph"
)

// cx2 is Cytoscape Exchange 2, which Cytoscape, Cytoscape Web and NDEx open.
var cx2 = Format{
	Name: "cx2", Extension: ".cx2", MediaType: "application/json",
	Description: "Cytoscape Exchange 2, for Cytoscape Web, Cytoscape and NDEx",
	Write:       writeCX2,
}

// cx2Types are the types of columns as CX2 names them.
var cx2Types = map[string]string{"string": "string", "boolean": "boolean", "double": "double", "int": "integer", "long": "long"}

// writeCX2 goes over the records three times: CX2 begins with the numbers of nodes
// and edges, numbers its nodes, and has them before the edges.
func writeCX2(w io.Writer, about About, records iter.Seq2[graph.Record, error]) error {
	numbers := map[graph.ActorID]int{}
	edges := 0
	d := newDrawing()
	err := d.draw(records, func(a *graph.Actor) error {
		numbers[a.ID] = len(numbers)
		return nil
	}, func(*row) error {
		edges++
		return nil
	})
	if err != nil {
		return err
	}
	x := cx2Writer{newJSONWriter(w), numbers}
	x.head(about, len(numbers), edges)
	if err := x.nodes(d, records); err != nil {
		return err
	}
	if err := x.edges(d, records); err != nil {
		return err
	}
	x.text(`{"status":[{"success":true}]}` + "\n]\n")
	return x.end()
}

type cx2Writer struct {
	*jsonWriter
	numbers map[graph.ActorID]int
}

func (x cx2Writer) head(about About, nodes, edges int) {
	x.text(`[{"CXVersion":"2.0","hasFragments":false},` + "\n")
	type aspect struct {
		Name  string `json:"name"`
		Count int    `json:"elementCount"`
	}
	x.text(`{"metaData":`)
	aspects := []aspect{{"attributeDeclarations", 1}, {"networkAttributes", 1}, {"nodes", nodes}, {"edges", edges}}
	x.value(slices.DeleteFunc(aspects, func(a aspect) bool { return a.Count == 0 }))
	x.text("},\n" + `{"attributeDeclarations":[{"networkAttributes":`)
	o := x.object()
	o.declare("name", "string")
	o.declare("description", "string")
	for _, f := range about.facts() {
		o.declare(f.name, f.kind)
	}
	o.close()
	x.text(`,"nodes":`)
	o = x.object()
	o.declare("name", "string")
	for _, c := range actorColumns {
		o.declare(c.name, c.kind)
	}
	o.declare("entente_id", "string")
	o.close()
	x.text(`,"edges":`)
	o = x.object()
	o.declare("interaction", "string")
	o.declare("entente_id", "string")
	for _, c := range columns {
		o.declare(c.name, c.kind)
	}
	o.close()
	x.text("}]},\n" + `{"networkAttributes":[`)
	o = x.object()
	o.text("name", about.name())
	o.text("description", about.Citation())
	o.facts(about)
	o.close()
	x.text("]},\n")
}

// declare declares an attribute.
func (o *jsonObject) declare(name, kind string) {
	o.name(name)
	o.j.text(`{"d":"` + cx2Types[kind] + `"}`)
}

func (x cx2Writer) nodes(d drawing, records iter.Seq2[graph.Record, error]) error {
	if len(x.numbers) == 0 {
		return nil
	}
	x.text(`{"nodes":`)
	list := x.list()
	err := d.draw(records, func(a *graph.Actor) error {
		list.next()
		x.text(`{"id":`)
		x.value(x.numbers[a.ID])
		x.text(`,"v":`)
		o := x.object()
		o.text("name", a.Label(language, nil))
		o.text("entente_id", string(a.ID))
		o.actor(a)
		o.close()
		x.text("}")
		return x.err
	}, nil)
	list.close()
	x.text("},\n")
	return err
}

func (x cx2Writer) edges(d drawing, records iter.Seq2[graph.Record, error]) error {
	if len(x.numbers) == 0 {
		return nil
	}
	x.text(`{"edges":`)
	list := x.list()
	n := 0
	err := d.draw(records, nil, func(r *row) error {
		list.next()
		x.text(`{"id":`)
		x.value(n)
		x.text(`,"s":`)
		x.value(x.numbers[r.From])
		x.text(`,"t":`)
		x.value(x.numbers[r.To])
		x.text(`,"v":`)
		o := x.object()
		o.text("interaction", string(r.kind.Name))
		o.text("entente_id", string(r.ID))
		o.row(r)
		o.close()
		x.text("}")
		n++
		return x.err
	})
	list.close()
	x.text("},\n")
	return err
}
