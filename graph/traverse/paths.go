package traverse

import (
	"context"

	"github.com/entente/entente/graph"
)

// PathOrder says which paths come first.
type PathOrder string

// The orders of paths. Equal ones are ordered by the ids of their actors.
const (
	ByHops     PathOrder = "HOPS"     // fewest hops, then the strongest
	ByStrength PathOrder = "STRENGTH" // the greatest product of |weight| × confidence, then fewest hops
	Earliest   PathOrder = "EARLIEST" // the earliest arrival by relations in the order of time, then hops, then strength
)

// The limits of a question for paths.
const (
	MaxPathHops = 8
	MaxPaths    = 100
)

// PathQuery asks for the best simple paths between two actors.
type PathQuery struct {
	From, To  graph.ActorID
	MaxHops   int // 1 to MaxPathHops
	Direction graph.Direction
	Order     PathOrder
	First     int // how many, 1 to MaxPaths
	Filter    graph.RelationFilter
	Budget    Budget
}

// Path leads from one actor to another without passing any twice.
type Path struct {
	Steps    []Step
	Strength float64   // product of the steps' scores, rounded to 1e-9
	Arrives  graph.Day // day of the last step; for Earliest only
}

// Step is one hop of a path, with all the relations that can carry it; for
// Earliest those that can on its day.
type Step struct {
	From, To  graph.ActorID
	Relations []graph.Edge // sorted by id
	Score     float64      // |weight| × confidence of the strongest
	Day       graph.Day    // when it can be taken at the earliest; for Earliest only
}

func (q PathQuery) validate() error {
	switch {
	case q.From == "":
		return invalid("from", "is empty; name an actor")
	case q.To == "":
		return invalid("to", "is empty; name an actor")
	case q.From == q.To:
		return invalid("to", "is the same actor as from; a path joins two")
	case q.MaxHops < 1 || q.MaxHops > MaxPathHops:
		return invalid("maxHops", "%d is not between 1 and %d", q.MaxHops, MaxPathHops)
	case q.First < 1 || q.First > MaxPaths:
		return invalid("first", "%d is not between 1 and %d", q.First, MaxPaths)
	case q.Order != ByHops && q.Order != ByStrength && q.Order != Earliest:
		return invalid("order", "%q is not an order of paths; give %s, %s or %s", string(q.Order), ByHops, ByStrength, Earliest)
	case q.Order == Earliest && q.Filter.During == nil:
		return invalid("filter.during", "EARLIEST needs a window: give during {first, last}")
	case q.Order == Earliest && !q.Filter.During.First.IsFinite():
		return invalid("filter.during.first", "EARLIEST needs the day on which the way may begin")
	}
	return nil
}

// Paths finds the best simple paths from one actor to another, at most q.First.
// Actors of the kinds COLLECTIVE and UNKNOWN stand only at the ends, unless the
// filter asks for them.
//
// The region between the two is read from both sides, level by level. For ByHops
// only who is joined to whom is read, and after each level which actors of the two
// frontiers are joined, until enough paths are found; of the relations only those
// that lie on the way. Then partial paths are extended best
// first, by a bound that is exact but for the rule that no actor comes twice (A*;
// Hart, Nilsson, Raphael 1968), so that paths come out in order.
func Paths(ctx context.Context, snap graph.Snapshot, q PathQuery) ([]Path, error) {
	if err := q.validate(); err != nil {
		return nil, err
	}
	filter, err := WalkFilter(q.Filter)
	if err != nil {
		return nil, err
	}
	c, err := between(ctx, snap, filter, graph.DefiniteKinds, q.Budget, q.From, q.To)
	if err != nil {
		return nil, err
	}
	m := newMeeting(c, q.From, q.To, q.Direction, q.MaxHops)
	search := searchEdges
	if m.byLinks = q.Order == ByHops; m.byLinks {
		search = searchLinks
	}
	for {
		if err := m.read(ctx); err != nil {
			return nil, err
		}
		if m.more() && !(m.byLinks && m.met) {
			continue
		}
		paths, err := search(ctx, m, q)
		if err != nil || !m.more() || len(paths) == q.First {
			return paths, err
		}
	}
}
