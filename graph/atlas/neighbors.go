package atlas

import (
	"context"
	"slices"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/traverse"
)

// Neighbor is a neighbor, and how the relations that join it are read.
type Neighbor struct {
	traverse.Neighbor
	PublishedBy *graph.Day // only evidence public by this day is read, if given
}

// NeighborList asks for a page of the neighbors of each of some actors.
type NeighborList struct {
	Of        []graph.ActorID
	Direction graph.Direction
	Filter    graph.RelationFilter
	PageQuery
}

// Neighbors gives a page of each list, by actor, the greatest |net| first. It takes
// one read, whatever the number of actors.
func (v *View) Neighbors(ctx context.Context, q NeighborList) (map[graph.ActorID]*NeighborPage, error) {
	if err := q.validate(); err != nil {
		return nil, err
	}
	moment, err := v.Moment(ctx, q.Filter)
	if err != nil {
		return nil, err
	}
	if err := v.sources(ctx, "filter.sources", q.Filter.Sources); err != nil {
		return nil, err
	}
	found, err := traverse.Neighbors(ctx, v.snap, traverse.NeighborQuery{
		Of: q.Of, Direction: q.Direction, Filter: q.Filter, Moment: moment, Budget: v.atlas.options.Budget,
	})
	if err != nil {
		return nil, err
	}
	pages := make(map[graph.ActorID]*NeighborPage, len(q.Of))
	for _, of := range q.Of {
		l := v.newList("neighbors", of, q.Direction, filterPart(q.Filter))
		after, err := l.key(q.After)
		if err != nil {
			return nil, err
		}
		pages[of] = neighborPage(l, q, found[of], after)
	}
	return pages, nil
}

func neighborPage(l list, q NeighborList, found []traverse.Neighbor, after *graph.Key) *NeighborPage {
	total := graph.Count{N: len(found), Exact: true}
	if after != nil {
		i, _ := slices.BinarySearchFunc(found, *after, func(n traverse.Neighbor, k graph.Key) int {
			if c := graph.Strongest.Compare(n.Key(), k); c != 0 {
				return c
			}
			return -1 // go on after the key itself
		})
		found = found[i:]
	}
	all := make([]Neighbor, min(len(found), q.First+1))
	for i := range all {
		all[i] = Neighbor{found[i], q.Filter.PublishedBy}
	}
	p := &NeighborPage{*newPage(l, q.PageQuery, all, func(n *Neighbor) graph.Key { return n.Key() })}
	p.Total = total
	return p
}

// Moment gives the reference day of a question: the filter's day, else the last day
// of its window, else the day of the revision in UTC; never the clock.
func (v *View) Moment(ctx context.Context, f graph.RelationFilter) (graph.Moment, error) {
	switch {
	case f.On != nil:
		return graph.Moment{Day: *f.On}, nil
	case f.During != nil && f.During.Last.IsFinite():
		return graph.Moment{Day: f.During.Last}, nil
	}
	r, err := v.Revision(ctx)
	if err != nil || r == nil {
		return graph.Moment{}, err
	}
	return graph.Moment{Day: graph.DayOf(r.Time)}, nil
}

// IDs gives the neighbors of the page.
func (p *NeighborPage) IDs() []graph.ActorID {
	out := make([]graph.ActorID, len(p.Items))
	for i, x := range p.Items {
		out[i] = x.Node.ID
	}
	return out
}
