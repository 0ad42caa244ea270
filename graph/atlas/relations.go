package atlas

import (
	"context"

	"github.com/entente/entente/graph"
)

// RelationList asks for a page of relations: of the whole graph, or of each of
// some actors.
type RelationList struct {
	Of        []graph.ActorID // ids; nil for the whole graph
	Direction graph.Direction // for Of only
	Filter    graph.RelationFilter
	Order     graph.RelationOrder
	PageQuery
}

// list names the list of one of the actors, or of the whole graph for no id.
func (q RelationList) list(v *View, of graph.ActorID) list {
	return v.newList("relations", of, q.Direction, q.Order, filterPart(q.Filter))
}

// Relations gives a page of each list, by actor, or under no id for the whole
// graph. It takes one read, and another to count, whatever the number of actors.
func (v *View) Relations(ctx context.Context, q RelationList) (map[graph.ActorID]*RelationPage, error) {
	if err := q.validate(); err != nil {
		return nil, err
	}
	var err error
	if q.Filter, err = v.filter(ctx, q.Filter); err != nil {
		return nil, err
	}
	lists := map[graph.ActorID]list{}
	ask := graph.RelationQuery{At: q.Of, Direction: q.Direction, Filter: q.Filter, Order: q.Order, Limit: q.First + 1}
	for _, of := range orWhole(q.Of) {
		lists[of] = q.list(v, of)
		if ask.After, err = lists[of].key(q.After); err != nil {
			return nil, err
		}
	}
	found := map[graph.ActorID][]graph.Relation{}
	for r, err := range v.snap.FindRelations(ctx, ask) {
		if err != nil {
			return nil, err
		}
		found[r.At] = append(found[r.At], r.Relation)
	}
	pages := make(map[graph.ActorID]*RelationPage, len(lists))
	for of, l := range lists {
		pages[of] = newPage(l, q.PageQuery, found[of], func(r *graph.Relation) graph.Key { return q.Order.KeyOf(r.Edge()) })
	}
	if !q.Count {
		return pages, nil
	}
	counts, err := v.snap.CountRelations(ctx, graph.RelationQuery{At: q.Of, Direction: q.Direction, Filter: q.Filter}, MaxCount)
	for i, of := range orWhole(q.Of) {
		if err == nil {
			pages[of].Total = counts[i]
		}
	}
	return pages, err
}

// orWhole gives the actors whose lists are asked for; no id for the whole graph.
func orWhole(of []graph.ActorID) []graph.ActorID {
	if of == nil {
		return []graph.ActorID{""}
	}
	return of
}
