package gql

import (
	"context"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/annotate"
	"github.com/entente/entente/graph/atlas"
)

// Annotate reads a passage for a coder.
func (queryResolver) Annotate(ctx context.Context, text string, published *graph.Day, in *atlas.ViewInput) (*atlas.Annotation, error) {
	return ask(ctx, in, func(v *view) (*atlas.Annotation, error) {
		return v.Annotate(ctx, annotate.Passage{Text: text, Published: published})
	})
}

type annotationResolver struct{}

// Mentions lists where the passage names actors.
func (annotationResolver) Mentions(ctx context.Context, obj *atlas.Annotation) ([]*annotate.Mention, error) {
	return made(ctx, obj, func(_ *view, a *atlas.Annotation) ([]*annotate.Mention, error) { return pointers(a.Mentions), nil })
}

// Events lists where the passage names events.
func (annotationResolver) Events(ctx context.Context, obj *atlas.Annotation) ([]*annotate.EventMention, error) {
	return made(ctx, obj, func(_ *view, a *atlas.Annotation) ([]*annotate.EventMention, error) { return pointers(a.Events), nil })
}

// Dates lists the days that the passage gives.
func (annotationResolver) Dates(_ context.Context, obj *atlas.Annotation) ([]*annotate.DateMention, error) {
	return pointers(obj.Dates), nil
}

// Candidates lists the statements that the passage may make.
func (annotationResolver) Candidates(ctx context.Context, obj *atlas.Annotation) ([]*annotate.Candidate, error) {
	return made(ctx, obj, func(_ *view, a *atlas.Annotation) ([]*annotate.Candidate, error) { return pointers(a.Candidates), nil })
}

type mentionResolver struct{}

// Actor gives whom the words most likely mean.
func (mentionResolver) Actor(ctx context.Context, obj *annotate.Mention) (*graph.Actor, error) {
	return actor(ctx, obj, func(m *annotate.Mention) graph.ActorID { return m.Actor })
}

// Others lists whom else they may mean.
func (mentionResolver) Others(ctx context.Context, obj *annotate.Mention) ([]*graph.Actor, error) {
	return actorsOf(ctx, obj, func(m *annotate.Mention) []graph.ActorID { return m.Others })
}

type eventMentionResolver struct{}

// Event gives the event.
func (eventMentionResolver) Event(ctx context.Context, obj *annotate.EventMention) (*graph.Event, error) {
	return event(ctx, obj, func(m *annotate.EventMention) graph.EventID { return m.Event })
}

type candidateResolver struct{}

// From gives the source.
func (candidateResolver) From(ctx context.Context, obj *annotate.Candidate) (*graph.Actor, error) {
	return actor(ctx, obj, func(c *annotate.Candidate) graph.ActorID { return c.From })
}

// Kind gives what the statement would say.
func (candidateResolver) Kind(_ context.Context, obj *annotate.Candidate) (*graph.Kind, error) {
	k, _ := graph.KindByName(obj.Kind)
	return &k, nil
}

// To gives the target.
func (candidateResolver) To(ctx context.Context, obj *annotate.Candidate) (*graph.Actor, error) {
	return actor(ctx, obj, func(c *annotate.Candidate) graph.ActorID { return c.To })
}
