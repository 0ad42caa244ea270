package gql

import (
	"context"
	"errors"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/atlas"
)

type scenarioResolver struct{ atlas *atlas.Atlas }

// Base gives the revision that the scenario lies over.
func (r scenarioResolver) Base(ctx context.Context, obj *atlas.Scenario) (*graph.Revision, error) {
	return revision(ctx, r.atlas, obj, func(s *atlas.Scenario) graph.RevisionNumber { return s.Base })
}

// Edits gives the edits of a scenario, as who asks may see them.
func (r scenarioResolver) Edits(ctx context.Context, obj *atlas.Scenario) ([]*atlas.ScenarioEdit, error) {
	return r.atlas.ScenarioEdits(ctx, obj)
}

// Entries lists what the scenario holds otherwise than its base.
func (r scenarioResolver) Entries(ctx context.Context, obj *atlas.Scenario, changes []graph.ChangeKind, first *int, after *string) (*atlas.VersionPage, error) {
	q := page(ctx, first, after, 50)
	return made(ctx, obj, func(_ *view, s *atlas.Scenario) (*atlas.VersionPage, error) {
		return r.atlas.ScenarioEntries(ctx, s, changes, q)
	})
}

// Scenario looks a scenario up by its id.
func (r queryResolver) Scenario(ctx context.Context, id string) (*atlas.Scenario, error) {
	return ask(ctx, nil, func(*view) (*atlas.Scenario, error) {
		s, err := r.atlas.Scenario(ctx, id)
		if errors.Is(err, graph.ErrNotFound) {
			return nil, nil
		}
		return s, err
	})
}

// Scenarios lists the scenarios that are open.
func (r queryResolver) Scenarios(ctx context.Context, first *int, after *string) (*atlas.ScenarioPage, error) {
	q := page(ctx, first, after, 20)
	return ask(ctx, nil, func(*view) (*atlas.ScenarioPage, error) { return r.atlas.Scenarios(ctx, q) })
}
