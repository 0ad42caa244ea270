package atlas

import (
	"context"
	"slices"

	"github.com/entente/entente/graph"
)

// Acts gives a page of the acts of each event, the newest first. It takes one read,
// whatever the number of events.
func (v *View) Acts(ctx context.Context, events []graph.EventID, q PageQuery) (map[graph.EventID]*RelationPage, error) {
	if err := q.validate(); err != nil {
		return nil, err
	}
	found := map[graph.EventID][]graph.Relation{}
	for r, err := range v.snap.FindRelations(ctx, graph.RelationQuery{Filter: graph.RelationFilter{Events: events}}) {
		if err != nil {
			return nil, err
		}
		found[r.Event] = append(found[r.Event], r.Relation)
	}
	key := func(r *graph.Relation) graph.Key { return graph.Newest.KeyOf(r.Edge()) }
	pages := make(map[graph.EventID]*RelationPage, len(events))
	for _, id := range events {
		l := v.newList("event.acts", id)
		after, err := l.key(q.After)
		if err != nil {
			return nil, err
		}
		acts := found[id]
		total := graph.Count{N: len(acts), Exact: true}
		if after != nil {
			i := slices.IndexFunc(acts, func(r graph.Relation) bool { return graph.Newest.Compare(key(&r), *after) > 0 })
			acts = acts[max(i, 0):]
			if i < 0 {
				acts = nil
			}
		}
		pages[id] = newPage(l, q, acts[:min(len(acts), q.First+1)], key)
		pages[id].Total = total
	}
	return pages, nil
}

// LinkedFrom gives the links that lead to each event, those of the newest event
// first. It takes one read, whatever the number of events.
func (v *View) LinkedFrom(ctx context.Context, events []graph.EventID) (map[graph.EventID][]*EventLink, error) {
	out := make(map[graph.EventID][]*EventLink, len(events))
	for e, err := range v.snap.FindEvents(ctx, graph.EventFilter{LinkTo: events}, nil) {
		if err != nil {
			return nil, err
		}
		for _, l := range e.Links {
			if slices.Contains(events, l.To) {
				out[l.To] = append(out[l.To], &EventLink{EventLink: l, From: e.ID})
			}
		}
	}
	for _, id := range events {
		if out[id] == nil {
			out[id] = []*EventLink{}
		}
	}
	return out, nil
}
