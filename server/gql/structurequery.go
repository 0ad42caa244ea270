package gql

import (
	"context"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/atlas"
	"github.com/entente/entente/graph/measure"
	"github.com/entente/entente/graph/traverse"
)

// The questions about the structure of a view.

// Paths gives the best ways between two actors.
func (queryResolver) Paths(ctx context.Context, from, to string, maxHops *int, direction *graph.Direction, order *traverse.PathOrder, first *int, filter *graph.RelationFilter, in *atlas.ViewInput) (*atlas.PathAnswer, error) {
	q := atlas.PathQuery{
		From: graph.ActorID(from), To: graph.ActorID(to), MaxHops: or(maxHops, 4), Direction: or(direction, graph.Both),
		Order: or(order, traverse.ByHops), First: or(first, 3), Filter: or(filter, graph.RelationFilter{}),
	}
	return ask(ctx, in, func(v *view) (*atlas.PathAnswer, error) { return v.Paths(ctx, q) })
}

// Influence gives whom an actor can move, or who can move it.
func (queryResolver) Influence(ctx context.Context, by, over *string, hops *int, method *traverse.InfluenceMethod, decay *float64, halfLifeDays *int, leverage []*atlas.Leverage, first *int, filter *graph.RelationFilter, in *atlas.ViewInput) (*atlas.InfluenceAnswer, error) {
	q := atlas.InfluenceQuery{
		By: graph.ActorID(or(by, "")), Over: graph.ActorID(or(over, "")), Hops: or(hops, 3), Method: or(method, traverse.Best),
		Decay: or(decay, traverse.DefaultDecay), HalfLife: or(halfLifeDays, graph.DefaultHalfLife), First: or(first, 20), Filter: or(filter, graph.RelationFilter{}),
	}
	for _, l := range leverage {
		q.Leverage = append(q.Leverage, *l)
	}
	return ask(ctx, in, func(v *view) (*atlas.InfluenceAnswer, error) { return v.Influence(ctx, q) })
}

// Alliances gives who is bound to an actor.
func (queryResolver) Alliances(ctx context.Context, of string, hops *int, filter *graph.RelationFilter, in *atlas.ViewInput) (*atlas.AllianceAnswer, error) {
	q := atlas.AllianceQuery{Of: graph.ActorID(of), Hops: or(hops, 1), Filter: or(filter, graph.RelationFilter{})}
	return ask(ctx, in, func(v *view) (*atlas.AllianceAnswer, error) { return v.Alliances(ctx, q) })
}

// Obligations gives who is bound to do what if an actor is attacked.
func (queryResolver) Obligations(ctx context.Context, attacked string, attackers []string, on graph.Day, publishedBy *graph.Day, in *atlas.ViewInput) (*atlas.ObligationAnswer, error) {
	q := atlas.ObligationQuery{Attacked: graph.ActorID(attacked), Attackers: actorIDs(attackers), On: on, PublishedBy: publishedBy}
	return ask(ctx, in, func(v *view) (*atlas.ObligationAnswer, error) { return v.Obligations(ctx, q) })
}

// Blocs divides actors into blocs.
func (queryResolver) Blocs(ctx context.Context, among []string, method *atlas.BlocMethod, resolution *float64, filter *graph.RelationFilter, in *atlas.ViewInput) (*atlas.BlocAnswer, error) {
	q := atlas.StructureQuery{Among: actorIDs(among), Filter: or(filter, graph.RelationFilter{})}
	return ask(ctx, in, func(v *view) (*atlas.BlocAnswer, error) {
		return v.Blocs(ctx, q, or(method, atlas.Frustration), or(resolution, 1))
	})
}

// Balance counts triads.
func (queryResolver) Balance(ctx context.Context, among []string, filter *graph.RelationFilter, in *atlas.ViewInput) (*atlas.BalanceAnswer, error) {
	q := atlas.StructureQuery{Among: actorIDs(among), Filter: or(filter, graph.RelationFilter{})}
	return ask(ctx, in, func(v *view) (*atlas.BalanceAnswer, error) { return v.Balance(ctx, q) })
}

// Centrality ranks actors.
func (queryResolver) Centrality(ctx context.Context, of measure.Centrality, among []string, hostileToo *bool, first *int, filter *graph.RelationFilter, in *atlas.ViewInput) (*atlas.CentralityAnswer, error) {
	q := atlas.StructureQuery{Among: actorIDs(among), Filter: or(filter, graph.RelationFilter{})}
	return ask(ctx, in, func(v *view) (*atlas.CentralityAnswer, error) {
		return v.Centrality(ctx, q, of, or(hostileToo, false), or(first, 20))
	})
}

// Timeline counts relations by time.
func (queryResolver) Timeline(ctx context.Context, bucket *measure.Bucket, filter *graph.RelationFilter, in *atlas.ViewInput) (*atlas.TimelineAnswer, error) {
	f := or(filter, graph.RelationFilter{})
	return ask(ctx, in, func(v *view) (*atlas.TimelineAnswer, error) {
		return v.Timeline(ctx, f, or(bucket, measure.ByMonth))
	})
}

// Difference gives what changed between two views or days. What hangs below it is
// read in the later one.
func (r queryResolver) Difference(ctx context.Context, left, right atlas.Side, of []string, first *int, filter *graph.RelationFilter) (*atlas.DifferenceAnswer, error) {
	q := atlas.DifferenceQuery{Left: left, Right: right, Of: actorIDs(of), First: or(first, 100), Filter: or(filter, graph.RelationFilter{})}
	return ask(ctx, right.View, func(*view) (*atlas.DifferenceAnswer, error) { return r.atlas.Difference(ctx, q) })
}

func actorIDs(ids []string) []graph.ActorID {
	var out []graph.ActorID
	for _, id := range ids {
		out = append(out, graph.ActorID(id))
	}
	return out
}
