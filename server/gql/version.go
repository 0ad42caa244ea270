package gql

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/atlas"
)

type versionResolver struct{ atlas *atlas.Atlas }

// Subject gives the record as it was left. It is not kept as what has its id: other
// answers read that as it is now.
func (versionResolver) Subject(ctx context.Context, obj *atlas.Version) (atlas.Node, error) {
	s := scopeOf(ctx)
	at, _ := where(graphql.GetFieldContext(ctx))
	p := s.place(at)
	p.once.Do(func() {
		subjects := map[*atlas.Version]atlas.Node{}
		for _, v := range append(besideOf[*atlas.Version](ctx), obj) {
			if subjects[v] == nil {
				subjects[v] = v.Subject()
				s.put(at, nil, subjects[v])
			}
		}
		p.values = subjects
	})
	return p.values.(map[*atlas.Version]atlas.Node)[obj], nil
}

// Revision gives the revision that did it.
func (r versionResolver) Revision(ctx context.Context, obj *atlas.Version) (*graph.Revision, error) {
	return revision(ctx, r.atlas, obj, func(v *atlas.Version) graph.RevisionNumber { return v.Change.Revision })
}

// history reads the versions of what obj is.
func history[P any](ctx context.Context, obj P, id func(P) string, first *int, after *string) (*atlas.VersionPage, error) {
	q := page(ctx, first, after, 20)
	return together(ctx, obj, id, func(v *view, ids []string) (map[string]*atlas.VersionPage, error) {
		return v.History(ctx, ids, q)
	})
}

// History lists the versions of the actor.
func (actorResolver) History(ctx context.Context, obj *graph.Actor, first *int, after *string) (*atlas.VersionPage, error) {
	return history(ctx, obj, func(a *graph.Actor) string { return string(a.ID) }, first, after)
}

// History lists the versions of the source.
func (sourceResolver) History(ctx context.Context, obj *graph.Source, first *int, after *string) (*atlas.VersionPage, error) {
	return history(ctx, obj, func(s *graph.Source) string { return string(s.ID) }, first, after)
}

// History lists the versions of the event.
func (eventResolver) History(ctx context.Context, obj *graph.Event, first *int, after *string) (*atlas.VersionPage, error) {
	return history(ctx, obj, func(e *graph.Event) string { return string(e.ID) }, first, after)
}

// History lists the versions of the relation.
func (relationResolver) History(ctx context.Context, obj *graph.Relation, first *int, after *string) (*atlas.VersionPage, error) {
	return history(ctx, obj, func(r *graph.Relation) string { return string(r.ID) }, first, after)
}

// Blame says who is to be asked about what the relation says.
func (relationResolver) Blame(ctx context.Context, obj *graph.Relation) ([]*atlas.Blame, error) {
	return together(ctx, obj, itself, func(v *view, all []*graph.Relation) (map[*graph.Relation][]*atlas.Blame, error) {
		return v.Blame(ctx, all)
	})
}

type blameResolver struct{ atlas *atlas.Atlas }

// Revision gives the revision that says so.
func (r blameResolver) Revision(ctx context.Context, obj *atlas.Blame) (*graph.Revision, error) {
	return revision(ctx, r.atlas, obj, func(b *atlas.Blame) graph.RevisionNumber { return b.Revision })
}

// Evidence lists by what it is said.
func (blameResolver) Evidence(ctx context.Context, obj *atlas.Blame) ([]*graph.Evidence, error) {
	return made(ctx, obj, func(_ *view, b *atlas.Blame) ([]*graph.Evidence, error) { return pointers(b.Evidence), nil })
}
