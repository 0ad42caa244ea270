package replay

import (
	"bytes"
	"context"
	"fmt"
	"iter"

	"github.com/entente/entente/graph"
)

// Copy makes to hold what from holds: every revision with its number, time, author,
// reason and key, all versions of every record, and the papers on the desk with their
// versions. What is recorded in from meanwhile is left for another time.
//
// to may hold nothing, or the first revisions of from: a copy that was broken off goes
// on where it stopped. Anything else there is ErrConflict, and nothing is changed.
// count is called for each change that is recorded. Copy gives the number of the
// revision that was copied last.
func Copy(ctx context.Context, from, to graph.Store, count func()) (graph.RevisionNumber, error) {
	newest, err := Newest(ctx, from)
	if err != nil {
		return 0, err
	}
	held, err := shared(ctx, from, to, newest.Number)
	if err != nil {
		return 0, err
	}
	if err := noOtherPapers(ctx, from, to); err != nil {
		return 0, err
	}
	revisions := headers{ctx: ctx, store: from}
	for n := held + 1; n <= newest.Number; n++ {
		r, err := revisions.number(n)
		if err != nil {
			return 0, err
		}
		c := revision{Revision: r, from: from, to: to, count: count}
		if err := c.copy(ctx); err != nil {
			return 0, graph.InField("revision", err)
		}
	}
	return newest.Number, copyPapers(ctx, from, to)
}

// shared gives how many revisions to holds already. They must be the first of from's.
func shared(ctx context.Context, from, to graph.Store, newest graph.RevisionNumber) (graph.RevisionNumber, error) {
	mine := headers{ctx: ctx, store: from}
	held := graph.RevisionNumber(0)
	for r, err := range to.Revisions(ctx, graph.RevisionFilter{}) {
		if err != nil {
			return 0, err
		}
		if r.Number > newest {
			return 0, graph.Errorf(graph.ErrConflict, "the target holds revision %d, and the source has no more than %d; copy into an empty one", r.Number, newest)
		}
		want, err := mine.number(r.Number)
		if err != nil {
			return 0, err
		}
		if !r.Time.Equal(want.Time) || r.Author != want.Author || r.Reason != want.Reason || r.Key != want.Key {
			return 0, graph.Errorf(graph.ErrConflict, "the target holds another record: its revision %d is of %s (%s), the source's of %s (%s); copy into an empty one",
				r.Number, r.Time.Format("2006-01-02 15:04:05"), r.Author, want.Time.Format("2006-01-02 15:04:05"), want.Author)
		}
		held = r.Number
	}
	return held, nil
}

// atOnce is how many changes of a revision are held in memory. A larger revision goes
// over in a stream.
const atOnce = 2000

// revision is a revision on its way.
type revision struct {
	graph.Revision
	from, to graph.Store
	count    func()
}

func (c revision) head() graph.BatchHead {
	return graph.BatchHead{Author: c.Author, Reason: c.Reason, Key: c.Key, Time: c.Time}
}

// changes yields what the revision changed.
func (c revision) changes(ctx context.Context) iter.Seq2[graph.Change, error] {
	return c.from.Changes(ctx, graph.ChangeFilter{Since: c.Number - 1, UpTo: c.Number})
}

func (c revision) copy(ctx context.Context) error {
	batch, events, large, err := c.gather(ctx)
	if err != nil {
		return err
	}
	ordered, ring := inOrder(events)
	var made graph.Revision
	switch {
	case large && len(batch.Retract) == 0 && !ring:
		made, err = graph.Load(ctx, c.to, c.head(), c.records(ctx, ordered))
	case large: // a stream cannot retract, nor hold what refers to itself
		if batch.Put, err = graph.Collect(c.records(ctx, ordered)); err == nil {
			made, err = c.to.Apply(ctx, batch)
		}
	default:
		made, err = c.to.Apply(ctx, batch)
		for range len(batch.Put) + len(batch.Retract) {
			c.count()
		}
	}
	if err == nil && made.Number != c.Number {
		err = graph.Errorf(graph.ErrConflict, "the target recorded revision %d as %d; somebody else writes to it", c.Number, made.Number)
	}
	return err
}

// gather reads what the revision changed, its events, and whether it is too large for
// a batch: then the batch holds only some of it.
func (c revision) gather(ctx context.Context) (batch graph.Batch, events []graph.Event, large bool, err error) {
	batch.BatchHead = c.head()
	for change, err := range c.changes(ctx) {
		switch {
		case err != nil:
			return batch, nil, false, err
		case change.After == nil && change.Before.Relation == nil:
			return batch, nil, false, fmt.Errorf("BUG: revision %d retracts %s, and only relations can be", c.Number, change.ID())
		case change.After == nil:
			batch.Retract = append(batch.Retract, change.Before.Relation.ID)
			continue
		case change.After.Event != nil:
			events = append(events, *change.After.Event)
		}
		if !large {
			batch.Put = append(batch.Put, *change.After)
			large = len(batch.Put) > atOnce
		}
	}
	return batch, events, large, nil
}

// records yields what the revision recorded, each record after what it refers to: in
// one pass over the changes for each kind of record, since nothing is held in memory.
func (c revision) records(ctx context.Context, events []graph.Event) iter.Seq2[graph.Record, error] {
	return func(yield func(graph.Record, error) bool) {
		for _, wanted := range []func(graph.Record) bool{
			func(r graph.Record) bool { return r.Actor != nil || r.Source != nil },
			nil, // the events
			func(r graph.Record) bool { return r.Relation != nil },
		} {
			if wanted == nil {
				for i := range events {
					if !yield(graph.Record{Event: &events[i]}, nil) {
						return
					}
					c.count()
				}
				continue
			}
			for change, err := range c.changes(ctx) {
				if err != nil {
					yield(graph.Record{}, err)
					return
				}
				if change.After == nil || !wanted(*change.After) {
					continue
				}
				if !yield(*change.After, nil) {
					return
				}
				c.count()
			}
		}
	}
}

// inOrder gives events each after those among them that it leads to, and whether some
// lead to one another in a ring.
func inOrder(events []graph.Event) (ordered []graph.Event, ring bool) {
	const (
		waiting = iota
		open
		done
	)
	byID := map[graph.EventID]*graph.Event{}
	for i := range events {
		byID[events[i].ID] = &events[i]
	}
	state := map[graph.EventID]int{}
	var visit func(e *graph.Event)
	visit = func(e *graph.Event) {
		state[e.ID] = open
		for _, l := range e.Links {
			to, here := byID[l.To]
			switch {
			case !here:
			case state[l.To] == open:
				ring = true
			case state[l.To] == waiting:
				visit(to)
			}
		}
		state[e.ID] = done
		ordered = append(ordered, *e)
	}
	for i := range events {
		if state[events[i].ID] == waiting {
			visit(&events[i])
		}
	}
	return ordered, ring
}

// noOtherPapers reports papers of the target that the source does not have, or has in
// an older version: they would be lost.
func noOtherPapers(ctx context.Context, from, to graph.Desk) error {
	for p, err := range to.Papers(ctx, graph.PaperFilter{}) {
		if err != nil {
			return err
		}
		mine, err := graph.Collect(from.Papers(ctx, graph.PaperFilter{Drawer: p.Drawer, IDs: []string{p.ID}}))
		if err != nil {
			return err
		}
		if len(mine) == 0 || mine[0].Version < p.Version || mine[0].Version == p.Version && !bytes.Equal(mine[0].Body, p.Body) {
			return graph.Errorf(graph.ErrConflict, "the target has a %s %q that the source does not have like that; copy into an empty one", p.Drawer, p.ID)
		}
	}
	return nil
}

// copyPapers files each paper as often as it was filed in the source, so that it has
// the same version: who holds an earlier one is told so here too.
func copyPapers(ctx context.Context, from, to graph.Desk) error {
	for p, err := range from.Papers(ctx, graph.PaperFilter{}) {
		if err != nil {
			return err
		}
		held, err := graph.Collect(to.Papers(ctx, graph.PaperFilter{Drawer: p.Drawer, IDs: []string{p.ID}}))
		if err != nil {
			return err
		}
		filed := graph.Paper{Drawer: p.Drawer, ID: p.ID, Body: p.Body}
		if len(held) > 0 {
			filed.Version = held[0].Version
		}
		for filed.Version < p.Version {
			if filed, err = to.File(ctx, filed); err != nil {
				return err
			}
		}
	}
	return nil
}
