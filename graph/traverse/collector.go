package traverse

import (
	"context"
	"math"
	"slices"

	"github.com/entente/entente/graph"
)

// collector gathers edges, each once, within a budget.
type collector struct {
	snap   graph.Snapshot
	query  graph.ExpandQuery
	budget Budget
	edges  map[graph.RelationID]graph.Edge
	acts   []graph.Edge           // acts of persons that count for states, with the states at their ends; some more than once
	actors map[graph.ActorID]bool // actors seen

	// loose are the actors asked about that are of other kinds than the walk passes:
	// the only such actors that it may touch.
	loose map[graph.ActorID]bool
	// throughOffices lets acts of persons count for the states whose offices they
	// held; see graph.OfficeActs.
	throughOffices bool
}

func newCollector(snap graph.Snapshot, q graph.ExpandQuery, b Budget) *collector {
	return &collector{
		snap:  within(snap, Budget{Relations: math.MaxInt}), // withinBudget counts the relations, each once
		query: q, budget: b, edges: map[graph.RelationID]graph.Edge{}, actors: map[graph.ActorID]bool{},
	}
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
		c.actors[id] = true
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
	barred := map[graph.ActorID]bool{}
	for a, err := range c.snap.Actors(ctx, next) {
		if err != nil {
			return nil, err
		}
		if !slices.Contains(kinds, a.Kind) && !c.loose[a.ID] {
			barred[a.ID] = true
			delete(c.actors, a.ID)
		}
	}
	for id, e := range c.edges {
		if barred[e.From] || barred[e.To] {
			delete(c.edges, id)
		}
	}
	return slices.DeleteFunc(next, func(id graph.ActorID) bool { return barred[id] }), nil
}

// expand reads the edges of a frontier in one read, and the acts that count for
// its states.
func (c *collector) expand(ctx context.Context, frontier []graph.ActorID, d graph.Direction, visited map[graph.ActorID]bool) ([]graph.ActorID, error) {
	q := c.query
	q.Direction = d
	for _, id := range frontier {
		visited[id], c.actors[id] = true, true
	}
	reached := map[graph.ActorID]bool{}
	var own []graph.Edge
	for h, err := range c.snap.Expand(ctx, frontier, q) {
		if err != nil {
			return nil, err
		}
		c.edges[h.ID] = h.Edge
		c.reach(h.Other(), visited, reached)
		if c.throughOffices {
			own = append(own, h.Edge)
		}
		if err := c.withinBudget(); err != nil {
			return nil, err
		}
	}
	if c.throughOffices {
		acts, err := c.officeActs(ctx, frontier, own)
		if err != nil {
			return nil, err
		}
		for _, e := range acts {
			c.reach(e.From, visited, reached)
			c.reach(e.To, visited, reached)
		}
		c.acts = append(c.acts, acts...)
	}
	next := make([]graph.ActorID, 0, len(reached))
	for id := range reached {
		next = append(next, id)
	}
	slices.Sort(next)
	return next, c.withinBudget()
}

func (c *collector) reach(id graph.ActorID, visited, reached map[graph.ActorID]bool) {
	c.actors[id] = true
	if !visited[id] {
		reached[id] = true
	}
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
