package traverse

import (
	"cmp"
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
	met           bool // a walk joins the two

	// byLinks reads only who is joined to whom, and how strongly.
	byLinks bool
	links   []joined
}

// joined is a link by the places of its actors, as a walk goes.
type joined struct {
	arc
	strength float64
}

// step is one of a path, between actors.
type step struct{ from, to graph.ActorID }

// side is what was read from one of the ends.
type side struct {
	end       graph.ActorID
	direction graph.Direction
	frontier  []graph.ActorID // so many hops from the end, and not expanded
	hops      int
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

// read reads one more level, and by links what joins the two sides then.
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
	s.hops++
	for _, id := range next {
		s.reached[id] = true
		m.met = m.met || other.reached[id]
	}
	m.hops = max(m.hops, m.ahead.hops+m.behind.hops)
	if len(next) == 0 { // this side is read to its last actor: so is every walk
		m.hops = m.most
	}
	return m.join(ctx)
}

// join reads which actors of the two frontiers are joined, so that all walks of one
// more hop are read without what else a hub among them is joined to.
func (m *meeting) join(ctx context.Context) error {
	if !m.byLinks || !m.more() || m.hops > m.ahead.hops+m.behind.hops || m.unread(&m.ahead) || m.unread(&m.behind) {
		return nil
	}
	s, other := m.next()
	q := m.query
	q.Direction, q.Others = s.direction, other.frontier
	for l, err := range graph.Reach(ctx, m.snap, s.frontier, q) {
		if err != nil {
			return fmt.Errorf("read what joins %s and %s in %d hops: %w", m.ahead.end, m.behind.end, m.hops+1, err)
		}
		m.link(s, m.see(l.At), m.see(l.Other), l.Strength)
		m.met = true
		if len(m.links) > m.budget.Relations {
			return tooLarge("relations", m.budget.Relations)
		}
	}
	m.hops++
	return nil
}

// unread reports whether a side ends at an actor that only its own level shows,
// which is still to be read.
func (m *meeting) unread(s *side) bool { return s.hops == 0 && m.loose[s.end] }

// next gives the side to read from: one that is unread, else the one from which
// there is less to look at.
func (m *meeting) next() (s, other *side) {
	ahead := graph.Breadth(m.snap, m.ahead.frontier) <= graph.Breadth(m.snap, m.behind.frontier)
	if m.unread(&m.ahead) || m.unread(&m.behind) {
		ahead = m.unread(&m.ahead)
	}
	if ahead {
		return &m.ahead, &m.behind
	}
	return &m.behind, &m.ahead
}

// link notes a link that was read from a side.
func (m *meeting) link(s *side, at, other int32, strength float64) {
	a := arc{from: at, to: other}
	if s == &m.behind {
		a.from, a.to = a.to, a.from
	}
	m.links = append(m.links, joined{a, strength})
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
		m.link(s, m.see(x.At), l.reach(x.Other), x.Strength)
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

// linked gives the links that lie on a walk of at most m.hops as a region without
// edges, and the strength of each.
func (m *meeting) linked() (*region, []float64) {
	on := m.onWalks()
	r := &region{}
	seen := map[int32]bool{}
	for _, at := range []int32{m.see(m.ahead.end), m.see(m.behind.end)} {
		seen[at] = true
	}
	for _, l := range on {
		seen[l.from], seen[l.to] = true, true
	}
	for at := range seen {
		r.actors = append(r.actors, m.actors[at])
	}
	slices.Sort(r.actors)
	index := make(map[int32]int32, len(seen))
	for i, id := range r.actors {
		index[m.places[id]] = int32(i)
	}
	for i := range on {
		on[i].from, on[i].to = index[on[i].from], index[on[i].to]
	}
	slices.SortFunc(on, func(a, b joined) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to)) })
	on = slices.CompactFunc(on, func(a, b joined) bool { return a.arc == b.arc }) // some were read from both sides
	r.rows = make([]int32, len(r.actors)+1)
	strongest := make([]float64, len(on))
	for i, l := range on {
		r.links = append(r.links, link{to: l.to})
		r.rows[l.from+1]++
		strongest[i] = l.strength
	}
	for v := range r.actors {
		r.rows[v+1] += r.rows[v]
	}
	return r, strongest
}

// onWalks gives the links that lie on a walk of at most m.hops.
func (m *meeting) onWalks() []joined {
	n := len(m.actors)
	ahead := distances(n, m.links, m.see(m.ahead.end), m.hops, func(l joined) (int32, int32) { return l.from, l.to })
	behind := distances(n, m.links, m.see(m.behind.end), m.hops, func(l joined) (int32, int32) { return l.to, l.from })
	var out []joined
	for _, l := range m.links {
		if ahead[l.from]+1+behind[l.to] <= m.hops {
			out = append(out, l)
		}
	}
	return out
}

// edgesOf reads the edges of some steps.
func (m *meeting) edgesOf(ctx context.Context, steps []step) (*region, error) {
	q := m.query
	q.Direction, q.Filter.ActorKinds = m.direction, nil // the kinds of the actors were asked for with the links
	for _, s := range steps {
		q.Others = append(q.Others, s.from, s.to)
	}
	c := newCollector(m.snap, q, m.budget)
	l := level{collector: c, visited: map[graph.ActorID]bool{}, at: -1}
	for h, err := range c.snap.Expand(ctx, m.enough(steps), q) {
		if err != nil {
			return nil, fmt.Errorf("read the relations between %s and %s: %w", m.ahead.end, m.behind.end, err)
		}
		l.add(h)
		if err := c.withinBudget(); err != nil {
			return nil, err
		}
	}
	return c.region(m.direction, nil), nil
}

// enough gives actors of whom at least one is at an end of each step, so that all
// edges are read from one end: in a direction the one that they leave.
func (m *meeting) enough(steps []step) []graph.ActorID {
	var out []graph.ActorID
	taken := map[graph.ActorID]bool{}
	oneWay := m.direction == graph.Out || m.direction == graph.In
	for _, s := range steps {
		if taken[s.from] || taken[s.to] && !oneWay {
			continue
		}
		taken[s.from] = true
		out = append(out, s.from)
	}
	return out
}
