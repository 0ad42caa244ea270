package exchange

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/entente/entente/graph"
)

// language is the language of labels in exported files.
const language = "en"

// names keeps what a table or a picture says about actors and sources: little
// enough to hold for all of them.
type names struct {
	labels  map[graph.ActorID]string
	events  map[graph.EventID]string
	sources map[graph.SourceID]*graph.Source

	said said
}

func newNames() *names {
	return &names{labels: map[graph.ActorID]string{}, events: map[graph.EventID]string{}, sources: map[graph.SourceID]*graph.Source{}}
}

// keep remembers what the record names.
func (n *names) keep(r graph.Record) {
	switch {
	case r.Actor != nil:
		n.labels[r.Actor.ID] = r.Actor.Label(language, nil)
	case r.Event != nil:
		n.events[r.Event.ID] = r.Event.Label(language)
	case r.Source != nil:
		n.sources[r.Source.ID] = &graph.Source{
			Title: r.Source.Title, Publisher: r.Source.Publisher, Published: r.Source.Published, Address: r.Source.Address,
		}
	}
}

// label gives the name of an actor, or its id if it was not named.
func (n *names) label(id graph.ActorID) string {
	return cmp.Or(n.labels[id], string(id))
}

// source gives what is kept of a source: nothing if it was not met.
func (n *names) source(id graph.SourceID) *graph.Source {
	if s := n.sources[id]; s != nil {
		return s
	}
	return &graph.Source{}
}

// about says in words against whom or about what a relation is.
func (n *names) about(a graph.About) string {
	if a.Actor != "" {
		return n.label(a.Actor)
	}
	return cmp.Or(n.events[a.Event], string(a.Event), a.Text)
}

// saidBy says who is quoted.
func (n *names) saidBy(e *graph.Evidence) string {
	if e.SaidByText != "" || e.SaidBy == "" {
		return e.SaidByText
	}
	return n.label(e.SaidBy)
}

// cite says a piece of evidence in a line: the quotation, who is quoted, and the
// publication.
func (n *names) cite(e *graph.Evidence) string {
	var against, quotation, who, publisher, published string
	if e.Stance == graph.Disputes {
		against = "against it: "
	}
	if e.Quotation != "" {
		quotation = "“" + strings.Join(strings.Fields(e.Quotation), " ") + "” "
	}
	if by := n.saidBy(e); by != "" {
		who = "(" + by + ") "
	}
	src := n.source(e.Source)
	if src.Publisher != "" {
		publisher = src.Publisher + ", "
	}
	if p := cmp.Or(e.Published.String(), src.Published.String()); p != "" {
		published = ", " + p
	}
	return against + quotation + who + publisher + cmp.Or(src.Title, string(e.Source)) + published
}

// citeAll says all the evidence of a relation, one piece after the other.
func (n *names) citeAll(r *graph.Relation) string {
	if len(r.Evidence) == 1 {
		return n.cite(&r.Evidence[0])
	}
	all := make([]string, len(r.Evidence))
	for i := range r.Evidence {
		all[i] = n.cite(&r.Evidence[i])
	}
	return strings.Join(all, " | ")
}

// best gives the piece of evidence to show where there is place for one: that
// supports, with a quotation, of the best grade, the first of those.
func best(r *graph.Relation) *graph.Evidence {
	rank := func(e *graph.Evidence) float64 {
		v := e.Grade.Credence()
		if e.Quotation != "" {
			v += 1
		}
		if e.Stance == graph.Supports {
			v += 2
		}
		return v
	}
	switch len(r.Evidence) {
	case 0:
		return &graph.Evidence{}
	case 1:
		return &r.Evidence[0]
	}
	found := &r.Evidence[0]
	for i := 1; i < len(r.Evidence); i++ {
		if rank(&r.Evidence[i]) > rank(found) {
			found = &r.Evidence[i]
		}
	}
	return found
}

// qualifiers writes "status=full; number=5000".
func qualifiers(r *graph.Relation) string {
	all := make([]string, len(r.Qualifiers))
	for i, q := range r.Qualifiers {
		all[i] = fmt.Sprintf("%s=%s", q.Name, q.Value)
	}
	return strings.Join(all, "; ")
}
