package atlas

import (
	"context"
	"fmt"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/traverse"
)

// NeighborhoodQuery asks for the actors around some actors.
type NeighborhoodQuery struct {
	Of        []graph.ActorID // ids or codes
	Hops      int
	Direction graph.Direction
	Limit     int
	Filter    graph.RelationFilter
}

// Subgraph is a part of the graph, whole in itself.
type Subgraph struct {
	*traverse.Neighborhood
	Answered    Answered
	PublishedBy *graph.Day // only evidence public by this day is read, if given
}

// Neighborhood answers q. An actor that is not recorded is ErrNotFound.
func (v *View) Neighborhood(ctx context.Context, q NeighborhoodQuery) (*Subgraph, error) {
	if len(q.Of) > MaxStarts {
		return nil, invalid("of", "names %d actors; at most %d can be given", len(q.Of), MaxStarts)
	}
	of, err := v.actors(ctx, "of", q.Of)
	if err != nil {
		return nil, err
	}
	if err := v.sources(ctx, "filter.sources", q.Filter.Sources); err != nil {
		return nil, err
	}
	found, err := traverse.Around(ctx, v.snap, traverse.NeighborhoodQuery{
		Of: of, Hops: q.Hops, Direction: q.Direction, Limit: q.Limit, Filter: q.Filter, Budget: v.atlas.options.Budget,
	})
	if err != nil {
		return nil, err
	}
	return &Subgraph{Neighborhood: found, Answered: v.answered(q.Filter), PublishedBy: q.Filter.PublishedBy}, nil
}

// answered says how a walk was asked.
func (v *View) answered(f graph.RelationFilter) Answered {
	a := Answered{Revision: v.Number(), Scenario: v.scenario, On: f.On, During: f.During, Notes: []string{}}
	if len(f.Modalities) == 0 {
		a.Notes = append(a.Notes, "only what is ASSERTED, REPORTED or ATTRIBUTED was followed; filter.modalities asks for other modalities")
	}
	if f.On == nil && f.During == nil {
		a.Notes = append(a.Notes, "no day was given: relations of all times were read together; filter.on asks for one day")
	}
	if f.On != nil && f.Class != graph.Tie {
		days := f.Lookback
		if days == 0 {
			days = graph.DefaultLookback
		}
		a.Notes = append(a.Notes, fmt.Sprintf("besides what held on %s, acts of the %d days up to it were counted", f.On, days))
	}
	return a
}
