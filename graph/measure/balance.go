package measure

import (
	"cmp"
	"context"
	"iter"
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

// Strain says how much is at stake in a triad: the product of the sizes of its
// nets, rounded to 1e-9.
func (t Triad) Strain() float64 { return Round(math.Abs(t.Nets[0] * t.Nets[1] * t.Nets[2])) }

// ActorStrain is how much the unbalanced triads strain one of their actors.
type ActorStrain struct {
	Actor      graph.ActorID
	Unbalanced int     // the unbalanced triads it is in
	Triads     int     // all triads it is in
	Strain     float64 // sum of the strains of the unbalanced ones, rounded to 1e-9
}

// Balance is what the triads of a projection say.
type Balance struct {
	Triads []TriadCount  // the four types, zeros too
	Share  float64       // of the triads that are balanced; NaN if there are none
	Actors []ActorStrain // those in any triad, the greatest strain first, then by id

	projection *Projection
}

// MaxTriads bounds the triads that one answer looks at.
const MaxTriads = 20_000_000

// triadSigns are the types by the number of hostile sides.
var triadSigns = [4]string{"+++", "++-", "+--", "---"}

// BalanceOf counts the triads and what they do to their actors.
func BalanceOf(ctx context.Context, p *Projection) (*Balance, error) {
	strains := make([]ActorStrain, len(p.Actors))
	var counts [4]int
	all := 0
	for t, err := range p.triads(ctx, -1) {
		if err != nil {
			return nil, err
		}
		all++
		counts[t.hostile()]++
		strain := 0.0
		if !t.balanced() {
			strain = math.Abs(t.nets[0] * t.nets[1] * t.nets[2])
		}
		for _, v := range t.actors {
			s := &strains[v]
			s.Triads++
			s.Strain += strain
			if !t.balanced() {
				s.Unbalanced++
			}
		}
	}
	b := &Balance{Share: float64(counts[0]+counts[2]) / float64(all), projection: p}
	for hostile, n := range counts {
		b.Triads = append(b.Triads, TriadCount{Signs: triadSigns[hostile], Count: n, Balanced: hostile%2 == 0})
	}
	for v, s := range strains {
		if s.Triads > 0 {
			b.Actors = append(b.Actors, ActorStrain{p.Actors[v], s.Unbalanced, s.Triads, Round(s.Strain)})
		}
	}
	slices.SortFunc(b.Actors, func(x, y ActorStrain) int {
		return cmp.Or(cmp.Compare(y.Strain, x.Strain), cmp.Compare(x.Actor, y.Actor))
	})
	return b, nil
}

// Strained gives the unbalanced triads, the greatest strain first, then by ids, at
// most so many; of one actor, if it is given. It goes through the triads again, so
// that of millions only those asked for are kept.
func (b *Balance) Strained(of graph.ActorID, first int) []Triad {
	p, only := b.projection, -1
	if of != "" {
		i, ok := slices.BinarySearch(p.Actors, of)
		if !ok {
			return nil
		}
		only = i
	}
	compare := func(x, y Triad) int {
		return cmp.Or(cmp.Compare(y.Strain(), x.Strain()), slices.Compare(x.Actors[:], y.Actors[:]))
	}
	var out []Triad
	for t := range p.triads(context.Background(), only) { //nolint:errcheck // as many as were counted: no error is left
		if t.balanced() {
			continue
		}
		x := Triad{Nets: t.nets}
		for i, v := range t.actors {
			x.Actors[i] = p.Actors[v]
		}
		if out = append(out, x); len(out) >= 2*first+pollEvery { // keeps the best, now and then
			slices.SortFunc(out, compare)
			out = out[:first]
		}
	}
	slices.SortFunc(out, compare)
	return out[:min(len(out), max(first, 0))]
}

// triad is three actors by their indexes, sorted, and the nets of the first and
// second, the first and third, the second and third.
type triad struct {
	actors [3]int32
	nets   [3]float64
}

// hostile gives the number of hostile sides.
func (t triad) hostile() int {
	n := 0
	for _, x := range t.nets {
		if x < 0 {
			n++
		}
	}
	return n
}

func (t triad) balanced() bool { return t.hostile()%2 == 0 }

// triads yields each triad once, or those of one actor (-1 for all).
func (p *Projection) triads(ctx context.Context, of int) iter.Seq2[triad, error] {
	return func(yield func(triad, error) bool) {
		found, dyads := 0, 0
		for d := range p.dyadsNear(of) {
			if dyads++; dyads%pollEvery == 0 && ctx.Err() != nil {
				yield(triad{}, ctx.Err())
				return
			}
			for c, nets := range p.common(d.A, d.B) {
				t := triad{[3]int32{d.A, d.B, c}, [3]float64{d.Net, nets[0], nets[1]}}
				if of >= 0 && t.actors[0] != int32(of) && t.actors[1] != int32(of) && c != int32(of) {
					continue
				}
				if found++; found > MaxTriads {
					yield(triad{}, graph.Errorf(graph.ErrTooLarge, "there are more than %d triads; narrow the filter, or name the actors in among", MaxTriads))
					return
				}
				if !yield(t, nil) {
					return
				}
			}
		}
		if ctx.Err() != nil {
			yield(triad{}, ctx.Err())
		}
	}
}

// dyadsNear yields the dyads whose two actors may be the first of a triad with an
// actor (-1 for any): both of them are it or its neighbors.
func (p *Projection) dyadsNear(of int) iter.Seq[Dyad] {
	if of < 0 {
		return p.Dyads()
	}
	near := append(slices.Clone(p.Neighbors[p.Offsets[of]:p.Offsets[of+1]]), int32(of))
	slices.Sort(near)
	return func(yield func(Dyad) bool) {
		for _, a := range near {
			for i := p.Offsets[a]; i < p.Offsets[a+1]; i++ {
				b := p.Neighbors[i]
				if _, ok := slices.BinarySearch(near, b); ok && b > a && !yield(Dyad{a, b, p.Nets[i]}) {
					return
				}
			}
		}
	}
}

// common yields the neighbors that a and b share after b, with the nets of a and
// of b to each, so that every triad comes once. It goes through the shorter row
// and looks up in the longer one, so that a hub costs no more than its neighbors.
func (p *Projection) common(a, b int32) iter.Seq2[int32, [2]float64] {
	return func(yield func(int32, [2]float64) bool) {
		short, long, turned := p.after(a, b), p.after(b, b), false
		if long.end-long.at < short.end-short.at {
			short, long, turned = long, short, true
		}
		for ; short.at < short.end && long.at < long.end; short.at++ {
			c := p.Neighbors[short.at]
			i, ok := slices.BinarySearch(p.Neighbors[long.at:long.end], c)
			if long.at += int32(i); !ok {
				continue
			}
			nets := [2]float64{p.Nets[short.at], p.Nets[long.at]}
			if turned {
				nets[0], nets[1] = nets[1], nets[0]
			}
			if !yield(c, nets) {
				return
			}
		}
	}
}

// span is a part of a row.
type span struct{ at, end int32 }

// after gives the part of the row of v that comes after an actor.
func (p *Projection) after(v, actor int32) span {
	row := p.Neighbors[p.Offsets[v]:p.Offsets[v+1]]
	i, ok := slices.BinarySearch(row, actor)
	if ok {
		i++
	}
	return span{p.Offsets[v] + int32(i), p.Offsets[v+1]}
}
