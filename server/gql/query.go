package gql

import (
	"context"
	"slices"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/atlas"
)

type queryResolver struct{ *resolver }

// Node looks anything up by its id.
func (queryResolver) Node(ctx context.Context, id string, in *atlas.ViewInput) (atlas.Node, error) {
	return ask(ctx, in, func(v *view) (atlas.Node, error) {
		all, err := v.Nodes(ctx, []string{id})
		if err != nil {
			return nil, err
		}
		return all[0], nil
	})
}

// Nodes looks several things up by their ids.
func (queryResolver) Nodes(ctx context.Context, ids []string, in *atlas.ViewInput) ([]atlas.Node, error) {
	return ask(ctx, in, func(v *view) ([]atlas.Node, error) { return v.Nodes(ctx, ids) })
}

// Actor looks an actor up by its id or a code.
func (queryResolver) Actor(ctx context.Context, id string, in *atlas.ViewInput) (*graph.Actor, error) {
	return ask(ctx, in, func(v *view) (*graph.Actor, error) { return v.Actor(ctx, id) })
}

// Actors lists actors.
func (queryResolver) Actors(ctx context.Context, filter *atlas.ActorFilter, first *int, after *string, in *atlas.ViewInput) (*atlas.ActorPage, error) {
	q := atlas.ActorList{Filter: or(filter, atlas.ActorFilter{}), PageQuery: page(ctx, first, after, 50)}
	return ask(ctx, in, func(v *view) (*atlas.ActorPage, error) { return v.Actors(ctx, q) })
}

// Search finds actors by name.
func (queryResolver) Search(ctx context.Context, text string, kinds []graph.ActorKind, first *int, in *atlas.ViewInput) ([]*graph.SearchHit, error) {
	q := graph.SearchQuery{Text: text, Kinds: kinds, Limit: or(first, 10)}
	return ask(ctx, in, func(v *view) ([]*graph.SearchHit, error) { return v.Search(ctx, q) })
}

// Relation looks a relation up by its id.
func (queryResolver) Relation(ctx context.Context, id string, in *atlas.ViewInput) (*graph.Relation, error) {
	return ask(ctx, in, func(v *view) (*graph.Relation, error) {
		found, err := v.RelationsByID(ctx, []graph.RelationID{graph.RelationID(id)}, nil)
		return found[graph.RelationID(id)], err
	})
}

// Relations lists relations.
func (queryResolver) Relations(ctx context.Context, filter *graph.RelationFilter, order *graph.RelationOrder, first *int, after *string, in *atlas.ViewInput) (*atlas.RelationPage, error) {
	q := atlas.RelationList{Filter: or(filter, graph.RelationFilter{}), Order: or(order, graph.Newest), PageQuery: page(ctx, first, after, 50)}
	return ask(ctx, in, func(v *view) (*atlas.RelationPage, error) {
		pages, err := v.Relations(ctx, q)
		return pages[""], err
	})
}

// Event looks an event up by its id.
func (queryResolver) Event(ctx context.Context, id string, in *atlas.ViewInput) (*graph.Event, error) {
	return ask(ctx, in, func(v *view) (*graph.Event, error) {
		found, err := v.EventsByID(ctx, []graph.EventID{graph.EventID(id)})
		return found[graph.EventID(id)], err
	})
}

// Events lists events.
func (queryResolver) Events(ctx context.Context, filter *graph.EventFilter, first *int, after *string, in *atlas.ViewInput) (*atlas.EventPage, error) {
	q := atlas.EventList{Filter: or(filter, graph.EventFilter{}), PageQuery: page(ctx, first, after, 50)}
	return ask(ctx, in, func(v *view) (*atlas.EventPage, error) {
		pages, err := v.Events(ctx, q)
		return pages[""], err
	})
}

// Source looks a source up by its id.
func (queryResolver) Source(ctx context.Context, id string, in *atlas.ViewInput) (*graph.Source, error) {
	return ask(ctx, in, func(v *view) (*graph.Source, error) {
		found, err := v.SourcesByID(ctx, []graph.SourceID{graph.SourceID(id)})
		return found[graph.SourceID(id)], err
	})
}

// Sources lists sources.
func (queryResolver) Sources(ctx context.Context, text *string, first *int, after *string, in *atlas.ViewInput) (*atlas.SourcePage, error) {
	q := atlas.SourceList{Filter: graph.SourceFilter{Text: or(text, "")}, PageQuery: page(ctx, first, after, 50)}
	return ask(ctx, in, func(v *view) (*atlas.SourcePage, error) { return v.Sources(ctx, q) })
}

// Kind gives a kind of relation.
func (queryResolver) Kind(_ context.Context, name graph.KindName) (*graph.Kind, error) {
	k, known := graph.KindByName(name)
	if !known {
		return nil, nil
	}
	return &k, nil
}

// Kinds lists the registry.
func (queryResolver) Kinds(context.Context) ([]*graph.Kind, error) {
	return pointers(graph.Kinds()), nil
}

// Neighborhood gives the actors around some actors.
func (queryResolver) Neighborhood(ctx context.Context, of []string, hops *int, direction *graph.Direction, limit *int, filter *graph.RelationFilter, in *atlas.ViewInput) (*atlas.Subgraph, error) {
	q := atlas.NeighborhoodQuery{Hops: or(hops, 1), Direction: or(direction, graph.Both), Limit: or(limit, 100), Filter: or(filter, graph.RelationFilter{})}
	for _, id := range of {
		q.Of = append(q.Of, graph.ActorID(id))
	}
	return ask(ctx, in, func(v *view) (*atlas.Subgraph, error) { return v.Neighborhood(ctx, q) })
}

// Revision gives a revision by its number.
func (r queryResolver) Revision(ctx context.Context, number int) (*graph.Revision, error) {
	return ask(ctx, nil, func(*view) (*graph.Revision, error) { return r.atlas.Revision(ctx, number) })
}

// Revisions lists the revisions.
func (r queryResolver) Revisions(ctx context.Context, first *int, after *string) (*atlas.RevisionPage, error) {
	q := page(ctx, first, after, 20)
	return ask(ctx, nil, func(*view) (*atlas.RevisionPage, error) { return r.atlas.Revisions(ctx, q) })
}

// Service tells about the service.
func (r queryResolver) Service(ctx context.Context) (*atlas.Service, error) {
	s, err := r.atlas.Service(ctx)
	if err != nil {
		return nil, err
	}
	told := *s
	told.Limits = slices.Concat(s.Limits, r.limits)
	return &told, nil
}
