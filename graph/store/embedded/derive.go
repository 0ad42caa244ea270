package embedded

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"sync"

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

// rules gives the digest of the rules by which columns are derived. A release
// that weighs a kind anew, or grades or folds otherwise, gives another one: the
// digest is taken of what the rules make of a few hundred samples.
var rules = sync.OnceValue(func() string {
	h := sha256.New()
	sample := func(r graph.Relation) { fmt.Fprintf(h, "%+v\n", deriveRelation(&r)) }
	piece := func(source graph.SourceID, s graph.Stance, m graph.Modality, r graph.Reliability, c int) graph.Evidence {
		return graph.Evidence{Source: source, Stance: s, Modality: m, Grade: graph.Grade{Reliability: r, Credibility: c}, Published: graph.MustPeriod("2023-08")}
	}
	one := []graph.Evidence{piece("a", graph.Supports, graph.Reported, "B", 2)}
	for _, k := range graph.Kinds() {
		for _, consent := range []string{"", "contested", "occupation"} {
			sample(graph.Relation{Kind: k.Name, Qualifiers: []graph.Qualifier{{Name: "consent", Value: consent}}, Evidence: one})
		}
	}
	for _, r := range []graph.Reliability{"A", "B", "C", "D", "E", "F"} {
		for c := range 7 {
			for _, s := range []graph.Stance{graph.Supports, graph.Disputes} {
				for _, source := range []graph.SourceID{"a", "b"} {
					sample(graph.Relation{Evidence: append(one[:1:1], piece(source, s, graph.Asserted, r, c))})
				}
			}
		}
	}
	for _, m := range graph.Modalities {
		sample(graph.Relation{Evidence: append(one[:1:1], piece("b", graph.Supports, m, "A", 1))})
	}
	for _, p := range []string{"2023-08-15", "2023-08", "2023~", "202X", "2023-XX", "2023-21", "2022/2023-01", "2022/..", "../2022", "/2023", "2022/", "/..", "[..2023]", "[2023..]", "[2021,2023]"} {
		for _, observed := range []string{"2021", "2022-06", "2025/.."} {
			x := one[0]
			x.Observed = graph.MustPeriod(observed)
			sample(graph.Relation{Period: graph.MustPeriod(p), Evidence: []graph.Evidence{x, one[0]}})
		}
	}
	text := "Côte d’Ivoire, ŁÓDŹ-ﬁn Straße İstanbul «Ɗo» Ǆ Ñandú 東京 Μάλι Ελλάδος x²·3½ " + strings.Repeat("é", 3)
	sample(graph.Relation{Note: text, About: graph.About{Text: text}, Evidence: []graph.Evidence{{Quotation: text, SaidByText: text, Note: text}}})
	event := graph.Event{Names: []graph.Name{{Text: text}}, Period: graph.MustPeriod("2023"), Participants: []graph.Participant{{Evidence: one}}}
	fmt.Fprintf(h, "%+v\n%s\n", deriveEvent(event), wordsOfSource(graph.Source{Title: text, Publisher: text}))
	return hex.EncodeToString(h.Sum(nil))
})
