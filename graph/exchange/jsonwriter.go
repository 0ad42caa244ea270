package exchange

import (
	"bytes"
	"encoding/json"
	"io"

	"github.com/entente/entente/graph"
)

// jsonWriter writes JSON piece by piece until the first error, and keeps that.
type jsonWriter struct {
	textWriter
	one bytes.Buffer // the value being written
	enc *json.Encoder
}

func newJSONWriter(w io.Writer) *jsonWriter {
	j := &jsonWriter{textWriter: newTextWriter(w)}
	j.enc = json.NewEncoder(&j.one)
	j.enc.SetEscapeHTML(false)
	return j
}

// value writes any value.
func (j *jsonWriter) value(v any) {
	if j.err != nil {
		return
	}
	j.one.Reset()
	if j.err = j.enc.Encode(v); j.err == nil {
		j.bytes(bytes.TrimRight(j.one.Bytes(), "\n"))
	}
}

// jsonObject is an object that is written member by member.
type jsonObject struct {
	j     *jsonWriter
	begun bool
}

// object begins an object; close ends it.
func (j *jsonWriter) object() *jsonObject {
	j.text("{")
	return &jsonObject{j: j}
}

func (o *jsonObject) close() { o.j.text("}") }

func (o *jsonObject) name(name string) {
	if o.begun {
		o.j.text(",")
	}
	o.begun = true
	o.j.value(name)
	o.j.text(":")
}

// text writes a member that is a text, even if it is empty.
func (o *jsonObject) text(name, value string) {
	o.name(name)
	o.j.value(value)
}

// cell writes a member of a column's type, unless it is empty.
func (o *jsonObject) cell(name, kind, value string) {
	if value == "" {
		return
	}
	o.name(name)
	if kind == "string" {
		o.j.value(value)
	} else {
		o.j.text(value) // as columns write numbers and booleans, JSON does
	}
}

// facts writes what a file says of itself.
func (o *jsonObject) facts(about About) {
	for _, f := range about.facts() {
		o.cell(f.name, f.kind, f.value)
	}
}

// actor writes what is told of an actor.
func (o *jsonObject) actor(a *graph.Actor) {
	for _, c := range actorColumns {
		o.cell(c.name, c.kind, c.value(a))
	}
}

// ends writes the id of a relation and of its ends.
func (o *jsonObject) ends(r *row) {
	o.text("id", string(r.ID))
	o.text("source", string(r.From))
	o.text("target", string(r.To))
}

// row writes what is told of a relation.
func (o *jsonObject) row(r *row) {
	for _, c := range columns {
		o.cell(c.name, c.kind, c.value(r))
	}
}

// jsonList is a list that is written one element a line.
type jsonList struct {
	j     *jsonWriter
	begun bool
}

func (j *jsonWriter) list() *jsonList {
	j.text("[")
	return &jsonList{j: j}
}

func (l *jsonList) next() {
	if l.begun {
		l.j.text(",")
	}
	l.begun = true
	l.j.text("\n")
}

func (l *jsonList) close() { l.j.text("\n]") }
