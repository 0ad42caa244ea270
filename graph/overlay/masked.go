package overlay

import (
	"context"
	"iter"
	"slices"

	"github.com/entente/entente/graph"
)

// Masked is what a mask does to a snapshot.
type Masked struct {
	*Layer
	Mask   *Mask    // which hides what the snapshot says is the same, too
	Hidden []string // ids of all that is not seen at all
	Partly []string // ids of what is seen in part
}

// actorsBelow yields the actors that may have series of a hidden source: none if no
// source is hidden, else all, and those that were merged into them.
func (m *Mask) actorsBelow(ctx context.Context, base graph.Snapshot) iter.Seq2[graph.Actor, error] {
	return func(yield func(graph.Actor, error) bool) {
		if len(m.sources) == 0 {
			return
		}
		var merged []graph.ActorID
		for a, err := range base.FindActors(ctx, graph.ActorFilter{}, "") {
			if !yield(a, err) {
				return
			}
			merged = append(merged, a.MergedFrom...)
		}
		if len(merged) == 0 {
			return
		}
		for a, err := range base.Actors(ctx, merged) {
			if !yield(a, err) {
				return
			}
		}
	}
}

// Over makes the mask ready to lie over snapshots of one state. It reads all
// relations and events of the snapshot once, and all actors if a source is hidden.
// What is seen in part was recorded, as the history tells, when the part was.
func (m *Mask) Over(ctx context.Context, base graph.Snapshot, history graph.Historian) (*Masked, error) {
	wide, err := m.widened(ctx, base)
	if err != nil {
		return nil, err
	}
	out := &Masked{Mask: wide}
	c := Changes{Keep: true, Remove: Removed{Actors: keys(wide.actors), Sources: keys(wide.sources)}}
	for _, id := range c.Remove.Actors {
		out.Hidden = append(out.Hidden, string(id))
	}
	for _, id := range c.Remove.Sources {
		out.Hidden = append(out.Hidden, string(id))
	}
	for _, find := range []func(context.Context, graph.Snapshot, *Changes) error{out.findActors, out.findEvents, out.findRelations} {
		if err := find(ctx, base, &c); err != nil {
			return nil, err
		}
	}
	if err := wide.date(ctx, c.Put, base.Revision(), history); err != nil {
		return nil, err
	}
	out.Layer, err = New(ctx, base, c)
	return out, err
}

// seenPartly notes what may be seen of a record.
func (m *Masked) seenPartly(r graph.Record, c *Changes) {
	c.Put = append(c.Put, r)
	m.Partly = append(m.Partly, r.ID())
}

// findActors finds the actors that are seen in part.
func (m *Masked) findActors(ctx context.Context, base graph.Snapshot, c *Changes) error {
	for a, err := range m.Mask.actorsBelow(ctx, base) {
		if err != nil {
			return err
		}
		if seen := m.Mask.actor(a); len(seen.Series) != len(a.Series) && !m.Mask.actors[a.ID] {
			m.seenPartly(graph.Record{Actor: &seen}, c)
		}
	}
	return nil
}

// findEvents finds the events that are not seen, or in part.
func (m *Masked) findEvents(ctx context.Context, base graph.Snapshot, c *Changes) error {
	for e, err := range base.FindEvents(ctx, graph.EventFilter{}, nil) {
		if err != nil {
			return err
		}
		seen, ok := m.Mask.event(e)
		switch {
		case !ok:
			c.Remove.Events = append(c.Remove.Events, e.ID)
			m.Hidden = append(m.Hidden, string(e.ID))
		case seen.Place != e.Place || !sameEvidence(seen.Participants, e.Participants) || !sameLinks(seen.Links, e.Links):
			m.seenPartly(graph.Record{Event: &seen}, c)
		}
	}
	return nil
}

// findRelations finds the relations that are not seen, or in part.
func (m *Masked) findRelations(ctx context.Context, base graph.Snapshot, c *Changes) error {
	for l, err := range base.FindRelations(ctx, graph.RelationQuery{}) {
		if err != nil {
			return err
		}
		r := l.Relation
		seen, ok := m.Mask.relation(r)
		switch {
		case !ok:
			c.Remove.Relations = append(c.Remove.Relations, r.ID)
			m.Hidden = append(m.Hidden, string(r.ID))
		case seen.Event != r.Event || len(seen.Evidence) != len(r.Evidence):
			m.seenPartly(graph.Record{Relation: &seen}, c)
		}
	}
	return nil
}

// date sets the revisions of records that are seen in part to the last ones that
// changed that part: a later one would tell that something is hidden. What a scenario
// has put there has none, and keeps its own.
func (m *Mask) date(ctx context.Context, partly []graph.Record, upTo graph.RevisionNumber, history graph.Historian) error {
	if len(partly) == 0 {
		return nil
	}
	ids := make([]string, len(partly))
	for i, r := range partly {
		ids[i] = r.ID()
	}
	last := map[string]graph.RevisionNumber{}
	for c, err := range history.Changes(ctx, graph.ChangeFilter{IDs: ids, UpTo: upTo}) {
		if err != nil {
			return err
		}
		if _, tells := m.Tells(c); tells {
			last[c.ID()] = c.Revision
		}
	}
	for _, r := range partly {
		n := last[r.ID()]
		switch {
		case n == 0:
		case r.Actor != nil:
			r.Actor.Revision = n
		case r.Event != nil:
			r.Event.Revision = n
		case r.Relation != nil:
			r.Relation.Revision = n
		}
	}
	return nil
}

// Whole gives a record that was made over a masked snapshot with what the mask hid of
// the version below it: who corrects what they see must not lose what they do not.
func (m *Masked) Whole(r, below graph.Record) graph.Record {
	switch {
	case r.Actor != nil && below.Actor != nil:
		x := r.Actor.Clone()
		x.Series = append(x.Series, m.hiddenSeries(below.Actor.Series, x.Series)...)
		return graph.Record{Actor: &x}
	case r.Relation != nil && below.Relation != nil:
		x := r.Relation.Clone()
		if x.Event == "" && m.Mask.events[below.Relation.Event] {
			x.Event = below.Relation.Event
		}
		x.Evidence = append(x.Evidence, m.hiddenOf(below.Relation.Evidence, x.Evidence)...)
		return graph.Record{Relation: &x}
	case r.Event != nil && below.Event != nil:
		return graph.Record{Event: m.wholeEvent(r.Event.Clone(), *below.Event)}
	}
	return r
}

func (m *Masked) wholeEvent(e, below graph.Event) *graph.Event {
	if e.Place == "" && m.Mask.actors[below.Place] {
		e.Place = below.Place
	}
	for _, p := range below.Participants {
		seen, ok := m.Mask.evidence(p.Evidence)
		at := slices.IndexFunc(e.Participants, func(x graph.Participant) bool { return x.Actor == p.Actor && x.Role == p.Role })
		switch {
		case (m.Mask.actors[p.Actor] || !ok) && at < 0:
			e.Participants = append(e.Participants, p)
		case len(seen) < len(p.Evidence) && at >= 0:
			e.Participants[at].Evidence = append(e.Participants[at].Evidence, m.hiddenOf(p.Evidence, e.Participants[at].Evidence)...)
		}
	}
	for _, l := range below.Links {
		seen, ok := m.Mask.evidence(l.Evidence)
		at := slices.IndexFunc(e.Links, func(x graph.EventLink) bool { return x.To == l.To && x.Kind == l.Kind })
		switch {
		case (m.Mask.events[l.To] || !ok) && at < 0:
			e.Links = append(e.Links, l)
		case len(seen) < len(l.Evidence) && at >= 0:
			e.Links[at].Evidence = append(e.Links[at].Evidence, m.hiddenOf(l.Evidence, e.Links[at].Evidence)...)
		}
	}
	return &e
}

// hiddenSeries gives the series that the mask hides, but those that are there.
func (m *Masked) hiddenSeries(all, there []graph.Series) []graph.Series {
	return slices.DeleteFunc(slices.Clone(all), func(s graph.Series) bool {
		return !m.Mask.hidesSeries(s) ||
			slices.ContainsFunc(there, func(x graph.Series) bool { return x.Source == s.Source && x.Name == s.Name })
	})
}

// hiddenOf gives the pieces of evidence that the mask hides, but those that are there.
func (m *Masked) hiddenOf(all, there []graph.Evidence) []graph.Evidence {
	return slices.DeleteFunc(slices.Clone(all), func(e graph.Evidence) bool {
		return !m.Mask.sources[e.Source] && !m.Mask.actors[e.SaidBy] ||
			slices.ContainsFunc(there, func(x graph.Evidence) bool { return x.ID == e.ID })
	})
}
