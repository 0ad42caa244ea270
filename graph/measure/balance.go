package measure

import (
	"cmp"
	"context"
	"math"
	"slices"

	"github.com/entente/entente/graph"
)

// TriadCount counts the triads with the same signs. By structural balance
// (Heider 1946; Cartwright, Harary 1956) a triad is balanced if the product of its
// signs is positive: +++ and +--.
type TriadCount struct {
	Signs    string // "+++", "++-", "+--" or "---"
	Count    int
	Balanced bool
}

// Triad is three actors of whom each two are friendly or hostile.
type Triad struct {
	Actors   [3]graph.ActorID // sorted
	Nets     [3]float64       // of the first and second, the first and third, the second and third
	Balanced bool
}

// Strain says how much is at stake in a triad: the product of the sizes of its nets.
func (t Triad) Strain() float64 { return math.Abs(t.Nets[0] * t.Nets[1] * t.Nets[2]) }

// Balance is what the triads of a projection say.
type Balance struct {
	Triads  []TriadCount // the four types, zeros too
	Share   float64      // of the triads that are balanced; NaN if there are none
	strains []Triad      // the unbalanced ones, the greatest strain first
}

// MaxTriads bounds the triads that one answer looks at.
const MaxTriads = 20_000_000

// triadSigns are the types by the number of hostile sides.
var triadSigns = [4]string{"+++", "++-", "+--", "---"}

// BalanceOf counts the triads and keeps those that are strained.
func BalanceOf(ctx context.Context, p *Projection) (*Balance, error) {
	b := &Balance{}
	var counts [4]int
	all := 0
	for d := range p.Dyads() {
		if all&0xfff == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		for c, net := range p.common(d.A, d.B) {
			if all++; all > MaxTriads {
				return nil, graph.Errorf(graph.ErrTooLarge, "there are more than %d triads; narrow the filter, or name the actors in among", MaxTriads)
			}
			t := Triad{
				Actors: [3]graph.ActorID{p.Actors[d.A], p.Actors[d.B], p.Actors[c]},
				Nets:   [3]float64{d.Net, net[0], net[1]},
			}
			hostile := 0
			for _, x := range t.Nets {
				if x < 0 {
					hostile++
				}
			}
			counts[hostile]++
			if hostile%2 == 1 {
				b.strains = append(b.strains, t)
			}
		}
	}
	for hostile, n := range counts {
		b.Triads = append(b.Triads, TriadCount{Signs: triadSigns[hostile], Count: n, Balanced: hostile%2 == 0})
	}
	b.Share = float64(counts[0]+counts[2]) / float64(all)
	slices.SortFunc(b.strains, func(x, y Triad) int {
		return cmp.Or(cmp.Compare(Round(y.Strain()), Round(x.Strain())), slices.Compare(x.Actors[:], y.Actors[:]))
	})
	return b, nil
}

// common yields the neighbors that a and b share after b, with the nets of a and
// of b to each, so that every triad comes once.
func (p *Projection) common(a, b int32) func(func(int32, [2]float64) bool) {
	return func(yield func(int32, [2]float64) bool) {
		i, j := p.Offsets[a], p.Offsets[b]
		for i < p.Offsets[a+1] && j < p.Offsets[b+1] {
			switch x, y := p.Neighbors[i], p.Neighbors[j]; {
			case x < y || x <= b:
				i++
			case y < x:
				j++
			default:
				if !yield(x, [2]float64{p.Nets[i], p.Nets[j]}) {
					return
				}
				i, j = i+1, j+1
			}
		}
	}
}

// Strained gives the unbalanced triads, the greatest strain first, at most so
// many; of one actor, if it is given.
func (b *Balance) Strained(of graph.ActorID, first int) []Triad {
	var out []Triad
	for _, t := range b.strains {
		if len(out) == first {
			break
		}
		if of == "" || slices.Contains(t.Actors[:], of) {
			out = append(out, t)
		}
	}
	return out
}
