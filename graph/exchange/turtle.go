package exchange

import (
	"io"
	"iter"
	"strings"

	"github.com/entente/entente/graph"
)

// turtle is RDF 1.1 Turtle.
var turtle = Format{
	Name: "turtle", Extension: ".ttl", MediaType: "text/turtle; charset=utf-8",
	Description: "Turtle (RDF): relations reified with their period, evidence in PROV-O, links to Wikidata and ISO 3166",
	Write:       writeTurtle,
}

func writeTurtle(w io.Writer, about About, records iter.Seq2[graph.Record, error]) error {
	t := turtleWriter{newTextWriter(w)}
	for _, line := range about.lines() {
		t.texts("# ", strings.Join(strings.Fields(line), " "), "\n")
	}
	for _, p := range rdfPrefixes {
		t.texts("@prefix ", p.name, ": <", p.address, "> .\n")
	}
	t.node(rdfAbout(about))
	for rec, err := range records {
		if err != nil {
			return err
		}
		for _, n := range rdfOf(rec) {
			t.node(n)
		}
		if t.err != nil {
			return t.err
		}
	}
	return t.end()
}

type turtleWriter struct{ textWriter }

func (t *turtleWriter) node(n rdfNode) {
	t.texts("\n<", n.address, ">")
	for i, p := range n.properties {
		if i > 0 {
			t.text(" ;")
		}
		t.texts("\n  ", p.name, " ")
		for j, v := range p.values {
			if j > 0 {
				t.text(", ")
			}
			t.term(v)
		}
	}
	t.text(" .\n")
}

// turtleEscapes are the signs that a Turtle string may not hold as they are.
var turtleEscapes = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", `\r`)

func (t *turtleWriter) term(v rdfTerm) {
	switch {
	case v.prefixed:
		t.text(v.address)
	case v.address != "":
		t.texts("<", v.address, ">")
	default:
		t.texts(`"`, turtleEscapes.Replace(v.text), `"`)
		if v.language != "" {
			t.texts("@", v.language)
		}
		if v.datatype != "" {
			t.texts("^^", v.datatype)
		}
	}
}
