package atlas

import (
	"context"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/measure"
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
	First       int // how many changes to give, 0 to MaxFirst
}

// DifferenceAnswer lists what changed.
type DifferenceAnswer struct {
	Left, Right Answered
	Changes     []Change
	TotalCount  int // of all changes
}

// Change is one difference.
type Change struct {
	Change        measure.ChangeKind
	Relation      *graph.Relation // for BEGAN and ENDED, as the side has it that holds it
	A, B          graph.ActorID   // the lower id first
	Before, After *float64        // nets, for GREW and COOLED
}

// Difference answers q.
func (a *Atlas) Difference(ctx context.Context, q DifferenceQuery) (*DifferenceAnswer, error) {
	switch {
	case q.Filter.On != nil || q.Filter.During != nil:
		return nil, invalid("filter", "on and during do not fit a difference; give the day of each side in left.on and right.on")
	case q.First < 0 || q.First > MaxFirst:
		return nil, invalid("first", "%d is not between 0 and %d", q.First, MaxFirst)
	}
	l, r, err := measure.SideFilters(q.Filter, q.Left.On, q.Right.On)
	if err != nil {
		return nil, err
	}
	left, err := a.side(ctx, "left", q.Left, q, l)
	if err != nil {
		return nil, err
	}
	defer left.discard()
	right, err := a.side(ctx, "right", q.Right, q, r)
	if err != nil {
		return nil, err
	}
	defer right.discard()
	found := measure.Differences(left.edges, right.edges)
	out := &DifferenceAnswer{Left: left.answered(left.filter), Right: right.answered(right.filter), TotalCount: len(found)}
	out.Changes, err = changes(ctx, found[:min(len(found), q.First)], left, right)
	return out, err
}

// side is one side as it was read.
type side struct {
	*View
	filter graph.RelationFilter
	edges  []graph.Edge
}

func (a *Atlas) side(ctx context.Context, field string, in Side, q DifferenceQuery, read graph.RelationFilter) (*side, error) {
	var view ViewInput
	if in.View != nil {
		view = *in.View
	}
	v, err := a.Open(ctx, view)
	if err != nil {
		return nil, graph.InField(field, err)
	}
	s := &side{View: v, filter: q.Filter}
	s.filter.On = in.On
	if err := s.read(ctx, q.Of, read); err != nil {
		s.discard()
		return nil, err
	}
	return s, nil
}

// discard closes the view of the side; nothing was written, so nothing is lost.
func (s *side) discard() { _ = s.Close() }

func (s *side) read(ctx context.Context, of []graph.ActorID, f graph.RelationFilter) error {
	actors, err := s.actors(ctx, "of", of)
	if err != nil {
		return err
	}
	edges := graph.Edges(ctx, s.snap, f)
	if actors != nil {
		edges = s.edgesOf(ctx, actors, f)
	}
	seen := map[graph.RelationID]bool{}
	for e, err := range edges {
		if err != nil {
			return err
		}
		if !seen[e.ID] {
			seen[e.ID] = true
			s.edges = append(s.edges, e)
		}
		if most := s.atlas.options.Budget.Relations; len(s.edges) > most {
			return graph.Errorf(graph.ErrTooLarge, "a side has more than %d relations; name actors in of, or narrow the filter", most)
		}
	}
	return nil
}

// changes gives the changes with their relations, in one read a side.
func changes(ctx context.Context, found []measure.Change, left, right *side) ([]Change, error) {
	var began, ended []graph.RelationID
	for _, c := range found {
		switch c.Kind {
		case measure.Began:
			began = append(began, c.Relation)
		case measure.Ended:
			ended = append(ended, c.Relation)
		}
	}
	relations, err := right.RelationsByID(ctx, began, right.filter.PublishedBy)
	if err != nil {
		return nil, err
	}
	gone, err := left.RelationsByID(ctx, ended, left.filter.PublishedBy)
	if err != nil {
		return nil, err
	}
	out := make([]Change, len(found))
	for i, c := range found {
		out[i] = Change{Change: c.Kind, A: c.A, B: c.B}
		switch c.Kind {
		case measure.Began:
			out[i].Relation = relations[c.Relation]
		case measure.Ended:
			out[i].Relation = gone[c.Relation]
		default:
			out[i].Before, out[i].After = &c.Before, &c.After
		}
	}
	return out, nil
}
