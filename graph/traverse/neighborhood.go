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

// Around answers q, breadth first, with one read a level and one for the relations:
// the actors within so many steps, and every relation among them that fits,
// whatever its direction.
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
	var err error
	if q.Filter, err = WalkFilter(q.Filter); err != nil {
		return nil, err
	}
	a := around{snap: within(snap, q.Budget), query: q, kept: map[graph.ActorID]bool{}}
	frontier := q.Of
	for distance := 0; len(frontier) > 0; distance++ {
		a.keep(frontier, distance)
		if distance == q.Hops || a.answer.Cut.OmittedActors > 0 {
			break
		}
		if frontier, err = a.level(ctx, frontier); err != nil {
			return nil, fmt.Errorf("read level %d of the neighborhood: %w", distance+1, err)
		}
	}
	if err := a.relations(ctx); err != nil {
		return nil, fmt.Errorf("read the relations of the neighborhood: %w", err)
	}
	a.answer.Cut.Reason = a.reason()
	return &a.answer, nil
}

// around is the state of one walk around actors.
type around struct {
	snap   graph.Snapshot
	query  NeighborhoodQuery
	kept   map[graph.ActorID]bool
	answer Neighborhood
}

// keep takes actors into the answer.
func (a *around) keep(actors []graph.ActorID, distance int) {
	for _, id := range actors {
		a.kept[id] = true
		a.answer.Actors = append(a.answer.Actors, Reached{id, distance})
	}
}

// level reads whom a frontier reaches, and gives those that still fit below the
// limit, by id: those with the strongest relation to it, ties by the lower id.
func (a *around) level(ctx context.Context, frontier []graph.ActorID) ([]graph.ActorID, error) {
	strength := map[graph.ActorID]float64{}
	for l, err := range graph.Reach(ctx, a.snap, frontier, graph.ExpandQuery{Direction: a.query.Direction, Filter: a.query.Filter}) {
		if err != nil {
			return nil, err
		}
		if a.kept[l.Other] {
			continue
		}
		strength[l.Other] = max(strength[l.Other], l.Strength)
		if met := len(a.kept) + len(strength); met > a.query.Budget.Actors {
			return nil, tooLarge("actors", a.query.Budget.Actors)
		}
	}
	type reached struct {
		id       graph.ActorID
		strength float64
	}
	room := a.query.Limit - len(a.answer.Actors)
	a.answer.Cut.OmittedActors = max(0, len(strength)-room)
	best := make([]reached, 0, len(strength))
	for id, s := range strength {
		best = append(best, reached{id, s})
	}
	slices.SortFunc(best, func(x, y reached) int { return cmp.Or(cmp.Compare(y.strength, x.strength), cmp.Compare(x.id, y.id)) })
	next := make([]graph.ActorID, min(room, len(best)))
	for i := range next {
		next[i] = best[i].id
	}
	slices.Sort(next)
	return next, nil
}

// relations reads the strongest relations among the actors of the answer.
func (a *around) relations(ctx context.Context) error {
	ids := make([]graph.ActorID, len(a.answer.Actors))
	for i, r := range a.answer.Actors {
		ids[i] = r.ID
	}
	edges, all, err := graph.StrongestAmong(ctx, a.snap, ids, a.query.Filter, MaxRelations)
	if err != nil {
		return err
	}
	sortEdges(edges, graph.Newest)
	a.answer.Relations, a.answer.Cut.OmittedRelations = edges, all-len(edges)
	return nil
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
