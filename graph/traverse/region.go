package traverse

import (
	"cmp"
	"slices"

	"github.com/entente/entente/graph"
)

// region is the part of the graph that a question has read, as a compressed
// sparse row: the links that leave actor v are links[rows[v]:rows[v+1]], sorted
// by the actor that they lead to. Actors are indexes, in the order of their ids.
type region struct {
	actors []graph.ActorID
	edges  []graph.Edge
	rows   []int32
	links  []link
	arcs   []int32 // indexes of edges, those of a link together, by id
}

// link is all relations by which one actor leads to another.
type link struct {
	to          int32
	first, last int32 // its edges are those of arcs[first:last]
}

// reverse gives the direction in which a walk against d goes.
func reverse(d graph.Direction) graph.Direction {
	switch d {
	case graph.Out:
		return graph.In
	case graph.In:
		return graph.Out
	}
	return graph.Both
}

// arc is an edge as a walk may go over it.
type arc struct{ from, to, edge int32 }

// region groups what was collected. An edge leads both ways if the walk's
// direction allows it. Of the arcs only those count that keep leaves, if given.
func (c *collector) region(d graph.Direction, keep func(*region, []arc) []arc) *region {
	for _, e := range c.acts {
		c.see(e.From)
		c.see(e.To)
	}
	r := &region{actors: slices.Clone(c.actors), edges: make([]graph.Edge, 0, len(c.edges)+len(c.acts))}
	slices.Sort(r.actors)
	index := make([]int32, len(r.actors)) // by the place in which the actor was met
	for i, id := range r.actors {
		index[c.places[id]] = int32(i)
	}
	arcs := make([]arc, 0, 2*(len(c.edges)+len(c.acts)))
	add := func(e graph.Edge, from, to int32) {
		i := int32(len(r.edges))
		r.edges = append(r.edges, e)
		if d.Touches(e.From, e) {
			arcs = append(arcs, arc{from, to, i})
		}
		if d.Touches(e.To, e) {
			arcs = append(arcs, arc{to, from, i})
		}
	}
	for _, e := range c.edges {
		add(e.Edge, index[e.from], index[e.to])
	}
	for _, e := range c.acts {
		add(e, index[c.places[e.From]], index[c.places[e.To]])
	}
	if keep != nil {
		arcs = keep(r, arcs)
	}
	r.group(arcs)
	return r
}

// group makes the rows of arcs. An edge that was read more than once counts once.
func (r *region) group(arcs []arc) {
	arcs = r.sorted(r.sorted(arcs, func(a arc) int32 { return a.to }), func(a arc) int32 { return a.from })
	r.rows = make([]int32, len(r.actors)+1)
	r.links, r.arcs = r.links[:0], make([]int32, 0, len(arcs))
	for len(arcs) > 0 {
		n := 1
		for n < len(arcs) && arcs[n].from == arcs[0].from && arcs[n].to == arcs[0].to {
			n++
		}
		first := int32(len(r.arcs))
		for _, a := range arcs[:n] {
			r.arcs = append(r.arcs, a.edge)
		}
		parallel := r.arcs[first:]
		slices.SortFunc(parallel, func(a, b int32) int { return cmp.Compare(r.edges[a].ID, r.edges[b].ID) })
		parallel = slices.CompactFunc(parallel, func(a, b int32) bool { return r.edges[a].ID == r.edges[b].ID })
		r.arcs = r.arcs[:int(first)+len(parallel)]
		r.links = append(r.links, link{arcs[0].to, first, int32(len(r.arcs))})
		r.rows[arcs[0].from+1]++
		arcs = arcs[n:]
	}
	for v := range r.actors {
		r.rows[v+1] += r.rows[v]
	}
}

// sorted gives the arcs in the order of one of their ends, those of one actor as
// they stood.
func (r *region) sorted(arcs []arc, by func(arc) int32) []arc {
	next := make([]int32, len(r.actors)+1)
	for _, a := range arcs {
		next[by(a)+1]++
	}
	for v := range r.actors {
		next[v+1] += next[v]
	}
	out := make([]arc, len(arcs))
	for _, a := range arcs {
		out[next[by(a)]] = a
		next[by(a)]++
	}
	return out
}

// onTheWay keeps the arcs that may lie on a path of at most so many hops between
// two actors.
func onTheWay(from, to graph.ActorID, hops int) func(*region, []arc) []arc {
	return func(r *region, arcs []arc) []arc {
		ahead := distances(len(r.actors), arcs, r.index(from), hops, func(a arc) (int32, int32) { return a.from, a.to })
		behind := distances(len(r.actors), arcs, r.index(to), hops, func(a arc) (int32, int32) { return a.to, a.from })
		return slices.DeleteFunc(arcs, func(a arc) bool { return ahead[a.from]+1+behind[a.to] > hops })
	}
}

// distances gives the number of hops from an actor to each; more than hops for
// those beyond.
func distances[A any](actors int, arcs []A, start int32, hops int, ends func(A) (int32, int32)) []int {
	out := make([]int, actors)
	for i := range out {
		out[i] = hops + 1
	}
	out[start] = 0
	for k := range hops {
		for _, a := range arcs {
			if from, to := ends(a); out[from] == k && out[to] > k+1 {
				out[to] = k + 1
			}
		}
	}
	return out
}

// index gives the place of an actor that was read.
func (r *region) index(id graph.ActorID) int32 {
	i, _ := slices.BinarySearch(r.actors, id)
	return int32(i)
}

// link gives the place of the link from one actor to another, if there is one.
func (r *region) link(from, to int32) (int32, bool) {
	row := r.links[r.rows[from]:r.rows[from+1]]
	i, ok := slices.BinarySearchFunc(row, to, func(l link, to int32) int { return cmp.Compare(l.to, to) })
	return r.rows[from] + int32(i), ok
}

// strongest gives the strength of the strongest edge of each link.
func (r *region) strongest() []float64 {
	out := make([]float64, len(r.links))
	for i, l := range r.links {
		for _, e := range r.arcs[l.first:l.last] {
			out[i] = max(out[i], r.edges[e].Strength())
		}
	}
	return out
}

// relations gives the edges of a link, by id, that keep keeps.
func (r *region) relations(l link, keep func(graph.Edge) bool) []graph.Edge {
	var out []graph.Edge
	for _, i := range r.arcs[l.first:l.last] {
		if keep(r.edges[i]) {
			out = append(out, r.edges[i])
		}
	}
	return out
}
