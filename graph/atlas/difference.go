package atlas

import (
	"context"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/measure"
	"github.com/entente/entente/graph/traverse"
)

// Side is one of the two states that a difference compares.
type Side struct {
	View *ViewInput
	On   *graph.Day
}

// DifferenceQuery asks what changed between two views or two days.
type DifferenceQuery struct {
	Left, Right Side
	Of          []graph.ActorID // only changes at these actors, ids or codes; empty for all
	Filter      graph.RelationFilter
}

// DifferenceAnswer lists what changed.
type DifferenceAnswer struct {
	Left, Right         Answered
	Changes             []measure.Change
	LeftView, RightView *View // to read the changes in; the caller closes them
	PublishedBy         *graph.Day
}

// Difference answers q. The caller closes both views of the answer.
func (a *Atlas) Difference(ctx context.Context, q DifferenceQuery) (answer *DifferenceAnswer, err error) {
	if q.Filter.On != nil || q.Filter.During != nil {
		return nil, invalid("filter", "on and during do not fit a difference; give the day of each side in left.on and right.on")
	}
	left, before, err := a.side(ctx, "left", q.Left, q)
	if err != nil {
		return nil, err
	}
	right, after, err := a.side(ctx, "right", q.Right, q)
	if err != nil {
		_ = left.Close()
		return nil, err
	}
	return &DifferenceAnswer{
		Left: left.answered(q.Left.filter(q.Filter)), Right: right.answered(q.Right.filter(q.Filter)),
		Changes: measure.Differences(before, after), LeftView: left, RightView: right, PublishedBy: q.Filter.PublishedBy,
	}, nil
}

func (s Side) filter(f graph.RelationFilter) graph.RelationFilter {
	f.On = s.On
	return f
}

// side reads the edges of one side.
func (a *Atlas) side(ctx context.Context, field string, s Side, q DifferenceQuery) (*View, []graph.Edge, error) {
	var in ViewInput
	if s.View != nil {
		in = *s.View
	}
	v, err := a.Open(ctx, in)
	if err != nil {
		return nil, nil, graph.InField(field, err)
	}
	edges, err := v.differing(ctx, s.filter(q.Filter), q.Of)
	if err != nil {
		_ = v.Close()
		return nil, nil, err
	}
	return v, edges, nil
}

func (v *View) differing(ctx context.Context, f graph.RelationFilter, of []graph.ActorID) ([]graph.Edge, error) {
	f, err := traverse.WalkFilter(f)
	if err != nil {
		return nil, err
	}
	actors, err := v.actors(ctx, "of", of)
	if err != nil {
		return nil, err
	}
	var out []graph.Edge
	if actors == nil {
		out, err = graph.Collect(graph.Edges(ctx, v.snap, f))
	} else {
		seen := map[graph.RelationID]bool{}
		for h, e := range v.snap.Expand(ctx, actors, graph.ExpandQuery{Filter: f}) {
			if e != nil {
				return nil, e
			}
			if !seen[h.ID] {
				seen[h.ID] = true
				out = append(out, h.Edge)
			}
		}
	}
	if len(out) > v.atlas.options.Budget.Relations {
		return nil, graph.Errorf(graph.ErrTooLarge, "a side has more than %d relations; name actors in of, or narrow the filter", v.atlas.options.Budget.Relations)
	}
	return out, err
}
