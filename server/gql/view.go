package gql

import (
	"context"
	"sync"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/atlas"
)

// view is a view with what the operation has read of it by id.
type view struct {
	*atlas.View
	once sync.Once
	err  error

	actors    known[graph.ActorID, graph.Actor]
	events    known[graph.EventID, graph.Event]
	sources   known[graph.SourceID, graph.Source]
	revisions known[graph.RevisionNumber, graph.Revision]
}

func newView() *view { return &view{} }

// known holds things by id: nil for what was looked up and is not recorded.
type known[K comparable, T any] struct {
	mu  sync.Mutex
	all map[K]*T
}

func (k *known[K, T]) put(id K, x *T) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.all == nil {
		k.all = map[K]*T{}
	}
	k.all[id] = x
}

// get gives the things with the ids, and reads those that are not known yet.
func (k *known[K, T]) get(ids []K, read func([]K) (map[K]*T, error)) (map[K]*T, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.all == nil {
		k.all = map[K]*T{}
	}
	var missing []K
	for _, id := range ids {
		if _, ok := k.all[id]; !ok {
			missing = append(missing, id)
		}
	}
	if len(missing) > 0 {
		found, err := read(missing)
		if err != nil {
			return nil, err
		}
		for _, id := range missing {
			k.all[id] = found[id]
		}
	}
	out := make(map[K]*T, len(ids))
	for _, id := range ids {
		out[id] = k.all[id]
	}
	return out, nil
}

// learn keeps what was read, so that it is not read again by its id.
func (v *view) learn(all []any) {
	for _, x := range all {
		switch x := x.(type) {
		case *graph.Actor:
			v.actors.put(x.ID, x)
		case *graph.Event:
			v.events.put(x.ID, x)
		case *graph.Source:
			v.sources.put(x.ID, x)
		case *graph.SearchHit:
			v.actors.put(x.Actor.ID, &x.Actor)
		}
	}
}

func (v *view) actorsByID(ctx context.Context, ids []graph.ActorID) (map[graph.ActorID]*graph.Actor, error) {
	return v.actors.get(ids, func(missing []graph.ActorID) (map[graph.ActorID]*graph.Actor, error) {
		return v.ActorsByID(ctx, missing)
	})
}

func (v *view) eventsByID(ctx context.Context, ids []graph.EventID) (map[graph.EventID]*graph.Event, error) {
	return v.events.get(ids, func(missing []graph.EventID) (map[graph.EventID]*graph.Event, error) {
		return v.EventsByID(ctx, missing)
	})
}

func (v *view) sourcesByID(ctx context.Context, ids []graph.SourceID) (map[graph.SourceID]*graph.Source, error) {
	return v.sources.get(ids, func(missing []graph.SourceID) (map[graph.SourceID]*graph.Source, error) {
		return v.SourcesByID(ctx, missing)
	})
}

func (v *view) revisionsByNumber(ctx context.Context, a *atlas.Atlas, numbers []graph.RevisionNumber) (map[graph.RevisionNumber]*graph.Revision, error) {
	return v.revisions.get(numbers, func(missing []graph.RevisionNumber) (map[graph.RevisionNumber]*graph.Revision, error) {
		return a.RevisionsByNumber(ctx, missing)
	})
}
