package gql

import (
	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/atlas"
	"github.com/entente/entente/server/gql/gen"
	"github.com/entente/entente/server/gql/input"
)

// What the living record mostly has, rounded up.
const (
	usualFields     = 10  // that a version changes
	bytesPerMention = 100 // of a text, at the least
	usualEdits      = 20  // of a scenario
	usualEntries    = 5   // of a proposal
)

// livingCosts sets the costs of what tells how the record changes.
func livingCosts(c *gen.ComplexityRoot) {
	history := func(child int, first *int, _ *string) int { return paged(first, 20, child) }
	c.Actor.History, c.Source.History, c.Event.History, c.Relation.History = history, history, history, history
	entries := func(child int, _ []graph.ChangeKind, first *int, _ *string) int { return paged(first, 50, child) }
	c.Revision.Entries, c.Scenario.Entries = entries, entries
	c.Version.Fields = func(child int) int { return times(usualFields, child) }
	c.Relation.Blame = func(child int) int { return times(2*usualFields, child) }
	c.Blame.Evidence = func(child int) int { return times(usualEvidence, child) }
	c.Scenario.Edits = func(child int) int { return times(usualEdits, child) }
	c.Query.Scenarios = history
	c.Query.Annotate = func(child int, text string, _ *graph.Day, _ *atlas.ViewInput) int {
		return times(1+len(text)/bytesPerMention, child)
	}
	c.Query.Proposals = func(child int, _ *atlas.ProposalState, first *int, _ *string) int { return paged(first, 20, child) }
	c.Proposal.Entries = func(child int) int { return times(usualEntries, child) }
	c.Mutation.Record = func(child int, in input.Record) int { return times(max(1, in.Size()), child) }
	c.Mutation.Correct = func(child int, in input.Correct) int { return times(max(1, in.Size()), child) }
	c.Mutation.Retract = func(child int, in input.Retract) int { return times(max(1, len(in.IDs)), child) }
	c.Mutation.MergeActors = func(child int, _ input.Merge) int { return times(usualMembers, child) }
}
