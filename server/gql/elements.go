package gql

import (
	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/atlas"
	"github.com/entente/entente/graph/measure"
	"github.com/entente/entente/graph/traverse"
)

// elements gives the objects that a value of a field holds, and whose fields are
// read together: of a page its entries, of a list its elements.
func elements(value any) []any {
	switch x := value.(type) {
	case *atlas.ActorPage:
		return each(x.Nodes())
	case *atlas.RelationPage:
		return each(x.Nodes())
	case *atlas.EvidencePage:
		return each(x.Nodes())
	case *atlas.SourcePage:
		return each(x.Nodes())
	case *atlas.EventPage:
		return each(x.Nodes())
	case *atlas.NeighborPage:
		return append(each(x.Items), x)
	case []*graph.SearchHit:
		return each(x)
	case []*graph.Actor:
		return each(x)
	case []*graph.Relation:
		return each(x)
	case []*graph.Evidence:
		return each(x)
	case []*graph.Participant:
		return each(x)
	case []*atlas.EventLink:
		return each(x)
	case []*traverse.Reached:
		return each(x)
	case []*atlas.Path:
		return each(x)
	case []*atlas.Step:
		return each(x)
	case []*atlas.Influence:
		return each(x)
	case []*traverse.Ally:
		return each(x)
	case []*traverse.Bond:
		return each(x)
	case []*traverse.Duty:
		return each(x)
	case []*traverse.Pledge:
		return each(x)
	case []*atlas.Bloc:
		return each(x)
	case []*measure.Triad:
		return each(x)
	case []*measure.Ranked:
		return each(x)
	case []*atlas.Change:
		return each(x)
	case []atlas.Node:
		return each(x)
	case *graph.Actor:
		return one(x)
	case *graph.Relation:
		return one(x)
	case *graph.Event:
		return one(x)
	case *graph.Source:
		return one(x)
	case *atlas.Subgraph:
		return one(x)
	}
	return []any{value}
}

// one is the object itself, or nothing for what is not recorded.
func one[T any](x *T) []any {
	if x == nil {
		return nil
	}
	return []any{x}
}

func each[T any](all []T) []any {
	out := make([]any, len(all))
	for i, x := range all {
		out[i] = x
	}
	return out
}
