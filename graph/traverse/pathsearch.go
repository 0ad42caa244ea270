package traverse

import (
	"cmp"
	"container/heap"
	"context"
	"slices"

	"github.com/entente/entente/graph"
)

// partial is a path that has come as far as its last actor.
type partial struct {
	at       []int // the actors, by their index in the region
	strength float64
	day      graph.Day // day of the last step, for Earliest
	bound    cost      // of the best path that begins so
}

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

// search finds the best paths in what was read.
func (m *meeting) search(ctx context.Context) ([]Path, error) {
	r := m.region(m.q.Direction)
	s := &pathSearch{q: m.q, region: r, target: r.index[m.q.To], maxHops: m.hops}
	s.boundStrength()
	return s.run(ctx, r.index[m.q.From])
}

type pathSearch struct {
	q       PathQuery
	region  *region
	target  int
	maxHops int
	best    [][]float64         // best[k][v]: greatest strength of a walk of k hops from v to the target; -1 for none
	arrival map[atDay]graph.Day // earliest arrival of a walk; MaxDay for none
	queue   []partial
}

type atDay struct {
	actor, hops int
	day         graph.Day
}

// boundStrength fills best, by the number of hops.
func (s *pathSearch) boundStrength() {
	n := len(s.region.actors)
	for k := range s.maxHops + 1 {
		row := make([]float64, n)
		for v := range row {
			row[v] = -1
			if k == 0 {
				continue
			}
			for _, l := range s.region.out[v] {
				if rest := s.best[k-1][l.to]; rest >= 0 && l.to != v {
					row[v] = max(row[v], l.strength()*rest)
				}
			}
		}
		if k == 0 {
			row[s.target] = 1
		}
		s.best = append(s.best, row)
	}
}

// strength is that of the strongest of the parallel relations.
func (l link) strength() float64 {
	x := 0.0
	for _, e := range l.edges {
		x = max(x, e.Strength())
	}
	return x
}

// maxPartials bounds how many partial paths one question may extend.
const maxPartials = 2_000_000

func (s *pathSearch) run(ctx context.Context, from int) ([]Path, error) {
	s.arrival = map[atDay]graph.Day{}
	start := partial{at: []int{from}, strength: 1, day: graph.MinDay}
	if s.q.Order == Earliest {
		start.day = s.q.Filter.During.First
	}
	s.push(start)
	var found []Path
	for extended := 0; len(s.queue) > 0 && len(found) < s.q.First; extended++ {
		if extended&0xfff == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if extended > maxPartials {
			return nil, tooLarge("partial paths", maxPartials)
		}
		p := heap.Pop(s).(partial)
		last := p.at[len(p.at)-1]
		if last == s.target {
			found = append(found, s.path(p))
			continue
		}
		for _, l := range s.region.out[last] {
			s.extend(p, l)
		}
	}
	return found, nil
}

// extend pushes the path that goes on over a link, unless it comes by an actor
// twice or cannot reach the target.
func (s *pathSearch) extend(p partial, l link) {
	if slices.Contains(p.at, l.to) {
		return
	}
	next := partial{at: append(slices.Clone(p.at), l.to), strength: p.strength * l.strength()}
	if s.q.Order == Earliest {
		usable, day := s.usable(l, p.day)
		if len(usable) == 0 {
			return
		}
		next.day = day
		next.strength = p.strength * link{edges: usable}.strength()
	}
	s.push(next)
}

func (s *pathSearch) push(p partial) {
	last, done := p.at[len(p.at)-1], len(p.at)-1
	reachable := false
	for k := 0; k <= s.maxHops-done; k++ {
		rest := s.best[k][last]
		if rest < 0 || last == s.target && k > 0 {
			continue
		}
		c := cost{hops: done + k, strength: round(p.strength * rest)}
		if s.q.Order == Earliest {
			if c.arrives = s.earliest(last, k, p.day); c.arrives == graph.MaxDay {
				continue
			}
		}
		if !reachable || s.q.Order.compare(c, p.bound) < 0 {
			reachable, p.bound = true, c
		}
	}
	if reachable {
		heap.Push(s, p)
	}
}

// usable gives the relations of a link that can be taken on a day or later, and
// the earliest day on which one can: a tie on any day of its period, an act on
// its earliest possible day.
func (s *pathSearch) usable(l link, after graph.Day) ([]graph.Edge, graph.Day) {
	w := *s.q.Filter.During
	var out []graph.Edge
	earliest := graph.MaxDay
	for _, e := range l.edges {
		day := max(after, e.Bounds.StartMin, w.First)
		if day <= min(e.Bounds.EndMax, w.Last) {
			out = append(out, e)
			earliest = min(earliest, day)
		}
	}
	return out, earliest
}

// earliest gives the first day on which a walk of exactly so many hops, begun at
// an actor on a day, can be at the target; MaxDay if none can.
func (s *pathSearch) earliest(actor, hops int, day graph.Day) graph.Day {
	if hops == 0 {
		if actor == s.target {
			return day
		}
		return graph.MaxDay
	}
	key := atDay{actor, hops, day}
	if known, ok := s.arrival[key]; ok {
		return known
	}
	best := graph.MaxDay
	for _, l := range s.region.out[actor] {
		if s.best[hops-1][l.to] < 0 {
			continue
		}
		if edges, d := s.usable(l, day); len(edges) > 0 {
			best = min(best, s.earliest(l.to, hops-1, d))
		}
	}
	s.arrival[key] = best
	return best
}

// path gives a finished path with the relations of each step.
func (s *pathSearch) path(p partial) Path {
	out := Path{Strength: round(p.strength), Arrives: p.day}
	day := graph.MinDay
	if s.q.Order == Earliest {
		day = s.q.Filter.During.First
	}
	for i := 1; i < len(p.at); i++ {
		from, to := p.at[i-1], p.at[i]
		links := s.region.out[from]
		j, _ := slices.BinarySearchFunc(links, to, func(l link, to int) int { return cmp.Compare(l.to, to) })
		step := Step{From: s.region.actors[from], To: s.region.actors[to], Relations: links[j].edges}
		if s.q.Order == Earliest {
			step.Relations, day = s.usable(links[j], day)
			step.Day = day
		}
		step.Score = link{edges: step.Relations}.strength()
		out.Steps = append(out.Steps, step)
	}
	return out
}

// The heap of partial paths: the best bound first, then the ids of the actors;
// indexes in a region are in the order of ids.

func (s *pathSearch) Len() int { return len(s.queue) }

func (s *pathSearch) Less(i, j int) bool {
	a, b := s.queue[i], s.queue[j]
	return cmp.Or(s.q.Order.compare(a.bound, b.bound), slices.Compare(a.at, b.at)) < 0
}

func (s *pathSearch) Swap(i, j int) { s.queue[i], s.queue[j] = s.queue[j], s.queue[i] }

// Push and Pop are for container/heap.
func (s *pathSearch) Push(x any) { s.queue = append(s.queue, x.(partial)) }

// Pop takes the last partial path off.
func (s *pathSearch) Pop() any {
	last := s.queue[len(s.queue)-1]
	s.queue = s.queue[:len(s.queue)-1]
	return last
}
