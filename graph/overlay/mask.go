package overlay

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"github.com/entente/entente/graph"
)

// Mask hides what somebody may not see, and all that would tell of it:
//   - an actor, under whatever id it was merged, with every relation that it is an
//     end of, that is about it or took place in it, its parts in events, and the
//     evidence that quotes it;
//   - a source, with its evidence; what no other evidence tells of is hidden with it;
//   - an event, with what links to it and is about it; its acts remain, as acts of no
//     event;
//   - a relation, with its evidence.
//
// A relation that keeps some of its evidence is as sure as that makes it. A Mask is
// never changed, and safe for use by many goroutines.
type Mask struct {
	name      string
	actors    map[graph.ActorID]bool
	sources   map[graph.SourceID]bool
	events    map[graph.EventID]bool
	relations map[graph.RelationID]bool
}

// NewMask makes a mask that hides what is named.
func NewMask(r Removed) *Mask {
	m := &Mask{actors: set(r.Actors), sources: set(r.Sources), events: set(r.Events), relations: set(r.Relations)}
	sum := sha256.Sum256(fmt.Appendf(nil, "%q %q %q %q", keys(m.actors), keys(m.sources), keys(m.events), keys(m.relations)))
	m.name = hex.EncodeToString(sum[:8])
	return m
}

// Name names the mask: two that hide the same have one name. It tells nothing of
// what is hidden.
func (m *Mask) Name() string { return m.name }

func set[ID comparable](ids []ID) map[ID]bool {
	out := make(map[ID]bool, len(ids))
	for _, id := range ids {
		out[id] = true
	}
	return out
}

// widened gives the mask that also hides the ids that were merged into a hidden
// actor, and those that a hidden one was merged into.
func (m *Mask) widened(ctx context.Context, base graph.Snapshot) (*Mask, error) {
	wide := *m
	wide.actors = map[graph.ActorID]bool{}
	for ids := keys(m.actors); len(ids) > 0; {
		var more []graph.ActorID
		for _, id := range ids {
			wide.actors[id] = true
		}
		for a, err := range base.Actors(ctx, ids) {
			if err != nil {
				return nil, err
			}
			for _, id := range append(slices.Clone(a.MergedFrom), a.MergedInto) {
				if id != "" && !wide.actors[id] {
					more = append(more, id)
				}
			}
		}
		ids = more
	}
	return &wide, nil
}

// Record gives what may be seen of a record, and whether anything may.
func (m *Mask) Record(r graph.Record) (graph.Record, bool) {
	switch {
	case r.Actor != nil:
		return r, !m.actors[r.Actor.ID]
	case r.Source != nil:
		return r, !m.sources[r.Source.ID]
	case r.Event != nil:
		e, ok := m.event(*r.Event)
		return graph.Record{Event: &e}, ok
	case r.Relation != nil:
		x, ok := m.relation(*r.Relation)
		return graph.Record{Relation: &x}, ok
	}
	return r, true
}

// Change gives what may be seen of a change, and whether anything may: somebody who
// sees one of its versions only sees it begin or end there.
func (m *Mask) Change(c graph.Change) (graph.Change, bool) {
	seen := func(r *graph.Record) *graph.Record {
		if r == nil {
			return nil
		}
		if x, ok := m.Record(*r); ok {
			return &x
		}
		return nil
	}
	c.Before, c.After = seen(c.Before), seen(c.After)
	return c, c.Before != nil || c.After != nil
}

// relation gives what may be seen of a relation. It shares no memory that it
// changes.
func (m *Mask) relation(r graph.Relation) (graph.Relation, bool) {
	if m.relations[r.ID] || m.actors[r.From] || m.actors[r.To] || m.actors[r.About.Actor] || m.actors[r.Place] || m.events[r.About.Event] {
		return r, false
	}
	if m.events[r.Event] {
		r.Event = ""
	}
	var ok bool
	r.Evidence, ok = m.evidence(r.Evidence)
	return r, ok
}

// event gives what may be seen of an event.
func (m *Mask) event(e graph.Event) (graph.Event, bool) {
	if m.events[e.ID] {
		return e, false
	}
	if m.actors[e.Place] {
		e.Place = ""
	}
	var told, hidden bool // whether something of what tells of the event may be seen, or may not
	parts := make([]graph.Participant, 0, len(e.Participants))
	for _, p := range e.Participants {
		var ok bool
		if p.Evidence, ok = m.evidence(p.Evidence); ok && !m.actors[p.Actor] {
			parts, told = append(parts, p), true
			continue
		}
		hidden = true
	}
	links := make([]graph.EventLink, 0, len(e.Links))
	for _, l := range e.Links {
		var ok bool
		if l.Evidence, ok = m.evidence(l.Evidence); ok && !m.events[l.To] {
			links, told = append(links, l), true
			continue
		}
		hidden = true
	}
	if len(parts) < len(e.Participants) || !sameEvidence(e.Participants, parts) {
		e.Participants = parts
	}
	if len(links) < len(e.Links) || !sameLinks(e.Links, links) {
		e.Links = links
	}
	return e, told || !hidden
}

func sameEvidence(a, b []graph.Participant) bool {
	return slices.EqualFunc(a, b, func(x, y graph.Participant) bool { return len(x.Evidence) == len(y.Evidence) })
}

func sameLinks(a, b []graph.EventLink) bool {
	return slices.EqualFunc(a, b, func(x, y graph.EventLink) bool { return len(x.Evidence) == len(y.Evidence) })
}

// evidence gives the pieces that may be seen, and whether there are any, or never
// were. It gives the list itself where nothing of it is hidden.
func (m *Mask) evidence(all []graph.Evidence) ([]graph.Evidence, bool) {
	hidden := func(e graph.Evidence) bool { return m.sources[e.Source] || m.actors[e.SaidBy] }
	if !slices.ContainsFunc(all, hidden) {
		return all, true
	}
	seen := slices.DeleteFunc(slices.Clone(all), hidden)
	return seen, len(seen) > 0
}

// Masked is what a mask does to a snapshot.
type Masked struct {
	*Layer
	Mask   *Mask    // which hides what the snapshot says is the same, too
	Hidden []string // ids of all that is not seen at all
	Partly []string // ids of what is seen in part
}

// Over makes the mask ready to lie over snapshots of one state. It reads all
// relations and events of the snapshot once.
func (m *Mask) Over(ctx context.Context, base graph.Snapshot) (*Masked, error) {
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
	for e, err := range base.FindEvents(ctx, graph.EventFilter{}, nil) {
		if err != nil {
			return nil, err
		}
		seen, ok := wide.event(e)
		switch {
		case !ok:
			c.Remove.Events = append(c.Remove.Events, e.ID)
			out.Hidden = append(out.Hidden, string(e.ID))
		case seen.Place != e.Place || !sameEvidence(seen.Participants, e.Participants) || !sameLinks(seen.Links, e.Links):
			c.Put = append(c.Put, graph.Record{Event: &seen})
			out.Partly = append(out.Partly, string(e.ID))
		}
	}
	for l, err := range base.FindRelations(ctx, graph.RelationQuery{}) {
		if err != nil {
			return nil, err
		}
		r := l.Relation
		seen, ok := wide.relation(r)
		switch {
		case !ok:
			c.Remove.Relations = append(c.Remove.Relations, r.ID)
			out.Hidden = append(out.Hidden, string(r.ID))
		case seen.Event != r.Event || len(seen.Evidence) != len(r.Evidence):
			c.Put = append(c.Put, graph.Record{Relation: &seen})
			out.Partly = append(out.Partly, string(r.ID))
		}
	}
	out.Layer, err = New(ctx, base, c)
	return out, err
}

// Whole gives a record that was made over a masked snapshot with what the mask hid of
// the version below it: who corrects what they see must not lose what they do not.
func (m *Masked) Whole(r, below graph.Record) graph.Record {
	switch {
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

// hiddenOf gives the pieces of evidence that the mask hides, but those that are there.
func (m *Masked) hiddenOf(all, there []graph.Evidence) []graph.Evidence {
	return slices.DeleteFunc(slices.Clone(all), func(e graph.Evidence) bool {
		return !m.Mask.sources[e.Source] && !m.Mask.actors[e.SaidBy] ||
			slices.ContainsFunc(there, func(x graph.Evidence) bool { return x.ID == e.ID })
	})
}
