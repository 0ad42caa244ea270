package traverse

import (
	"context"
	"fmt"

	"github.com/entente/entente/graph"
)

// meeting reads what lies between two actors from both sides, level by level, so
// that a hub in the middle is read only if paths so long are asked for.
type meeting struct {
	*collector
	ahead, behind side
	hops, most    int  // every walk of so many hops lies in what was read; and how many are asked for
	met           bool // an actor was reached from both sides
}

// side is what was read from one of the ends.
type side struct {
	end       graph.ActorID
	direction graph.Direction
	frontier  []graph.ActorID
	expanded  map[graph.ActorID]bool
	reached   map[graph.ActorID]bool
}

func newSide(end graph.ActorID, d graph.Direction) side {
	return side{
		end: end, direction: d, frontier: []graph.ActorID{end},
		expanded: map[graph.ActorID]bool{}, reached: map[graph.ActorID]bool{end: true},
	}
}

func newMeeting(c *collector, from, to graph.ActorID, d graph.Direction, hops int) *meeting {
	return &meeting{collector: c, ahead: newSide(from, d), behind: newSide(to, reverse(d)), most: hops}
}

// more reports whether walks longer than m.hops may be left to read.
func (m *meeting) more() bool { return m.hops < m.most }

// read reads one more level.
func (m *meeting) read(ctx context.Context) error {
	s, other := m.next()
	next, err := m.level(ctx, s.frontier, s.direction, s.expanded)
	if err != nil {
		return fmt.Errorf("read level %d between %s and %s: %w", m.hops+1, m.ahead.end, m.behind.end, err)
	}
	s.frontier = next
	for _, id := range next {
		s.reached[id] = true
		m.met = m.met || other.reached[id]
	}
	if m.hops++; len(next) == 0 { // this side is read to its last actor: so is every walk
		m.hops = m.most
	}
	return nil
}

// next gives the side to read from: an end that only its own level shows, else
// the side with fewer actors to expand.
func (m *meeting) next() (s, other *side) {
	unread := func(s side) bool { return m.loose[s.end] && len(s.expanded) == 0 }
	ahead := len(m.ahead.frontier) <= len(m.behind.frontier)
	if unread(m.ahead) || unread(m.behind) {
		ahead = unread(m.ahead)
	}
	if ahead {
		return &m.ahead, &m.behind
	}
	return &m.behind, &m.ahead
}
