package atlas

import (
	"context"
	"iter"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/measure"
)

// TimelineAnswer counts relations by bucket.
type TimelineAnswer struct {
	Answered Answered
	Bucket   measure.Bucket
	measure.Timeline
}

// Timeline counts the relations of an actor, or of the whole graph if of is empty,
// by bucket. It counts every modality unless the filter names some.
func (v *View) Timeline(ctx context.Context, of graph.ActorID, f graph.RelationFilter, b measure.Bucket) (*TimelineAnswer, error) {
	f, err := v.filter(ctx, f)
	if err != nil {
		return nil, err
	}
	window := graph.Window{First: graph.MinDay, Last: graph.MaxDay}
	switch {
	case f.On != nil:
		window = graph.OnDay(*f.On)
	case f.During != nil:
		window = *f.During
	}
	edges := graph.Edges(ctx, v.snap, f)
	if of != "" {
		edges = v.edgesOf(ctx, []graph.ActorID{of}, f)
	}
	found, err := measure.TimelineOf(edges, b, window)
	if err != nil {
		return nil, err
	}
	return &TimelineAnswer{Answered: Answered{Revision: v.Number(), On: f.On, During: f.During, Notes: []string{}}, Bucket: b, Timeline: found}, nil
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
