package scalar

import (
	"github.com/99designs/gqlgen/graphql"

	"github.com/entente/entente/graph/atlas"
	"github.com/entente/entente/graph/measure"
	"github.com/entente/entente/graph/traverse"
)

// MarshalPathOrder writes an order of paths.
func MarshalPathOrder(v traverse.PathOrder) graphql.Marshaler { return MarshalString(string(v)) }

// UnmarshalPathOrder reads an order of paths.
func UnmarshalPathOrder(v any) (traverse.PathOrder, error) {
	return enum(v, "order of paths", []traverse.PathOrder{traverse.ByHops, traverse.ByStrength, traverse.Earliest})
}

// MarshalInfluenceMethod writes a method of influence.
func MarshalInfluenceMethod(v traverse.InfluenceMethod) graphql.Marshaler {
	return MarshalString(string(v))
}

// UnmarshalInfluenceMethod reads a method of influence.
func UnmarshalInfluenceMethod(v any) (traverse.InfluenceMethod, error) {
	return enum(v, "method of influence", []traverse.InfluenceMethod{traverse.Best, traverse.Katz})
}

// MarshalBlocMethod writes a method of blocs.
func MarshalBlocMethod(v atlas.BlocMethod) graphql.Marshaler { return MarshalString(string(v)) }

// UnmarshalBlocMethod reads a method of blocs.
func UnmarshalBlocMethod(v any) (atlas.BlocMethod, error) {
	return enum(v, "method of blocs", []atlas.BlocMethod{atlas.Communities, atlas.Frustration})
}

// MarshalCentrality writes a centrality.
func MarshalCentrality(v measure.Centrality) graphql.Marshaler { return MarshalString(string(v)) }

// UnmarshalCentrality reads a centrality.
func UnmarshalCentrality(v any) (measure.Centrality, error) {
	return enum(v, "centrality", []measure.Centrality{measure.Degree, measure.WeightedDegree, measure.PageRank, measure.Betweenness, measure.Closeness, measure.Eigenvector})
}

// MarshalBucket writes a bucket.
func MarshalBucket(v measure.Bucket) graphql.Marshaler { return MarshalString(string(v)) }

// UnmarshalBucket reads a bucket.
func UnmarshalBucket(v any) (measure.Bucket, error) {
	return enum(v, "bucket", []measure.Bucket{measure.ByDay, measure.ByWeek, measure.ByMonth, measure.ByQuarter, measure.ByYear})
}

// MarshalProposalState writes how far a proposal has come.
func MarshalProposalState(v atlas.ProposalState) graphql.Marshaler { return MarshalString(string(v)) }

// UnmarshalProposalState reads how far a proposal has come.
func UnmarshalProposalState(v any) (atlas.ProposalState, error) {
	return enum(v, "state of a proposal", atlas.ProposalStates)
}
