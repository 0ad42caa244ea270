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

// Ranked is an actor with its score.
type Ranked struct {
	Actor graph.ActorID
	Score float64 // rounded to 1e-9
	Rank  int     // 1 for the greatest score; equal scores share a rank
}

// pollEvery is after how many steps a long computation looks whether it is still wanted.
const pollEvery = 256

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
		scores, err = betweenness(ctx, p)
	case Closeness:
		scores, err = closeness(ctx, p)
	case Eigenvector:
		scores, converged, err = eigenvector(ctx, p)
	default:
		err = graph.InField("measure", graph.Errorf(graph.ErrInvalid, "%q is not a centrality", string(c)))
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

// pageRank iterates until the sum of changes is below the number of actors times
// the tolerance. No actor of a projection dangles: each has a dyad.
func pageRank(ctx context.Context, p *Projection) ([]float64, bool, error) {
	n := len(p.Actors)
	out := p.sums(math.Abs)
	rank, next := make([]float64, n), make([]float64, n)
	for i := range rank {
		rank[i] = 1 / float64(n)
	}
	for range maxIterations {
		if ctx.Err() != nil {
			return nil, false, ctx.Err()
		}
		dangling := 0.0
		for i, s := range out {
			if s == 0 {
				dangling += rank[i]
			}
		}
		base := (1-damping)/float64(n) + damping*dangling/float64(n)
		for i := range next {
			next[i] = base
			for k := p.Offsets[i]; k < p.Offsets[i+1]; k++ {
				j := p.Neighbors[k]
				next[i] += damping * rank[j] * math.Abs(p.Nets[k]) / out[j]
			}
		}
		change := 0.0
		for i := range next {
			change += math.Abs(next[i] - rank[i])
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
		if s%pollEvery == 0 && ctx.Err() != nil {
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
		if s%pollEvery == 0 && ctx.Err() != nil {
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

// eigenvector iterates x ← (A + I) x, whose shift makes it converge on bipartite
// components too without changing the eigenvector, and gives it with length 1.
func eigenvector(ctx context.Context, p *Projection) ([]float64, bool, error) {
	x, next := p.largestComponent(), make([]float64, len(p.Actors))
	for range maxIterations {
		if ctx.Err() != nil {
			return nil, false, ctx.Err()
		}
		length := 0.0
		for i := range next {
			next[i] = x[i]
			if x[i] > 0 {
				for k := p.Offsets[i]; k < p.Offsets[i+1]; k++ {
					next[i] += math.Abs(p.Nets[k]) * x[p.Neighbors[k]]
				}
			}
			length += next[i] * next[i]
		}
		length = math.Sqrt(length)
		change := 0.0
		for i := range next {
			if length > 0 {
				next[i] /= length
			}
			change += math.Abs(next[i] - x[i])
		}
		x, next = next, x
		if change < tolerance {
			return x, true, nil
		}
	}
	return x, false, nil
}

// largestComponent marks the actors of the largest component with the same
// positive number; of components of the same size that with the smallest id.
func (p *Projection) largestComponent() []float64 {
	out := make([]float64, len(p.Actors))
	for _, component := range p.components()[:min(1, len(p.Actors))] {
		for _, v := range component {
			out[v] = 1 / math.Sqrt(float64(len(component)))
		}
	}
	return out
}

// components gives the connected components, the largest first, then by the
// smallest id; each sorted.
func (p *Projection) components() [][]int32 {
	var out [][]int32
	seen := make([]bool, len(p.Actors))
	for s := range p.Actors {
		if seen[s] {
			continue
		}
		seen[s] = true
		members := []int32{int32(s)}
		for i := 0; i < len(members); i++ {
			v := members[i]
			for _, w := range p.Neighbors[p.Offsets[v]:p.Offsets[v+1]] {
				if !seen[w] {
					seen[w] = true
					members = append(members, w)
				}
			}
		}
		slices.Sort(members)
		out = append(out, members)
	}
	slices.SortStableFunc(out, func(a, b []int32) int { return cmp.Compare(len(b), len(a)) })
	return out
}
