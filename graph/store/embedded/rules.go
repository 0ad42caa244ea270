package embedded

import (
	"crypto/sha256"
	"fmt"
	"sync"

	"github.com/entente/entente/graph"
)

// rules gives the digest of the rules by which columns are derived. A release
// that weighs a kind anew, or grades or folds otherwise, gives another one: the
// digest is taken of what the rules make of a few hundred samples.
var rules = sync.OnceValue(func() string {
	var made []byte
	sample := func(r graph.Relation) { made = fmt.Appendf(made, "%+v\n", deriveRelation(&r)) }
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
	text := "Côte d’Ivoire, ŁÓDŹ-ﬁn Straße İstanbul «Ɗo» Ǆ Ñandú 東京 Μάλι Ελλάδος x²·3½ e\u0301"
	sample(graph.Relation{Note: text, About: graph.About{Text: text}, Evidence: []graph.Evidence{{Quotation: text, SaidByText: text, Note: text}}})
	event := graph.Event{Names: []graph.Name{{Text: text}}, Period: graph.MustPeriod("2023"), Participants: []graph.Participant{{Evidence: one}}}
	made = fmt.Appendf(made, "%+v\n%s\n", deriveEvent(event), wordsOfSource(graph.Source{Title: text, Publisher: text}))
	return fmt.Sprintf("%x", sha256.Sum256(made))
})
