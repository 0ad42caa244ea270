package graph

import "fmt"

// wanted collects the ids that records refer to.
type wanted struct {
	actors  []ActorID
	sources []SourceID
	events  []EventID
}

func (w *wanted) record(r Record) {
	if r.Actor != nil {
		w.actors = append(w.actors, r.Actor.MergedInto)
	}
	for _, e := range evidenceOf(r) {
		w.sources = append(w.sources, e.Source)
		w.actors = append(w.actors, e.SaidBy)
	}
	if x := r.Actor; x != nil {
		for _, series := range x.Series {
			w.sources = append(w.sources, series.Source)
		}
	}
	if x := r.Relation; x != nil {
		w.actors = append(w.actors, x.From, x.To, x.About.Actor, x.Place)
		w.events = append(w.events, x.About.Event, x.Event)
	}
	if x := r.Event; x != nil {
		w.actors = append(w.actors, x.Place)
		for _, p := range x.Participants {
			w.actors = append(w.actors, p.Actor)
		}
		for _, l := range x.Links {
			w.events = append(w.events, l.To)
		}
	}
}

// refer checks what a record refers to, and takes the publication day of its
// evidence from the sources.
type refer struct {
	shape
	c      *Checker
	owners map[EvidenceID]string
}

func (f refer) record(r *Record) {
	if r.Actor != nil {
		if was, held := f.c.was[r.Actor.ID]; held && was != r.Actor.Kind {
			f.bad("actor.kind", "%s is recorded as %s; the kind of an actor never changes", quote(string(r.Actor.ID)), was)
		}
		if r.Actor.MergedInto != r.Actor.ID { // said already
			f.definite("actor.mergedInto", r.Actor.MergedInto, false)
		}
		for i, x := range r.Actor.Series {
			if _, ok := f.c.sources[x.Source]; !ok {
				f.bad(fmt.Sprintf("actor.series[%d].source", i), "there is no source %s; record it first, or in the same batch", quote(string(x.Source)))
			}
		}
	}
	if r.Event != nil {
		f.event(r.Event)
	}
	if r.Relation != nil {
		f.relation(r.Relation)
	}
}

func (f refer) relation(r *Relation) {
	from, ok1 := f.definite("relation.from", r.From, true)
	to, ok2 := f.definite("relation.to", r.To, true)
	if kind, known := KindByName(r.Kind); ok1 && ok2 && known && !kind.Fits(from, to) {
		f.bad("relation.kind", "%s does not lead from %s %s to %s %s; it leads from %v to %v", r.Kind, from, r.From, to, r.To, kind.FromKinds, kind.ToKinds)
	}
	f.actor("relation.about.actor", r.About.Actor, false)
	f.knownEvent("relation.about.event", r.About.Event, false)
	f.actor("relation.place", r.Place, false)
	f.knownEvent("relation.event", r.Event, false)
	f.evidence("relation.evidence", r.Evidence, string(r.ID))
}

func (f refer) event(e *Event) {
	f.actor("event.place", e.Place, false)
	for i, p := range e.Participants {
		at := fmt.Sprintf("event.participants[%d]", i)
		f.definite(at+".actor", p.Actor, true)
		f.evidence(at+".evidence", p.Evidence, string(e.ID))
	}
	for i, l := range e.Links {
		at := fmt.Sprintf("event.links[%d]", i)
		f.knownEvent(at+".to", l.To, true)
		if l.To == e.ID {
			f.bad(at+".to", "is the event itself")
		}
		f.evidence(at+".evidence", l.Evidence, string(e.ID))
	}
}

func (f refer) actor(field string, id ActorID, required bool) (ActorKind, bool) {
	if id == "" {
		if required {
			f.bad(field, "is empty; name an actor")
		}
		return "", false
	}
	kind, ok := f.c.actors[id]
	if !ok {
		f.bad(field, "there is no actor %s; record it first, or in the same batch", quote(string(id)))
	}
	return kind, ok
}

// definite is actor for a reference that must not lead to an actor that was merged
// into another: walks and lists would not find it there.
func (f refer) definite(field string, id ActorID, required bool) (ActorKind, bool) {
	kind, ok := f.actor(field, id, required)
	if into := f.c.merged[id]; ok && into != "" {
		f.bad(field, "%s was merged into %s; name that", quote(string(id)), into)
	}
	return kind, ok
}

func (f refer) knownEvent(field string, id EventID, required bool) {
	if id == "" && !required {
		return
	}
	if !f.c.events[id] {
		f.bad(field, "there is no event %s; record it first, or in the same batch", quote(string(id)))
	}
}

func (f refer) evidence(field string, all []Evidence, owner string) {
	if len(all) > MaxList { // said already
		return
	}
	for i := range all {
		e := &all[i]
		at := fmt.Sprintf("%s[%d]", field, i)
		published, ok := f.c.sources[e.Source]
		if !ok {
			f.bad(at+".source", "there is no source %s; record it first, or in the same batch", quote(string(e.Source)))
		}
		if e.Published.IsZero() {
			e.Published = published
		}
		f.actor(at+".saidBy", e.SaidBy, false)
		if was, held := f.owners[e.ID]; held && was != owner {
			f.bad(at+".id", "%s is evidence for %s already", quote(string(e.ID)), was)
		}
	}
}
