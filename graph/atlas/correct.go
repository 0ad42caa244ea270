package atlas

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/entente/entente/graph"
)

// CorrectInput is new versions of what is recorded.
type CorrectInput struct {
	Actors    []ActorCorrection
	Sources   []SourceCorrection
	Events    []EventCorrection
	Relations []RelationCorrection
}

// ActorCorrection changes an actor.
type ActorCorrection struct {
	ID     graph.ActorID // or a code
	Change func(*graph.Actor)
}

// SourceCorrection changes a source. Evidence that was recorded with the source's
// day of publication keeps it.
type SourceCorrection struct {
	ID     graph.SourceID
	Change func(*graph.Source)
}

// EventCorrection changes an event.
type EventCorrection struct {
	ID     graph.EventID
	Change func(*graph.Event)
}

// RelationCorrection changes a relation, and its evidence.
type RelationCorrection struct {
	ID     graph.RelationID
	Change func(*graph.Relation)

	AddEvidence    []graph.Evidence
	ChangeEvidence []EvidenceCorrection
	RemoveEvidence []graph.EvidenceID
}

// EvidenceCorrection changes a piece of evidence.
type EvidenceCorrection struct {
	ID     graph.EvidenceID
	Change func(*graph.Evidence)
}

// Correct records new versions of what is recorded, as one revision. What was not
// said to change stays as it is.
func (a *Atlas) Correct(ctx context.Context, h Head, in CorrectInput) (*Written, error) {
	return a.write(ctx, h, in.build)
}

func (in CorrectInput) build(ctx context.Context, v *View, d *draft) error {
	if err := in.actors(ctx, v, d); err != nil {
		return err
	}
	if err := in.sources(ctx, v, d); err != nil {
		return err
	}
	if err := in.events(ctx, v, d); err != nil {
		return err
	}
	return in.relations(ctx, v, d)
}

func (in CorrectInput) actors(ctx context.Context, v *View, d *draft) error {
	var ids []graph.ActorID
	for _, c := range in.Actors {
		ids = append(ids, c.ID)
	}
	held, err := v.lookUp(ctx, ids)
	if err != nil {
		return err
	}
	for i, c := range in.Actors {
		at := d.in("actors", i)
		switch all := held[c.ID]; len(all) {
		case 0:
			d.bad(at+".id", "there is no actor %q; record records a new one", c.ID)
		case 1:
			was, is := all[0], all[0].Clone()
			c.Change(&is)
			d.correct(graph.Record{Actor: &was}, graph.Record{Actor: &is}, place{path: at})
		default:
			d.bad(at+".id", "%q is a code of several actors (%s); give the id of one", c.ID, named(all))
		}
	}
	return nil
}

func (in CorrectInput) sources(ctx context.Context, v *View, d *draft) error {
	var ids []graph.SourceID
	for _, c := range in.Sources {
		ids = append(ids, c.ID)
	}
	held, err := v.SourcesByID(ctx, ids)
	if err != nil {
		return err
	}
	for i, c := range in.Sources {
		at := d.in("sources", i)
		was := held[c.ID]
		if was == nil {
			d.bad(at+".id", "there is no source %q; record records a new one", c.ID)
			continue
		}
		is := was.Clone()
		c.Change(&is)
		d.correct(graph.Record{Source: was}, graph.Record{Source: &is}, place{path: at})
	}
	return nil
}

func (in CorrectInput) events(ctx context.Context, v *View, d *draft) error {
	var ids []graph.EventID
	for _, c := range in.Events {
		ids = append(ids, c.ID)
	}
	held, err := v.EventsByID(ctx, ids)
	if err != nil {
		return err
	}
	for i, c := range in.Events {
		at := d.in("events", i)
		was := held[c.ID]
		if was == nil {
			d.bad(at+".id", "there is no event %q; record records a new one", c.ID)
			continue
		}
		is := was.Clone()
		c.Change(&is)
		nameEvidence(strings.TrimPrefix(string(is.ID), graph.EventPrefix), evidenceLists(&is)...)
		d.referEvent(&is)
		d.correct(graph.Record{Event: was}, graph.Record{Event: &is}, place{path: at})
	}
	return nil
}

func evidenceLists(e *graph.Event) [][]graph.Evidence {
	var out [][]graph.Evidence
	for i := range e.Participants {
		out = append(out, e.Participants[i].Evidence)
	}
	for i := range e.Links {
		out = append(out, e.Links[i].Evidence)
	}
	return out
}

func (in CorrectInput) relations(ctx context.Context, v *View, d *draft) error {
	var ids []graph.RelationID
	for _, c := range in.Relations {
		ids = append(ids, c.ID)
	}
	held, err := v.RelationsByID(ctx, ids, nil)
	if err != nil {
		return err
	}
	for i, c := range in.Relations {
		at := d.in("relations", i)
		was := held[c.ID]
		if was == nil {
			d.bad(at+".id", "%s", v.noRelation(ctx, c.ID))
			continue
		}
		is := was.Clone()
		c.Change(&is)
		paths := c.evidence(&is, d, at)
		d.referRelation(&is)
		d.correct(graph.Record{Relation: was}, graph.Record{Relation: &is}, place{at, func(field string) string { return renamed(field, paths) }})
	}
	return nil
}

// noRelation says that a relation is not recorded, and by which revision it was
// retracted if it was.
func (v *View) noRelation(ctx context.Context, id graph.RelationID) string {
	none := fmt.Sprintf("there is no relation %q; record records a new one", id)
	h, err := v.atlas.historian(ctx)
	if err != nil || v.scenario != nil {
		return none
	}
	for c, err := range h.Changes(ctx, graph.ChangeFilter{IDs: []string{string(id)}, Descending: true, UpTo: v.Number()}) {
		if err == nil && c.Kind() == graph.Retracted {
			return fmt.Sprintf("%q was retracted by revision %d; record can record it again", id, c.Revision)
		}
		break
	}
	return none
}

// evidence applies what the correction says of evidence, and gives where each piece
// of the new list stands in what was given; nothing for those that stay.
func (c RelationCorrection) evidence(r *graph.Relation, d *draft, at string) []string {
	paths := make([]string, len(r.Evidence))
	find := func(id graph.EvidenceID, field string) int {
		i := slices.IndexFunc(r.Evidence, func(e graph.Evidence) bool { return e.ID == id })
		if i < 0 {
			d.bad(at+"."+field, "%q is no evidence for %s", id, c.ID)
		}
		return i
	}
	for j, change := range c.ChangeEvidence {
		field := fmt.Sprintf("changeEvidence[%d]", j)
		if i := find(change.ID, field+".id"); i >= 0 {
			change.Change(&r.Evidence[i])
			paths[i] = field
		}
	}
	for j, id := range c.RemoveEvidence {
		if i := find(id, fmt.Sprintf("removeEvidence[%d]", j)); i >= 0 {
			r.Evidence = slices.Delete(r.Evidence, i, i+1)
			paths = slices.Delete(paths, i, i+1)
		}
	}
	kept := len(r.Evidence)
	for j, e := range c.AddEvidence {
		r.Evidence = append(r.Evidence, e.Clone())
		paths = append(paths, fmt.Sprintf("addEvidence[%d]", j))
	}
	nameEvidence(strings.TrimPrefix(string(r.ID), graph.RelationPrefix), r.Evidence[:kept], r.Evidence[kept:])
	return paths
}

// renamed gives the path of a field in a correction, of its path in the relation.
func renamed(field string, evidence []string) string {
	rest, ok := strings.CutPrefix(field, "evidence[")
	if !ok {
		return field
	}
	number, rest, _ := strings.Cut(rest, "]")
	if i, err := strconv.Atoi(number); err == nil && i < len(evidence) && evidence[i] != "" {
		return evidence[i] + rest
	}
	return field
}

// nameEvidence names the evidence that has no id after what it is for, with numbers
// above all that are taken.
func nameEvidence(name string, lists ...[]graph.Evidence) {
	prefix := graph.EvidencePrefix + name + "-"
	last := 0
	for _, list := range lists {
		for _, e := range list {
			if digits, ok := strings.CutPrefix(string(e.ID), prefix); ok {
				if n, err := strconv.Atoi(digits); err == nil {
					last = max(last, n)
				}
			}
		}
	}
	for _, list := range lists {
		for i := range list {
			if list[i].ID == "" {
				last++
				list[i].ID = graph.EvidenceID(prefix + strconv.Itoa(last))
			}
		}
	}
}

// correct puts a new version into the draft, if it says anything new.
func (d *draft) correct(was, is graph.Record, at place) {
	if len(fieldChanges(&was, &is)) == 0 {
		d.bad(at.path, "changes nothing: %s is recorded so already", is.ID())
		return
	}
	d.add(is, at)
}

// Retract ends the recording of relations, as one revision.
func (a *Atlas) Retract(ctx context.Context, h Head, ids []string) (*Written, error) {
	return a.write(ctx, h, retraction("ids", ids))
}

func retraction(list string, ids []string) build {
	return func(ctx context.Context, v *View, d *draft) error {
		var relations []graph.RelationID
		for _, id := range ids {
			relations = append(relations, graph.RelationID(id))
		}
		held, err := v.RelationsByID(ctx, relations, nil)
		if err != nil {
			return err
		}
		for i, id := range relations {
			at := d.in(list, i)
			switch {
			case !strings.HasPrefix(string(id), graph.RelationPrefix):
				d.bad(at, "%q is not the id of a relation; only relations are retracted, actors, sources and events are corrected", id)
			case held[id] == nil:
				d.bad(at, "%s", v.noRelation(ctx, id))
			default:
				d.retract = append(d.retract, id)
				d.retractAt = append(d.retractAt, at)
			}
		}
		return nil
	}
}
