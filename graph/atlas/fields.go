package atlas

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/entente/entente/graph"
)

// FieldChange is what a change did to one field of a record. A list is told entry by
// entry, each under its own name, as evidence[evidence:s04].grade or
// qualifiers[level].
type FieldChange struct {
	Field  string
	Before string // what it said; empty if it said nothing
	After  string // what it says; empty if it says nothing
}

// field is one thing that a record says.
type field struct{ name, value string }

// fieldChanges compares two versions of a record field by field, in the order of
// the schema; nil for one that was not there.
func fieldChanges(before, after *graph.Record) []FieldChange {
	was, is := fieldsOf(before), fieldsOf(after)
	old := map[string]string{}
	for _, f := range was {
		old[f.name] = f.value
	}
	var out []FieldChange
	now := map[string]bool{}
	for _, f := range is {
		now[f.name] = true
		if b := old[f.name]; b != f.value {
			out = append(out, FieldChange{f.name, b, f.value})
		}
	}
	for _, f := range was {
		if !now[f.name] {
			out = append(out, FieldChange{f.name, f.value, ""})
		}
	}
	return out
}

// fields gathers what a record says; nothing is left out but what says nothing.
type fields struct {
	all  []field
	seen map[string]int
}

func (f *fields) say(name, value string) {
	if value != "" {
		f.all = append(f.all, field{name, value})
	}
}

// entry gives the name of an entry of a list; of two alike the later one is counted.
func (f *fields) entry(list, name string) string {
	if f.seen == nil {
		f.seen = map[string]int{}
	}
	full := list + "[" + name + "]"
	f.seen[full]++
	if n := f.seen[full]; n > 1 {
		return fmt.Sprintf("%s[%s %d]", list, name, n)
	}
	return full
}

func fieldsOf(r *graph.Record) []field {
	var f fields
	switch {
	case r == nil:
	case r.Actor != nil:
		f.actor(r.Actor)
	case r.Source != nil:
		f.source(r.Source)
	case r.Event != nil:
		f.event(r.Event)
	case r.Relation != nil:
		f.relation(r.Relation)
	}
	return f.all
}

func decimal(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }

func optional(v *float64) string {
	if v == nil {
		return ""
	}
	return decimal(*v)
}

func offset(v *int) string {
	if v == nil {
		return ""
	}
	return strconv.Itoa(*v)
}

func listed[T ~string](all []T) string {
	out := make([]string, len(all))
	for i, x := range all {
		out[i] = string(x)
	}
	return strings.Join(out, ", ")
}

func (f *fields) names(all []graph.Name) {
	for _, n := range all {
		what := "alias"
		if n.Primary {
			what = "primary"
		}
		if !n.Used.IsZero() {
			what += ", used " + n.Used.String()
		}
		name := n.Text
		if n.Language != "" {
			name += " (" + n.Language + ")"
		}
		f.say(f.entry("names", name), what)
	}
}

func (f *fields) actor(a *graph.Actor) {
	f.say("kind", string(a.Kind))
	f.names(a.Names)
	for _, c := range a.Codes {
		f.say(f.entry("codes", c.Scheme), c.Value)
	}
	f.say("exists", a.Exists.String())
	f.say("description", a.Description)
	if p := a.Seat; p != nil {
		f.say("seat", fmt.Sprintf("%s (%s, %s)", p.Name, decimal(p.Latitude), decimal(p.Longitude)))
	}
	f.say("treatyObligations", listed(a.Obligations))
	f.say("mergedFrom", listed(a.MergedFrom))
	f.say("mergedInto", string(a.MergedInto))
}

func (f *fields) source(s *graph.Source) {
	f.say("title", s.Title)
	f.say("publisher", s.Publisher)
	f.say("published", s.Published.String())
	f.say("address", s.Address)
	f.say("license", s.License)
	f.say("note", s.Note)
	for _, c := range s.Coverage {
		at := f.entry("coverage", c.Period.String())
		f.say(at+".kinds", listed(c.Kinds))
		f.say(at+".actorKinds", listed(c.ActorKinds))
		f.say(at+".note", c.Note)
	}
}

func (f *fields) event(e *graph.Event) {
	f.names(e.Names)
	f.say("period", e.Period.String())
	f.say("place", string(e.Place))
	for _, p := range e.Participants {
		at := f.entry("participants", string(p.Actor)+" "+p.Role)
		f.say(at, "takes part")
		f.evidence(at+".evidence", p.Evidence)
	}
	for _, l := range e.Links {
		at := f.entry("links", string(l.Kind)+" "+string(l.To))
		f.say(at, "linked")
		f.evidence(at+".evidence", l.Evidence)
	}
	f.say("note", e.Note)
}

func (f *fields) relation(r *graph.Relation) {
	f.say("from", string(r.From))
	f.say("kind", string(r.Kind))
	f.say("to", string(r.To))
	f.say("about.actor", string(r.About.Actor))
	f.say("about.event", string(r.About.Event))
	f.say("about.text", r.About.Text)
	f.say("place", string(r.Place))
	f.say("event", string(r.Event))
	f.say("period", r.Period.String())
	f.say("weight", optional(r.AnalystWeight))
	f.say("weightReason", r.WeightReason)
	f.say("intensity", decimal(r.Intensity))
	f.say("confidence", optional(r.AnalystConfidence))
	f.say("likelihood", r.Likelihood)
	for _, q := range r.Qualifiers {
		f.say(f.entry("qualifiers", q.Name), q.Value)
	}
	for _, v := range r.Scaled {
		f.say(f.entry("scaled", v.Scale+" "+v.Version), decimal(v.Value))
	}
	f.say("note", r.Note)
	f.evidence("evidence", r.Evidence)
}

func (f *fields) evidence(list string, all []graph.Evidence) {
	for _, e := range all {
		at := f.entry(list, string(e.ID))
		f.say(at+".source", string(e.Source))
		f.say(at+".quotation", e.Quotation)
		f.say(at+".start", offset(e.Start))
		f.say(at+".end", offset(e.End))
		f.say(at+".saidBy", string(e.SaidBy))
		f.say(at+".saidByText", e.SaidByText)
		f.say(at+".stance", string(e.Stance))
		f.say(at+".modality", string(e.Modality))
		f.say(at+".grade", fmt.Sprintf("%s%d", e.Grade.Reliability, e.Grade.Credibility))
		f.say(at+".likelihood", e.Likelihood)
		f.say(at+".observed", e.Observed.String())
		f.say(at+".published", e.Published.String())
		f.say(at+".note", e.Note)
	}
}
