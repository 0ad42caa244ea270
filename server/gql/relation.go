package gql

import (
	"context"
	"slices"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/atlas"
)

type relationResolver struct{ atlas *atlas.Atlas }

// From gives the source.
func (relationResolver) From(ctx context.Context, obj *graph.Relation) (*graph.Actor, error) {
	return actorOfRelation(ctx, obj, func(r *graph.Relation) graph.ActorID { return r.From })
}

// actorOfRelation reads an actor that the relation refers to, and with it all that
// are asked for in other fields of the relations that stand here.
func actorOfRelation(ctx context.Context, obj *graph.Relation, id func(*graph.Relation) graph.ActorID) (*graph.Actor, error) {
	return together(ctx, obj, id, func(v *view, _ []graph.ActorID) (map[graph.ActorID]*graph.Actor, error) {
		return v.actorsByID(ctx, actorsAskedFor(ctx))
	})
}

// actorsAskedFor gives the actors in those fields of the relations standing at the
// place of ctx that are asked for.
func actorsAskedFor(ctx context.Context) []graph.ActorID {
	fields := besides(ctx, "Relation")
	var ids []graph.ActorID
	add := func(field string, id graph.ActorID) {
		if fields[field] && id != "" {
			ids = append(ids, id)
		}
	}
	for _, r := range besideOf[*graph.Relation](ctx) {
		add("from", r.From)
		add("to", r.To)
		add("place", r.Place)
		add("about", r.About.Actor)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// Kind gives what the relation says.
func (relationResolver) Kind(_ context.Context, obj *graph.Relation) (*graph.Kind, error) {
	k, _ := graph.KindByName(obj.Kind)
	return &k, nil
}

// To gives the target.
func (relationResolver) To(ctx context.Context, obj *graph.Relation) (*graph.Actor, error) {
	return actorOfRelation(ctx, obj, func(r *graph.Relation) graph.ActorID { return r.To })
}

// About gives against whom or about what.
func (relationResolver) About(ctx context.Context, obj *graph.Relation) (atlas.About, error) {
	about := func(r *graph.Relation) graph.About { return r.About }
	return together(ctx, obj, about, func(v *view, all []graph.About) (map[graph.About]atlas.About, error) {
		return v.about(ctx, all, actorsAskedFor(ctx))
	})
}

// about reads what relations are about, and the other actors that are asked for
// beside it.
func (v *view) about(ctx context.Context, all []graph.About, actors []graph.ActorID) (map[graph.About]atlas.About, error) {
	var events []graph.EventID
	for _, a := range all {
		if a.Actor != "" {
			actors = append(actors, a.Actor)
		} else if a.Event != "" {
			events = append(events, a.Event)
		}
	}
	actorsFound, err := v.actorsByID(ctx, actors)
	if err != nil {
		return nil, err
	}
	eventsFound, err := v.eventsByID(ctx, events)
	out := make(map[graph.About]atlas.About, len(all))
	for _, a := range all {
		switch {
		case a.Actor != "" && actorsFound[a.Actor] != nil:
			out[a] = actorsFound[a.Actor]
		case a.Event != "" && eventsFound[a.Event] != nil:
			out[a] = eventsFound[a.Event]
		case a.Text != "":
			out[a] = &atlas.Topic{Text: a.Text}
		}
	}
	return out, err
}

// Place gives where it takes place.
func (relationResolver) Place(ctx context.Context, obj *graph.Relation) (*graph.Actor, error) {
	return actorOfRelation(ctx, obj, func(r *graph.Relation) graph.ActorID { return r.Place })
}

// Event gives the event of which it is an act.
func (relationResolver) Event(ctx context.Context, obj *graph.Relation) (*graph.Event, error) {
	return event(ctx, obj, func(r *graph.Relation) graph.EventID { return r.Event })
}

// Period gives when it held or happened.
func (relationResolver) Period(_ context.Context, obj *graph.Relation) (*atlas.Period, error) {
	return atlas.NewPeriod(obj.Period, obj.Bounds()), nil
}

// Evidence lists who says so.
func (relationResolver) Evidence(ctx context.Context, obj *graph.Relation, stance *graph.Stance, first *int, after *string) (*atlas.EvidencePage, error) {
	q := page(ctx, first, after, 20)
	return made(ctx, obj, func(v *view, r *graph.Relation) (*atlas.EvidencePage, error) {
		return v.RelationEvidence(r, or(stance, ""), q)
	})
}

// Revision gives the revision that recorded this version.
func (r relationResolver) Revision(ctx context.Context, obj *graph.Relation) (*graph.Revision, error) {
	return revision(ctx, r.atlas, obj, func(r *graph.Relation) graph.RevisionNumber { return r.Revision })
}

// relationsOf reads the relations that obj names by their edges.
func relationsOf[P any](ctx context.Context, obj *P, of func(*P) []graph.Edge, publishedBy *graph.Day) ([]*graph.Relation, error) {
	return together(ctx, obj, itself, func(v *view, all []*P) (map[*P][]*graph.Relation, error) {
		var ids []graph.RelationID
		for _, x := range all {
			ids = append(ids, idsOf(of(x))...)
		}
		found, err := v.RelationsByID(ctx, ids, publishedBy)
		out := make(map[*P][]*graph.Relation, len(all))
		for _, x := range all {
			out[x] = inOrder(idsOf(of(x)), found)
		}
		return out, err
	})
}

func idsOf(edges []graph.Edge) []graph.RelationID {
	out := make([]graph.RelationID, len(edges))
	for i, e := range edges {
		out[i] = e.ID
	}
	return out
}
