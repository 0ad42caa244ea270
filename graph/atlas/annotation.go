package atlas

import (
	"context"
	"fmt"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/annotate"
)

// Annotation is what was found in a passage.
type Annotation struct {
	annotate.Annotation
	Answered Answered
}

// indexed is an index of names and what it takes in memory, about.
type indexed struct {
	*annotate.Index
	bytes int64
}

// Annotate reads a passage by the names that the view holds. The index of names is
// made once for each state of the record.
func (v *View) Annotate(ctx context.Context, p annotate.Passage) (*Annotation, error) {
	if err := p.Check(); err != nil {
		return nil, err
	}
	state := fmt.Sprintf("%d %s", v.Number(), v.State())
	x, err := v.atlas.names.Get(ctx, state, func(ctx context.Context) (indexed, error) { return v.index(ctx) })
	if err != nil {
		return nil, err
	}
	return &Annotation{Annotation: x.Annotate(p), Answered: Answered{Revision: v.Number(), Scenario: v.scenario, Notes: []string{
		"names were found by their words; whom they mean is a reading, and nothing was recorded",
	}}}, nil
}

// index reads all names.
func (v *View) index(ctx context.Context) (indexed, error) {
	const nameBytes = 600 // of a name in the tree, with its words
	actors, err := graph.Collect(v.snap.FindActors(ctx, graph.ActorFilter{}, ""))
	if err != nil {
		return indexed{}, err
	}
	events, err := graph.Collect(v.snap.FindEvents(ctx, graph.EventFilter{}, nil))
	if err != nil {
		return indexed{}, err
	}
	n := len(events)
	for _, a := range actors {
		n += 1 + len(a.Names)
	}
	return indexed{annotate.NewIndex(actors, events), int64(n) * nameBytes}, nil
}
