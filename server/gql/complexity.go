package gql

import (
	"math"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/atlas"
	"github.com/entente/entente/server/gql/gen"
)

// How many entries a list without a size of its own is taken to have. They are
// what such lists mostly have in the bundled data, rounded up.
const (
	usualNames        = 10
	usualCodes        = 5
	usualEvidence     = 3 // of a relation, or of a part in an event
	usualParticipants = 10
	usualLinks        = 2
	usualBetween      = 4 // relations between two neighbors
	usualPerActor     = 3 // relations of a neighborhood for each of its actors
)

// costs says how many values each field may have in an answer: its own, and those
// below it as often as they may stand there. Fields that are not named here count
// one, and what is below them.
func costs() gen.ComplexityRoot {
	var c gen.ComplexityRoot
	rootCosts(&c)
	structureCosts(&c)
	livingCosts(&c)
	c.Actor.Names = func(child int) int { return times(usualNames, child) }
	c.Actor.Codes = func(child int) int { return times(usualCodes, child) }
	c.Actor.Relations = func(child int, _ *graph.RelationFilter, _ *graph.Direction, _ *graph.RelationOrder, first *int, _ *string) int {
		return paged(first, 50, child)
	}
	c.Actor.Neighbors = func(child int, _ *graph.RelationFilter, _ *graph.Direction, first *int, _ *string) int {
		return paged(first, 50, child)
	}
	c.Actor.Events = func(child int, _ *graph.EventFilter, first *int, _ *string) int { return paged(first, 50, child) }
	c.Actor.Evidence = func(child int, _ *graph.RelationFilter, first *int, _ *string) int { return paged(first, 50, child) }
	c.NeighborEdge.Relations = func(child int) int { return times(usualBetween, child) }
	c.Relation.Evidence = func(child int, _ *graph.Stance, first *int, _ *string) int {
		return times(min(usualEvidence, entries(first, usualEvidence)), child)
	}
	c.Source.Evidence = func(child int, first *int, _ *string) int { return paged(first, 50, child) }
	c.Event.Participants = func(child int) int { return times(usualParticipants, child) }
	c.Event.Acts = func(child int, first *int, _ *string) int { return paged(first, 50, child) }
	c.Event.LinkedFrom = func(child int) int { return times(usualLinks, child) }
	c.Event.Links = func(child int) int { return times(usualLinks, child) }
	c.Participant.Evidence = func(child int) int { return times(usualEvidence, child) }
	c.EventLink.Evidence = func(child int) int { return times(usualEvidence, child) }
	c.Subgraph.Relations = func(child int) int { return times(usualPerActor, child) }
	return c
}

// rootCosts sets the costs of the questions.
func rootCosts(c *gen.ComplexityRoot) {
	c.Query.Nodes = func(child int, ids []string, _ *atlas.ViewInput) int { return times(len(ids), child) }
	c.Query.Actors = func(child int, _ *atlas.ActorFilter, first *int, _ *string, _ *atlas.ViewInput) int {
		return paged(first, 50, child)
	}
	c.Query.Search = func(child int, _ string, _ []graph.ActorKind, first *int, _ *atlas.ViewInput) int {
		return paged(first, 10, child)
	}
	c.Query.Relations = func(child int, _ *graph.RelationFilter, _ *graph.RelationOrder, first *int, _ *string, _ *atlas.ViewInput) int {
		return paged(first, 50, child)
	}
	c.Query.Events = func(child int, _ *graph.EventFilter, first *int, _ *string, _ *atlas.ViewInput) int {
		return paged(first, 50, child)
	}
	c.Query.Sources = func(child int, _ *string, first *int, _ *string, _ *atlas.ViewInput) int {
		return paged(first, 50, child)
	}
	c.Query.Revisions = func(child int, first *int, _ *string) int { return paged(first, 20, child) }
	c.Query.Kinds = func(child int) int { return times(len(graph.Kinds()), child) }
	c.Query.Neighborhood = func(child int, _ []string, _ *int, _ *graph.Direction, limit *int, _ *graph.RelationFilter, _ *atlas.ViewInput) int {
		return paged(limit, 100, child)
	}
}

// paged is the cost of a page. A size that no page may have counts as the greatest
// one that it may have: it is refused later, for what it is.
func paged(first *int, usual, child int) int { return times(entries(first, usual), child) }

func entries(first *int, usual int) int { return min(max(or(first, usual), 0), atlas.MaxFirst) }

// times is the cost of a list and of so many entries, without overflow.
func times(n, child int) int {
	if child > 0 && n > (math.MaxInt-1)/child {
		return math.MaxInt
	}
	return 1 + n*child
}
