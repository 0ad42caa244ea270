package traverse

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/entente/entente/graph"
)

// The limits of a neighborhood.
const (
	MaxHops      = 5    // steps from the starting actors
	MaxActors    = 1000 // actors of the answer
	MaxRelations = 5000 // relations of the answer
)

// NeighborhoodQuery asks for the actors around some actors.
type NeighborhoodQuery struct {
	Of        []graph.ActorID // where to begin; each counts once
	Hops      int             // 0 to MaxHops
	Direction graph.Direction // of each step, seen from the starting actors
	Limit     int             // actors at most, the starting ones included, 1 to MaxActors
	Filter    graph.RelationFilter
	Budget    Budget
}

// Neighborhood is a part of the graph, whole in itself: both ends of each relation
// are among its actors.
type Neighborhood struct {
	Actors    []Reached    // by distance, then by id
	Relations []graph.Edge // all that fit among the actors, the newest first
	Cut       Cut
}

// Reached is an actor at a distance from where a walk began.
type Reached struct {
	ID       graph.ActorID
	Distance int // steps from the nearest starting actor
}

// Cut says what an answer left out.
type Cut struct {
	OmittedActors    int    // of the level that did not fit; what lies beyond is not counted
	OmittedRelations int    // among the actors of the answer
	Reason           string // why, and what to do about it; empty if nothing was left out
}

// Truncated reports whether anything was left out.
func (c Cut) Truncated() bool { return c.OmittedActors > 0 || c.OmittedRelations > 0 }

func (q NeighborhoodQuery) validate() error {
	bad := func(field, format string, args ...any) error {
		return graph.InField(field, graph.Errorf(graph.ErrInvalid, format, args...))
	}
	switch {
	case len(q.Of) == 0:
		return bad("of", "is empty; name at least one actor to begin with")
	case q.Hops < 0 || q.Hops > MaxHops:
		return bad("hops", "%d is not between 0 and %d", q.Hops, MaxHops)
	case q.Limit < 1 || q.Limit > MaxActors:
		return bad("limit", "%d is not between 1 and %d", q.Limit, MaxActors)
	case len(q.Of) > q.Limit:
		return bad("limit", "%d is fewer than the %d starting actors", q.Limit, len(q.Of))
	}
	return nil
}

// Around answers q, breadth first, with one read a level and one for the
// relations of the last among themselves: the actors within so many steps, and every relation among
// them that fits, whatever its direction.
//
// A level that does not fit below the limit keeps the actors with the strongest
// relation to the level before, ties by the lower id, and is the last. Of more
// than MaxRelations relations the strongest are kept. Beyond the budget the
// answer is ErrTooLarge.
func Around(ctx context.Context, snap graph.Snapshot, q NeighborhoodQuery) (*Neighborhood, error) {
	q.Of = slices.Compact(slices.Sorted(slices.Values(q.Of)))
	if err := q.validate(); err != nil {
		return nil, err
	}
	filter, err := WalkFilter(q.Filter)
	if err != nil {
		return nil, err
	}
	a := around{
		collector: newCollector(snap, graph.ExpandQuery{Filter: filter}, q.Budget),
		query:     q,
	}
	frontier := q.Of
	for level := 0; len(frontier) > 0; level++ {
		last := level == q.Hops || a.answer.Cut.OmittedActors > 0
		frontier, err = a.level(ctx, frontier, level, last)
		if err != nil {
			return nil, fmt.Errorf("read level %d of the neighborhood: %w", level, err)
		}
	}
	return a.finish(), nil
}

// around is the state of one walk around actors.
type around struct {
	*collector
	query    NeighborhoodQuery
	distance []int     // of the actors kept, by place; -1 for those that are not
	strength []float64 // of the strongest relation to an actor that is kept, by place
	answer   Neighborhood
}

// level takes in the actors of a level, reads their relations, and gives the
// actors of the next one, none after the last.
func (a *around) level(ctx context.Context, frontier []graph.ActorID, distance int, last bool) ([]graph.ActorID, error) {
	for _, id := range frontier {
		a.distance[a.note(id)] = distance
		a.answer.Actors = append(a.answer.Actors, Reached{id, distance})
	}
	expand := a.collector.query
	expand.Direction = a.query.Direction
	switch oneWay := a.query.Direction == graph.Out || a.query.Direction == graph.In; {
	case last && oneWay: // what leads out of the answer need not leave the store
		for _, r := range a.answer.Actors {
			expand.Others = append(expand.Others, r.ID)
		}
	case last: // nor what was read from the level before
		expand.Direction, expand.Others = graph.Out, frontier
	}
	var reached []int32
	at, atID := int32(0), graph.ActorID("")
	for h, err := range a.snap.Expand(ctx, frontier, expand) {
		if err != nil {
			return nil, err
		}
		if h.At != atID { // those of an actor mostly follow one another
			at, atID = a.note(h.At), h.At
		}
		id := h.Other()
		other := a.note(id)
		switch kept := a.distance[other]; {
		case kept < 0:
			if a.strength[other] < 0 {
				reached = append(reached, other)
			}
			a.strength[other] = max(a.strength[other], h.Strength())
		case (kept < distance || id < h.At) && expand.Direction.Touches(id, h.Edge):
			continue // it was read from its other end, or is so on this level
		}
		e := collected{h.Edge, at, other}
		if h.At != h.From {
			e.from, e.to = other, at
		}
		a.edges = append(a.edges, e)
		if err := a.withinBudget(); err != nil {
			return nil, err
		}
	}
	return a.strongest(reached), nil
}

// note gives the place of an actor.
func (a *around) note(id graph.ActorID) int32 {
	at := a.see(id)
	for int(at) >= len(a.distance) {
		a.distance, a.strength = append(a.distance, -1), append(a.strength, -1)
	}
	return at
}

// strongest gives the actors that still fit below the limit, by id: those with the
// greatest strength, ties by the lower id.
func (a *around) strongest(reached []int32) []graph.ActorID {
	if room := a.query.Limit - len(a.answer.Actors); len(reached) > room {
		slices.SortFunc(reached, func(x, y int32) int {
			return cmp.Or(cmp.Compare(a.strength[y], a.strength[x]), cmp.Compare(a.collector.actors[x], a.collector.actors[y]))
		})
		a.answer.Cut.OmittedActors = len(reached) - room
		reached = reached[:room]
	}
	next := make([]graph.ActorID, len(reached))
	for i, at := range reached {
		next[i] = a.collector.actors[at]
	}
	slices.Sort(next)
	return next
}

// finish gives the answer with the relations among its actors.
func (a *around) finish() *Neighborhood {
	out := &a.answer
	out.Relations = make([]graph.Edge, 0, len(a.edges))
	for _, e := range a.edges {
		if a.distance[e.from] >= 0 && a.distance[e.to] >= 0 {
			out.Relations = append(out.Relations, e.Edge)
		}
	}
	if len(out.Relations) > MaxRelations {
		sortEdges(out.Relations, graph.Strongest)
		out.Cut.OmittedRelations = len(out.Relations) - MaxRelations
		out.Relations = out.Relations[:MaxRelations]
	}
	sortEdges(out.Relations, graph.Newest)
	out.Cut.Reason = a.reason()
	return out
}

// sortEdges sorts by the keys of an order, each made once.
func sortEdges(edges []graph.Edge, o graph.RelationOrder) {
	type keyed struct {
		graph.Key
		place int
	}
	keys := make([]keyed, len(edges))
	for i, e := range edges {
		keys[i] = keyed{o.KeyOf(e), i}
	}
	slices.SortFunc(keys, func(a, b keyed) int { return o.Compare(a.Key, b.Key) })
	unsorted := slices.Clone(edges)
	for i, k := range keys {
		edges[i] = unsorted[k.place]
	}
}

func (a *around) reason() string {
	c := a.answer.Cut
	level := fmt.Sprintf("the limit of %d actors was met: of the last level the actors with the strongest relations were kept, and nothing beyond was read", a.query.Limit)
	relations := fmt.Sprintf("of the relations among the actors the %d strongest were kept", MaxRelations)
	advice := "; raise limit, ask for fewer hops, or narrow the filter"
	switch {
	case c.OmittedActors > 0 && c.OmittedRelations > 0:
		return level + "; " + relations + advice
	case c.OmittedActors > 0:
		return level + advice
	case c.OmittedRelations > 0:
		return relations + "; ask for fewer actors, or narrow the filter"
	}
	return ""
}
