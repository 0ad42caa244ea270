package atlas

import (
	"context"
	"slices"

	"github.com/entente/entente/graph"
)

// RecordInput is new things to be recorded. Actors can be referred to by id or code.
type RecordInput struct {
	Actors    []*graph.Actor
	Sources   []*graph.Source
	Events    []*graph.Event
	Relations []*graph.Relation // one without an id is given one
}

// Record records new things as one revision. What is recorded already is a fault:
// Correct changes it.
func (a *Atlas) Record(ctx context.Context, h Head, in RecordInput) (*Written, error) {
	return a.write(ctx, h, in.build)
}

func (in RecordInput) build(ctx context.Context, v *View, d *draft) error {
	for i, x := range in.Actors {
		c := x.Clone()
		d.add(graph.Record{Actor: &c}, place{path: d.in("actors", i)})
	}
	for i, x := range in.Sources {
		c := x.Clone()
		d.add(graph.Record{Source: &c}, place{path: d.in("sources", i)})
	}
	for i, x := range in.Events {
		c := x.Clone()
		d.referEvent(&c)
		d.add(graph.Record{Event: &c}, place{path: d.in("events", i)})
	}
	for i, x := range in.Relations {
		c := x.Clone()
		if c.ID == "" {
			c.ID = graph.RelationID(graph.RelationPrefix + d.name())
		}
		d.referRelation(&c)
		d.add(graph.Record{Relation: &c}, place{path: d.in("relations", i)})
	}
	return v.new(ctx, d)
}

// new lists as faults the records of the draft that are recorded already.
func (v *View) new(ctx context.Context, d *draft) error {
	held, err := v.held(ctx, d.put)
	if err != nil {
		return err
	}
	for i, r := range d.put {
		if _, ok := held[r.ID()]; ok {
			d.bad(d.at[i].path+".id", "%q is recorded already; correct changes what is recorded", r.ID())
		}
	}
	return nil
}

// held gives what the view holds of the ids of some records.
func (v *View) held(ctx context.Context, records []graph.Record) (map[string]graph.Record, error) {
	return graph.Held(ctx, v.snap, records)
}

// refer notes references to actors, which may be codes or ids that were merged.
func (d *draft) refer(refs ...*graph.ActorID) {
	for _, r := range refs {
		if *r != "" {
			d.refs = append(d.refs, r)
		}
	}
}

func (d *draft) referEvidence(all []graph.Evidence) {
	for i := range all {
		d.refer(&all[i].SaidBy)
	}
}

func (d *draft) referRelation(r *graph.Relation) {
	d.refer(&r.From, &r.To, &r.Place, &r.About.Actor)
	d.referEvidence(r.Evidence)
}

func (d *draft) referEvent(e *graph.Event) {
	d.refer(&e.Place)
	for i := range e.Participants {
		d.refer(&e.Participants[i].Actor)
		d.referEvidence(e.Participants[i].Evidence)
	}
	for i := range e.Links {
		d.referEvidence(e.Links[i].Evidence)
	}
}

// settle gives the references of a draft the ids that they mean. What means nothing,
// or several actors, stays: the check of the batch lists it.
func (v *View) settle(ctx context.Context, d *draft) error {
	here := map[graph.ActorID]bool{}
	for _, r := range d.put {
		if r.Actor != nil {
			here[r.Actor.ID] = true
		}
	}
	var ids []graph.ActorID
	for _, r := range d.refs {
		if !here[*r] && !slices.Contains(ids, *r) {
			ids = append(ids, *r)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	found, err := v.lookUp(ctx, ids)
	if err != nil {
		return err
	}
	for _, r := range d.refs {
		if all := found[*r]; !here[*r] && len(all) == 1 {
			*r = all[0].ID
		}
	}
	return nil
}
