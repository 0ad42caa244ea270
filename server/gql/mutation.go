package gql

import (
	"cmp"
	"context"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/atlas"
	"github.com/entente/entente/server/access"
	"github.com/entente/entente/server/gql/input"
)

type mutationResolver struct{ *resolver }

// author gives the name of who asks, as revisions name them. A service without keys
// does not know it.
func author(ctx context.Context) string {
	return cmp.Or(access.FromContext(ctx).Name, "anonymous")
}

// mayChange reports why who asks may not change the record; in a scenario a
// contributor may.
func mayChange(ctx context.Context, scenario string) error {
	if scenario != "" {
		return nil // the field itself takes the role of a contributor
	}
	return access.Require(ctx, access.Editor)
}

// changed answers a change in the view of what it came to.
func changed[V any](ctx context.Context, w *atlas.Written, answer V) (V, error) {
	return ask(ctx, w.View(), func(*view) (V, error) { return answer, nil })
}

// Record records new things.
func (r mutationResolver) Record(ctx context.Context, in input.Record) (*atlas.Written, error) {
	if err := mayChange(ctx, in.Scenario); err != nil {
		return nil, err
	}
	w, err := r.atlas.Record(ctx, in.Head(author(ctx)), in.Things())
	if err != nil {
		return nil, err
	}
	return changed(ctx, w, w)
}

// Correct records new versions.
func (r mutationResolver) Correct(ctx context.Context, in input.Correct) (*atlas.Written, error) {
	if err := mayChange(ctx, in.Scenario); err != nil {
		return nil, err
	}
	w, err := r.atlas.Correct(ctx, in.Head(author(ctx)), in.Things())
	if err != nil {
		return nil, err
	}
	return changed(ctx, w, w)
}

// Retract ends the recording of relations.
func (r mutationResolver) Retract(ctx context.Context, in input.Retract) (*atlas.Written, error) {
	if err := mayChange(ctx, in.Scenario); err != nil {
		return nil, err
	}
	w, err := r.atlas.Retract(ctx, in.Head(author(ctx)), in.IDs)
	if err != nil {
		return nil, err
	}
	return changed(ctx, w, w)
}

// MergeActors makes two actors one.
func (r mutationResolver) MergeActors(ctx context.Context, in input.Merge) (*atlas.Merged, error) {
	m, err := r.atlas.MergeActors(ctx, in.Head(author(ctx)), in.Keep, in.Merge)
	if err != nil {
		return nil, err
	}
	return changed(ctx, m.Written, m)
}

// OpenScenario opens a scenario.
func (r mutationResolver) OpenScenario(ctx context.Context, name string, base *int) (*atlas.ScenarioPayload, error) {
	s, err := r.atlas.OpenScenario(ctx, author(ctx), name, base)
	if err != nil {
		return nil, err
	}
	return changed(ctx, &atlas.Written{Scenario: s}, &atlas.ScenarioPayload{Opened: s})
}

// DropScenario drops a scenario: an editor any, others their own.
func (r mutationResolver) DropScenario(ctx context.Context, id string) (*atlas.Dropped, error) {
	var by *string
	if name := author(ctx); access.Require(ctx, access.Editor) != nil {
		by = &name
	}
	if err := r.atlas.DropScenario(ctx, id, by); err != nil {
		return nil, err
	}
	return &atlas.Dropped{ID: id}, nil
}

type changePayloadResolver struct{}

// Scenario gives the scenario in which the change was made.
func (changePayloadResolver) Scenario(ctx context.Context, obj *atlas.Written) (*atlas.Scenario, error) {
	return made(ctx, obj, func(_ *view, w *atlas.Written) (*atlas.Scenario, error) { return w.Scenario, nil })
}

// Changes lists what was done.
func (changePayloadResolver) Changes(ctx context.Context, obj *atlas.Written) ([]*atlas.Version, error) {
	return made(ctx, obj, func(_ *view, w *atlas.Written) ([]*atlas.Version, error) { return w.Versions(), nil })
}

// Actors lists the actors that were added or corrected.
func (changePayloadResolver) Actors(ctx context.Context, obj *atlas.Written) ([]*graph.Actor, error) {
	return made(ctx, obj, func(_ *view, w *atlas.Written) ([]*graph.Actor, error) { return w.Actors(), nil })
}

// Sources lists the sources that were added or corrected.
func (changePayloadResolver) Sources(ctx context.Context, obj *atlas.Written) ([]*graph.Source, error) {
	return made(ctx, obj, func(_ *view, w *atlas.Written) ([]*graph.Source, error) { return w.Sources(), nil })
}

// Events lists the events that were added or corrected.
func (changePayloadResolver) Events(ctx context.Context, obj *atlas.Written) ([]*graph.Event, error) {
	return made(ctx, obj, func(_ *view, w *atlas.Written) ([]*graph.Event, error) { return w.Events(), nil })
}

// Relations lists the relations that were added or corrected.
func (changePayloadResolver) Relations(ctx context.Context, obj *atlas.Written) ([]*graph.Relation, error) {
	return made(ctx, obj, func(_ *view, w *atlas.Written) ([]*graph.Relation, error) { return w.Relations(), nil })
}

type mergePayloadResolver struct{}

// Actor gives the actor that was kept.
func (mergePayloadResolver) Actor(ctx context.Context, obj *atlas.Merged) (*graph.Actor, error) {
	return actor(ctx, obj, func(m *atlas.Merged) graph.ActorID { return m.Keep })
}

// Changes lists what was done.
func (mergePayloadResolver) Changes(ctx context.Context, obj *atlas.Merged) ([]*atlas.Version, error) {
	return made(ctx, obj, func(_ *view, m *atlas.Merged) ([]*atlas.Version, error) { return m.Versions(), nil })
}

type scenarioPayloadResolver struct{}

// Scenario gives the scenario that was opened.
func (scenarioPayloadResolver) Scenario(ctx context.Context, obj *atlas.ScenarioPayload) (*atlas.Scenario, error) {
	return made(ctx, obj, func(_ *view, p *atlas.ScenarioPayload) (*atlas.Scenario, error) { return p.Opened, nil })
}
