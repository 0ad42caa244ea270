package importer

import (
	"bytes"
	"context"
	"encoding/json"
	"hash/maphash"
	"iter"

	"github.com/entente/entente/graph"
)

// Tally counts records of one noun.
type Tally struct{ New, Changed, Same int }

// Difference says what recording a reading would change.
type Difference struct {
	Actors, Sources, Events, Relations Tally

	Gone []graph.RelationID // recorded by an earlier reading of the data set, and not in this one: to be taken back
	// GoneEvents are events of which the same is true, as they are to stand: without
	// what the data set said of them.
	GoneEvents []graph.Event

	Kept    int                // as Gone, but with evidence from elsewhere: they stay
	Changed []graph.RelationID // the first relations that change

	ids  map[uint64]struct{} // of the relations and events that were read; nil if nobody asks for those that are gone
	seed maphash.Seed
}

// mostShown is how many ids of changed relations a person is told.
const mostShown = 5

// IsZero reports whether nothing would change.
func (d *Difference) IsZero() bool {
	return d.Actors.changes()+d.Sources.changes()+d.Events.changes()+d.Relations.changes()+d.taken() == 0
}

// Corrects reports whether anything that is recorded would change or be taken back.
func (d *Difference) Corrects() bool {
	return d.Actors.Changed+d.Events.Changed+d.Relations.Changed+d.taken() > 0
}

// taken is how much is taken back.
func (d *Difference) taken() int { return len(d.Gone) + len(d.GoneEvents) }

func (t Tally) changes() int { return t.New + t.Changed }

// compareChunk is how many records are compared at once: enough that the reads of
// the record are few.
const compareChunk = 1000

// NewDifference makes a Difference. One that is asked for what is gone keeps a
// digest of each relation's and each event's id.
func NewDifference(whole bool) *Difference {
	d := &Difference{seed: maphash.MakeSeed()}
	if whole {
		d.ids = map[uint64]struct{}{}
	}
	return d
}

// Over passes on the records that are new or differ from what the snapshot holds, in
// their order, and counts all. Evidence that is recorded keeps the day on which the
// world could read it: a newer release that repeats a row does not make it younger.
func (d *Difference) Over(ctx context.Context, base graph.Snapshot, records iter.Seq2[graph.Record, error]) iter.Seq2[graph.Record, error] {
	return func(yield func(graph.Record, error) bool) {
		chunk := make([]graph.Record, 0, compareChunk)
		flush := func() bool {
			changed, err := d.compare(ctx, base, chunk)
			if err != nil {
				yield(graph.Record{}, err)
				return false
			}
			for _, r := range changed {
				if !yield(r, nil) {
					return false
				}
			}
			chunk = chunk[:0]
			return true
		}
		for r, err := range records {
			if err != nil {
				yield(graph.Record{}, err)
				return
			}
			if chunk = append(chunk, r); len(chunk) == compareChunk && !flush() {
				return
			}
		}
		flush()
	}
}

// compare gives the records of a chunk that are new or changed.
func (d *Difference) compare(ctx context.Context, base graph.Snapshot, chunk []graph.Record) ([]graph.Record, error) {
	held, err := graph.Held(ctx, base, chunk)
	if err != nil {
		return nil, err
	}
	out := chunk[:0:0]
	for _, r := range chunk {
		was, there := held[r.ID()]
		t := d.tally(r)
		if (r.Relation != nil || r.Event != nil) && d.ids != nil {
			d.ids[maphash.String(d.seed, r.ID())] = struct{}{}
		}
		switch {
		case !there:
			t.New++
		case same(was, r):
			t.Same++
			continue
		default:
			t.Changed++
			if r.Relation != nil && len(d.Changed) < mostShown {
				d.Changed = append(d.Changed, r.Relation.ID)
			}
		}
		out = append(out, r)
	}
	return out, nil
}

func (d *Difference) tally(r graph.Record) *Tally {
	switch {
	case r.Actor != nil:
		return &d.Actors
	case r.Source != nil:
		return &d.Sources
	case r.Event != nil:
		return &d.Events
	}
	return &d.Relations
}

// same reports whether a record says what is held already, but for the days of
// publication of its evidence.
func same(held, now graph.Record) bool {
	a, err1 := json.Marshal(withoutPublication(held))
	b, err2 := json.Marshal(withoutPublication(now))
	return err1 == nil && err2 == nil && bytes.Equal(a, b)
}

func withoutPublication(r graph.Record) graph.Record {
	strip := func(all []graph.Evidence) {
		for i := range all {
			all[i].Published = graph.Period{}
		}
	}
	if r.Relation != nil {
		x := r.Relation.Clone()
		strip(x.Evidence)
		r.Relation = &x
	}
	if r.Event != nil {
		x := r.Event.Clone()
		for i := range x.Participants {
			strip(x.Participants[i].Evidence)
		}
		for i := range x.Links {
			strip(x.Links[i].Evidence)
		}
		r.Event = &x
	}
	return r
}
