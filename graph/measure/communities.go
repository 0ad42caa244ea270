package measure

import (
	"context"
	"maps"
	"math/rand/v2"
	"slices"
)

// Communities divides the actors of a friendly projection so that modularity
// (Newman, Girvan 2004, with a resolution after Reichardt, Bornholdt 2006) is
// great: by the moves and the merging of Louvain (Blondel et al. 2008), from
// several starts with a fixed seed, the best one kept. An actor without friendly
// dyads is a community of its own. Community 0 holds the smallest id, and so on.
func Communities(ctx context.Context, p *Projection, resolution float64) (of []int, modularity float64, err error) {
	g := p.weighted()
	random := rand.New(rand.NewPCG(3, 4)) //nolint:gosec // reproducible on purpose
	for start := range louvainStarts {
		found, err := louvain(ctx, g, resolution, random)
		if err != nil {
			return nil, 0, err
		}
		if q := g.modularity(found, resolution); start == 0 || Round(q) > Round(modularity) {
			of, modularity = found, q
		}
	}
	return renumber(of), Round(modularity), nil
}

// louvainStarts is from how many orders of the actors the search begins.
const louvainStarts = 10

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

// louvain moves and merges until nothing is gained.
func louvain(ctx context.Context, g *weighted, resolution float64, random *rand.Rand) ([]int, error) {
	of := make([]int, len(g.to))
	for v := range of {
		of[v] = v
	}
	for {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		found, moved := g.move(resolution, random)
		found = renumber(found)
		for v := range of {
			of[v] = found[of[v]]
		}
		if !moved {
			return of, nil
		}
		g = g.merge(found)
	}
}

// move lets each node in turn go to the neighboring community where modularity
// gains most, until none wants to.
func (g *weighted) move(resolution float64, random *rand.Rand) (of []int, moved bool) {
	n := len(g.to)
	of, degree := make([]int, n), slices.Clone(g.degree)
	for v := range of {
		of[v] = v
	}
	toward := make([]float64, n)
	for again := g.total > 0; again; {
		again = false
		for _, v := range random.Perm(n) {
			old := of[v]
			degree[old] -= g.degree[v]
			for i, w := range g.to[v] {
				toward[of[w]] += g.weight[v][i]
			}
			best, gain := old, toward[old]-resolution*g.degree[v]*degree[old]/g.total
			for _, w := range g.to[v] {
				c := of[w]
				if x := toward[c] - resolution*g.degree[v]*degree[c]/g.total; x > gain+1e-12 {
					best, gain = c, x
				}
			}
			for _, w := range g.to[v] {
				toward[of[w]] = 0
			}
			of[v] = best
			degree[best] += g.degree[v]
			if best != old {
				again, moved = true, true
			}
		}
	}
	return of, moved
}

// merge makes each community a node.
func (g *weighted) merge(of []int) *weighted {
	n := slices.Max(of) + 1
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

// renumber numbers communities by their first member.
func renumber(of []int) []int {
	number := map[int]int{}
	out := make([]int, len(of))
	for v, c := range of {
		if _, ok := number[c]; !ok {
			number[c] = len(number)
		}
		out[v] = number[c]
	}
	return out
}
