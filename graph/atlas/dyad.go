package atlas

import (
	"context"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/traverse"
)

// DyadQuery asks how two actors stand to one another.
type DyadQuery struct {
	A, B           graph.ActorID // ids or codes
	ThroughOffices bool
	Filter         graph.RelationFilter
}

// Dyad is how two actors stand to one another.
type Dyad struct {
	traverse.Dyad
	A, B        graph.ActorID
	Answered    Answered
	PublishedBy *graph.Day // only evidence public by this day is read, if given
}

// Dyad answers q. An actor that is not recorded is ErrNotFound.
func (v *View) Dyad(ctx context.Context, q DyadQuery) (*Dyad, error) {
	a, err := v.Existing(ctx, "a", string(q.A))
	if err != nil {
		return nil, err
	}
	b, err := v.Existing(ctx, "b", string(q.B))
	if err != nil {
		return nil, err
	}
	if err := v.sources(ctx, "filter.sources", q.Filter.Sources); err != nil {
		return nil, err
	}
	moment, err := v.Moment(ctx, q.Filter)
	if err != nil {
		return nil, err
	}
	found, err := traverse.DyadOf(ctx, v.snap, traverse.DyadQuery{
		A: a, B: b, Filter: q.Filter, Moment: moment, ThroughOffices: q.ThroughOffices, Budget: v.atlas.options.Budget,
	})
	if err != nil {
		return nil, err
	}
	out := &Dyad{Dyad: *found, A: a, B: b, Answered: v.answered(q.Filter), PublishedBy: q.Filter.PublishedBy}
	if q.ThroughOffices {
		out.Answered.Notes = append(out.Answered.Notes, graph.OfficeRule)
	}
	return out, nil
}
