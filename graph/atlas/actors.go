package atlas

import (
	"context"
	"iter"

	"github.com/entente/entente/graph"
)

// ActorList asks for a page of actors.
type ActorList struct {
	Filter ActorFilter
	PageQuery
}

// Actors gives a page of the actors, by id.
func (v *View) Actors(ctx context.Context, q ActorList) (*ActorPage, error) {
	if err := q.validate(); err != nil {
		return nil, err
	}
	f, err := v.actorFilter(ctx, q.Filter)
	if err != nil {
		return nil, err
	}
	l := v.newList("actors", q.Filter)
	find := func(after graph.Key) iter.Seq2[graph.Actor, error] {
		return v.snap.FindActors(ctx, f, graph.ActorID(after.ID))
	}
	return readPage(l, q.PageQuery, find, func(a *graph.Actor) graph.Key { return graph.Key{ID: string(a.ID)} })
}

// actorFilter gives the filter with what its references mean.
func (v *View) actorFilter(ctx context.Context, f ActorFilter) (graph.ActorFilter, error) {
	out := graph.ActorFilter{Kinds: f.Kinds, On: f.On, Text: f.Text}
	if err := (graph.SearchQuery{Text: f.Text}).Validate(); err != nil {
		return out, graph.InField("filter", err)
	}
	if f.Code != "" {
		c, ok := parseCode(f.Code)
		if !ok {
			return out, invalid("filter.code", "%q is not a code; write scheme:value, as in iso3:MLI, cow:432 or wikidata:Q912", f.Code)
		}
		out.Code = &c
	}
	if f.MemberOf == "" {
		return out, nil
	}
	organization, err := v.Existing(ctx, "filter.memberOf", string(f.MemberOf))
	if err != nil {
		return out, err
	}
	out.IDs, err = v.members(ctx, organization, f.On)
	return out, err
}

// members gives who is recorded as a member of an organization on a day, or ever.
func (v *View) members(ctx context.Context, organization graph.ActorID, on *graph.Day) ([]graph.ActorID, error) {
	out := []graph.ActorID{}
	q := graph.ExpandQuery{Direction: graph.In, Filter: graph.RelationFilter{
		Kinds: []graph.KindName{graph.MemberOf}, On: on, Modalities: graph.WalkModalities,
	}}
	for h, err := range v.snap.Expand(ctx, []graph.ActorID{organization}, q) {
		if err != nil {
			return nil, err
		}
		out = append(out, h.Other())
	}
	return out, nil
}

// Existing gives the id of the actor that an argument refers to by id or code. One
// that is not recorded is ErrNotFound.
func (v *View) Existing(ctx context.Context, field, ref string) (graph.ActorID, error) {
	found, err := v.lookUp(ctx, []graph.ActorID{graph.ActorID(ref)})
	if err != nil {
		return "", err
	}
	switch all := found[graph.ActorID(ref)]; len(all) {
	case 0:
		return "", v.noActor(ctx, field, ref)
	case 1:
		return all[0].ID, nil
	default:
		return "", graph.InField(field, ambiguous(ref, all))
	}
}

// Search gives the actors whose names match a text best, the best first.
func (v *View) Search(ctx context.Context, q graph.SearchQuery) ([]*graph.SearchHit, error) {
	if q.Limit < 0 || q.Limit > MaxFirst {
		return nil, invalid("first", "%d is not between 0 and %d", q.Limit, MaxFirst)
	}
	if err := q.Validate(); err != nil {
		return nil, err
	}
	out := []*graph.SearchHit{}
	if q.Limit == 0 {
		return out, nil
	}
	for hit, err := range v.snap.Search(ctx, q) {
		if err != nil {
			return nil, err
		}
		out = append(out, &hit)
	}
	return out, nil
}
