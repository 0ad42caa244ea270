package atlas

import (
	"context"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/traverse"
)

// PathQuery asks for the best paths between two actors.
type PathQuery struct {
	From, To  graph.ActorID // ids or codes
	MaxHops   int
	Direction graph.Direction
	Order     traverse.PathOrder
	First     int
	Filter    graph.RelationFilter
}

// PathAnswer are the best paths, in order.
type PathAnswer struct {
	Answered Answered
	Paths    []Path
}

// Path leads from one actor to another.
type Path struct {
	Score   float64    // product of the scores of its steps
	Arrives *graph.Day // day of the last step, in the order EARLIEST
	Steps   []Step
}

// Hops gives the number of steps.
func (p Path) Hops() int { return len(p.Steps) }

// Step is one step of a path, with the relations that carry it.
type Step struct {
	From, To    graph.ActorID
	Day         *graph.Day // when it can be taken at the earliest, in the order EARLIEST
	Score       float64
	Relations   []graph.Edge
	PublishedBy *graph.Day // only evidence public by this day is read, if given
}

// Paths answers q. An actor that is not recorded is ErrNotFound.
func (v *View) Paths(ctx context.Context, q PathQuery) (*PathAnswer, error) {
	from, err := v.Existing(ctx, "from", string(q.From))
	if err != nil {
		return nil, err
	}
	to, err := v.Existing(ctx, "to", string(q.To))
	if err != nil {
		return nil, err
	}
	if err := v.sources(ctx, "filter.sources", q.Filter.Sources); err != nil {
		return nil, err
	}
	found, err := traverse.Paths(ctx, v.snap, traverse.PathQuery{
		From: from, To: to, MaxHops: q.MaxHops, Direction: q.Direction, Order: q.Order, First: q.First,
		Filter: q.Filter, Budget: v.atlas.options.Budget,
	})
	if err != nil {
		return nil, err
	}
	out := &PathAnswer{Answered: v.answered(q.Filter), Paths: make([]Path, len(found))}
	if len(q.Filter.Signs) == 0 {
		out.Answered.Notes = append(out.Answered.Notes, "hostile relations were followed as well as friendly ones; filter.signs asks for one sign")
	}
	for i, p := range found {
		out.Paths[i] = newPath(p, q)
	}
	return out, nil
}

func newPath(p traverse.Path, q PathQuery) Path {
	out := Path{Score: p.Strength, Steps: make([]Step, len(p.Steps))}
	for i, s := range p.Steps {
		out.Steps[i] = Step{From: s.From, To: s.To, Score: s.Score, Relations: s.Relations, PublishedBy: q.Filter.PublishedBy}
		if q.Order == traverse.Earliest {
			out.Steps[i].Day = &s.Day
		}
	}
	if q.Order == traverse.Earliest {
		out.Arrives = &p.Arrives
	}
	return out
}
