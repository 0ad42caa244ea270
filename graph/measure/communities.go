package measure

import (
	"context"
	"math/rand/v2"
)

// MaxResolution bounds the resolution of communities.
const MaxResolution = 100

// Communities divides the actors of a friendly projection so that modularity
// (Newman, Girvan 2004, with a resolution after Reichardt, Bornholdt 2006) is
// great: by the moves and the merging of Louvain (Blondel et al. 2008), repeated
// with the communities found until nothing is gained, from several starts with a
// fixed seed, the best one kept. Every community hangs together, which Louvain
// alone does not promise (Traag et al. 2019): one that does not is taken apart,
// which never lowers modularity. An actor without friendly dyads is a community of
// its own. Community 0 holds the smallest id, and so on.
func Communities(ctx context.Context, p *Projection, resolution float64) (of []int, modularity float64, err error) {
	if !(resolution > 0 && resolution <= MaxResolution) {
		return nil, 0, invalid("resolution", "%v is not above 0 and at most %d", resolution, MaxResolution)
	}
	l := louvain{resolution: resolution, random: rand.New(rand.NewPCG(3, 4))} //nolint:gosec // reproducible on purpose
	g := p.weighted()
	for start := range louvainStarts(len(p.Actors)) {
		found, err := l.search(ctx, g, p.takeApart)
		if err != nil {
			return nil, 0, err
		}
		if q := g.modularity(found, resolution); start == 0 || Round(q) > Round(modularity) {
			of, modularity = found, q
		}
	}
	return renumber(of), Round(modularity), nil
}

// takeApart makes a community of each part of a community that hangs together.
func (p *Projection) takeApart(of []int) []int {
	out := make([]int, len(of)) // from 1
	var queue []int32
	n := 0
	for s := range of {
		if out[s] > 0 {
			continue
		}
		n++
		out[s] = n
		queue = append(queue[:0], int32(s))
		for i := 0; i < len(queue); i++ {
			v := queue[i]
			for _, w := range p.Neighbors[p.Offsets[v]:p.Offsets[v+1]] {
				if out[w] == 0 && of[w] == of[v] {
					out[w] = n
					queue = append(queue, w)
				}
			}
		}
	}
	for v := range out {
		out[v]--
	}
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
