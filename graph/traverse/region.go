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
	r := &region{actors: make([]graph.ActorID, 0, len(c.actors)), edges: make([]graph.Edge, 0, len(c.edges)+len(c.acts))}
	for id := range c.actors {
		r.actors = append(r.actors, id)
	}
	slices.Sort(r.actors)
	index := make(map[graph.ActorID]int32, len(r.actors))
	for i, id := range r.actors {
		index[id] = int32(i)
	}
	for _, e := range c.edges {
		r.edges = append(r.edges, e)
	}
	r.edges = append(r.edges, c.acts...)
	arcs := make([]arc, 0, 2*len(r.edges))
	for i, e := range r.edges {
		from, to := index[e.From], index[e.To]
		if d.Touches(e.From, e) {
			arcs = append(arcs, arc{from, to, int32(i)})
		}
		if d.Touches(e.To, e) {
			arcs = append(arcs, arc{to, from, int32(i)})
		}
	}
	if keep != nil {
		arcs = keep(r, arcs)
	}
	r.group(arcs)
	return r
}

// group makes the rows of arcs. An act that was read more than once counts once.
func (r *region) group(arcs []arc) {
	id := func(a arc) graph.RelationID { return r.edges[a.edge].ID }
	slices.SortFunc(arcs, func(a, b arc) int {
		return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to), cmp.Compare(id(a), id(b)))
	})
	r.rows = make([]int32, len(r.actors)+1)
	r.links, r.arcs = r.links[:0], make([]int32, 0, len(arcs))
	for i, a := range arcs {
		switch {
		case i == 0 || arcs[i-1].from != a.from || arcs[i-1].to != a.to:
			at := int32(len(r.arcs))
			r.links = append(r.links, link{a.to, at, at})
			r.rows[a.from+1]++
		case id(arcs[i-1]) == id(a):
			continue
		}
		r.arcs = append(r.arcs, a.edge)
		r.links[len(r.links)-1].last++
	}
	for v := range r.actors {
		r.rows[v+1] += r.rows[v]
	}
}

// onTheWay keeps the arcs that may lie on a path of at most so many hops between
// two actors.
func onTheWay(from, to graph.ActorID, hops int) func(*region, []arc) []arc {
	return func(r *region, arcs []arc) []arc {
		ahead := r.distances(arcs, r.index(from), hops, func(a arc) (int32, int32) { return a.from, a.to })
		behind := r.distances(arcs, r.index(to), hops, func(a arc) (int32, int32) { return a.to, a.from })
		return slices.DeleteFunc(arcs, func(a arc) bool { return ahead[a.from]+1+behind[a.to] > hops })
	}
}

// distances gives the number of hops from an actor to each; more than hops for
// those beyond.
func (r *region) distances(arcs []arc, start int32, hops int, ends func(arc) (int32, int32)) []int {
	out := make([]int, len(r.actors))
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
