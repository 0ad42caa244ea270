package overlay

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/entente/entente/graph"
)

// Mask hides what somebody may not see, and all that would tell of it:
//   - an actor, under whatever id it was merged, with every relation that it is an
//     end of, that is about it or took place in it, its parts in events, and the
//     evidence that quotes it;
//   - a source, with its evidence and its series on actors; what no other evidence
//     tells of is hidden with it;
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
		a := m.actor(*r.Actor)
		return graph.Record{Actor: &a}, !m.actors[a.ID]
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

// actor gives what may be seen of an actor that may be seen.
func (m *Mask) actor(a graph.Actor) graph.Actor {
	if slices.ContainsFunc(a.Series, m.hidesSeries) {
		a.Series = slices.DeleteFunc(slices.Clone(a.Series), m.hidesSeries)
	}
	return a
}

func (m *Mask) hidesSeries(s graph.Series) bool { return m.sources[s.Source] }

// Tells gives what may be seen of a change, and whether anything may that it changed.
func (m *Mask) Tells(c graph.Change) (graph.Change, bool) {
	seen, ok := m.Change(c)
	if !ok || c.Kind() == graph.Corrected && seen.Kind() == graph.Corrected && sameSeen(c, seen) {
		return seen, false
	}
	return seen, true
}

// sameSeen reports whether a change that can be seen in part changes nothing in that
// part.
func sameSeen(c, seen graph.Change) bool {
	write := func(r *graph.Record) string {
		b, err := json.Marshal(r)
		if err != nil {
			panic(fmt.Sprintf("BUG: a record cannot be written: %v", err))
		}
		return string(b)
	}
	partly := write(c.Before) != write(seen.Before) || write(c.After) != write(seen.After)
	return partly && write(seen.Before) == write(seen.After)
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
