package embedded

import (
	"strings"

	"github.com/entente/entente/graph"
)

// derivedRelation is what the file and the memory hold of a relation beside its
// record.
type derivedRelation struct {
	edge      graph.Edge
	published publication
	words     string // what graph.RelationFilter.Text searches
}

func deriveRelation(r *graph.Relation) derivedRelation {
	return derivedRelation{r.Edge(), publicationOf(r.Evidence), spaced(r.FoldedText())}
}

// columns appends the derived columns of the table of relations, in its order.
func (d *derivedRelation) columns(args []any) []any {
	e, b := &d.edge, &d.edge.Bounds
	return append(args, int64(b.StartMin), int64(b.StartMax), int64(b.EndMin), int64(b.EndMax), b.StartUnknown, b.EndUnknown,
		string(e.Modality), e.Weight, e.Intensity, e.Confidence, int64(d.published.first), int64(d.published.all), d.words)
}

// derivedEvent is what the file holds of an event beside its record.
type derivedEvent struct {
	startMin, endMax int64
	words            string // what graph.EventFilter.Text searches
}

func deriveEvent(e graph.Event) derivedEvent {
	b := e.Bounds()
	return derivedEvent{int64(b.StartMin), int64(b.EndMax), spaced(graph.Actor{Names: e.Names}.FoldedNames())}
}

// wordsOfSource gives what graph.SourceFilter.Text searches.
func wordsOfSource(s graph.Source) string { return spaced(graph.Fold(s.Title + "\n" + s.Publisher)) }

// spaced writes the words of a folded text with a space between them: as the
// file is searched for them.
func spaced(folded string) string { return strings.Join(graph.Words(folded), " ") }

// publication says when the evidence of a relation was public: the day by which
// some that supports it was, and the day by which all of it was; graph.MaxDay if
// never.
type publication struct{ first, all graph.Day }

func publicationOf(all []graph.Evidence) publication {
	p := publication{first: graph.MaxDay, all: graph.MinDay}
	for _, e := range all {
		day := publicFrom(e)
		p.all = max(p.all, day)
		if e.Stance == graph.Supports {
			p.first = min(p.first, day)
		}
	}
	return p
}

// publicFrom gives the first day by which graph.Evidence.PublicBy says that the
// evidence was public; graph.MaxDay if there is none.
func publicFrom(e graph.Evidence) graph.Day {
	if e.Published.IsZero() {
		return graph.MaxDay
	}
	return e.Published.Bounds(graph.NeverObserved).EndMax
}
