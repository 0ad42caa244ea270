// Package measure computes what is read off a whole view at once: centrality,
// blocs, balance, timelines, differences. It works on a compact projection, one
// undirected weighted edge a dyad.
package measure

import (
	"cmp"
	"context"
	"iter"
	"math"
	"slices"

	"github.com/entente/entente/graph"
)

// Query chooses the relations and the actors of a measure.
type Query struct {
	Among  []graph.ActorID // only these actors; nil for all
	Filter graph.RelationFilter
	Moment graph.Moment
	// ThroughOffices lets acts of persons count for the states whose offices they
	// held; see graph.OfficeActs.
	ThroughOffices bool
	MaxRelations   int // beyond it the measure is ErrTooLarge
}

// DefaultMaxRelations bounds the relations of one projection: 10 million take
// some 800 MB while it is built.
const DefaultMaxRelations = 10_000_000

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

// Round rounds a score to 1e-9, so that those that differ only by the order of a
// sum are equal.
func Round(x float64) float64 { return math.Round(x*1e9) / 1e9 }

// Project builds the projection of a view. Collectives and unknowns are left out
// unless the filter asks for them.
func Project(ctx context.Context, snap graph.Snapshot, q Query) (*Projection, error) {
	edges, err := q.edges(ctx, snap)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(edges, func(a, b graph.Edge) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To), cmp.Compare(a.ID, b.ID))
	})
	var nets []pairNet
	for start := 0; start < len(edges); {
		end := start + 1
		for end < len(edges) && edges[end].From == edges[start].From && edges[end].To == edges[start].To {
			end++
		}
		net := Round(q.Moment.Net(edges[start:end]))
		if graph.NetSign(net) != graph.Neutral {
			nets = append(nets, pairNet{edges[start].From, edges[start].To, net})
		}
		start = end
	}
	return pack(nets, q.Among), nil
}

// pairNet is a dyad by ids, a before b.
type pairNet struct {
	a, b graph.ActorID
	net  float64
}

// edges reads the edges of the query, each turned so that the lower id is From:
// a net has no direction.
func (q Query) edges(ctx context.Context, snap graph.Snapshot) ([]graph.Edge, error) {
	if len(q.Filter.ActorKinds) == 0 {
		q.Filter.ActorKinds = graph.DefiniteKinds
	}
	among := make(map[graph.ActorID]bool, len(q.Among))
	for _, id := range q.Among {
		among[id] = true
	}
	var out []graph.Edge
	add := func(e graph.Edge) error {
		if q.Among != nil && (!among[e.From] || !among[e.To]) {
			return nil
		}
		if e.To < e.From {
			e.From, e.To = e.To, e.From
		}
		if out = append(out, e); len(out) > q.MaxRelations {
			return graph.Errorf(graph.ErrTooLarge, "the measure takes in more than %d relations; narrow the filter by kinds, dates or weight, or name the actors in among", q.MaxRelations)
		}
		return nil
	}
	for e, err := range q.read(ctx, snap) {
		if err == nil {
			err = add(e)
		}
		if err != nil {
			return nil, err
		}
	}
	if !q.ThroughOffices {
		return out, nil
	}
	acts, err := q.officeActs(ctx, snap)
	for _, e := range acts {
		if err == nil {
			err = add(e)
		}
	}
	return out, err
}

// read yields each edge once: of a set of actors by one expansion, else by a scan.
func (q Query) read(ctx context.Context, snap graph.Snapshot) iter.Seq2[graph.Edge, error] {
	if q.Among == nil {
		return graph.Edges(ctx, snap, q.Filter)
	}
	return func(yield func(graph.Edge, error) bool) {
		for h, err := range snap.Expand(ctx, q.Among, graph.ExpandQuery{Filter: q.Filter}) {
			if err == nil && h.At != h.From { // both ends are in the frontier: once is enough
				continue
			}
			if !yield(h.Edge, err) || err != nil {
				return
			}
		}
	}
}

func (q Query) officeActs(ctx context.Context, snap graph.Snapshot) ([]graph.Edge, error) {
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

// pack makes the compressed rows of dyads sorted by their ids.
func pack(nets []pairNet, among []graph.ActorID) *Projection {
	p := &Projection{}
	for _, n := range nets {
		p.Actors = append(p.Actors, n.a, n.b)
	}
	slices.Sort(p.Actors)
	p.Actors = slices.Compact(p.Actors)
	index := make(map[graph.ActorID]int32, len(p.Actors))
	for i, id := range p.Actors {
		index[id] = int32(i)
	}
	p.Offsets = make([]int32, len(p.Actors)+1)
	for _, n := range nets {
		p.Offsets[index[n.a]+1]++
		p.Offsets[index[n.b]+1]++
	}
	for i := range p.Actors {
		p.Offsets[i+1] += p.Offsets[i]
	}
	p.Neighbors, p.Nets = make([]int32, 2*len(nets)), make([]float64, 2*len(nets))
	next := slices.Clone(p.Offsets)
	put := func(at, to int32, net float64) {
		p.Neighbors[next[at]], p.Nets[next[at]] = to, net
		next[at]++
	}
	// Sorted by (a, b): first each actor's lower neighbors arrive in order, then,
	// as a second pass, its higher ones.
	for _, n := range nets {
		put(index[n.b], index[n.a], n.net)
	}
	for _, n := range nets {
		put(index[n.a], index[n.b], n.net)
	}
	for _, id := range among {
		if _, ok := index[id]; !ok {
			p.LeftOut = append(p.LeftOut, id)
		}
	}
	slices.Sort(p.LeftOut)
	return p
}
