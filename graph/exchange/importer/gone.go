package importer

import (
	"context"
	"hash/maphash"
	"slices"

	"github.com/entente/entente/graph"
)

// FindGone fills in what an earlier reading of the source recorded and this one did
// not hold. What carries evidence from elsewhere is somebody's, and stays.
func (d *Difference) FindGone(ctx context.Context, base graph.Snapshot, source graph.Source) error {
	if err := d.findGoneRelations(ctx, base, source.ID); err != nil {
		return err
	}
	for e, err := range base.FindEvents(ctx, graph.EventFilter{}, nil) {
		if err != nil {
			return err
		}
		if d.read(string(e.ID)) || !says(source.ID, e.Evidence()) {
			continue
		}
		d.GoneEvents = append(d.GoneEvents, without(e, source))
	}
	return nil
}

func (d *Difference) findGoneRelations(ctx context.Context, base graph.Snapshot, source graph.SourceID) error {
	q := graph.RelationQuery{Filter: graph.RelationFilter{Sources: []graph.SourceID{source}}, Order: graph.Newest, Limit: compareChunk}
	for {
		n := 0
		for x, err := range base.FindRelations(ctx, q) {
			if err != nil {
				return err
			}
			key := q.Order.KeyOf(x.Edge())
			q.After = &key
			n++
			if d.read(string(x.ID)) {
				continue
			}
			if slices.ContainsFunc(x.Evidence, func(e graph.Evidence) bool { return e.Source != source }) {
				d.Kept++
				continue
			}
			d.Gone = append(d.Gone, x.ID)
		}
		if n < compareChunk {
			slices.Sort(d.Gone)
			return nil
		}
	}
}

// read reports whether the reading held a relation or an event.
func (d *Difference) read(id string) bool {
	_, there := d.ids[maphash.String(d.seed, id)]
	return there
}

// without gives an event as it is to stand when its source does not hold it any more.
// An event is never retracted, since others may speak of it: what the source said of
// it is taken away, who took part and what it goes on from, and it is noted.
func without(e graph.Event, source graph.Source) graph.Event {
	e = e.Clone()
	of := func(x graph.Evidence) bool { return x.Source == source.ID }
	for i := range e.Participants {
		e.Participants[i].Evidence = slices.DeleteFunc(e.Participants[i].Evidence, of)
	}
	for i := range e.Links {
		e.Links[i].Evidence = slices.DeleteFunc(e.Links[i].Evidence, of)
	}
	e.Participants = slices.DeleteFunc(e.Participants, func(p graph.Participant) bool { return len(p.Evidence) == 0 })
	e.Links = slices.DeleteFunc(e.Links, func(l graph.EventLink) bool { return len(l.Evidence) == 0 })
	e.Note = sentence(e.Note, "A newer release of "+source.Title+" does not hold it any more.")
	return e
}

// says reports whether any of the evidence is from the source.
func says(source graph.SourceID, all []graph.Evidence) bool {
	return slices.ContainsFunc(all, func(e graph.Evidence) bool { return e.Source == source })
}

// Holds reports whether the snapshot holds relations or events of the source.
func Holds(ctx context.Context, base graph.Snapshot, source graph.SourceID) (bool, error) {
	for _, err := range base.FindRelations(ctx, graph.RelationQuery{Filter: graph.RelationFilter{Sources: []graph.SourceID{source}}, Order: graph.Newest, Limit: 1}) {
		return err == nil, err
	}
	for e, err := range base.FindEvents(ctx, graph.EventFilter{}, nil) {
		if err != nil || says(source, e.Evidence()) {
			return err == nil, err
		}
	}
	return false, nil
}
