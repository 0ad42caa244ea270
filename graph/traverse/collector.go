package traverse

import (
	"context"
	"math"
	"slices"

	"github.com/entente/entente/graph"
)

// collector gathers edges within a budget. An edge that is read from both ends is
// there twice.
type collector struct {
	snap   graph.Snapshot
	query  graph.ExpandQuery
	budget Budget
	edges  []collected
	acts   []graph.Edge // acts of persons that count for states, with the states at their ends; some more than once

	actors []graph.ActorID // seen, in the order in which they were met
	places map[graph.ActorID]int32

	// loose are the actors asked about that are of other kinds than the walk passes:
	// the only such actors that it may touch.
	loose map[graph.ActorID]bool
	// throughOffices lets acts of persons count for the states whose offices they
	// held; see graph.OfficeActs.
	throughOffices bool
}

// collected is an edge with the places of its ends among the actors seen.
type collected struct {
	graph.Edge
	from, to int32
}

func newCollector(snap graph.Snapshot, q graph.ExpandQuery, b Budget) *collector {
	return &collector{
		snap:  within(snap, Budget{Relations: math.MaxInt}), // withinBudget counts the relations
		query: q, budget: b, places: map[graph.ActorID]int32{},
	}
}

// see gives the place of an actor among those seen.
func (c *collector) see(id graph.ActorID) int32 {
	at, ok := c.places[id]
	if !ok {
		at = int32(len(c.actors))
		c.places[id] = at
		c.actors = append(c.actors, id)
	}
	return at
}

// between makes a collector for a walk that begins and ends at the given actors
// and otherwise passes only actors of some kinds, unless the filter asks for
// others.
func between(ctx context.Context, snap graph.Snapshot, f graph.RelationFilter, kinds []graph.ActorKind, b Budget, ends ...graph.ActorID) (*collector, error) {
	asked := len(f.ActorKinds) > 0
	if !asked {
		f.ActorKinds = kinds
	}
	c := newCollector(snap, graph.ExpandQuery{Filter: f}, b)
	c.loose = map[graph.ActorID]bool{}
	for _, id := range ends {
		c.see(id)
	}
	if asked {
		return c, nil
	}
	for a, err := range c.snap.Actors(ctx, ends) {
		if err != nil {
			return nil, err
		}
		c.loose[a.ID] = !slices.Contains(kinds, a.Kind)
	}
	return c, nil
}

// level reads the edges of a frontier and gives the actors at their other ends
// that are not among visited, each once, sorted.
func (c *collector) level(ctx context.Context, frontier []graph.ActorID, d graph.Direction, visited map[graph.ActorID]bool) ([]graph.ActorID, error) {
	if len(frontier) == 1 && c.loose[frontier[0]] {
		return c.levelOfLoose(ctx, frontier, d, visited)
	}
	return c.expand(ctx, frontier, d, visited)
}

// levelOfLoose expands an actor that the walk may not pass: its relations are read
// whatever the kinds of their ends, and those that lead to another such actor,
// which may only be an end, are dropped.
func (c *collector) levelOfLoose(ctx context.Context, end []graph.ActorID, d graph.Direction, visited map[graph.ActorID]bool) ([]graph.ActorID, error) {
	kinds := c.query.Filter.ActorKinds
	c.query.Filter.ActorKinds = nil
	next, err := c.expand(ctx, end, d, visited)
	c.query.Filter.ActorKinds = kinds
	if err != nil {
		return nil, err
	}
	barred, err := c.barred(ctx, next)
	if err != nil {
		return nil, err
	}
	c.edges = slices.DeleteFunc(c.edges, func(e collected) bool { return barred[e.From] || barred[e.To] })
	return slices.DeleteFunc(next, func(id graph.ActorID) bool { return barred[id] }), nil
}

// barred gives those of the actors that the walk may neither pass nor end at.
func (c *collector) barred(ctx context.Context, actors []graph.ActorID) (map[graph.ActorID]bool, error) {
	out := map[graph.ActorID]bool{}
	for a, err := range c.snap.Actors(ctx, actors) {
		if err != nil {
			return nil, err
		}
		if !slices.Contains(c.query.Filter.ActorKinds, a.Kind) && !c.loose[a.ID] {
			out[a.ID] = true
		}
	}
	return out, nil
}

// expand reads the edges of a frontier in one read, and the acts that count for
// its states.
func (c *collector) expand(ctx context.Context, frontier []graph.ActorID, d graph.Direction, visited map[graph.ActorID]bool) ([]graph.ActorID, error) {
	q := c.query
	q.Direction = d
	for _, id := range frontier {
		visited[id] = true
	}
	l := level{collector: c, visited: visited, at: -1}
	first := len(c.edges)
	for h, err := range c.snap.Expand(ctx, frontier, q) {
		if err != nil {
			return nil, err
		}
		l.add(h)
		if err := c.withinBudget(); err != nil {
			return nil, err
		}
	}
	if c.throughOffices {
		own := make([]graph.Edge, 0, len(c.edges)-first)
		for _, e := range c.edges[first:] {
			own = append(own, e.Edge)
		}
		acts, err := c.officeActs(ctx, frontier, own)
		if err != nil {
			return nil, err
		}
		for _, e := range acts {
			l.reach(e.From)
			l.reach(e.To)
		}
		c.acts = append(c.acts, acts...)
	}
	slices.Sort(l.reached)
	return l.reached, c.withinBudget()
}

// level is a level of a walk that is being read.
type level struct {
	*collector
	visited map[graph.ActorID]bool
	reached []graph.ActorID // that were not visited
	seen    []bool          // by place: whether the actor was reached on this level, or need not be

	at   int32 // the place of the actor whose edges are read
	atID graph.ActorID
}

// add collects an edge.
func (l *level) add(h graph.Hop) {
	if l.at < 0 || h.At != l.atID { // those of an actor mostly follow one another
		l.at, l.atID = l.see(h.At), h.At
	}
	e := collected{h.Edge, l.at, l.at}
	if other := l.reach(h.Other()); h.At == h.From {
		e.to = other
	} else {
		e.from = other
	}
	l.edges = append(l.edges, e)
}

// reach notes an actor at an end of an edge.
func (l *level) reach(id graph.ActorID) int32 {
	at := l.see(id)
	for int(at) >= len(l.seen) {
		l.seen = append(l.seen, false)
	}
	if !l.seen[at] {
		l.seen[at] = true
		if !l.visited[id] {
			l.reached = append(l.reached, id)
		}
	}
	return at
}

// officeActs gives the acts that count for the states of a frontier, whose own
// edges were read already.
func (c *collector) officeActs(ctx context.Context, frontier []graph.ActorID, own []graph.Edge) ([]graph.Edge, error) {
	if kinds := c.query.Filter.ActorKinds; len(kinds) > 0 && !slices.Contains(kinds, graph.Person) {
		var err error
		if own, err = c.actsWithPersons(ctx, frontier); err != nil {
			return nil, err
		}
	}
	return graph.OfficeActs(ctx, c.snap, frontier, c.query, own...)
}

// actsWithPersons reads the acts of a frontier again, those with persons too,
// which the filter leaves out.
func (c *collector) actsWithPersons(ctx context.Context, frontier []graph.ActorID) ([]graph.Edge, error) {
	q := c.query
	q.Filter.ActorKinds = append(slices.Clone(q.Filter.ActorKinds), graph.Person)
	if q.Filter.Class == graph.Tie {
		return nil, nil
	}
	q.Filter.Class = graph.Act
	var out []graph.Edge
	for h, err := range c.snap.Expand(ctx, frontier, q) {
		if err != nil {
			return nil, err
		}
		out = append(out, h.Edge)
	}
	return out, nil
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
