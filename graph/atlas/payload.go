package atlas

import "github.com/entente/entente/graph"

// Versions gives what the change did, by id.
func (w *Written) Versions() []*Version {
	out := make([]*Version, len(w.Changes))
	for i, c := range w.Changes {
		out[i] = &Version{c}
	}
	return out
}

// Actors gives the actors that were added or corrected, as they are now.
func (w *Written) Actors() []*graph.Actor {
	return now(w, func(r *graph.Record) *graph.Actor { return r.Actor })
}

// Sources gives the sources that were added or corrected.
func (w *Written) Sources() []*graph.Source {
	return now(w, func(r *graph.Record) *graph.Source { return r.Source })
}

// Events gives the events that were added or corrected.
func (w *Written) Events() []*graph.Event {
	return now(w, func(r *graph.Record) *graph.Event { return r.Event })
}

// Relations gives the relations that were added or corrected.
func (w *Written) Relations() []*graph.Relation {
	return now(w, func(r *graph.Record) *graph.Relation { return r.Relation })
}

func now[T any](w *Written, of func(*graph.Record) *T) []*T {
	out := []*T{}
	for _, c := range w.Changes {
		if c.After == nil {
			continue
		}
		if x := of(c.After); x != nil {
			out = append(out, x)
		}
	}
	return out
}

// View says in which view what was written is read.
func (w *Written) View() *ViewInput {
	if w.Scenario != nil {
		return &ViewInput{Scenario: &w.Scenario.ID}
	}
	n := int(w.Revision.Number)
	return &ViewInput{Revision: &n}
}

// Merged is what a merge came to.
type Merged struct {
	*Written
	Keep graph.ActorID // that both ids answer with
}

// ScenarioPayload is a scenario that was opened.
type ScenarioPayload struct{ Opened *Scenario }

// Dropped says what is gone.
type Dropped struct{ ID string }
