package atlas

import (
	"context"
	"iter"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/measure"
	"github.com/entente/entente/graph/traverse"
)

// TimelineAnswer counts relations by bucket.
type TimelineAnswer struct {
	Answered Answered
	Bucket   measure.Bucket
	measure.Timeline
}

// Timeline counts the relations of the whole graph by bucket. It counts every
// modality unless the filter names some.
func (v *View) Timeline(ctx context.Context, f graph.RelationFilter, b measure.Bucket) (*TimelineAnswer, error) {
	f, err := v.filter(ctx, f)
	if err != nil {
		return nil, err
	}
	return v.timeline(graph.Edges(ctx, v.snap, f), f, b)
}

// Timelines counts the relations of each of some actors by bucket, as Timeline
// does. It takes one read, whatever the number of actors.
func (v *View) Timelines(ctx context.Context, of []graph.ActorID, f graph.RelationFilter, b measure.Bucket) (map[graph.ActorID]*TimelineAnswer, error) {
	f, err := v.filter(ctx, f)
	if err != nil {
		return nil, err
	}
	bounded := traverse.Bound(v.snap, v.atlas.options.Budget.Relations, func(most int) error {
		return graph.Errorf(graph.ErrTooLarge, "the timelines count more than %d relations; ask for fewer actors at once, or narrow the filter", most)
	})
	edges := map[graph.ActorID][]graph.Edge{}
	for h, err := range bounded.Expand(ctx, of, graph.ExpandQuery{Filter: f}) {
		if err != nil {
			return nil, err
		}
		edges[h.At] = append(edges[h.At], h.Edge)
	}
	out := make(map[graph.ActorID]*TimelineAnswer, len(of))
	for _, id := range of {
		if out[id], err = v.timeline(each(edges[id]), f, b); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (v *View) timeline(edges iter.Seq2[graph.Edge, error], f graph.RelationFilter, b measure.Bucket) (*TimelineAnswer, error) {
	window := graph.Window{First: graph.MinDay, Last: graph.MaxDay}
	switch {
	case f.On != nil:
		window = graph.OnDay(*f.On)
	case f.During != nil:
		window = *f.During
	}
	found, err := measure.TimelineOf(edges, b, window)
	if err != nil {
		return nil, err
	}
	return &TimelineAnswer{Answered: Answered{Revision: v.Number(), Scenario: v.scenario, On: f.On, During: f.During, Notes: []string{}}, Bucket: b, Timeline: found}, nil
}

// each yields values without an error.
func each[V any](values []V) iter.Seq2[V, error] {
	return func(yield func(V, error) bool) {
		for _, v := range values {
			if !yield(v, nil) {
				return
			}
		}
	}
}

// edgesOf yields the edges of actors; one between two of them comes twice.
func (v *View) edgesOf(ctx context.Context, actors []graph.ActorID, f graph.RelationFilter) iter.Seq2[graph.Edge, error] {
	return func(yield func(graph.Edge, error) bool) {
		for h, err := range v.snap.Expand(ctx, actors, graph.ExpandQuery{Filter: f}) {
			if !yield(h.Edge, err) || err != nil {
				return
			}
		}
	}
}
