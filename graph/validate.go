package graph

import (
	"errors"
	"fmt"
	"math"
	"net/url"
	"slices"
	"unicode"
	"unicode/utf8"
)

// The limits of a record: generous for what people write, small enough that one
// record never fills a page or the memory.
const (
	MaxName = 300    // characters of a name, a title, a role, a qualifier
	MaxText = 20_000 // characters of a description, a note, a quotation
	MaxList = 1_000  // names, codes, pieces of evidence, participants … of one record
)

// shape checks what can be said of a record by itself, without what it refers to.
type shape struct {
	faults *Faults
	record int
}

func (s shape) bad(field, format string, args ...any) { s.faults.add(s.record, field, format, args...) }

// fails lists err as a fault of the field, if there is one.
func (s shape) fails(field string, err error) {
	if err != nil {
		s.bad(field, "%s", messageOf(err))
	}
}

func messageOf(err error) string {
	var e *Error
	if errors.As(err, &e) {
		return e.Message
	}
	return err.Error()
}

func (s shape) text(field, v string, most int) {
	if n := utf8.RuneCountInString(v); n > most {
		s.bad(field, "has %d characters; at most %d are allowed", n, most)
		return
	}
	if !utf8.ValidString(v) {
		s.bad(field, "is not valid UTF-8")
		return
	}
	for _, c := range v {
		if unicode.IsControl(c) && c != '\n' && c != '\t' {
			s.bad(field, "has a control character (U+%04X); take it out", c)
			return
		}
	}
}

func (s shape) required(field, v string, most int) {
	if v == "" {
		s.bad(field, "is empty")
		return
	}
	s.text(field, v, most)
}

func (s shape) length(field string, n int) bool {
	if n > MaxList {
		s.bad(field, "has %d entries; at most %d are allowed", n, MaxList)
	}
	return n <= MaxList
}

func (s shape) unit(field string, v *float64, low float64) {
	if v != nil && !(*v >= low && *v <= 1) {
		s.bad(field, "%v is not between %v and 1", *v, low)
	}
}

func oneOf[T ~string](s shape, field string, v T, allowed []T) {
	if !slices.Contains(allowed, v) {
		s.bad(field, "%s is none of %v", quote(string(v)), allowed)
	}
}

func (s shape) actor(a *Actor) {
	s.fails("actor.id", CheckActorID(a.ID))
	oneOf(s, "actor.kind", a.Kind, ActorKinds)
	s.names("actor.names", a.Names)
	if s.length("actor.codes", len(a.Codes)) {
		for i, c := range a.Codes {
			s.required(fmt.Sprintf("actor.codes[%d].scheme", i), c.Scheme, MaxName)
			s.required(fmt.Sprintf("actor.codes[%d].value", i), c.Value, MaxName)
		}
	}
	s.text("actor.description", a.Description, MaxText)
	if p := a.Seat; p != nil {
		s.required("actor.seat.name", p.Name, MaxName)
		if !(math.Abs(p.Latitude) <= 90) {
			s.bad("actor.seat.latitude", "%v is not between -90 and 90 degrees", p.Latitude)
		}
		if !(math.Abs(p.Longitude) <= 180) {
			s.bad("actor.seat.longitude", "%v is not between -180 and 180 degrees", p.Longitude)
		}
	}
	if a.Kind != Treaty && len(a.Obligations) > 0 {
		s.bad("actor.treatyObligations", "only a TREATY has obligations")
	}
	if s.length("actor.treatyObligations", len(a.Obligations)) {
		for i, o := range a.Obligations {
			oneOf(s, fmt.Sprintf("actor.treatyObligations[%d]", i), o, Obligations)
		}
	}
	s.series(a.Series)
	if s.length("actor.mergedFrom", len(a.MergedFrom)) {
		for i, id := range a.MergedFrom {
			s.fails(fmt.Sprintf("actor.mergedFrom[%d]", i), CheckActorID(id))
			if id == a.ID {
				s.bad(fmt.Sprintf("actor.mergedFrom[%d]", i), "is the actor itself")
			}
		}
	}
	if a.MergedInto != "" && a.MergedInto == a.ID {
		s.bad("actor.mergedInto", "is the actor itself")
	}
}

func (s shape) names(field string, names []Name) {
	if len(names) == 0 {
		s.bad(field, "is empty; give at least one name")
	}
	if !s.length(field, len(names)) {
		return
	}
	for i, n := range names {
		at := fmt.Sprintf("%s[%d]", field, i)
		s.required(at+".text", n.Text, MaxName)
		s.text(at+".language", n.Language, 35)
	}
}

func (s shape) source(x *Source) {
	s.fails("source.id", checkID(string(x.ID), SourcePrefix))
	s.required("source.title", x.Title, 2*MaxName)
	s.text("source.publisher", x.Publisher, MaxName)
	s.text("source.license", x.License, MaxName)
	s.text("source.note", x.Note, MaxText)
	if x.Address != "" {
		u, err := url.Parse(x.Address)
		if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
			s.bad("source.address", "%s is not an http or https address", quote(x.Address))
		}
	}
	if !s.length("source.coverage", len(x.Coverage)) {
		return
	}
	for i, c := range x.Coverage {
		at := fmt.Sprintf("source.coverage[%d]", i)
		if c.Period.IsZero() {
			s.bad(at+".period", "is empty")
		}
		for _, k := range c.Kinds {
			if k.Index() < 0 {
				s.bad(at+".kinds", "%s is not a kind", quote(string(k)))
			}
		}
		for _, k := range c.ActorKinds {
			oneOf(s, at+".actorKinds", k, ActorKinds)
		}
		s.text(at+".note", c.Note, MaxText)
	}
}

func (s shape) event(e *Event) {
	s.fails("event.id", checkID(string(e.ID), EventPrefix))
	s.names("event.names", e.Names)
	if e.Period.IsZero() {
		s.bad("event.period", "is empty; write EDTF, or /.. if nothing is known")
	}
	s.text("event.note", e.Note, MaxText)
	if s.length("event.participants", len(e.Participants)) {
		for i, p := range e.Participants {
			at := fmt.Sprintf("event.participants[%d]", i)
			s.required(at+".role", p.Role, MaxName)
			s.evidence(at+".evidence", p.Evidence)
		}
	}
	if s.length("event.links", len(e.Links)) {
		for i, l := range e.Links {
			at := fmt.Sprintf("event.links[%d]", i)
			oneOf(s, at+".kind", l.Kind, []EventLinkKind{Continues, RespondsTo})
			s.evidence(at+".evidence", l.Evidence)
		}
	}
}

func (s shape) relation(r *Relation) {
	s.fails("relation.id", checkID(string(r.ID), RelationPrefix))
	kind, known := KindByName(r.Kind)
	if !known {
		s.bad("relation.kind", "%s is not a kind; the registry (graph/kinds.csv) lists them", quote(string(r.Kind)))
	}
	if r.From == r.To {
		s.bad("relation.to", "is the same actor as from; an actor has no relation to itself")
	}
	if r.Period.IsZero() {
		s.bad("relation.period", "is empty; write EDTF, as 2023-08-15 or 2021/.., or /.. if the start is unknown")
	}
	s.about(r.About)
	s.unit("relation.weight", r.AnalystWeight, -1)
	if r.AnalystWeight != nil && r.WeightReason == "" {
		s.bad("relation.weightReason", "is empty; say why the weight is not the kind's")
	}
	s.text("relation.weightReason", r.WeightReason, MaxText)
	if !(r.Intensity > 0 && r.Intensity <= 1) {
		s.bad("relation.intensity", "%v is not above 0 and at most 1", r.Intensity)
	}
	s.unit("relation.confidence", r.AnalystConfidence, 0)
	s.text("relation.likelihood", r.Likelihood, MaxName)
	s.text("relation.note", r.Note, MaxText)
	s.qualifiers(kind, known, r.Qualifiers)
	s.scaled(r.Scaled)
	s.evidence("relation.evidence", r.Evidence)
}

func (s shape) scaled(all []ScaledValue) {
	if !s.length("relation.scaled", len(all)) {
		return
	}
	for i, v := range all {
		at := fmt.Sprintf("relation.scaled[%d]", i)
		s.required(at+".scale", v.Scale, MaxName)
		s.required(at+".version", v.Version, MaxName)
		if math.IsNaN(v.Value) || math.IsInf(v.Value, 0) {
			s.bad(at+".value", "is not a number")
		}
	}
}

func (s shape) about(a About) {
	set := 0
	for _, v := range []string{string(a.Actor), string(a.Event), a.Text} {
		if v != "" {
			set++
		}
	}
	if set > 1 {
		s.bad("relation.about", "names more than one of actor, event and text; give one")
	}
	s.text("relation.about.text", a.Text, MaxText)
}

func (s shape) qualifiers(kind Kind, known bool, all []Qualifier) {
	if !known || !s.length("relation.qualifiers", len(all)) {
		return
	}
	for i, q := range all {
		at := fmt.Sprintf("relation.qualifiers[%d]", i)
		j := slices.IndexFunc(kind.Qualifiers, func(x QualifierSpec) bool { return x.Name == q.Name })
		if j < 0 {
			s.bad(at+".name", "%s is not a qualifier of %s", quote(q.Name), kind.Name)
			continue
		}
		s.required(at+".value", q.Value, MaxName)
		if allowed := kind.Qualifiers[j].Values; len(allowed) > 0 && !slices.Contains(allowed, q.Value) {
			s.bad(at+".value", "%s is none of %v", quote(q.Value), allowed)
		}
	}
}

func (s shape) evidence(field string, all []Evidence) {
	if len(all) == 0 {
		s.bad(field, "is empty; say who says so")
	}
	if !s.length(field, len(all)) {
		return
	}
	for i := range all {
		s.piece(fmt.Sprintf("%s[%d]", field, i), &all[i])
	}
}

func (s shape) piece(at string, e *Evidence) {
	s.fails(at+".id", checkID(string(e.ID), EvidencePrefix))
	oneOf(s, at+".stance", e.Stance, []Stance{Supports, Disputes})
	oneOf(s, at+".modality", e.Modality, Modalities)
	oneOf(s, at+".grade.reliability", e.Grade.Reliability, []Reliability{"A", "B", "C", "D", "E", "F"})
	if e.Grade.Credibility < 1 || e.Grade.Credibility > 6 {
		s.bad(at+".grade.credibility", "%d is not between 1 and 6", e.Grade.Credibility)
	}
	s.text(at+".quotation", e.Quotation, MaxText)
	s.text(at+".saidByText", e.SaidByText, MaxName)
	s.text(at+".likelihood", e.Likelihood, MaxName)
	s.text(at+".note", e.Note, MaxText)
	switch {
	case (e.Start == nil) != (e.End == nil):
		s.bad(at+".start", "start and end go together; give both or none")
	case e.Start == nil:
	case *e.Start < 0 || *e.End <= *e.Start:
		s.bad(at+".start", "the place %d to %d is empty or before the text", *e.Start, *e.End)
	case e.Quotation != "" && utf8.RuneCountInString(e.Quotation) != *e.End-*e.Start:
		s.bad(at+".end", "the quotation has %d characters, but its place %d to %d has %d", utf8.RuneCountInString(e.Quotation), *e.Start, *e.End, *e.End-*e.Start)
	}
}
