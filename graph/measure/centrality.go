package measure

import (
	"cmp"
	"context"
	"math"
	"slices"

	"github.com/entente/entente/graph"
)

// Centrality names a measure of how central an actor is.
type Centrality string

// The centralities, over the dyads of a projection with weight |net|.
const (
	Degree         Centrality = "DEGREE"          // number of dyads
	WeightedDegree Centrality = "WEIGHTED_DEGREE" // sum of their weights
	PageRank       Centrality = "PAGERANK"        // Page, Brin 1998; α .85, weighted
	Betweenness    Centrality = "BETWEENNESS"     // Freeman 1977 by Brandes 2001; unweighted, normalized
	Closeness      Centrality = "CLOSENESS"       // with the correction of Wasserman, Faust 1994; unweighted
	Eigenvector    Centrality = "EIGENVECTOR"     // Bonacich 1972; weighted, on the largest component, others 0
)

// Centralities lists every centrality.
var Centralities = []Centrality{Degree, WeightedDegree, PageRank, Betweenness, Closeness, Eigenvector}

// Ranked is an actor with its score.
type Ranked struct {
	Actor graph.ActorID
	Score float64 // rounded to 1e-9
	Rank  int     // 1 for the greatest score; equal scores share a rank
}

// MaxSteps bounds the work of betweenness and closeness, which look at every dyad
// from every actor: some 20 seconds on one core.
const MaxSteps = 5_000_000_000

// fromEach reports that a centrality which looks at the whole projection from each
// actor would take too many steps, if so.
func (c Centrality) fromEach(p *Projection) error {
	actors, dyads := int64(len(p.Actors)), int64(len(p.Neighbors)/2)
	if actors*(actors+2*dyads) <= MaxSteps {
		return nil
	}
	return graph.Errorf(graph.ErrTooLarge, "%s of %d actors in %d dyads takes more than %d steps; name the actors in among, or narrow the filter by kinds, dates or weight", c, actors, dyads, int64(MaxSteps))
}

// Rank computes a centrality for every actor, the greatest first, then by id.
// converged is false if an iteration ended before it was exact to 1e-10.
func Rank(ctx context.Context, p *Projection, c Centrality) (ranked []Ranked, converged bool, err error) {
	var scores []float64
	converged = true
	switch c {
	case Degree:
		scores = p.sums(func(float64) float64 { return 1 })
	case WeightedDegree:
		scores = p.sums(math.Abs)
	case PageRank:
		scores, converged, err = pageRank(ctx, p)
	case Betweenness:
		if err = c.fromEach(p); err == nil {
			scores, err = betweenness(ctx, p)
		}
	case Closeness:
		if err = c.fromEach(p); err == nil {
			scores, err = closeness(ctx, p)
		}
	case Eigenvector:
		scores, converged, err = eigenvector(ctx, p)
	default:
		err = invalid("measure", "%q is not a centrality; give one of %v", string(c), Centralities)
	}
	if err != nil {
		return nil, false, err
	}
	ranked = make([]Ranked, len(p.Actors))
	for i, id := range p.Actors {
		ranked[i] = Ranked{Actor: id, Score: Round(scores[i])}
	}
	slices.SortFunc(ranked, func(a, b Ranked) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Actor, b.Actor))
	})
	for i := range ranked {
		ranked[i].Rank = i + 1
		if i > 0 && ranked[i].Score == ranked[i-1].Score {
			ranked[i].Rank = ranked[i-1].Rank
		}
	}
	return ranked, converged, nil
}

func (p *Projection) sums(weight func(float64) float64) []float64 {
	out := make([]float64, len(p.Actors))
	for a := range out {
		for _, net := range p.Nets[p.Offsets[a]:p.Offsets[a+1]] {
			out[a] += weight(net)
		}
	}
	return out
}

const (
	damping       = .85
	tolerance     = 1e-10
	maxIterations = 1000
)

// pageRank iterates until the sum of changes is below the tolerance. Actors
// without friendly dyads dangle: their rank goes to all alike.
func pageRank(ctx context.Context, p *Projection) ([]float64, bool, error) {
	n := float64(len(p.Actors))
	out := p.sums(math.Abs)
	rank, next, share := make([]float64, len(out)), make([]float64, len(out)), make([]float64, len(out))
	for i := range rank {
		rank[i] = 1 / n
	}
	for range maxIterations {
		if ctx.Err() != nil {
			return nil, false, ctx.Err()
		}
		dangling := 0.0
		for i, s := range out {
			if s == 0 {
				dangling += rank[i]
			} else {
				share[i] = damping * rank[i] / s
			}
		}
		base := (1 - damping + damping*dangling) / n
		change := 0.0
		for i := range next {
			sum := base
			nets := p.Nets[p.Offsets[i]:p.Offsets[i+1]]
			for k, j := range p.Neighbors[p.Offsets[i]:p.Offsets[i+1]] {
				sum += share[j] * math.Abs(nets[k])
			}
			next[i] = sum
			change += math.Abs(sum - rank[i])
		}
		rank, next = next, rank
		if change < tolerance {
			return rank, true, nil
		}
	}
	return rank, false, nil
}

// breadthFirst visits from a start and gives the order of visiting; dist holds
// -1 for what was not reached.
func (p *Projection) breadthFirst(start int32, dist []int32, order []int32) []int32 {
	for i := range dist {
		dist[i] = -1
	}
	dist[start] = 0
	order = append(order[:0], start)
	for i := 0; i < len(order); i++ {
		v := order[i]
		for _, w := range p.Neighbors[p.Offsets[v]:p.Offsets[v+1]] {
			if dist[w] < 0 {
				dist[w] = dist[v] + 1
				order = append(order, w)
			}
		}
	}
	return order
}

func betweenness(ctx context.Context, p *Projection) ([]float64, error) {
	n := len(p.Actors)
	score, paths, depends := make([]float64, n), make([]float64, n), make([]float64, n)
	dist, order := make([]int32, n), make([]int32, 0, n)
	for s := range p.Actors {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		order = p.breadthFirst(int32(s), dist, order)
		clear(paths)
		clear(depends)
		paths[s] = 1
		for _, v := range order {
			for _, w := range p.Neighbors[p.Offsets[v]:p.Offsets[v+1]] {
				if dist[w] == dist[v]+1 {
					paths[w] += paths[v]
				}
			}
		}
		for i := len(order) - 1; i > 0; i-- {
			w := order[i]
			for _, v := range p.Neighbors[p.Offsets[w]:p.Offsets[w+1]] {
				if dist[v] == dist[w]-1 {
					depends[v] += paths[v] / paths[w] * (1 + depends[w])
				}
			}
			score[w] += depends[w]
		}
	}
	if n > 2 {
		for i := range score {
			score[i] /= float64(n-1) * float64(n-2)
		}
	}
	return score, nil
}

func closeness(ctx context.Context, p *Projection) ([]float64, error) {
	n := len(p.Actors)
	score := make([]float64, n)
	dist, order := make([]int32, n), make([]int32, 0, n)
	for s := range p.Actors {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		order = p.breadthFirst(int32(s), dist, order)
		total := 0.0
		for _, v := range order {
			total += float64(dist[v])
		}
		if reached := float64(len(order) - 1); total > 0 {
			score[s] = reached / total * reached / float64(n-1)
		}
	}
	return score, nil
}

// components gives the connected components, the largest first, then by the
// smallest id; each sorted.
func (p *Projection) components() [][]int32 {
	n := len(p.Actors)
	of, queue := make([]int32, n), make([]int32, 0, n) // of: the component of each actor, from 1
	var sizes []int
	for s := range n {
		if of[s] > 0 {
			continue
		}
		start := len(queue)
		queue = append(queue, int32(s))
		of[s] = int32(len(sizes) + 1)
		for i := start; i < len(queue); i++ {
			v := queue[i]
			for _, w := range p.Neighbors[p.Offsets[v]:p.Offsets[v+1]] {
				if of[w] == 0 {
					of[w] = of[s]
					queue = append(queue, w)
				}
			}
		}
		sizes = append(sizes, len(queue)-start)
	}
	out := make([][]int32, len(sizes))
	for i, size := range sizes { // the queue has done its work: its memory holds the answer
		out[i], queue = queue[:0:size], queue[size:]
	}
	for v, c := range of {
		out[c-1] = append(out[c-1], int32(v))
	}
	slices.SortStableFunc(out, func(a, b []int32) int { return cmp.Compare(len(b), len(a)) })
	return out
}
