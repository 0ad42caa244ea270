package atlas

import (
	"cmp"
	"context"
	"slices"

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
	if err := v.sources(ctx, "filter.sources", q.Filter.Sources); err != nil {
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
	return &ObligationAnswer{Obligations: found, Answered: Answered{Revision: v.Number(), Scenario: v.scenario, On: &q.On, Notes: []string{
		"only what is in force binds; being a member of an organization alone binds nobody; a suspended party stays bound; an organization that attacks stands for its members of that day; pledges bind nobody",
	}}}, nil
}

// AllyList asks for a page of the allies of each of some actors.
type AllyList struct {
	Of     []graph.ActorID // ids
	Filter graph.RelationFilter
	PageQuery
}

// AllyPage is a part of the list of an actor's allies.
type AllyPage struct{ Page[traverse.Ally] }

// AllyItem is an ally with its place in the list.
type AllyItem = Item[traverse.Ally]

// Elements gives the allies with their places, and the page itself.
func (p *AllyPage) Elements() []any {
	out := make([]any, 0, len(p.Items)+1)
	for _, x := range p.Items {
		out = append(out, x)
	}
	return append(out, p)
}

// IDs gives the allies of the page.
func (p *AllyPage) IDs() []graph.ActorID {
	out := make([]graph.ActorID, len(p.Items))
	for i, x := range p.Items {
		out[i] = x.Node.Actor
	}
	return out
}

// Allies gives a page of each list, by actor: who is bound to it directly, in the
// order of ids. Its reads do not depend on the number of actors.
func (v *View) Allies(ctx context.Context, q AllyList) (map[graph.ActorID]*AllyPage, error) {
	if err := q.validate(); err != nil {
		return nil, err
	}
	if err := v.sources(ctx, "filter.sources", q.Filter.Sources); err != nil {
		return nil, err
	}
	found, err := traverse.Allies(ctx, v.snap, q.Of, q.Filter, v.atlas.options.Budget)
	if err != nil {
		return nil, err
	}
	pages := make(map[graph.ActorID]*AllyPage, len(q.Of))
	for _, of := range q.Of {
		l := v.newList("allies", of, filterPart(q.Filter))
		after, err := l.key(q.After)
		if err != nil {
			return nil, err
		}
		pages[of] = allyPage(l, q.PageQuery, found[of], after)
	}
	return pages, nil
}

func allyPage(l list, q PageQuery, found []traverse.Ally, after *graph.Key) *AllyPage {
	total := graph.Count{N: len(found), Exact: true}
	if after != nil {
		i, there := slices.BinarySearchFunc(found, graph.ActorID(after.ID), func(a traverse.Ally, id graph.ActorID) int { return cmp.Compare(a.Actor, id) })
		if there {
			i++
		}
		found = found[i:]
	}
	p := &AllyPage{*newPage(l, q, found[:min(len(found), q.First+1)], func(a *traverse.Ally) graph.Key { return graph.Key{ID: string(a.Actor)} })}
	p.Total = total
	return p
}
