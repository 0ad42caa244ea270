package graph

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// Checker checks records against the rules of the domain, against one another
// and against what a snapshot holds, and completes what may be left out. Every
// store checks by it, so that all refuse the same.
type Checker struct {
	base    Snapshot
	seen    idSet                 // ids recorded so far
	actors  map[ActorID]ActorKind // kinds of the actors known so far, here or in base
	was     map[ActorID]ActorKind // kinds that base holds of actors recorded again
	merged  map[ActorID]ActorID   // what actors were merged into, here or in base
	sources map[SourceID]Period   // publication of the sources known so far
	events  map[EventID]bool
}

// NewChecker makes a Checker of records that will be recorded over base.
func NewChecker(base Snapshot) *Checker {
	return &Checker{
		base: base, actors: map[ActorID]ActorKind{}, was: map[ActorID]ActorKind{}, merged: map[ActorID]ActorID{},
		sources: map[SourceID]Period{}, events: map[EventID]bool{},
	}
}

// Prepare checks a batch over the snapshot of the newest revision and gives it
// complete: with the defaults written out. What is wrong is a *Faults.
func Prepare(ctx context.Context, base Snapshot, b Batch) (Batch, error) {
	faults := &Faults{}
	checkHead(faults, b.BatchHead)
	if len(b.Put) == 0 && len(b.Retract) == 0 {
		faults.add(-1, "records", "the batch is empty; nothing would be recorded")
	}
	put, err := NewChecker(base).check(ctx, faults, b.Put, 0)
	if err != nil {
		return b, err
	}
	if err := checkRetract(ctx, faults, base, b); err != nil {
		return b, err
	}
	b.Put = put
	return b, faults.err()
}

// CheckHead reports what is wrong with the head of a batch, as *Faults.
func CheckHead(h BatchHead) error {
	faults := &Faults{}
	checkHead(faults, h)
	return faults.err()
}

func checkHead(faults *Faults, h BatchHead) {
	s := shape{faults, -1}
	s.required("author", h.Author, MaxName)
	s.required("reason", h.Reason, MaxText)
	s.text("key", h.Key, MaxName)
}

func checkRetract(ctx context.Context, faults *Faults, base Snapshot, b Batch) error {
	if len(b.Retract) == 0 {
		return nil
	}
	held, err := Collect(base.Relations(ctx, b.Retract))
	if err != nil {
		return err
	}
	there := map[RelationID]bool{}
	for _, r := range held {
		there[r.ID] = true
	}
	put := map[RelationID]bool{}
	for _, r := range b.Put {
		if r.Relation != nil {
			put[r.Relation.ID] = true
		}
	}
	for i, id := range b.Retract {
		field := fmt.Sprintf("retract[%d]", i)
		switch {
		case !there[id]:
			faults.add(-1, field, "%s is not recorded, or was retracted already", quote(string(id)))
		case put[id]:
			faults.add(-1, field, "%s is recorded in the same batch", quote(string(id)))
		case slices.Contains(b.Retract[:i], id):
			faults.add(-1, field, "%s stands twice", quote(string(id)))
		}
	}
	return nil
}

// Check checks a run of records, which may refer to one another in any order and
// to all that was checked before, and gives them complete. first is the index of
// the first record, for the faults. What is wrong is a *Faults.
func (c *Checker) Check(ctx context.Context, records []Record, first int) ([]Record, error) {
	faults := &Faults{}
	out, err := c.check(ctx, faults, records, first)
	if err != nil {
		return nil, err
	}
	return out, faults.err()
}

func (c *Checker) check(ctx context.Context, faults *Faults, records []Record, first int) ([]Record, error) {
	out := make([]Record, len(records))
	for i, r := range records {
		out[i] = complete(r)
		c.declare(shape{faults, first + i}, out[i])
	}
	if err := c.lookUp(ctx, out); err != nil {
		return nil, err
	}
	owners, err := c.owners(ctx, out)
	if err != nil {
		return nil, err
	}
	for i := range out {
		refer{shape{faults, first + i}, c, owners}.record(&out[i])
	}
	return out, nil
}

// declare checks the shape of a record and makes its id known.
func (c *Checker) declare(s shape, r Record) {
	set := 0
	if r.Actor != nil {
		set++
		s.actor(r.Actor)
		c.actors[r.Actor.ID] = r.Actor.Kind
		c.merge(*r.Actor)
	}
	if r.Source != nil {
		set++
		s.source(r.Source)
		c.sources[r.Source.ID] = r.Source.Published
	}
	if r.Event != nil {
		set++
		s.event(r.Event)
		c.events[r.Event.ID] = true
	}
	if r.Relation != nil {
		set++
		s.relation(r.Relation)
	}
	if set != 1 {
		s.bad("record", "holds %d things; a record is one actor, source, event or relation", set)
	}
	c.once(r.ID(), func() { s.bad(r.noun()+".id", "%s stands twice in this batch", quote(r.ID())) })
	for i, e := range evidenceOf(r) {
		c.once(string(e.ID), func() { s.bad(evidenceField(r, i)+".id", "%s stands twice in this batch", quote(string(e.ID))) })
	}
}

// merge notes whether an actor was merged into another.
func (c *Checker) merge(a Actor) {
	if a.MergedInto != "" {
		c.merged[a.ID] = a.MergedInto
	} else {
		delete(c.merged, a.ID)
	}
}

// once makes an id known, and calls twice if it is known already.
func (c *Checker) once(id string, twice func()) {
	if id != "" && c.seen.add(id) {
		twice()
	}
}

func evidenceOf(r Record) []Evidence {
	switch {
	case r.Relation != nil:
		return r.Relation.Evidence
	case r.Event != nil:
		return r.Event.Evidence()
	}
	return nil
}

// evidenceField names the place in the record of the nth piece of evidenceOf.
func evidenceField(r Record, n int) string {
	if r.Event == nil {
		return fmt.Sprintf("relation.evidence[%d]", n)
	}
	for i, p := range r.Event.Participants {
		if n < len(p.Evidence) {
			return fmt.Sprintf("event.participants[%d].evidence[%d]", i, n)
		}
		n -= len(p.Evidence)
	}
	for i, l := range r.Event.Links {
		if n < len(l.Evidence) {
			return fmt.Sprintf("event.links[%d].evidence[%d]", i, n)
		}
		n -= len(l.Evidence)
	}
	return "event"
}

// complete gives a copy of the record with what may be left out written out. The
// caller's record is not touched.
func complete(r Record) Record {
	if r.Relation != nil {
		x := *r.Relation
		if x.Intensity == 0 {
			x.Intensity = 1
		}
		x.Evidence = completeEvidence(x.Evidence, strings.TrimPrefix(string(x.ID), RelationPrefix), 0)
		r.Relation = &x
	}
	if r.Event != nil {
		x := *r.Event
		name := strings.TrimPrefix(string(x.ID), EventPrefix)
		n := 0
		x.Participants = slices.Clone(x.Participants)
		for i := range x.Participants {
			p := &x.Participants[i]
			p.Evidence = completeEvidence(p.Evidence, name, n)
			n += len(p.Evidence)
		}
		x.Links = slices.Clone(x.Links)
		for i := range x.Links {
			l := &x.Links[i]
			l.Evidence = completeEvidence(l.Evidence, name, n)
			n += len(l.Evidence)
		}
		r.Event = &x
	}
	return r
}

// completeEvidence names evidence after what it is for, where it has no id, and
// lets it support where it has no stance. n counts what was named before.
func completeEvidence(all []Evidence, name string, n int) []Evidence {
	out := slices.Clone(all)
	for i := range out {
		if out[i].ID == "" {
			out[i].ID = EvidenceID(fmt.Sprintf("%s%s-%d", EvidencePrefix, name, n+i+1))
		}
		if out[i].Stance == "" {
			out[i].Stance = Supports
		}
	}
	return out
}

// lookUp reads from the base what the records refer to and nothing here declared:
// one read for each noun, whatever the number of records.
func (c *Checker) lookUp(ctx context.Context, records []Record) error {
	var w wanted
	for _, r := range records {
		w.record(r)
	}
	actors := unknown(w.actors, c.actors)
	for _, r := range records { // the kind of an actor never changes
		if r.Actor != nil {
			actors = append(actors, r.Actor.ID)
		}
	}
	for a, err := range c.base.Actors(ctx, actors) {
		if err != nil {
			return err
		}
		if _, here := c.actors[a.ID]; here {
			c.was[a.ID] = a.Kind
			continue
		}
		c.actors[a.ID] = a.Kind
		c.merge(a)
	}
	for s, err := range c.base.Sources(ctx, unknown(w.sources, c.sources)) {
		if err != nil {
			return err
		}
		c.sources[s.ID] = s.Published
	}
	for e, err := range c.base.Events(ctx, unknown(w.events, c.events)) {
		if err != nil {
			return err
		}
		c.events[e.ID] = true
	}
	return nil
}

// unknown gives the ids that are not in known, each once.
func unknown[ID ~string, V any](ids []ID, known map[ID]V) []ID {
	slices.Sort(ids)
	ids = slices.Compact(ids)
	return slices.DeleteFunc(ids, func(id ID) bool {
		_, ok := known[id]
		return ok || id == ""
	})
}

// owners reads whose the evidence ids of the records are in the base.
func (c *Checker) owners(ctx context.Context, records []Record) (map[EvidenceID]string, error) {
	var ids []EvidenceID
	for _, r := range records {
		for _, e := range evidenceOf(r) {
			ids = append(ids, e.ID)
		}
	}
	owners := map[EvidenceID]string{}
	if len(ids) == 0 {
		return owners, nil
	}
	for e, err := range c.base.FindEvidence(ctx, EvidenceFilter{IDs: ids}, "") {
		if err != nil {
			return nil, err
		}
		owners[e.ID] = string(e.Relation) + string(e.Event)
	}
	return owners, nil
}
