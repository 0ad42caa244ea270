package measure

import (
	"context"
	"math/bits"
	"math/rand/v2"
	"slices"
)

// MaxExact is up to how many actors of a component the least frustration is
// searched exactly; beyond it local search gives an upper bound.
const MaxExact = 24

// MaxOptima is up to how many least partitions are counted.
const MaxOptima = 1<<31 - 1

// Partition is a division of the actors of a projection into two blocs with
// little frustration: as few dyads as possible that are hostile inside a bloc or
// friendly between the blocs (Harary 1959; the line index of balance).
type Partition struct {
	Side        []bool // by actor: false for the bloc of the smallest id
	Frustration int    // the number of dyads that do not fit
	Exact       bool   // no partition has less
	Optima      int    // how many partitions have as little, at most MaxOptima; 0 if not exact
}

// LeastFrustration finds a partition, component by component: exactly up to
// MaxExact actors, by local search from fixed seeds beyond. In each component the
// actor with the smallest id is in the first bloc.
func LeastFrustration(ctx context.Context, p *Projection) (Partition, error) {
	out := Partition{Side: make([]bool, len(p.Actors)), Exact: true, Optima: 1}
	components := p.components()
	for _, members := range components {
		s := newSides(p, members)
		var optima int
		var err error
		if len(members) <= MaxExact {
			optima, err = s.exact(ctx)
		} else {
			out.Exact = false
			err = s.local(ctx)
		}
		if err != nil {
			return out, err
		}
		out.Optima = times(out.Optima, optima)
		out.Frustration += s.best
		for i, v := range members {
			out.Side[v] = s.bestSide[i] != s.bestSide[0]
		}
	}
	if !out.Exact {
		out.Optima = 0
		return out, nil
	}
	for range components[min(1, len(components)):] { // each further component may be turned round
		out.Optima = times(out.Optima, 2)
	}
	return out, nil
}

// times multiplies numbers of partitions up to MaxOptima.
func times(a, b int) int { return min(a*b, MaxOptima) }

// sides is a partition of one component under search.
type sides struct {
	neighbors [][]int  // by place in the component
	friendly  [][]bool // beside neighbors
	side      []bool
	misfits   int
	best      int
	bestSide  []bool
}

func newSides(p *Projection, members []int32) *sides {
	s := &sides{neighbors: make([][]int, len(members)), friendly: make([][]bool, len(members)), side: make([]bool, len(members))}
	for i, v := range members {
		for k := p.Offsets[v]; k < p.Offsets[v+1]; k++ {
			j, _ := slices.BinarySearch(members, p.Neighbors[k])
			s.neighbors[i] = append(s.neighbors[i], j)
			s.friendly[i] = append(s.friendly[i], p.Nets[k] > 0)
			if j > i && p.Nets[k] < 0 {
				s.misfits++
			}
		}
	}
	s.keep()
	return s
}

func (s *sides) keep() { s.best, s.bestSide = s.misfits, slices.Clone(s.side) }

// gain gives by how much the misfits grow if actor i changes sides.
func (s *sides) gain(i int) int {
	change := 0
	for k, j := range s.neighbors[i] {
		if (s.side[i] == s.side[j]) == s.friendly[i][k] {
			change++ // fits now, would not
		} else {
			change--
		}
	}
	return change
}

func (s *sides) flip(i int) {
	s.misfits += s.gain(i)
	s.side[i] = !s.side[i]
}

// exact goes through all partitions with the first actor fixed, one change of
// side at a time (Gray code), and counts the optima.
func (s *sides) exact(ctx context.Context) (optima int, err error) {
	optima = 1
	for step := uint(1); step < 1<<(len(s.side)-1); step++ {
		if step&0xffff == 0 && ctx.Err() != nil {
			return 0, ctx.Err()
		}
		s.flip(bits.TrailingZeros(step) + 1)
		switch {
		case s.misfits < s.best:
			optima = 1
			s.keep()
		case s.misfits == s.best:
			optima++
			if slices.CompareFunc(s.side, s.bestSide, compareSides) < 0 {
				s.keep()
			}
		}
	}
	return optima, nil
}

func compareSides(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// restarts is from how many starts local search climbs down.
const restarts = 64

// local climbs down from one bloc and from random partitions, with a fixed seed so that the same
// view gives the same answer.
func (s *sides) local(ctx context.Context) error {
	random := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // reproducible on purpose
	for start := range restarts {
		for i := range s.side {
			if start > 0 && random.IntN(2) == 1 { // the first start is one bloc of all
				s.flip(i)
			}
		}
		for improved := true; improved; {
			improved = false
			for i := range s.side {
				if i%pollEvery == 0 && ctx.Err() != nil {
					return ctx.Err()
				}
				if s.gain(i) < 0 {
					s.flip(i)
					improved = true
				}
			}
		}
		if s.misfits < s.best {
			s.keep()
		}
	}
	return nil
}
