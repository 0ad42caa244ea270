package graph

import (
	"context"
	"errors"
	"iter"
)

// Held gives what a snapshot holds of the ids of some records, by id, in one read a
// noun. What it does not hold is left out.
func Held(ctx context.Context, snap Snapshot, records []Record) (map[string]Record, error) {
	var actors []ActorID
	var sources []SourceID
	var events []EventID
	var relations []RelationID
	for _, r := range records {
		switch {
		case r.Actor != nil:
			actors = append(actors, r.Actor.ID)
		case r.Source != nil:
			sources = append(sources, r.Source.ID)
		case r.Event != nil:
			events = append(events, r.Event.ID)
		case r.Relation != nil:
			relations = append(relations, r.Relation.ID)
		}
	}
	out := map[string]Record{}
	return out, errors.Join(
		hold(ctx, out, actors, snap.Actors, func(x Actor) Record { return Record{Actor: &x} }),
		hold(ctx, out, sources, snap.Sources, func(x Source) Record { return Record{Source: &x} }),
		hold(ctx, out, events, snap.Events, func(x Event) Record { return Record{Event: &x} }),
		hold(ctx, out, relations, snap.Relations, func(x Relation) Record { return Record{Relation: &x} }),
	)
}

func hold[ID, V any](ctx context.Context, into map[string]Record, ids []ID, read func(context.Context, []ID) iter.Seq2[V, error], record func(V) Record) error {
	if len(ids) == 0 {
		return nil
	}
	for x, err := range read(ctx, ids) {
		if err != nil {
			return err
		}
		r := record(x)
		into[r.ID()] = r
	}
	return nil
}
