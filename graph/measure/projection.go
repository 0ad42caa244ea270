package measure

import (
	"cmp"
	"context"
	"iter"
	"slices"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/traverse"
)

// Dyad is how two actors stand to one another.
type Dyad struct {
	A, B int32   // indexes of the actors, A before B
	Net  float64 // from -1 to 1, rounded to 1e-9; never between -.05 and .05
}

// Projection is the dyads of a view that are friendly or hostile, as a compressed
// sparse row: the neighbors of actor i are Neighbors[Offsets[i]:Offsets[i+1]],
// sorted, with their nets beside them. Actors are sorted by id; each has at least
// one dyad.
type Projection struct {
	Actors    []graph.ActorID
	Offsets   []int32
	Neighbors []int32
	Nets      []float64
	LeftOut   []graph.ActorID // of those asked for: without any dyad
}

// Dyads yields each dyad once, sorted.
func (p *Projection) Dyads() iter.Seq[Dyad] {
	return func(yield func(Dyad) bool) {
		for a := range p.Actors {
			for i := p.Offsets[a]; i < p.Offsets[a+1]; i++ {
				if b := p.Neighbors[i]; int(b) > a && !yield(Dyad{int32(a), b, p.Nets[i]}) {
					return
				}
			}
		}
	}
}

// Friendly gives the projection without its hostile dyads, over the same actors.
func (p *Projection) Friendly() *Projection {
	out := &Projection{Actors: p.Actors, LeftOut: p.LeftOut, Offsets: make([]int32, 1, len(p.Offsets))}
	for a := range p.Actors {
		for i := p.Offsets[a]; i < p.Offsets[a+1]; i++ {
			if p.Nets[i] > 0 {
				out.Neighbors = append(out.Neighbors, p.Neighbors[i])
				out.Nets = append(out.Nets, p.Nets[i])
			}
		}
		out.Offsets = append(out.Offsets, int32(len(out.Neighbors)))
	}
	return out
}

// Net gives the net of two actors by their indexes; 0 if they are no dyad.
func (p *Projection) Net(a, b int32) float64 {
	row := p.Neighbors[p.Offsets[a]:p.Offsets[a+1]]
	if i, ok := slices.BinarySearch(row, b); ok {
		return p.Nets[int(p.Offsets[a])+i]
	}
	return 0
}

// Bytes gives about how much memory the projection holds.
func (p *Projection) Bytes() int64 {
	const header = 16 // of a string
	n := 4*int64(len(p.Offsets)+len(p.Neighbors)) + 8*int64(len(p.Nets))
	for _, ids := range [][]graph.ActorID{p.Actors, p.LeftOut} {
		for _, id := range ids {
			n += header + int64(len(id))
		}
	}
	return n
}

// Project builds the projection of a view.
func Project(ctx context.Context, snap graph.Snapshot, q Query) (*Projection, error) {
	q, err := q.complete()
	if err != nil {
		return nil, err
	}
	b := builder{index: map[graph.ActorID]int32{}, moment: q.Moment}
	if err := b.read(ctx, within(snap, q.MaxRelations), q); err != nil {
		return nil, err
	}
	dyads, err := b.dyads(ctx)
	if err != nil {
		return nil, err
	}
	return pack(b.actors, dyads, q.Among), nil
}

// builder gathers what is between each two actors.
type builder struct {
	moment graph.Moment
	actors []graph.ActorID // in the order in which they were met, later by id
	index  map[graph.ActorID]int32
	terms  []term
}

// term is what an edge adds to the net of its dyad, which has no direction.
type term struct {
	a, b int32
	id   graph.RelationID
	graph.Term
}

func (b *builder) read(ctx context.Context, snap *traverse.Bounded, q Query) error {
	var among map[graph.ActorID]bool
	if q.Among != nil {
		among = make(map[graph.ActorID]bool, len(q.Among))
		for _, id := range q.Among {
			among[id] = true
		}
	}
	add := func(e graph.Edge) {
		if among == nil || among[e.From] && among[e.To] {
			b.terms = append(b.terms, term{b.at(e.From), b.at(e.To), e.ID, b.moment.Term(e)})
		}
	}
	for e, err := range edgesAmong(ctx, snap, q.Among, q.Filter) {
		if err != nil {
			return err
		}
		add(e)
	}
	if !q.ThroughOffices {
		return nil
	}
	acts, err := officeActs(ctx, snap, q)
	for _, e := range acts {
		add(e)
	}
	return err
}

func (b *builder) at(id graph.ActorID) int32 {
	i, ok := b.index[id]
	if !ok {
		i = int32(len(b.actors))
		b.index[id] = i
		b.actors = append(b.actors, id)
	}
	return i
}

// officeActs gives the acts that count for the states among the actors. As both
// sides of each are asked for, none is missed.
func officeActs(ctx context.Context, snap graph.Snapshot, q Query) ([]graph.Edge, error) {
	states := q.Among
	if states == nil {
		for a, err := range snap.FindActors(ctx, graph.ActorFilter{Kinds: []graph.ActorKind{graph.State}}, "") {
			if err != nil {
				return nil, err
			}
			states = append(states, a.ID)
		}
	}
	return graph.OfficeActs(ctx, snap, states, graph.ExpandQuery{Filter: q.Filter})
}

// dyads gives the dyads that are friendly or hostile, sorted, and the actors by id.
func (b *builder) dyads(ctx context.Context) ([]Dyad, error) {
	b.sortActors()
	rows, order := b.rows()
	var out []Dyad
	var between []graph.Term
	for a := range b.actors {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		row := order[rows[a]:rows[a+1]]
		slices.SortFunc(row, func(i, j int32) int { // by id: a sum of floats depends on its order
			return cmp.Or(cmp.Compare(b.terms[i].b, b.terms[j].b), cmp.Compare(b.terms[i].id, b.terms[j].id))
		})
		for len(row) > 0 {
			to := b.terms[row[0]].b
			between = between[:0]
			for len(row) > 0 && b.terms[row[0]].b == to {
				between = append(between, b.terms[row[0]].Term)
				row = row[1:]
			}
			if net := Round(graph.NetOf(between)); graph.NetSign(net) != graph.Neutral {
				out = append(out, Dyad{int32(a), to, net})
			}
		}
	}
	return out, nil
}

// rows gives the terms by their first actor: those of actor a are
// order[rows[a]:rows[a+1]].
func (b *builder) rows() (rows, order []int32) {
	rows, order = make([]int32, len(b.actors)+1), make([]int32, len(b.terms))
	for _, t := range b.terms {
		rows[t.a+1]++
	}
	for a := range b.actors {
		rows[a+1] += rows[a]
	}
	next := slices.Clone(rows)
	for i, t := range b.terms {
		order[next[t.a]] = int32(i)
		next[t.a]++
	}
	return rows, order
}

// sortActors renames the actors of the terms by the order of their ids, the lower
// one first in each.
func (b *builder) sortActors() {
	met := slices.Clone(b.actors)
	slices.Sort(b.actors)
	for i, id := range b.actors {
		b.index[id] = int32(i)
	}
	place := make([]int32, len(met))
	for i, id := range met {
		place[i] = b.index[id]
	}
	for i := range b.terms {
		t := &b.terms[i]
		t.a, t.b = place[t.a], place[t.b]
		if t.b < t.a {
			t.a, t.b = t.b, t.a
		}
	}
}

// pack makes the compressed rows of sorted dyads, over the actors that have any.
func pack(actors []graph.ActorID, dyads []Dyad, among []graph.ActorID) *Projection {
	p := &Projection{}
	place := make([]int32, len(actors)) // of the actors in the projection, plus 1
	for _, d := range dyads {
		place[d.A], place[d.B] = 1, 1
	}
	for i, id := range actors {
		if place[i] > 0 {
			p.Actors = append(p.Actors, id)
			place[i] = int32(len(p.Actors))
		}
	}
	p.Offsets = make([]int32, len(p.Actors)+1)
	for i, d := range dyads {
		d.A, d.B = place[d.A]-1, place[d.B]-1
		dyads[i] = d
		p.Offsets[d.A+1]++
		p.Offsets[d.B+1]++
	}
	for i := range p.Actors {
		p.Offsets[i+1] += p.Offsets[i]
	}
	p.Neighbors, p.Nets = make([]int32, 2*len(dyads)), make([]float64, 2*len(dyads))
	next := slices.Clone(p.Offsets)
	put := func(at, to int32, net float64) {
		p.Neighbors[next[at]], p.Nets[next[at]] = to, net
		next[at]++
	}
	// Sorted by (a, b): first each actor's lower neighbors arrive in order, then,
	// as a second pass, its higher ones.
	for _, d := range dyads {
		put(d.B, d.A, d.Net)
	}
	for _, d := range dyads {
		put(d.A, d.B, d.Net)
	}
	for _, id := range among {
		if _, ok := slices.BinarySearch(p.Actors, id); !ok {
			p.LeftOut = append(p.LeftOut, id)
		}
	}
	slices.Sort(p.LeftOut)
	p.LeftOut = slices.Compact(p.LeftOut)
	return p
}
