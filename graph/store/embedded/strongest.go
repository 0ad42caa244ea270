package embedded

import (
	"cmp"
	"context"

	"github.com/entente/entente/graph"
)

var _ graph.Picker = (*snapshot)(nil)

// StrongestAmong looks at each pair of the actors once, and makes edges of those
// alone that it gives. What takes the file to decide is left to Expand.
func (s *snapshot) StrongestAmong(ctx context.Context, actors []graph.ActorID, f graph.RelationFilter, most int) ([]graph.Edge, int, error) {
	if err := s.usable(ctx); err != nil {
		return nil, 0, err
	}
	x, err := s.matcher(ctx, f, graph.Both)
	if err != nil {
		return nil, 0, err
	}
	if f.NeedsEvidence() || x.always {
		return graph.StrongestByExpand(ctx, s, actors, f, most)
	}
	x.others = s.wanted(actors)
	best := graph.NewTop(most, s.state.compareStrength)
	all := 0
	for _, at := range x.others.list {
		if err := s.usable(ctx); err != nil {
			return nil, 0, err
		}
		for c := range s.candidates(x, at, s.beside(at, x.others)) {
			if s.state.versions.at(c.version).other(at) < at || x.ask(c.version) != yes { // the other one has looked at it
				continue
			}
			all++
			best.Add(ranking{c.version, x.strength(c.version)})
		}
	}
	edges := make([]graph.Edge, 0, min(all, most))
	for _, r := range best.Sorted() {
		edges = append(edges, s.state.edge(s.state.versions.at(r.version)))
	}
	return edges, all, nil
}

// ranking is a version with its strength.
type ranking struct {
	version  uint32
	strength float64
}

// compareStrength orders versions as graph.Strongest does.
func (s *state) compareStrength(a, b ranking) int {
	if a.strength != b.strength {
		return cmp.Compare(b.strength, a.strength)
	}
	return cmp.Compare(s.relationID(s.versions.at(a.version)), s.relationID(s.versions.at(b.version)))
}
