package atlas

import (
	"context"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/traverse"
)

// AllianceQuery asks who is bound to an actor.
type AllianceQuery struct {
	Of     graph.ActorID // id or code
	Hops   int
	Filter graph.RelationFilter
}

// AllianceAnswer are the allies, the nearest first.
type AllianceAnswer struct {
	Answered Answered
	Allies   []traverse.Ally
}

// Alliances answers q. An actor that is not recorded is ErrNotFound.
func (v *View) Alliances(ctx context.Context, q AllianceQuery) (*AllianceAnswer, error) {
	of, err := v.Existing(ctx, "of", string(q.Of))
	if err != nil {
		return nil, err
	}
	allies, err := traverse.Alliances(ctx, v.snap, traverse.AllianceQuery{Of: of, Hops: q.Hops, Filter: q.Filter, Budget: v.atlas.options.Budget})
	if err != nil {
		return nil, err
	}
	return &AllianceAnswer{Answered: v.answered(q.Filter), Allies: allies}, nil
}

// ObligationQuery asks who is bound to do what if an actor is attacked.
type ObligationQuery struct {
	Attacked    graph.ActorID   // id or code
	Attackers   []graph.ActorID // ids or codes; empty for anybody
	On          graph.Day
	PublishedBy *graph.Day
}

// ObligationAnswer says who is bound to what.
type ObligationAnswer struct {
	Answered Answered
	traverse.Obligations
}

// Obligations answers q. An actor that is not recorded is ErrNotFound.
func (v *View) Obligations(ctx context.Context, q ObligationQuery) (*ObligationAnswer, error) {
	attacked, err := v.Existing(ctx, "attacked", string(q.Attacked))
	if err != nil {
		return nil, err
	}
	attackers, err := v.actors(ctx, "attackers", q.Attackers)
	if err != nil {
		return nil, err
	}
	found, err := traverse.ObligationsOf(ctx, v.snap, traverse.ObligationQuery{
		Attacked: attacked, Attackers: attackers, On: q.On, PublishedBy: q.PublishedBy, Budget: v.atlas.options.Budget,
	})
	if err != nil {
		return nil, err
	}
	return &ObligationAnswer{Obligations: found, Answered: Answered{Revision: v.Number(), On: &q.On, Notes: []string{
		"only what is in force binds; being a member of an organization alone binds nobody; a suspended party stays bound; an organization that attacks stands for its members of that day; pledges bind nobody",
	}}}, nil
}
