package graph

import (
	"encoding/json"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Unmarshal reads a record from JSON as json.Unmarshal does, into a zero value. A
// relation as json.Marshal writes it is read several times faster; its texts are
// parts of record, which stays in memory as long as one of them.
func Unmarshal(record string, into any) error {
	if r, ok := into.(*Relation); ok {
		if readRelation(record, r) {
			return nil
		}
		*r = Relation{}
	}
	return json.Unmarshal([]byte(record), into)
}

// readRelation reads a relation whose members stand in the order of the struct,
// without spaces between them, as json.Marshal writes it. Whatever else it meets,
// right or wrong, is not for it: it answers false.
func readRelation(record string, r *Relation) bool {
	d := recordReader{rest: record}
	d.relation(r)
	return !d.failed && !d.more && d.rest == ""
}

// recordReader reads JSON of which it knows what comes next.
type recordReader struct {
	rest   string
	more   bool // in an object or a list that has not ended
	failed bool
}

func (d *recordReader) relation(r *Relation) {
	d.open('{')
	if d.member("id") {
		r.ID = RelationID(d.text())
	}
	if d.member("from") {
		r.From = ActorID(d.text())
	}
	if d.member("kind") {
		r.Kind = KindName(d.text())
	}
	if d.member("to") {
		r.To = ActorID(d.text())
	}
	if d.member("about") {
		d.about(&r.About)
	}
	if d.member("place") {
		r.Place = ActorID(d.text())
	}
	if d.member("event") {
		r.Event = EventID(d.text())
	}
	if d.member("period") {
		r.Period = d.period()
	}
	if d.member("weight") {
		r.AnalystWeight = new(d.number())
	}
	if d.member("weightReason") {
		r.WeightReason = d.text()
	}
	if d.member("intensity") {
		r.Intensity = d.number()
	}
	if d.member("confidence") {
		r.AnalystConfidence = new(d.number())
	}
	if d.member("likelihood") {
		r.Likelihood = d.text()
	}
	if d.member("qualifiers") {
		r.Qualifiers = readList(d, (*recordReader).qualifier)
	}
	if d.member("scaled") {
		r.Scaled = readList(d, (*recordReader).scaledValue)
	}
	if d.member("note") {
		r.Note = d.text()
	}
	if d.member("evidence") {
		r.Evidence = readList(d, (*recordReader).evidence)
	}
	d.close('}')
}

func (d *recordReader) about(a *About) {
	d.open('{')
	if d.member("actor") {
		a.Actor = ActorID(d.text())
	}
	if d.member("event") {
		a.Event = EventID(d.text())
	}
	if d.member("text") {
		a.Text = d.text()
	}
	d.close('}')
}

func (d *recordReader) qualifier(q *Qualifier) {
	d.open('{')
	if d.member("name") {
		q.Name = d.text()
	}
	if d.member("value") {
		q.Value = d.text()
	}
	d.close('}')
}

func (d *recordReader) scaledValue(v *ScaledValue) {
	d.open('{')
	if d.member("scale") {
		v.Scale = d.text()
	}
	if d.member("version") {
		v.Version = d.text()
	}
	if d.member("value") {
		v.Value = d.number()
	}
	d.close('}')
}

func (d *recordReader) evidence(e *Evidence) {
	d.open('{')
	if d.member("id") {
		e.ID = EvidenceID(d.text())
	}
	if d.member("source") {
		e.Source = SourceID(d.text())
	}
	if d.member("quotation") {
		e.Quotation = d.text()
	}
	if d.member("start") {
		e.Start = new(d.integer())
	}
	if d.member("end") {
		e.End = new(d.integer())
	}
	if d.member("saidBy") {
		e.SaidBy = ActorID(d.text())
	}
	if d.member("saidByText") {
		e.SaidByText = d.text()
	}
	if d.member("stance") {
		e.Stance = Stance(d.text())
	}
	if d.member("modality") {
		e.Modality = Modality(d.text())
	}
	if d.member("grade") {
		d.grade(&e.Grade)
	}
	if d.member("likelihood") {
		e.Likelihood = d.text()
	}
	if d.member("observed") {
		e.Observed = d.period()
	}
	if d.member("published") {
		e.Published = d.period()
	}
	if d.member("note") {
		e.Note = d.text()
	}
	d.close('}')
}

func (d *recordReader) grade(g *Grade) {
	d.open('{')
	if d.member("reliability") {
		g.Reliability = Reliability(d.text())
	}
	if d.member("credibility") {
		g.Credibility = d.integer()
	}
	d.close('}')
}

// readList reads a list that is not empty.
func readList[V any](d *recordReader, read func(*recordReader, *V)) []V {
	var out []V
	d.open('[')
	for d.more {
		var none V
		out = append(out, none)
		read(d, &out[len(out)-1])
	}
	d.close(']')
	return out
}

func (d *recordReader) fail() {
	d.failed, d.more, d.rest = true, false, ""
}

// open begins an object or a list, which has something in it.
func (d *recordReader) open(bracket byte) {
	if d.rest == "" || d.rest[0] != bracket {
		d.fail()
		return
	}
	d.rest, d.more = d.rest[1:], true
}

// close ends an object or a list, in which everything was read.
func (d *recordReader) close(bracket byte) {
	if d.more || d.rest == "" || d.rest[0] != bracket {
		d.fail()
		return
	}
	d.after(d.rest[1:])
}

// after goes on behind a value, and behind the comma if there is one.
func (d *recordReader) after(rest string) {
	d.rest, d.more = rest, false
	if rest != "" && rest[0] == ',' {
		d.rest, d.more = rest[1:], true
	}
}

// member reports whether the next member of an object is the one of the name, and
// goes to its value.
func (d *recordReader) member(name string) bool {
	n := len(name)
	if !d.more || len(d.rest) < n+3 || d.rest[0] != '"' || d.rest[1:n+1] != name || d.rest[n+1] != '"' || d.rest[n+2] != ':' {
		return false
	}
	d.rest = d.rest[n+3:]
	return true
}

// text reads a text.
func (d *recordReader) text() string {
	s := d.rest
	if s == "" || s[0] != '"' {
		d.fail()
		return ""
	}
	ascii := true
	for i := 1; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"':
			if !ascii && !utf8.ValidString(s[1:i]) {
				d.fail()
				return ""
			}
			d.after(s[i+1:])
			return s[1:i]
		case c == '\\':
			return d.escaped(i)
		case c < ' ':
			d.fail()
			return ""
		case c >= utf8.RuneSelf:
			ascii = false
		}
	}
	d.fail()
	return ""
}

// escaped reads a text in which something is escaped, first at i.
func (d *recordReader) escaped(i int) string {
	s := d.rest
	for ; i < len(s) && s[i] != '"'; i++ {
		if s[i] == '\\' {
			i++
		}
	}
	var v string
	if i >= len(s) || json.Unmarshal([]byte(s[:i+1]), &v) != nil {
		d.fail()
		return ""
	}
	d.after(s[i+1:])
	return v
}

func (d *recordReader) period() Period {
	s := d.text()
	if s == "" {
		return Period{}
	}
	p, err := ParsePeriod(s)
	if err != nil {
		d.fail()
	}
	return p
}

func (d *recordReader) number() float64 {
	s := d.digits(true)
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		d.fail()
	}
	return v
}

func (d *recordReader) integer() int {
	v, err := strconv.Atoi(d.digits(false))
	if err != nil {
		d.fail()
	}
	return v
}

// digits reads a number without an exponent: whole, or with a fraction.
func (d *recordReader) digits(fraction bool) string {
	s := d.rest
	whole := strings.TrimPrefix(s, "-")
	n := countDigits(whole)
	if n == 0 || n > 1 && whole[0] == '0' {
		d.fail()
		return ""
	}
	rest := whole[n:]
	if fraction && rest != "" && rest[0] == '.' {
		n := countDigits(rest[1:])
		if n == 0 {
			d.fail()
			return ""
		}
		rest = rest[n+1:]
	}
	d.after(rest)
	return s[:len(s)-len(rest)]
}

func countDigits(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}
