package gql

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/atlas"
	"github.com/entente/entente/server/gql/gen"
)

// resolver gives the resolvers of each type. Those hold no state of their own: what
// an operation has read stands in its scope.
type resolver struct {
	atlas  *atlas.Atlas
	limits []atlas.Limit // of operations
}

var _ gen.ResolverRoot = (*resolver)(nil)

// Actor gives the resolvers of Actor.
func (r *resolver) Actor() gen.ActorResolver { return actorResolver{} }

// AllyConnection gives the resolvers of AllyConnection.
func (r *resolver) AllyConnection() gen.AllyConnectionResolver { return allyConnectionResolver{} }

// AllyEdge gives the resolvers of AllyEdge.
func (r *resolver) AllyEdge() gen.AllyEdgeResolver { return allyEdgeResolver{} }

// Answered gives the resolvers of Answered.
func (r *resolver) Answered() gen.AnsweredResolver { return answeredResolver{r.atlas} }

// Coverage gives the resolvers of Coverage.
func (r *resolver) Coverage() gen.CoverageResolver { return coverageResolver{} }

// Event gives the resolvers of Event.
func (r *resolver) Event() gen.EventResolver { return eventResolver{} }

// EventFilter gives the resolvers of EventFilter.
func (r *resolver) EventFilter() gen.EventFilterResolver { return eventFilterResolver{} }

// EventLink gives the resolvers of EventLink.
func (r *resolver) EventLink() gen.EventLinkResolver { return eventLinkResolver{} }

// Evidence gives the resolvers of Evidence.
func (r *resolver) Evidence() gen.EvidenceResolver { return evidenceResolver{} }

// Name gives the resolvers of Name.
func (r *resolver) Name() gen.NameResolver { return nameResolver{} }

// NeighborConnection gives the resolvers of NeighborConnection.
func (r *resolver) NeighborConnection() gen.NeighborConnectionResolver {
	return neighborConnectionResolver{}
}

// NeighborEdge gives the resolvers of NeighborEdge.
func (r *resolver) NeighborEdge() gen.NeighborEdgeResolver { return neighborEdgeResolver{} }

// Participant gives the resolvers of Participant.
func (r *resolver) Participant() gen.ParticipantResolver { return participantResolver{} }

// Query gives the resolvers of Query.
func (r *resolver) Query() gen.QueryResolver { return queryResolver{r} }

// Relation gives the resolvers of Relation.
func (r *resolver) Relation() gen.RelationResolver { return relationResolver{r.atlas} }

// RelationFilter gives the resolvers of RelationFilter.
func (r *resolver) RelationFilter() gen.RelationFilterResolver { return relationFilterResolver{} }

// Revision gives the resolvers of Revision.
func (r *resolver) Revision() gen.RevisionResolver { return revisionResolver{r.atlas} }

// SearchHit gives the resolvers of SearchHit.
func (r *resolver) SearchHit() gen.SearchHitResolver { return searchHitResolver{} }

// Source gives the resolvers of Source.
func (r *resolver) Source() gen.SourceResolver { return sourceResolver{} }

// Subgraph gives the resolvers of Subgraph.
func (r *resolver) Subgraph() gen.SubgraphResolver { return subgraphResolver{} }

// SubgraphActor gives the resolvers of SubgraphActor.
func (r *resolver) SubgraphActor() gen.SubgraphActorResolver { return subgraphActorResolver{} }

// actor reads the actor that obj refers to.
func actor[P any](ctx context.Context, obj P, id func(P) graph.ActorID) (*graph.Actor, error) {
	return together(ctx, obj, id, func(v *view, ids []graph.ActorID) (map[graph.ActorID]*graph.Actor, error) {
		return v.actorsByID(ctx, ids)
	})
}

// event reads the event that obj refers to.
func event[P any](ctx context.Context, obj P, id func(P) graph.EventID) (*graph.Event, error) {
	return together(ctx, obj, id, func(v *view, ids []graph.EventID) (map[graph.EventID]*graph.Event, error) {
		return v.eventsByID(ctx, ids)
	})
}

// itself is the key of an object whose field is made of the object alone.
func itself[P any](obj *P) *P { return obj }

// made gives a field that is made of each object alone, and reads nothing.
func made[P, V any](ctx context.Context, obj *P, of func(*view, *P) (V, error)) (V, error) {
	return together(ctx, obj, itself, func(v *view, all []*P) (map[*P]V, error) {
		out := make(map[*P]V, len(all))
		for _, x := range all {
			value, err := of(v, x)
			if err != nil {
				return nil, err
			}
			out[x] = value
		}
		return out, nil
	})
}

// page gives what is asked of a list; without first a page of usual entries.
func page(ctx context.Context, first *int, after *string, usual int) atlas.PageQuery {
	return atlas.PageQuery{First: or(first, usual), After: or(after, ""), Count: countWanted(ctx)}
}

// countWanted reports whether the connection that is resolved is asked how many
// there are.
func countWanted(ctx context.Context) bool {
	return graphql.FieldRequested(ctx, "totalCount") || graphql.FieldRequested(ctx, "countIsExact")
}

// or gives an argument, or what it is if it is null.
func or[T any](given *T, usual T) T {
	if given == nil {
		return usual
	}
	return *given
}

// pointers gives pointers to the elements of a list.
func pointers[T any](all []T) []*T {
	out := make([]*T, len(all))
	for i := range all {
		out[i] = &all[i]
	}
	return out
}
