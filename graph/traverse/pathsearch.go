package traverse

import (
	"cmp"
	"context"
	"slices"

	"github.com/entente/entente/graph"
)

// The work that one search may do: partial paths it may keep, and arrivals it may
// note. Both at their limits take some hundred megabytes.
const (
	maxPartials = 1_000_000
	maxArrivals = 1_000_000
)

// pathSearch finds the best paths in a region.
type pathSearch struct {
	order   PathOrder
	window  graph.Window // for Earliest
	region  *region
	target  int32
	maxHops int

	strongest []float64           // of the relations of a link, by its place
	best      [][]float64         // best[k][v]: greatest strength of a walk of k hops from v to the target; -1 for none
	arrivals  map[atDay]graph.Day // the first day on which a walk can be at the target; MaxDay for none
	queue     heap[partial]
	pushed    int
}

// partial is a path that has come as far as its last actor.
type partial struct {
	at       [MaxPathHops + 1]int32 // its actors
	hops     int
	strength float64
	day      graph.Day // of the last step, for Earliest
	bound    cost      // of the best path that begins so
}

func (p *partial) last() int32     { return p.at[p.hops] }
func (p *partial) actors() []int32 { return p.at[:p.hops+1] }

// cost is what paths are ordered by; the smaller the better.
type cost struct {
	arrives  graph.Day
	hops     int
	strength float64 // rounded
}

func (o PathOrder) compare(a, b cost) int {
	byStrength, byHops := cmp.Compare(b.strength, a.strength), cmp.Compare(a.hops, b.hops)
	switch o {
	case ByStrength:
		return cmp.Or(byStrength, byHops)
	case Earliest:
		return cmp.Or(cmp.Compare(a.arrives, b.arrives), byHops, byStrength)
	}
	return cmp.Or(byHops, byStrength)
}

// atDay is an actor on a day, with hops left.
type atDay struct {
	actor int32
	hops  int
	day   graph.Day
}

func newPathSearch(r *region, q PathQuery, hops int) *pathSearch {
	s := &pathSearch{order: q.Order, region: r, target: r.index(q.To), maxHops: hops, arrivals: map[atDay]graph.Day{}}
	if q.Order == Earliest {
		s.window = *q.Filter.During
	}
	s.queue.less = func(a, b *partial) bool {
		// Indexes are in the order of ids.
		return cmp.Or(s.order.compare(a.bound, b.bound), slices.Compare(a.actors(), b.actors())) < 0
	}
	return s
}

// searchEdges finds the best paths in the edges that were read.
func searchEdges(ctx context.Context, m *meeting, q PathQuery) ([]Path, error) {
	r := m.region(q.Direction, onTheWay(q.From, q.To, m.hops))
	s := newPathSearch(r, q, m.hops)
	s.strongest = r.strongest()
	found, err := s.run(ctx, r.index(q.From), q.First)
	return s.paths(found), err
}

// searchLinks finds the best paths in the links that were read, and then reads the
// edges of those alone. If there are too few, and more may be found further away,
// it gives none.
func searchLinks(ctx context.Context, m *meeting, q PathQuery) ([]Path, error) {
	r, strongest := m.linked()
	s := newPathSearch(r, q, m.hops)
	s.strongest = strongest
	found, err := s.run(ctx, r.index(q.From), q.First)
	if err != nil || len(found) == 0 || len(found) < q.First && m.more() {
		return nil, err
	}
	var steps []step
	for _, p := range found {
		for i, to := range p.actors()[1:] {
			steps = append(steps, step{r.actors[p.at[i]], r.actors[to]})
		}
	}
	edges, err := m.edgesOf(ctx, steps)
	if err != nil {
		return nil, err
	}
	onEdges := newPathSearch(edges, q, m.hops)
	onEdges.strongest = edges.strongest()
	for i := range found {
		for k, at := range found[i].actors() {
			found[i].at[k] = edges.index(r.actors[at])
		}
	}
	return onEdges.paths(found), nil
}

// boundStrength fills best.
func (s *pathSearch) boundStrength() {
	r := s.region
	for k := range s.maxHops + 1 {
		row := make([]float64, len(r.actors))
		for v := range row {
			row[v] = -1
			for i := r.rows[v]; k > 0 && i < r.rows[v+1]; i++ {
				if rest := s.best[k-1][r.links[i].to]; rest >= 0 {
					row[v] = max(row[v], s.strongest[i]*rest)
				}
			}
		}
		if k == 0 {
			row[s.target] = 1
		}
		s.best = append(s.best, row)
	}
}

// run gives the best paths, in their order.
func (s *pathSearch) run(ctx context.Context, from int32, first int) ([]partial, error) {
	s.boundStrength()
	start := partial{strength: 1, day: graph.MinDay}
	start.at[0] = from
	if s.order == Earliest {
		start.day = s.window.First
	}
	s.push(start)
	var found []partial
	for {
		if err := s.within(ctx); err != nil {
			return nil, err
		}
		if len(s.queue.values) == 0 || len(found) == first {
			return found, nil
		}
		p := s.queue.pop()
		if p.last() == s.target {
			found = append(found, p)
			continue
		}
		for i := s.region.rows[p.last()]; i < s.region.rows[p.last()+1]; i++ {
			s.extend(p, i)
		}
	}
}

// within reports why the search must end, if so.
func (s *pathSearch) within(ctx context.Context) error {
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case s.pushed > maxPartials:
		return tooLarge("partial paths", maxPartials)
	case len(s.arrivals) > maxArrivals:
		return tooLarge("arrivals on different days", maxArrivals)
	}
	return nil
}

// extend pushes the path that goes on over a link, unless it comes by an actor
// twice or cannot reach the target.
func (s *pathSearch) extend(p partial, link int32) {
	l := s.region.links[link]
	if p.hops == s.maxHops || slices.Contains(p.actors(), l.to) {
		return
	}
	p.hops++
	p.at[p.hops] = l.to
	if s.order == Earliest {
		day := s.dayOf(l, p.day)
		if day == graph.MaxDay {
			return
		}
		p.day, p.strength = day, p.strength*s.strengthOn(l, day)
	} else {
		p.strength *= s.strongest[link]
	}
	s.push(p)
}

// above makes up for the digits that a product loses when it is taken in another
// order, so that no bound falls below what it bounds when both are rounded.
const above = 1 + 1e-12

func (s *pathSearch) push(p partial) {
	last := p.last()
	reachable := last == s.target
	p.bound = cost{arrives: p.day, hops: p.hops, strength: round(p.strength)}
	for k := 1; k <= s.maxHops-p.hops && last != s.target; k++ {
		rest := s.best[k][last]
		if rest < 0 {
			continue
		}
		c := cost{hops: p.hops + k, strength: round(p.strength * rest * above)}
		if s.order == Earliest {
			if c.arrives = s.earliest(last, k, p.day); c.arrives == graph.MaxDay {
				continue
			}
		}
		if !reachable || s.order.compare(c, p.bound) < 0 {
			reachable, p.bound = true, c
		}
	}
	if reachable {
		s.pushed++
		s.queue.push(p)
	}
}

// dayOf gives the first day, not before after, on which a link can be taken: a
// tie on any day of its period, an act from its earliest possible day on; MaxDay
// if on none.
func (s *pathSearch) dayOf(l link, after graph.Day) graph.Day {
	first := graph.MaxDay
	for _, i := range s.region.arcs[l.first:l.last] {
		b := s.region.edges[i].Bounds
		if day := max(after, b.StartMin, s.window.First); day <= min(b.EndMax, s.window.Last) {
			first = min(first, day)
		}
	}
	return first
}

// on reports whether an edge holds on the day of a step.
func on(e graph.Edge, day graph.Day) bool { return e.Bounds.StartMin <= day && day <= e.Bounds.EndMax }

// strengthOn is that of the strongest relation that can carry a step on its day.
func (s *pathSearch) strengthOn(l link, day graph.Day) float64 {
	x := 0.0
	for _, i := range s.region.arcs[l.first:l.last] {
		if e := &s.region.edges[i]; on(*e, day) {
			x = max(x, e.Strength())
		}
	}
	return x
}

// earliest gives the first day on which a walk of exactly so many hops, begun at
// an actor on a day, can be at the target; MaxDay if none can.
func (s *pathSearch) earliest(actor int32, hops int, day graph.Day) graph.Day {
	if hops == 0 {
		if actor == s.target {
			return day
		}
		return graph.MaxDay
	}
	key := atDay{actor, hops, day}
	if known, ok := s.arrivals[key]; ok {
		return known
	}
	best := graph.MaxDay
	for i := s.region.rows[actor]; i < s.region.rows[actor+1] && len(s.arrivals) <= maxArrivals; i++ {
		l := s.region.links[i]
		if s.best[hops-1][l.to] < 0 {
			continue
		}
		if d := s.dayOf(l, day); d < best {
			best = min(best, s.earliest(l.to, hops-1, d))
		}
	}
	s.arrivals[key] = best
	return best
}

func (s *pathSearch) paths(found []partial) []Path {
	out := make([]Path, len(found))
	for i, p := range found {
		out[i] = s.path(p)
	}
	return out
}

// path gives a finished path with the relations of each step.
func (s *pathSearch) path(p partial) Path {
	out := Path{Strength: round(p.strength), Arrives: p.day}
	day := s.window.First
	for i, to := range p.actors()[1:] {
		from := p.at[i]
		at, _ := s.region.link(from, to)
		l := s.region.links[at]
		step := Step{From: s.region.actors[from], To: s.region.actors[to], Score: s.strongest[at]}
		keep := func(graph.Edge) bool { return true }
		if s.order == Earliest {
			day = s.dayOf(l, day)
			step.Day, step.Score = day, s.strengthOn(l, day)
			keep = func(e graph.Edge) bool { return on(e, day) }
		}
		step.Relations = s.region.relations(l, keep)
		out.Steps = append(out.Steps, step)
	}
	return out
}
