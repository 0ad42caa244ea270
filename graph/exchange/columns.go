package exchange

import (
	"math"
	"strconv"

	"github.com/entente/entente/graph"
)

// row is a relation with what a table or a picture says of it.
type row struct {
	*names
	*graph.Relation
	edge graph.Edge
	kind *graph.Kind
	best *graph.Evidence // the piece to show where there is place for one
	from *graph.Source   // the publication of that piece

	disputed bool // whether any evidence speaks against it
}

func (n *names) row(r *graph.Relation) *row {
	kind := &graph.Kind{}
	if i := r.Kind.Index(); i >= 0 {
		kind = &graph.Kinds()[i]
	}
	b := best(r)
	x := &row{names: n, Relation: r, edge: r.Edge(), kind: kind, best: b, from: n.source(b.Source)}
	for i := range r.Evidence {
		x.disputed = x.disputed || r.Evidence[i].Stance == graph.Disputes
	}
	return x
}

// column is one thing told of a relation, the same in every format that is not
// the whole record. Types are those of GraphML.
type column struct {
	name, kind, help string
	value            func(x *row) string // empty if there is nothing to tell
}

// columns lists what is told of a relation besides its id and its two ends. No
// column is called weight: tools take that for the width of a line, drop lines of
// weight 0 and stumble over weights below it.
var columns = []column{
	{"kind", "string", "kind of relation, from the registry", func(x *row) string { return string(x.kind.Name) }},
	{"label", "string", "the kind in words", func(x *row) string { return x.kind.Label(language) }},
	{"source_name", "string", "name of the actor it leads from", func(x *row) string { return x.label(x.From) }},
	{"target_name", "string", "name of the actor it leads to", func(x *row) string { return x.label(x.To) }},
	{"class", "string", "TIE lasts, ACT happens", func(x *row) string { return string(x.kind.Class) }},
	{"dimension", "string", "field of life", func(x *row) string { return string(x.kind.Dimension) }},
	{"symmetric", "boolean", "true: the two ends may be swapped", func(x *row) string { return strconv.FormatBool(x.kind.Symmetric) }},
	{"period", "string", "when it holds, as written (EDTF)", func(x *row) string { return x.Period.String() }},
	{"start_min", "string", "first possible day of its start; empty if unknown", func(x *row) string { return x.said.day(x.edge.Bounds.StartMin) }},
	{"start_max", "string", "last possible day of its start", func(x *row) string { return x.said.day(x.edge.Bounds.StartMax) }},
	{"end_min", "string", "first possible day of its end", func(x *row) string { return x.said.day(x.edge.Bounds.EndMin) }},
	{"end_max", "string", "last possible day of its end; empty if it goes on or is unknown", func(x *row) string { return x.said.day(x.edge.Bounds.EndMax) }},
	{"signed_weight", "double", "weight, -1 hostile to 1 friendly: a coding convention, no verdict", func(x *row) string { return x.said.number(x.edge.Weight) }},
	{"intensity", "double", "how strong an instance of its kind it is, 0 to 1", func(x *row) string { return x.said.number(x.edge.Intensity) }},
	{"confidence", "double", "how sure the record is, 0 to 1", func(x *row) string { return x.said.number(x.edge.Confidence) }},
	{"strength", "double", "size of the weight × confidence, 0 to 1", func(x *row) string { return x.said.number(x.edge.Strength()) }},
	{"modality", "string", "the mood in which it is told: what was ordered or planned is not what was done", func(x *row) string { return string(x.edge.Modality) }},
	{"disputed", "boolean", "whether any evidence speaks against it", func(x *row) string { return strconv.FormatBool(x.disputed) }},
	{"about", "string", "against whom or about what", func(x *row) string { return x.about(x.About) }},
	{"place", "string", "where: id of a state or region", func(x *row) string { return string(x.Place) }},
	{"event", "string", "id of the event of which it is an act", func(x *row) string { return string(x.Event) }},
	{"qualifiers", "string", "what more is said, as name=value", func(x *row) string { return qualifiers(x.Relation) }},
	{"note", "string", "a note of the coder", func(x *row) string { return x.Note }},
	{"quotation", "string", "the exact words of the best piece of evidence", func(x *row) string { return x.best.Quotation }},
	{"said_by", "string", "who is quoted there", func(x *row) string { return x.saidBy(x.best) }},
	{"grade", "string", "its Admiralty grade, A1 to F6", func(x *row) string { return grade(x.best.Grade) }},
	{"publication", "string", "where it was published", func(x *row) string { return x.from.Title }},
	{"publisher", "string", "who published it", func(x *row) string { return x.from.Publisher }},
	{"published", "string", "when, as written (EDTF)", func(x *row) string { return x.best.Published.String() }},
	{"address", "string", "where it can be read", func(x *row) string { return x.from.Address }},
	{"pieces", "int", "how many pieces of evidence there are", func(x *row) string { return strconv.Itoa(len(x.Evidence)) }},
	{"evidence", "string", "all of them: quotation, who is quoted, publication", func(x *row) string { return x.citeAll(x.Relation) }},
	{"revision", "long", "revision of the record that recorded it", func(x *row) string { return strconv.FormatUint(uint64(x.Revision), 10) }},
}

// said remembers how numbers and days were written: neighboring relations have many
// in common.
type said struct {
	numbers map[float64]string
	date    graph.Day // the last one
	written string    // how it was written; nothing if there was none
}

// maxNumbers bounds what is remembered.
const maxNumbers = 1000

// number is the function number, asked once about a number.
func (s *said) number(v float64) string {
	if v == 0 { // of which there are two
		return number(v)
	}
	text, ok := s.numbers[v]
	if !ok {
		if s.numbers == nil || len(s.numbers) == maxNumbers {
			s.numbers = map[float64]string{}
		}
		text = number(v)
		s.numbers[v] = text
	}
	return text
}

// day is the function day, asked once about a day that comes several times in a row.
func (s *said) day(d graph.Day) string {
	if s.written == "" || s.date != d {
		s.date, s.written = d, day(d)
	}
	return s.written
}

// number writes a number to the ninth decimal, as scores are compared.
func number(v float64) string {
	return strconv.FormatFloat(math.Round(v*1e9)/1e9, 'f', -1, 64)
}

// day writes a day of the calendar, and nothing for what lies beyond all days.
func day(d graph.Day) string {
	if !d.IsFinite() {
		return ""
	}
	return d.String()
}

// grade writes an Admiralty grade as it is written, "B2".
func grade(g graph.Grade) string { return string(g.Reliability) + strconv.Itoa(g.Credibility) }
