package atlas

import (
	"github.com/entente/entente/graph"
)

// Node is anything with an id: a pointer to an Actor, Relation, Evidence, Source,
// Event or Revision of package graph, or to a Scenario or Proposal.
type Node any

// About is what a relation is about: a pointer to an Actor or Event of package
// graph, or to a Topic.
type About any

// Connection is a pointer to a Page of anything.
type Connection any

// Topic is what a relation is about where that is words.
type Topic struct{ Text string }

// Period is a period with the days that it covers, as evidence narrows them.
type Period struct {
	graph.Period
	graph.Bounds
}

// NewPeriod gives a period with the days it covers, or nil if it is not given.
func NewPeriod(p graph.Period, b graph.Bounds) *Period {
	if p.IsZero() {
		return nil
	}
	return &Period{p, b}
}

// WindowPeriod gives a window of days as a period, or nil for none.
func WindowPeriod(w *graph.Window) *Period {
	if w == nil {
		return nil
	}
	end := func(d graph.Day) string {
		if !d.IsFinite() {
			return ".."
		}
		return d.String()
	}
	p, err := graph.ParsePeriod(end(w.First) + "/" + end(w.Last))
	if err != nil {
		return nil
	}
	return NewPeriod(p, p.Bounds(graph.NeverObserved))
}

// Answered says how a computed answer was asked, with its defaults written out.
type Answered struct {
	Revision graph.RevisionNumber // that was read; 0 while nothing is recorded
	Scenario *Scenario            // that was read over it; nil for the record itself
	On       *graph.Day           // the day asked about, if any
	During   *graph.Window        // the window asked about, if any
	Notes    []string             // defaults taken and rules applied
}

// EventLink is a link with the event that holds it.
type EventLink struct {
	graph.EventLink
	From graph.EventID
}
