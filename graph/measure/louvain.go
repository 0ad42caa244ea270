package measure

import (
	"context"
	"maps"
	"math/rand/v2"
	"slices"
)

// louvain searches for communities.
type louvain struct {
	resolution float64
	random     *rand.Rand
}

// louvainStarts is from how many orders of the actors the search begins: from more
// where that costs little.
func louvainStarts(actors int) int { return min(max(10_000/max(actors, 1), 10), 100) }

// leastGain is by how much modularity must rise for another round of the search.
const leastGain = 1e-9

// search moves and merges, and again with the communities found, until nothing is
// gained. apart takes communities apart that do not hang together.
func (l louvain) search(ctx context.Context, g *weighted, apart func([]int) []int) ([]int, error) {
	of := singles(len(g.to))
	for best := g.modularity(of, l.resolution); ; {
		found, err := l.pass(ctx, g, of)
		if err != nil {
			return nil, err
		}
		found = apart(found)
		q := g.modularity(found, l.resolution)
		if q < best+leastGain {
			return of, nil
		}
		of, best = found, q
	}
}

// singles puts each node into a community of its own.
func singles(n int) []int {
	of := make([]int, n)
	for v := range of {
		of[v] = v
	}
	return of
}

// pass moves nodes between the communities given, then the communities as nodes,
// and so on.
func (l louvain) pass(ctx context.Context, g *weighted, of []int) ([]int, error) {
	of = slices.Clone(of)
	_, err := l.move(ctx, g, of)
	for err == nil {
		of = renumber(of)
		merged := g.merge(of)
		found := singles(len(merged.to))
		var moved bool
		if moved, err = l.move(ctx, merged, found); !moved {
			break
		}
		for v := range of {
			of[v] = found[of[v]]
		}
	}
	return of, err
}

// move lets each node in turn go to the neighboring community, or to one of its
// own, where modularity gains most, until none wants to.
func (l louvain) move(ctx context.Context, g *weighted, of []int) (moved bool, err error) {
	c := newCommunities(g, of)
	for again := g.total > 0; again; {
		again = false
		for i, v := range l.random.Perm(len(of)) {
			if i%pollEvery == 0 && ctx.Err() != nil {
				return false, ctx.Err()
			}
			if c.place(v, l.resolution) {
				again, moved = true, true
			}
		}
	}
	return moved, nil
}

// communities is a partition while nodes move in it.
type communities struct {
	g      *weighted
	of     []int
	degree []float64 // of a community: the sum of its nodes'
	size   []int
	empty  []int     // communities without nodes
	toward []float64 // work: the weight from one node to each community
}

func newCommunities(g *weighted, of []int) *communities {
	n := len(of)
	c := &communities{g: g, of: of, degree: make([]float64, n), size: make([]int, n), toward: make([]float64, n)}
	for v, x := range of {
		c.degree[x] += g.degree[v]
		c.size[x]++
	}
	for x, size := range c.size {
		if size == 0 {
			c.empty = append(c.empty, x)
		}
	}
	return c
}

// place moves a node to where modularity gains most and reports whether it went.
func (c *communities) place(v int, resolution float64) bool {
	g, old := c.g, c.of[v]
	c.degree[old] -= g.degree[v]
	for i, w := range g.to[v] {
		c.toward[c.of[w]] += g.weight[v][i]
	}
	gain := func(x int) float64 { return c.toward[x] - resolution*g.degree[v]*c.degree[x]/g.total }
	best, most := old, gain(old)
	for _, w := range g.to[v] {
		if x := c.of[w]; gain(x) > most+1e-12 {
			best, most = x, gain(x)
		}
	}
	if most < -1e-12 && c.size[old] > 1 { // alone is better
		best = c.empty[len(c.empty)-1]
	}
	for _, w := range g.to[v] {
		c.toward[c.of[w]] = 0
	}
	c.degree[best] += g.degree[v]
	if best == old {
		return false
	}
	c.of[v] = best
	if c.size[best]++; c.size[best] == 1 {
		c.empty = c.empty[:len(c.empty)-1]
	}
	if c.size[old]--; c.size[old] == 0 {
		c.empty = append(c.empty, old)
	}
	return true
}

// weighted is an undirected weighted graph with loops, as merging makes it.
type weighted struct {
	to     [][]int
	weight [][]float64 // beside to
	loop   []float64   // weight inside a node
	degree []float64
	total  float64 // sum of the degrees
}

func (p *Projection) weighted() *weighted {
	n := len(p.Actors)
	g := &weighted{to: make([][]int, n), weight: make([][]float64, n), loop: make([]float64, n), degree: make([]float64, n)}
	for v := range n {
		for k := p.Offsets[v]; k < p.Offsets[v+1]; k++ {
			g.to[v] = append(g.to[v], int(p.Neighbors[k]))
			g.weight[v] = append(g.weight[v], p.Nets[k])
		}
	}
	g.sum()
	return g
}

func (g *weighted) sum() {
	for v := range g.to {
		g.degree[v] = 2 * g.loop[v]
		for _, w := range g.weight[v] {
			g.degree[v] += w
		}
		g.total += g.degree[v]
	}
}

// modularity gives Σ over communities of inside/total - resolution (degree/total)².
func (g *weighted) modularity(of []int, resolution float64) float64 {
	if g.total == 0 {
		return 0
	}
	inside, degree := make([]float64, len(of)), make([]float64, len(of))
	for v, c := range of {
		inside[c] += 2 * g.loop[v]
		degree[c] += g.degree[v]
		for i, w := range g.to[v] {
			if of[w] == c {
				inside[c] += g.weight[v][i]
			}
		}
	}
	q := 0.0
	for c := range inside {
		q += inside[c]/g.total - resolution*(degree[c]/g.total)*(degree[c]/g.total)
	}
	return q
}

// merge makes each community a node.
func (g *weighted) merge(of []int) *weighted {
	n := 0
	for _, c := range of {
		n = max(n, c+1)
	}
	out := &weighted{to: make([][]int, n), weight: make([][]float64, n), loop: make([]float64, n), degree: make([]float64, n)}
	sums := make([]map[int]float64, n)
	for v, c := range of {
		if sums[c] == nil {
			sums[c] = map[int]float64{}
		}
		out.loop[c] += g.loop[v]
		for i, w := range g.to[v] {
			if of[w] == c {
				out.loop[c] += g.weight[v][i] / 2
			} else {
				sums[c][of[w]] += g.weight[v][i]
			}
		}
	}
	for c, sum := range sums {
		for _, d := range slices.Sorted(maps.Keys(sum)) {
			out.to[c] = append(out.to[c], d)
			out.weight[c] = append(out.weight[c], sum[d])
		}
	}
	out.sum()
	return out
}
