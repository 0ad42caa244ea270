package atlas

import (
	"context"
	"fmt"
	"slices"

	"github.com/entente/entente/graph"
)

// MergeActors makes two actors one: keep, by the names and codes of both. The id of
// merge answers with keep from then on, in every argument too; relations and parts
// in events go over to keep, and relations between the two are retracted, all in
// one revision. References are ids or codes.
func (a *Atlas) MergeActors(ctx context.Context, h Head, keep, merge string) (*Merged, error) {
	w, err := a.write(ctx, h, func(ctx context.Context, v *View, d *draft) error {
		m := merger{v: v, d: d}
		return m.merge(ctx, keep, merge)
	})
	if err != nil {
		return nil, err
	}
	return &Merged{w, w.kept()}, nil
}

// kept gives the actor that a merge kept: the only one that it wrote which stays one.
func (w *Written) kept() graph.ActorID {
	for _, a := range w.Actors() {
		if a.MergedInto == "" {
			return a.ID
		}
	}
	return ""
}

// merger puts together what a merge changes.
type merger struct {
	v         *View
	d         *draft
	keep, old graph.Actor
}

func (m *merger) merge(ctx context.Context, keep, merge string) error {
	if m.v.masked != nil { // relations that they do not see would stay with the actor that is no more
		return graph.Errorf(graph.ErrForbidden, "merging actors takes somebody who may see the whole record")
	}
	var err error
	if m.keep, err = m.v.theActor(ctx, "keep", keep); err != nil {
		return err
	}
	if m.old, err = m.v.theActor(ctx, "merge", merge); err != nil {
		return err
	}
	if m.keep.ID == m.old.ID {
		return invalid("merge", "%q and %q are one actor, %s, already", merge, keep, m.keep.ID)
	}
	if err := m.actors(ctx); err != nil {
		return err
	}
	if err := m.relations(ctx); err != nil {
		return err
	}
	return m.events(ctx)
}

// theActor gives the actor that an argument refers to.
func (v *View) theActor(ctx context.Context, field, ref string) (graph.Actor, error) {
	id, err := v.Existing(ctx, field, ref)
	if err != nil {
		return graph.Actor{}, err
	}
	found, err := v.ActorsByID(ctx, []graph.ActorID{id})
	if err != nil {
		return graph.Actor{}, err
	}
	return *found[id], nil
}

// put adds a record; what is wrong with it is told of the argument.
func (m *merger) put(r graph.Record) {
	m.d.add(r, place{"merge", func(field string) string { return fmt.Sprintf("(%s).%s", r.ID(), field) }})
}

// actors writes the two actors, and leads those that were merged into the one
// straight to the other.
func (m *merger) actors(ctx context.Context) error {
	kept := m.keep.Clone()
	for _, n := range m.old.Names {
		known := slices.ContainsFunc(kept.Names, func(k graph.Name) bool { return k.Text == n.Text && k.Language == n.Language })
		if !known {
			n.Primary = false
			kept.Names = append(kept.Names, n)
		}
	}
	for _, c := range m.old.Codes {
		if !kept.HasCode(c) {
			kept.Codes = append(kept.Codes, c)
		}
	}
	for _, id := range append([]graph.ActorID{m.old.ID}, m.old.MergedFrom...) {
		if !slices.Contains(kept.MergedFrom, id) && id != kept.ID {
			kept.MergedFrom = append(kept.MergedFrom, id)
		}
	}
	m.put(graph.Record{Actor: &kept})
	old := m.old.Clone()
	old.MergedInto = kept.ID
	m.put(graph.Record{Actor: &old})
	if len(old.MergedFrom) == 0 {
		return nil
	}
	for before, err := range m.v.snap.Actors(ctx, old.MergedFrom) {
		if err != nil {
			return err
		}
		before.MergedInto = kept.ID
		m.put(graph.Record{Actor: &before})
	}
	return nil
}

// relations writes the relations of the old actor as those of the kept one.
func (m *merger) relations(ctx context.Context) error {
	for r, err := range m.v.snap.FindRelations(ctx, graph.RelationQuery{At: []graph.ActorID{m.old.ID}}) {
		if err != nil {
			return err
		}
		is := r.Relation
		for _, end := range []*graph.ActorID{&is.From, &is.To, &is.About.Actor, &is.Place} {
			m.move(end)
		}
		if is.From == is.To {
			m.d.retract = append(m.d.retract, is.ID)
			m.d.retractAt = append(m.d.retractAt, "merge")
			continue
		}
		m.put(graph.Record{Relation: &is})
	}
	return nil
}

// move leads a reference to the old actor to the kept one.
func (m *merger) move(ref *graph.ActorID) {
	if *ref == m.old.ID {
		*ref = m.keep.ID
	}
}

// events writes the parts of the old actor in events as those of the kept one. Where
// both have one part, their evidence is put together.
func (m *merger) events(ctx context.Context) error {
	for e, err := range m.v.snap.FindEvents(ctx, graph.EventFilter{Actors: []graph.ActorID{m.old.ID}}, nil) {
		if err != nil {
			return err
		}
		m.move(&e.Place)
		var parts []graph.Participant
		for _, p := range e.Participants {
			m.move(&p.Actor)
			i := slices.IndexFunc(parts, func(x graph.Participant) bool { return x.Actor == p.Actor && x.Role == p.Role })
			if i >= 0 {
				parts[i].Evidence = append(parts[i].Evidence, p.Evidence...)
				continue
			}
			parts = append(parts, p)
		}
		e.Participants = parts
		m.put(graph.Record{Event: &e})
	}
	return nil
}
