package importer

import (
	"fmt"
	"strings"

	"github.com/entente/entente/graph"
)

// act is an event of a data set that machines code from the news: who did what to
// whom on a day.
type act struct {
	name     string // of its own in the data set
	from, to graph.ActorID
	coding
	day    graph.Day
	place  graph.ActorID
	text   string             // the code and its words
	scaled *graph.ScaledValue // on the data set's own scale
	note   string             // of the evidence: which report, with what figures
	public graph.Period       // when the report could be read; the data set's day if not given
}

// act records an event.
func (r *run) act(a act) error {
	from, to := r.names.byID[a.from], r.names.byID[a.to]
	day := graph.MustPeriod(a.day.String())
	rel := r.relation(a.name, a.from, a.fitting(from.kind, to.kind), a.to, day, a.modality)
	rel.Place, rel.Note = a.place, a.text
	if a.scaled != nil {
		rel.Scaled = []graph.ScaledValue{*a.scaled}
	}
	rel.Evidence[0].Note = a.note
	if !a.public.IsZero() {
		rel.Evidence[0].Published = a.public
	}
	return r.emit(graph.Record{Relation: &rel})
}

// cited records the source of a format of events when the first event comes. Events
// from the news list nothing completely, so they have no coverage.
func (r *run) cited() error {
	if r.put[string(r.format.Source.ID)] {
		return nil
	}
	r.put[string(r.format.Source.ID)] = true
	return r.cite(nil, nil, 0, 0, "")
}

// whyLeft are reasons for which events are left out.
const (
	withoutActor = "the event has no source or no target"
	toItself     = "the source and the target are the same actor"
	unknownCode  = "the code of the event is not in the codebook"
)

// code writes a code with its words.
func codeText(scheme, code, words string) string {
	return strings.TrimSpace(fmt.Sprintf("%s %s: %s", scheme, code, words))
}
