package atlas

import (
	"context"
	"iter"
	"maps"
	"slices"

	"github.com/entente/entente/graph"
)

// EventsByID gives the events with the ids, by id.
func (v *View) EventsByID(ctx context.Context, ids []graph.EventID) (map[graph.EventID]*graph.Event, error) {
	return byID(ids, func(missing []graph.EventID) iter.Seq2[graph.Event, error] { return v.snap.Events(ctx, missing) },
		func(e graph.Event) graph.EventID { return e.ID })
}

// ActorsByID gives the actors with the ids, by id; one that was merged into another
// answers with it.
func (v *View) ActorsByID(ctx context.Context, ids []graph.ActorID) (map[graph.ActorID]*graph.Actor, error) {
	out, err := byID(ids, func(missing []graph.ActorID) iter.Seq2[graph.Actor, error] { return v.snap.Actors(ctx, missing) },
		func(a graph.Actor) graph.ActorID { return a.ID })
	if err != nil {
		return nil, err
	}
	return out, v.follow(ctx, ids, out)
}

// follow leads the ids of actors that were merged to those that they were merged
// into. It reads only if there are any.
func (v *View) follow(ctx context.Context, ids []graph.ActorID, found map[graph.ActorID]*graph.Actor) error {
	var into []graph.ActorID
	for _, a := range slices.Collect(maps.Values(found)) {
		for _, old := range a.MergedFrom {
			if slices.Contains(ids, old) {
				found[old] = a
			}
		}
	}
	for _, a := range found {
		if a.MergedInto != "" {
			into = append(into, a.MergedInto)
		}
	}
	if len(into) == 0 {
		return nil
	}
	slices.Sort(into)
	kept, err := byID(slices.Compact(into), func(missing []graph.ActorID) iter.Seq2[graph.Actor, error] { return v.snap.Actors(ctx, missing) },
		func(a graph.Actor) graph.ActorID { return a.ID })
	for id, a := range found {
		if k := kept[a.MergedInto]; k != nil {
			found[id] = k
		}
	}
	return err
}

// SourcesByID gives the sources with the ids, by id.
func (v *View) SourcesByID(ctx context.Context, ids []graph.SourceID) (map[graph.SourceID]*graph.Source, error) {
	return byID(ids, func(missing []graph.SourceID) iter.Seq2[graph.Source, error] { return v.snap.Sources(ctx, missing) },
		func(s graph.Source) graph.SourceID { return s.ID })
}

func byID[ID comparable, T any](ids []ID, read func([]ID) iter.Seq2[T, error], id func(T) ID) (map[ID]*T, error) {
	out := make(map[ID]*T, len(ids))
	if len(ids) == 0 {
		return out, nil
	}
	for x, err := range read(ids) {
		if err != nil {
			return nil, err
		}
		out[id(x)] = &x
	}
	return out, nil
}

// RelationsByID gives the relations with the ids, by id, as they could be known on
// a day, if one is given: with the evidence that was public by then.
func (v *View) RelationsByID(ctx context.Context, ids []graph.RelationID, publishedBy *graph.Day) (map[graph.RelationID]*graph.Relation, error) {
	out := make(map[graph.RelationID]*graph.Relation, len(ids))
	if len(ids) == 0 {
		return out, nil
	}
	for r, err := range v.snap.Relations(ctx, ids) {
		if err != nil {
			return nil, err
		}
		if publishedBy != nil {
			r, _ = r.PublishedBy(*publishedBy)
		}
		out[r.ID] = &r
	}
	return out, nil
}
