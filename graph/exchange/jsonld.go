package exchange

import (
	"io"
	"iter"

	"github.com/entente/entente/graph"
)

// jsonLD is JSON-LD 1.1 with its context in the file.
var jsonLD = Format{
	Name: "jsonld", Extension: ".jsonld", MediaType: "application/ld+json",
	Description: "JSON-LD: the statements of turtle as JSON",
	Write:       writeJSONLD,
}

func writeJSONLD(w io.Writer, about About, records iter.Seq2[graph.Record, error]) error {
	j := newJSONWriter(w)
	j.text(`{"@context":`)
	context := j.object()
	for _, p := range rdfPrefixes {
		context.text(p.name, p.address)
	}
	context.close()
	j.text(",\n" + `"@graph":`)
	list := j.list()
	list.node(rdfAbout(about))
	for rec, err := range records {
		if err != nil {
			return err
		}
		for _, n := range rdfOf(rec) {
			list.node(n)
		}
		if j.err != nil {
			return j.err
		}
	}
	list.close()
	j.text("}\n")
	return j.end()
}

// node writes a node of RDF. Values stand in lists, so that every file is read the
// same way whether there is one or many.
func (l *jsonList) node(n rdfNode) {
	l.next()
	o := l.j.object()
	o.text("@id", n.address)
	for _, p := range n.properties {
		if p.name == "a" {
			o.name("@type")
			l.j.value(addresses(p.values))
			continue
		}
		o.name(p.name)
		l.j.value(jsonLDValues(p.values))
	}
	o.close()
}

func addresses(terms []rdfTerm) []string {
	all := make([]string, len(terms))
	for i, t := range terms {
		all[i] = t.address
	}
	return all
}

// jsonLDValue is a node or a text as JSON-LD writes it.
type jsonLDValue struct {
	ID       string `json:"@id,omitempty"`
	Value    string `json:"@value,omitempty"`
	Language string `json:"@language,omitempty"`
	Type     string `json:"@type,omitempty"`
}

func jsonLDValues(terms []rdfTerm) []jsonLDValue {
	all := make([]jsonLDValue, len(terms))
	for i, t := range terms {
		all[i] = jsonLDValue{ID: t.address, Value: t.text, Language: t.language, Type: t.datatype}
	}
	return all
}
