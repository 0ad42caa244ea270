package scalar

import (
	"slices"

	"github.com/99designs/gqlgen/graphql"

	"github.com/entente/entente/graph"
)

// The enums that questions take are read here, since a variable is not held to
// their spelling before: "out" is not OUT.

// enum reads one of the values.
func enum[T ~string](v any, what string, values []T) (T, error) {
	s, ok := v.(string)
	if ok && slices.Contains(values, T(s)) {
		return T(s), nil
	}
	const most = 12
	if len(values) > most {
		return "", graph.Errorf(graph.ErrInvalid, "%s is not a %s", show(v), what)
	}
	return "", graph.Errorf(graph.ErrInvalid, "%s is not a %s; write one of %v", show(v), what, values)
}

// MarshalActorKind writes a kind of actor.
func MarshalActorKind(v graph.ActorKind) graphql.Marshaler { return MarshalString(string(v)) }

// UnmarshalActorKind reads a kind of actor.
func UnmarshalActorKind(v any) (graph.ActorKind, error) {
	return enum(v, "kind of actor", graph.ActorKinds)
}

// MarshalClass writes a class of relations.
func MarshalClass(v graph.Class) graphql.Marshaler { return MarshalString(string(v)) }

// UnmarshalClass reads a class of relations.
func UnmarshalClass(v any) (graph.Class, error) {
	return enum(v, "class of relations", []graph.Class{graph.Tie, graph.Act})
}

// MarshalDimension writes a dimension.
func MarshalDimension(v graph.Dimension) graphql.Marshaler { return MarshalString(string(v)) }

// UnmarshalDimension reads a dimension.
func UnmarshalDimension(v any) (graph.Dimension, error) {
	return enum(v, "dimension", graph.Dimensions)
}

// MarshalSign writes a sign.
func MarshalSign(v graph.Sign) graphql.Marshaler { return MarshalString(string(v)) }

// UnmarshalSign reads a sign.
func UnmarshalSign(v any) (graph.Sign, error) {
	return enum(v, "sign", []graph.Sign{graph.Friendly, graph.Neutral, graph.Hostile})
}

// MarshalDirection writes a direction.
func MarshalDirection(v graph.Direction) graphql.Marshaler { return MarshalString(string(v)) }

// UnmarshalDirection reads a direction.
func UnmarshalDirection(v any) (graph.Direction, error) {
	return enum(v, "direction", []graph.Direction{graph.Out, graph.In, graph.Both})
}

// MarshalModality writes a modality.
func MarshalModality(v graph.Modality) graphql.Marshaler { return MarshalString(string(v)) }

// UnmarshalModality reads a modality.
func UnmarshalModality(v any) (graph.Modality, error) { return enum(v, "modality", graph.Modalities) }

// MarshalDateReading writes a reading of dates.
func MarshalDateReading(v graph.DateReading) graphql.Marshaler { return MarshalString(string(v)) }

// UnmarshalDateReading reads a reading of dates.
func UnmarshalDateReading(v any) (graph.DateReading, error) {
	return enum(v, "reading of dates", []graph.DateReading{graph.Stated, graph.Possible, graph.Certain})
}

// MarshalStance writes a stance.
func MarshalStance(v graph.Stance) graphql.Marshaler { return MarshalString(string(v)) }

// UnmarshalStance reads a stance.
func UnmarshalStance(v any) (graph.Stance, error) {
	return enum(v, "stance", []graph.Stance{graph.Supports, graph.Disputes})
}

// MarshalRelationOrder writes an order of relations.
func MarshalRelationOrder(v graph.RelationOrder) graphql.Marshaler { return MarshalString(string(v)) }

// UnmarshalRelationOrder reads an order of relations.
func UnmarshalRelationOrder(v any) (graph.RelationOrder, error) {
	return enum(v, "order", []graph.RelationOrder{graph.Newest, graph.Oldest, graph.Strongest})
}

// MarshalKindName writes the name of a kind of relation.
func MarshalKindName(v graph.KindName) graphql.Marshaler { return MarshalString(string(v)) }

// UnmarshalKindName reads the name of a kind of relation.
func UnmarshalKindName(v any) (graph.KindName, error) {
	if s, ok := v.(string); ok && graph.KindName(s).Index() >= 0 {
		return graph.KindName(s), nil
	}
	return "", graph.Errorf(graph.ErrInvalid, "%s is not a kind of relation; the field kinds lists them", show(v))
}

// MarshalRecordChange writes what was done to a record.
func MarshalRecordChange(v graph.ChangeKind) graphql.Marshaler { return MarshalString(string(v)) }

// UnmarshalRecordChange reads what was done to a record.
func UnmarshalRecordChange(v any) (graph.ChangeKind, error) {
	return enum(v, "change of the record", graph.ChangeKinds)
}
