package traverse

import (
	"context"
	"fmt"
	"slices"

	"github.com/entente/entente/graph"
)

// meeting reads what lies between two actors from both sides, level by level, so
// that a hub in the middle is read only if paths so long are asked for.
type meeting struct {
	*collector
	direction     graph.Direction
	ahead, behind side
	hops, most    int  // every walk of so many hops lies in what was read; and how many are asked for
	met           bool // an actor was reached from both sides

	// byLinks reads only who is joined to whom; readEdges then reads the edges that
	// lie on a walk. links holds it by the places of the actors, as a walk goes.
	byLinks bool
	links   []arc
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
	return &meeting{collector: c, direction: d, ahead: newSide(from, d), behind: newSide(to, reverse(d)), most: hops}
}

// more reports whether walks longer than m.hops may be left to read.
func (m *meeting) more() bool { return m.hops < m.most }

// read reads one more level.
func (m *meeting) read(ctx context.Context) error {
	s, other := m.next()
	read := m.readLevel
	if m.byLinks {
		read = m.readLinks
	}
	next, err := read(ctx, s)
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

// readLevel reads the edges of a side's frontier.
func (m *meeting) readLevel(ctx context.Context, s *side) ([]graph.ActorID, error) {
	return m.level(ctx, s.frontier, s.direction, s.expanded)
}

// readLinks reads whom a side's frontier is joined to.
func (m *meeting) readLinks(ctx context.Context, s *side) ([]graph.ActorID, error) {
	q := m.query
	q.Direction = s.direction
	loose := len(s.frontier) == 1 && m.loose[s.frontier[0]]
	if loose { // as in levelOfLoose
		q.Filter.ActorKinds = nil
	}
	for _, id := range s.frontier {
		s.expanded[id] = true
	}
	var found []graph.Link
	for l, err := range graph.Reach(ctx, m.snap, s.frontier, q) {
		if err != nil {
			return nil, err
		}
		if found = append(found, l); len(m.links)+len(found) > m.budget.Relations {
			return nil, tooLarge("relations", m.budget.Relations)
		}
	}
	if loose {
		barred, err := m.barred(ctx, othersOf(found))
		if err != nil {
			return nil, err
		}
		found = slices.DeleteFunc(found, func(l graph.Link) bool { return barred[l.Other] })
	}
	l := level{collector: m.collector, visited: s.expanded}
	for _, x := range found {
		a := arc{from: m.see(x.At), to: l.reach(x.Other)}
		if s == &m.behind {
			a.from, a.to = a.to, a.from
		}
		m.links = append(m.links, a)
	}
	slices.Sort(l.reached)
	return l.reached, m.withinBudget()
}

func othersOf(links []graph.Link) []graph.ActorID {
	out := make([]graph.ActorID, len(links))
	for i, l := range links {
		out[i] = l.Other
	}
	return out
}

// readEdges reads the edges of all links that lie on a walk of at most m.hops.
func (m *meeting) readEdges(ctx context.Context) error {
	on := m.onWalks()
	q := m.query
	q.Direction, q.Filter.ActorKinds = m.direction, nil // the kinds of the actors were asked for with the links
	seen := make([]bool, len(m.actors))
	for _, a := range on {
		for _, at := range []int32{a.from, a.to} {
			if !seen[at] {
				seen[at] = true
				q.Others = append(q.Others, m.actors[at])
			}
		}
	}
	l := level{collector: m.collector, visited: map[graph.ActorID]bool{}, at: -1}
	m.edges = m.edges[:0]
	for h, err := range m.snap.Expand(ctx, m.enough(on), q) {
		if err != nil {
			return fmt.Errorf("read the relations between %s and %s: %w", m.ahead.end, m.behind.end, err)
		}
		l.add(h)
		if err := m.withinBudget(); err != nil {
			return err
		}
	}
	return nil
}

// onWalks gives the links that lie on a walk of at most m.hops.
func (m *meeting) onWalks() []arc {
	n := len(m.actors)
	ahead := distances(n, m.links, m.see(m.ahead.end), m.hops, func(a arc) (int32, int32) { return a.from, a.to })
	behind := distances(n, m.links, m.see(m.behind.end), m.hops, func(a arc) (int32, int32) { return a.to, a.from })
	var out []arc
	for _, a := range m.links {
		if ahead[a.from]+1+behind[a.to] <= m.hops {
			out = append(out, a)
		}
	}
	return out
}

// enough gives actors of whom at least one is at an end of each link, so that all
// edges are read from one end: in a direction the one that they leave.
func (m *meeting) enough(links []arc) []graph.ActorID {
	var out []graph.ActorID
	taken := make([]bool, len(m.actors))
	for _, a := range links {
		oneWay := m.direction == graph.Out || m.direction == graph.In
		if taken[a.from] || taken[a.to] && !oneWay {
			continue
		}
		taken[a.from] = true
		out = append(out, m.actors[a.from])
	}
	return out
}
