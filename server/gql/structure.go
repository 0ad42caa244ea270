package gql

import (
	"context"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/atlas"
	"github.com/entente/entente/graph/measure"
)

type blocAnswerResolver struct{}

// Blocs lists the blocs.
func (blocAnswerResolver) Blocs(ctx context.Context, obj *atlas.BlocAnswer) ([]*atlas.Bloc, error) {
	return made(ctx, obj, func(_ *view, a *atlas.BlocAnswer) ([]*atlas.Bloc, error) { return pointers(a.Blocs), nil })
}

// LeftOut lists the actors without a dyad.
func (blocAnswerResolver) LeftOut(ctx context.Context, obj *atlas.BlocAnswer) ([]*graph.Actor, error) {
	return actorsOf(ctx, obj, func(a *atlas.BlocAnswer) []graph.ActorID { return a.LeftOut })
}

type blocResolver struct{}

// Members lists the members.
func (blocResolver) Members(ctx context.Context, obj *atlas.Bloc) ([]*graph.Actor, error) {
	return actorsOf(ctx, obj, func(b *atlas.Bloc) []graph.ActorID { return b.Members })
}

type balanceAnswerResolver struct{}

// Strained lists the unbalanced triads.
func (balanceAnswerResolver) Strained(ctx context.Context, obj *atlas.BalanceAnswer, of *string, first *int) ([]*measure.Triad, error) {
	return made(ctx, obj, func(v *view, a *atlas.BalanceAnswer) ([]*measure.Triad, error) {
		var id graph.ActorID
		if of != nil {
			found, err := v.Existing(ctx, "of", *of)
			if err != nil {
				return nil, err
			}
			id = found
		}
		triads, err := a.Strained(id, or(first, 20))
		return pointers(triads), err
	})
}

// LeftOut lists the actors without a dyad.
func (balanceAnswerResolver) LeftOut(ctx context.Context, obj *atlas.BalanceAnswer) ([]*graph.Actor, error) {
	return actorsOf(ctx, obj, func(a *atlas.BalanceAnswer) []graph.ActorID { return a.LeftOut })
}

type triadResolver struct{}

// Actors lists the three.
func (triadResolver) Actors(ctx context.Context, obj *measure.Triad) ([]*graph.Actor, error) {
	return actorsOf(ctx, obj, func(t *measure.Triad) []graph.ActorID { return t.Actors[:] })
}

// Nets lists how they stand to one another.
func (triadResolver) Nets(_ context.Context, obj *measure.Triad) ([]float64, error) {
	return obj.Nets[:], nil
}

type centralityAnswerResolver struct{}

// Ranked lists the actors with their scores.
func (centralityAnswerResolver) Ranked(ctx context.Context, obj *atlas.CentralityAnswer) ([]*measure.Ranked, error) {
	return made(ctx, obj, func(_ *view, a *atlas.CentralityAnswer) ([]*measure.Ranked, error) { return pointers(a.Ranked), nil })
}

type rankedResolver struct{}

// Actor gives the actor.
func (rankedResolver) Actor(ctx context.Context, obj *measure.Ranked) (*graph.Actor, error) {
	return actor(ctx, obj, func(r *measure.Ranked) graph.ActorID { return r.Actor })
}

// actorsOf reads the actors that obj lists.
func actorsOf[P any](ctx context.Context, obj *P, of func(*P) []graph.ActorID) ([]*graph.Actor, error) {
	return together(ctx, obj, itself, func(v *view, all []*P) (map[*P][]*graph.Actor, error) {
		var ids []graph.ActorID
		for _, x := range all {
			ids = append(ids, of(x)...)
		}
		found, err := v.actorsByID(ctx, ids)
		out := make(map[*P][]*graph.Actor, len(all))
		for _, x := range all {
			out[x] = inOrder(of(x), found)
		}
		return out, err
	})
}
