package atlas

import (
	"context"
	"math"

	"github.com/entente/entente/graph"
)

// Service tells about the service and what its newest revision holds.
type Service struct {
	Version           string
	Store             string          // the name of the kind of store
	Newest            *graph.Revision // nil while nothing is recorded
	Actors, Relations int
	// FirstDay and LastDay are the earliest and the latest first possible day of a
	// relation; beyond all days if no relation has a known one.
	FirstDay, LastDay graph.Day
	Limits            []Limit
}

// maxServices bounds what is kept of the service: one for each role, and for what
// roles saw before.
const maxServices = 32

// Service tells about the service. What the newest revision holds is read once for
// each revision.
func (a *Atlas) Service(ctx context.Context) (*Service, error) {
	v, err := a.Open(ctx, ViewInput{})
	if err != nil {
		return nil, err
	}
	defer func() { _ = v.Close() }() // nothing was written, so nothing is lost
	a.mu.Lock()
	known := a.service[v.State()]
	a.mu.Unlock()
	if known != nil && known.number() == v.Number() {
		return known, nil
	}
	s, err := v.service(ctx)
	if err != nil {
		return nil, err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.service) >= maxServices {
		clear(a.service)
	}
	a.service[v.State()] = s
	return s, nil
}

func (s *Service) number() graph.RevisionNumber {
	if s.Newest == nil {
		return 0
	}
	return s.Newest.Number
}

func (v *View) service(ctx context.Context) (*Service, error) {
	s := &Service{
		Version: v.atlas.options.Version, Store: v.atlas.options.Store, Limits: v.atlas.Limits(),
		FirstDay: graph.MinDay, LastDay: graph.MinDay,
	}
	var err error
	if s.Newest, err = v.Revision(ctx); err != nil {
		return nil, err
	}
	for _, err := range v.snap.FindActors(ctx, graph.ActorFilter{}, "") {
		if err != nil {
			return nil, err
		}
		s.Actors++
	}
	counts, err := v.snap.CountRelations(ctx, graph.RelationQuery{}, math.MaxInt)
	if err != nil {
		return nil, err
	}
	for _, c := range counts {
		s.Relations += c.N
	}
	for day, order := range map[*graph.Day]graph.RelationOrder{&s.FirstDay: graph.Oldest, &s.LastDay: graph.Newest} {
		for r, err := range v.snap.FindRelations(ctx, graph.RelationQuery{Order: order, Limit: 1}) {
			if err != nil {
				return nil, err
			}
			*day = r.Bounds().StartMin
		}
	}
	return s, nil
}
