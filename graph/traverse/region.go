package traverse

import (
	"cmp"
	"context"
	"slices"

	"github.com/entente/entente/graph"
)

// region is the part of the graph that a question has read: the relations between
// its actors, parallel ones grouped into links.
type region struct {
	index  map[graph.ActorID]int
	actors []graph.ActorID
	out    [][]link // by actor; sorted by the id of the other end
}

// link is all relations by which one actor leads to another, sorted by id.
type link struct {
	to    int
	edges []graph.Edge
}

// leads reports whether a walk in the direction may go over e from one actor to
// the other end.
func leads(d graph.Direction, from graph.ActorID, e graph.Edge) bool { return d.Touches(from, e) }

// reverse gives the direction in which a walk against d goes.
func reverse(d graph.Direction) graph.Direction {
	switch d {
	case graph.Out:
		return graph.In
	case graph.In:
		return graph.Out
	}
	return graph.Both
}

// collector gathers edges, each once, within a budget.
type collector struct {
	snap   graph.Snapshot
	query  graph.ExpandQuery
	budget Budget
	edges  map[graph.RelationID]graph.Edge
	acts   []graph.Edge           // acts of persons that count for states, with the states at their ends
	actors map[graph.ActorID]bool // actors seen
}

func newCollector(snap graph.Snapshot, q graph.ExpandQuery, b Budget) *collector {
	return &collector{snap: snap, query: q, budget: b, edges: map[graph.RelationID]graph.Edge{}, actors: map[graph.ActorID]bool{}}
}

// expand reads the edges of a frontier in one read and gives the actors at their
// other ends that are not among visited, each once, sorted.
func (c *collector) expand(ctx context.Context, frontier []graph.ActorID, d graph.Direction, visited map[graph.ActorID]bool) ([]graph.ActorID, error) {
	q := c.query
	q.Direction = d
	for _, id := range frontier {
		visited[id], c.actors[id] = true, true
	}
	reached := map[graph.ActorID]bool{}
	for h, err := range c.snap.Expand(ctx, frontier, q) {
		if err != nil {
			return nil, err
		}
		c.edges[h.ID] = h.Edge
		other := h.Other()
		c.actors[other] = true
		if !visited[other] {
			reached[other] = true
		}
		if err := c.withinBudget(); err != nil {
			return nil, err
		}
	}
	next := make([]graph.ActorID, 0, len(reached))
	for id := range reached {
		next = append(next, id)
	}
	slices.Sort(next)
	return next, nil
}

func (c *collector) withinBudget() error {
	if len(c.actors) > c.budget.Actors {
		return tooLarge("actors", c.budget.Actors)
	}
	if len(c.edges) > c.budget.Relations {
		return tooLarge("relations", c.budget.Relations)
	}
	return nil
}

func tooLarge(what string, limit int) error {
	return graph.Errorf(graph.ErrTooLarge, "the question reaches more than %d %s; ask for fewer hops, or narrow the filter by kinds, dates or weight", limit, what)
}

// region groups what was collected. An edge leads both ways if the walk's
// direction allows it.
func (c *collector) region(d graph.Direction) *region {
	r := &region{index: make(map[graph.ActorID]int, len(c.actors))}
	for id := range c.actors {
		r.actors = append(r.actors, id)
	}
	slices.Sort(r.actors)
	for i, id := range r.actors {
		r.index[id] = i
	}
	edges := make([]graph.Edge, 0, len(c.edges))
	for _, e := range c.edges {
		edges = append(edges, e)
	}
	edges = append(edges, c.acts...)
	slices.SortFunc(edges, compareEdges)
	edges = slices.CompactFunc(edges, func(a, b graph.Edge) bool { return compareEdges(a, b) == 0 })
	r.out = make([][]link, len(r.actors))
	at := map[[2]int]int{}
	add := func(from, to int, e graph.Edge) {
		i, ok := at[[2]int{from, to}]
		if !ok {
			i = len(r.out[from])
			at[[2]int{from, to}] = i
			r.out[from] = append(r.out[from], link{to: to})
		}
		r.out[from][i].edges = append(r.out[from][i].edges, e)
	}
	for _, e := range edges {
		from, to := r.index[e.From], r.index[e.To]
		if leads(d, e.From, e) {
			add(from, to, e)
		}
		if leads(d, e.To, e) {
			add(to, from, e)
		}
	}
	for _, links := range r.out {
		slices.SortFunc(links, func(a, b link) int { return cmp.Compare(a.to, b.to) })
	}
	return r
}

// compareEdges orders edges by id, and the sides on which one act counts by its ends.
func compareEdges(a, b graph.Edge) int {
	return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
}
