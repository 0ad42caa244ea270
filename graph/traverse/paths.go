package traverse

import (
	"context"
	"fmt"
	"math"
	"slices"

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

// Step is one hop of a path, with all the relations that can carry it.
type Step struct {
	From, To  graph.ActorID
	Relations []graph.Edge // sorted by id
	Score     float64      // |weight| × confidence of the strongest
	Day       graph.Day    // when it can be taken at the earliest; for Earliest only
}

// round makes scores that differ only by the order of a sum or product equal.
func round(x float64) float64 { return math.Round(x*1e9) / 1e9 }

func (q PathQuery) validate() error {
	bad := func(field, format string, args ...any) error {
		return graph.InField(field, graph.Errorf(graph.ErrInvalid, format, args...))
	}
	switch {
	case q.From == q.To:
		return bad("to", "is the same actor as from; a path joins two")
	case q.MaxHops < 1 || q.MaxHops > MaxPathHops:
		return bad("maxHops", "%d is not between 1 and %d", q.MaxHops, MaxPathHops)
	case q.First < 1 || q.First > MaxPaths:
		return bad("first", "%d is not between 1 and %d", q.First, MaxPaths)
	case q.Order == Earliest && q.Filter.During == nil:
		return bad("filter.during", "EARLIEST needs a window: give during {first, last}")
	}
	return nil
}

// Paths finds the best simple paths from one actor to another, at most q.First.
// Actors of the kinds COLLECTIVE and UNKNOWN stand only at the ends.
//
// The region between the two is read from both sides, level by level, so that a
// hub in the middle is read only if paths so long are asked for; for ByHops the
// reading stops as soon as enough paths are found. Then partial paths are
// extended best first, by a bound that is exact but for the rule that no actor
// comes twice (A*; Hart, Nilsson, Raphael 1968), so that paths come out in order.
func Paths(ctx context.Context, snap graph.Snapshot, q PathQuery) ([]Path, error) {
	if err := q.validate(); err != nil {
		return nil, err
	}
	filter, err := WalkFilter(q.Filter)
	if err != nil {
		return nil, err
	}
	q.Filter = filter
	between, err := newMeeting(ctx, snap, q)
	if err != nil {
		return nil, err
	}
	for {
		more, err := between.read(ctx)
		if err != nil {
			return nil, err
		}
		if more && q.Order != ByHops {
			continue
		}
		paths, err := between.search(ctx)
		if err != nil {
			return nil, err
		}
		if !more || len(paths) == q.First {
			return paths, nil
		}
	}
}

// meeting reads the region between two actors from both sides.
type meeting struct {
	*collector
	q             PathQuery
	indefinite    map[graph.ActorID]bool // the ends that are collective or unknown
	ahead, behind []graph.ActorID        // frontiers: from the start forward, from the end backward
	fromA, fromB  map[graph.ActorID]bool // actors expanded from each side
	hops          int                    // every path of so many hops lies in what was read
}

func newMeeting(ctx context.Context, snap graph.Snapshot, q PathQuery) (*meeting, error) {
	m := &meeting{
		q: q, indefinite: map[graph.ActorID]bool{},
		ahead: []graph.ActorID{q.From}, behind: []graph.ActorID{q.To},
		fromA: map[graph.ActorID]bool{}, fromB: map[graph.ActorID]bool{},
	}
	inner := q.Filter
	if len(inner.ActorKinds) == 0 {
		inner.ActorKinds = graph.DefiniteKinds
		for a, err := range snap.Actors(ctx, []graph.ActorID{q.From, q.To}) {
			if err != nil {
				return nil, err
			}
			if !slices.Contains(graph.DefiniteKinds, a.Kind) {
				m.indefinite[a.ID] = true
			}
		}
	}
	m.collector = newCollector(snap, graph.ExpandQuery{Filter: inner}, q.Budget)
	m.actors[q.From], m.actors[q.To] = true, true
	return m, nil
}

// read reads one more level, from the side with fewer actors to expand, and says
// whether longer paths may be left to read.
func (m *meeting) read(ctx context.Context) (more bool, err error) {
	if len(m.behind) == 0 || len(m.ahead) > 0 && len(m.ahead) <= len(m.behind) {
		m.ahead, err = m.level(ctx, m.ahead, m.q.Direction, m.fromA)
	} else {
		m.behind, err = m.level(ctx, m.behind, reverse(m.q.Direction), m.fromB)
	}
	if err != nil {
		return false, fmt.Errorf("read level %d between %s and %s: %w", m.hops+1, m.q.From, m.q.To, err)
	}
	if m.hops++; len(m.ahead) == 0 || len(m.behind) == 0 { // one side is read to its last actor: so is every path
		m.hops = m.q.MaxHops
	}
	return m.hops < m.q.MaxHops, nil
}

func (m *meeting) level(ctx context.Context, frontier []graph.ActorID, d graph.Direction, visited map[graph.ActorID]bool) ([]graph.ActorID, error) {
	if len(frontier) == 1 && m.indefinite[frontier[0]] {
		return m.levelOfIndefinite(ctx, frontier, d, visited)
	}
	return m.expand(ctx, frontier, d, visited)
}

// levelOfIndefinite expands an end that is itself collective or unknown: its
// relations are read whatever the kinds of their ends, and those that lead to
// another such actor, which may only be an end, are dropped.
func (m *meeting) levelOfIndefinite(ctx context.Context, end []graph.ActorID, d graph.Direction, visited map[graph.ActorID]bool) ([]graph.ActorID, error) {
	definite := m.query.Filter.ActorKinds
	m.query.Filter.ActorKinds = nil
	next, err := m.expand(ctx, end, d, visited)
	m.query.Filter.ActorKinds = definite
	if err != nil {
		return nil, err
	}
	barred := map[graph.ActorID]bool{}
	for a, err := range m.snap.Actors(ctx, next) {
		if err != nil {
			return nil, err
		}
		barred[a.ID] = !slices.Contains(definite, a.Kind) && a.ID != m.q.From && a.ID != m.q.To
	}
	for id, e := range m.edges {
		if barred[e.From] || barred[e.To] {
			delete(m.edges, id)
		}
	}
	return slices.DeleteFunc(next, func(id graph.ActorID) bool { return barred[id] }), nil
}
