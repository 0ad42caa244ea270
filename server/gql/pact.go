package gql

import (
	"context"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/atlas"
	"github.com/entente/entente/graph/traverse"
)

type allianceAnswerResolver struct{}

// Allies lists the allies.
func (allianceAnswerResolver) Allies(ctx context.Context, obj *atlas.AllianceAnswer) ([]*traverse.Ally, error) {
	return made(ctx, obj, func(_ *view, a *atlas.AllianceAnswer) ([]*traverse.Ally, error) { return pointers(a.Allies), nil })
}

type allyResolver struct{}

// Actor gives the ally.
func (allyResolver) Actor(ctx context.Context, obj *traverse.Ally) (*graph.Actor, error) {
	return actor(ctx, obj, func(a *traverse.Ally) graph.ActorID { return a.Actor })
}

// Bonds lists what binds it.
func (allyResolver) Bonds(ctx context.Context, obj *traverse.Ally) ([]*traverse.Bond, error) {
	return made(ctx, obj, func(_ *view, a *traverse.Ally) ([]*traverse.Bond, error) { return pointers(a.Bonds), nil })
}

type allyConnectionResolver struct{}

// Nodes gives the allies of the page.
func (allyConnectionResolver) Nodes(ctx context.Context, obj *atlas.AllyPage) ([]*graph.Actor, error) {
	return actorsOf(ctx, obj, (*atlas.AllyPage).IDs)
}

type allyEdgeResolver struct{}

// Node gives the ally.
func (allyEdgeResolver) Node(ctx context.Context, obj *atlas.AllyItem) (*graph.Actor, error) {
	return actor(ctx, obj, func(i *atlas.AllyItem) graph.ActorID { return i.Node.Actor })
}

// Bonds lists what binds it.
func (allyEdgeResolver) Bonds(ctx context.Context, obj *atlas.AllyItem) ([]*traverse.Bond, error) {
	return made(ctx, obj, func(_ *view, i *atlas.AllyItem) ([]*traverse.Bond, error) { return pointers(i.Node.Bonds), nil })
}

type bondResolver struct{}

// From gives one side.
func (bondResolver) From(ctx context.Context, obj *traverse.Bond) (*graph.Actor, error) {
	return actor(ctx, obj, func(b *traverse.Bond) graph.ActorID { return b.From })
}

// To gives the other side.
func (bondResolver) To(ctx context.Context, obj *traverse.Bond) (*graph.Actor, error) {
	return actor(ctx, obj, func(b *traverse.Bond) graph.ActorID { return b.To })
}

// Treaty gives the treaty, if there is one.
func (bondResolver) Treaty(ctx context.Context, obj *traverse.Bond) (*graph.Actor, error) {
	return actor(ctx, obj, func(b *traverse.Bond) graph.ActorID { return b.Treaty })
}

// Organization gives the organization of the treaty, if there is one.
func (bondResolver) Organization(ctx context.Context, obj *traverse.Bond) (*graph.Actor, error) {
	return actor(ctx, obj, func(b *traverse.Bond) graph.ActorID { return b.Organization })
}

// Relations lists what shows it.
func (bondResolver) Relations(ctx context.Context, obj *traverse.Bond) ([]*graph.Relation, error) {
	return together(ctx, obj, itself, func(v *view, all []*traverse.Bond) (map[*traverse.Bond][]*graph.Relation, error) {
		var ids []graph.RelationID
		for _, b := range all {
			ids = append(ids, b.Relations...)
		}
		found, err := v.RelationsByID(ctx, ids, nil)
		out := make(map[*traverse.Bond][]*graph.Relation, len(all))
		for _, b := range all {
			out[b] = inOrder(b.Relations, found)
		}
		return out, err
	})
}

type obligationAnswerResolver struct{}

// Attackers lists the attackers.
func (obligationAnswerResolver) Attackers(ctx context.Context, obj *atlas.ObligationAnswer) ([]*graph.Actor, error) {
	return actorsOf(ctx, obj, func(a *atlas.ObligationAnswer) []graph.ActorID { return a.Attackers })
}

func duties(ctx context.Context, obj *atlas.ObligationAnswer, of func(*atlas.ObligationAnswer) []traverse.Duty) ([]*traverse.Duty, error) {
	return made(ctx, obj, func(_ *view, a *atlas.ObligationAnswer) ([]*traverse.Duty, error) { return pointers(of(a)), nil })
}

// ToHelp lists who is bound to defend the attacked.
func (obligationAnswerResolver) ToHelp(ctx context.Context, obj *atlas.ObligationAnswer) ([]*traverse.Duty, error) {
	return duties(ctx, obj, func(a *atlas.ObligationAnswer) []traverse.Duty { return a.ToHelp })
}

// ToBoth lists who is bound to both sides.
func (obligationAnswerResolver) ToBoth(ctx context.Context, obj *atlas.ObligationAnswer) ([]*traverse.Duty, error) {
	return duties(ctx, obj, func(a *atlas.ObligationAnswer) []traverse.Duty { return a.ToBoth })
}

// ToStayOut lists who is bound to stay out.
func (obligationAnswerResolver) ToStayOut(ctx context.Context, obj *atlas.ObligationAnswer) ([]*traverse.Duty, error) {
	return duties(ctx, obj, func(a *atlas.ObligationAnswer) []traverse.Duty { return a.ToStayOut })
}

// ToConsult lists who is bound to consult.
func (obligationAnswerResolver) ToConsult(ctx context.Context, obj *atlas.ObligationAnswer) ([]*traverse.Duty, error) {
	return duties(ctx, obj, func(a *atlas.ObligationAnswer) []traverse.Duty { return a.ToConsult })
}

// Pledged lists who promised to defend the attacked.
func (obligationAnswerResolver) Pledged(ctx context.Context, obj *atlas.ObligationAnswer) ([]*traverse.Pledge, error) {
	return made(ctx, obj, func(_ *view, a *atlas.ObligationAnswer) ([]*traverse.Pledge, error) { return pointers(a.Pledged), nil })
}

type dutyResolver struct{}

// Actor gives who is bound.
func (dutyResolver) Actor(ctx context.Context, obj *traverse.Duty) (*graph.Actor, error) {
	return actor(ctx, obj, func(d *traverse.Duty) graph.ActorID { return d.Actor })
}

// Bonds lists by what.
func (dutyResolver) Bonds(ctx context.Context, obj *traverse.Duty) ([]*traverse.Bond, error) {
	return made(ctx, obj, func(_ *view, d *traverse.Duty) ([]*traverse.Bond, error) { return pointers(d.Bonds), nil })
}

type pledgeResolver struct{}

// Actor gives who promised.
func (pledgeResolver) Actor(ctx context.Context, obj *traverse.Pledge) (*graph.Actor, error) {
	return actor(ctx, obj, func(p *traverse.Pledge) graph.ActorID { return p.Actor })
}

// Relation gives the promise.
func (pledgeResolver) Relation(ctx context.Context, obj *traverse.Pledge) (*graph.Relation, error) {
	id := func(p *traverse.Pledge) graph.RelationID { return p.Relation }
	return together(ctx, obj, id, func(v *view, ids []graph.RelationID) (map[graph.RelationID]*graph.Relation, error) {
		return v.RelationsByID(ctx, ids, nil)
	})
}
