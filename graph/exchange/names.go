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
	sources map[graph.SourceID]graph.Source
}

func newNames() *names {
	return &names{labels: map[graph.ActorID]string{}, events: map[graph.EventID]string{}, sources: map[graph.SourceID]graph.Source{}}
}

// keep remembers what the record names.
func (n *names) keep(r graph.Record) {
	switch {
	case r.Actor != nil:
		n.labels[r.Actor.ID] = r.Actor.Label(language, nil)
	case r.Event != nil:
		n.events[r.Event.ID] = r.Event.Label(language)
	case r.Source != nil:
		n.sources[r.Source.ID] = graph.Source{
			Title: r.Source.Title, Publisher: r.Source.Publisher, Published: r.Source.Published, Address: r.Source.Address,
		}
	}
}

// label gives the name of an actor, or its id if it was not named.
func (n *names) label(id graph.ActorID) string {
	return cmp.Or(n.labels[id], string(id))
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
	var parts []string
	if e.Stance == graph.Disputes {
		parts = append(parts, "against it:")
	}
	if e.Quotation != "" {
		parts = append(parts, "“"+strings.Join(strings.Fields(e.Quotation), " ")+"”")
	}
	if who := n.saidBy(e); who != "" {
		parts = append(parts, "("+who+")")
	}
	src := n.sources[e.Source]
	where := cmp.Or(src.Title, string(e.Source))
	if src.Publisher != "" {
		where = src.Publisher + ", " + where
	}
	if p := cmp.Or(e.Published.String(), src.Published.String()); p != "" {
		where += ", " + p
	}
	return strings.Join(append(parts, where), " ")
}

// citeAll says all the evidence of a relation, one piece after the other.
func (n *names) citeAll(r *graph.Relation) string {
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
	if len(r.Evidence) == 0 {
		return &graph.Evidence{}
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
