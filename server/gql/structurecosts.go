package gql

import (
	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/atlas"
	"github.com/entente/entente/graph/measure"
	"github.com/entente/entente/graph/traverse"
	"github.com/entente/entente/server/gql/gen"
)

// What the answers about structure mostly have in the bundled data, rounded up.
const (
	usualSteps   = 3
	usualAllies  = 20
	usualBonds   = 3
	usualMembers = 30
	usualBlocs   = 5
	usualPoints  = 100

	// walk is what a walk around an actor counts besides its answer: a list of
	// actors takes one for each of them.
	walk = 500
)

// structureCosts sets the costs of the questions about the structure of a view.
func structureCosts(c *gen.ComplexityRoot) {
	c.Query.Paths = func(child int, _, _ string, _ *int, _ *graph.Direction, _ *traverse.PathOrder, first *int, _ *graph.RelationFilter, _ *atlas.ViewInput) int {
		return paged(first, 3, child)
	}
	c.Query.Influence = func(child int, _, _ *string, _ *int, _ *traverse.InfluenceMethod, _ *float64, _ *int, _ []*atlas.Leverage, first *int, _ *graph.RelationFilter, _ *atlas.ViewInput) int {
		return paged(first, 20, child)
	}
	c.Query.Centrality = func(child int, _ measure.Centrality, _ []string, _ *bool, first *int, _ *graph.RelationFilter, _ *atlas.ViewInput) int {
		return paged(first, 20, child)
	}
	c.Query.Difference = func(child int, _, _ atlas.Side, _ []string, first *int, _ *graph.RelationFilter) int {
		return paged(first, 100, child)
	}
	c.Actor.Allies = func(child int, _ *graph.RelationFilter, first *int, _ *string) int { return paged(first, 50, child) }
	c.Actor.Influences = func(child int, _ *graph.RelationFilter, _ *int, _ *traverse.InfluenceMethod, first *int) int {
		return add(walk, paged(first, 20, child))
	}
	c.Actor.InfluencedBy = c.Actor.Influences
	c.AllyEdge.Bonds = func(child int) int { return times(usualBonds, child) }
	c.Dyad.Relations = func(child int) int { return times(usualMembers, child) }
	c.Path.Steps = func(child int) int { return times(usualSteps, child) }
	c.Step.Relations = func(child int) int { return times(usualBetween, child) }
	c.AllianceAnswer.Allies = func(child int) int { return times(usualAllies, child) }
	c.Ally.Bonds = func(child int) int { return times(usualBonds, child) }
	c.ObligationAnswer.ToHelp = func(child int) int { return times(usualAllies, child) }
	c.ObligationAnswer.ToBoth = c.ObligationAnswer.ToHelp
	c.ObligationAnswer.ToStayOut = c.ObligationAnswer.ToHelp
	c.ObligationAnswer.ToConsult = c.ObligationAnswer.ToHelp
	c.ObligationAnswer.Pledged = c.ObligationAnswer.ToHelp
	c.Duty.Bonds = c.Ally.Bonds
	c.Bond.Relations = func(child int) int { return times(2, child) }
	c.BlocAnswer.Blocs = func(child int) int { return times(usualBlocs, child) }
	c.Bloc.Members = func(child int) int { return times(usualMembers, child) }
	c.BalanceAnswer.Strained = func(child int, _ *string, first *int) int { return paged(first, 20, child) }
	c.Triad.Actors = func(child int) int { return times(3, child) }
	c.Timeline.Points = func(child int) int { return times(usualPoints, child) }
}
