package traverse

import (
	"cmp"
	"slices"

	"github.com/entente/entente/graph"
)

// influenceNet is a region with the direct influence along each link. Without a
// By every link is turned round, so that a walk from Over finds who moves it.
type influenceNet struct {
	*region
	q       InfluenceQuery
	forward bool
	start   int32
	direct  []float64 // P by the place of the link
	office  []bool    // whether the link only joins an office with its holder or owner

	from           []int32 // the actor that the link leaves
	into, intoRows []int32 // the links that lead to actor v: into[intoRows[v]:intoRows[v+1]]
}

// layer holds the greatest score of a walk of so many steps to each actor, 0 for
// none: apart for walks all of whose steps so far joined offices (0), and for
// those with a step that counts for the decay (1).
type layer [2][]float64

func newInfluenceNet(c *collector, q InfluenceQuery, keep func(*region, []arc) []arc) *influenceNet {
	r := c.region(graph.Both, keep)
	n := &influenceNet{region: r, q: q, forward: q.By != "", direct: make([]float64, len(r.links)), office: make([]bool, len(r.links))}
	n.start = r.index(cmp.Or(q.By, q.Over))
	n.from, n.into = make([]int32, len(r.links)), make([]int32, len(r.links))
	n.intoRows = make([]int32, len(r.actors)+1)
	for u, id := range r.actors {
		for i := r.rows[u]; i < r.rows[u+1]; i++ {
			n.direct[i], n.office[i] = n.link(id, r.links[i])
			n.from[i] = int32(u)
			n.intoRows[r.links[i].to+1]++
		}
	}
	for v := range r.actors {
		n.intoRows[v+1] += n.intoRows[v]
	}
	next := slices.Clone(n.intoRows)
	for i, l := range r.links {
		n.into[next[l.to]] = int32(i)
		next[l.to]++
	}
	return n
}

// link gives P along a link that leaves an actor, and whether it is one of
// offices only.
func (n *influenceNet) link(from graph.ActorID, l link) (float64, bool) {
	none, office := 1.0, true
	for _, i := range n.arcs[l.first:l.last] {
		e := &n.edges[i]
		none *= 1 - n.carries(from, e)
		office = office && (e.Kind == graph.HoldsOffice || e.Kind == graph.OfficeOf)
	}
	return 1 - none, office
}

// carries gives p(e) for a step that leaves an actor: its leverage over the other
// end, or the other end's over it if the net is turned round.
func (n *influenceNet) carries(from graph.ActorID, e *graph.Edge) float64 {
	lever := graph.LeverageOf(e.Kind, n.q.Leverage)
	p := lever.Forward
	if (from == e.From) != n.forward {
		p = lever.Backward
	}
	if p == 0 {
		return 0
	}
	return p * e.Intensity * e.Confidence * n.q.Moment.Recency(*e)
}

// step gives the factor of a link for a walk, and whether a step has counted for
// the decay after it.
func (n *influenceNet) step(link int32, counted int) (factor float64, now int) {
	switch {
	case n.office[link]:
		return n.direct[link], counted
	case counted == 1:
		return n.direct[link] * n.q.Decay, 1
	}
	return n.direct[link], 1
}

func (n *influenceNet) emptyLayer() layer {
	return layer{make([]float64, len(n.actors)), make([]float64, len(n.actors))}
}

// walk takes every walk of one layer a step further: add is told where it leads
// and its score there.
func (n *influenceNet) walk(from layer, add func(now int, to int32, score float64)) {
	for counted, scores := range from {
		for u, x := range scores {
			if x == 0 {
				continue
			}
			for i := n.rows[u]; i < n.rows[u+1]; i++ {
				factor, now := n.step(i, counted)
				add(now, n.links[i].to, x*factor)
			}
		}
	}
}

// best fills the layers of 0 to Hops steps. As no step raises a score, the best
// walk to an actor over all layers is a path.
func (n *influenceNet) best() []layer {
	layers := []layer{n.emptyLayer()}
	layers[0][0][n.start] = 1
	for k := range n.q.Hops {
		next := n.emptyLayer()
		n.walk(layers[k], func(now int, to int32, score float64) {
			next[now][to] = max(next[now][to], score)
		})
		layers = append(layers, next)
	}
	return layers
}

// katz gives the sum over all walks of 1 to Hops steps to each actor.
func (n *influenceNet) katz() []float64 {
	sum := make([]float64, len(n.actors))
	at := n.emptyLayer()
	at[0][n.start] = 1
	for range n.q.Hops {
		next := n.emptyLayer()
		n.walk(at, func(now int, to int32, score float64) {
			next[now][to] += score
			sum[to] += score
		})
		at = next
	}
	return sum
}

// greatest gives the greatest score of each actor over the layers, and the fewest
// steps with which it is reached when rounded; -1 where none leads.
func (n *influenceNet) greatest(layers []layer) (scores []float64, steps []int) {
	scores, steps = make([]float64, len(n.actors)), make([]int, len(n.actors))
	for v := range n.actors {
		steps[v] = -1
		for k, l := range layers {
			x := max(l[0][v], l[1][v])
			if k > 0 && x > 0 && (steps[v] < 0 || round(x) > round(scores[v])) {
				steps[v] = k
			}
			if k > 0 {
				scores[v] = max(scores[v], x)
			}
		}
	}
	return scores, steps
}

// promising gives the actors that are still to be read around: those to which
// fewer than Hops steps lead with a score that could be in the answer.
func (n *influenceNet) promising(layers []layer, visited map[graph.ActorID]bool) []graph.ActorID {
	least := 0.0
	if scores, _ := n.greatest(layers); n.q.Method == Best && len(scores) > n.q.First {
		scores[n.start] = 0
		slices.Sort(scores)
		least = round(scores[len(scores)-n.q.First])
	}
	var out []graph.ActorID
	for v, id := range n.actors {
		if visited[id] {
			continue
		}
		reach := 0.0
		for _, l := range layers[:n.q.Hops] {
			reach = max(reach, l[0][v], l[1][v])
		}
		if reach > 0 && round(reach) >= least {
			out = append(out, id)
		}
	}
	return out
}

// answer gives the influences asked for.
func (n *influenceNet) answer(layers []layer) ([]Influence, error) {
	scores, steps := n.greatest(layers)
	shown := scores
	if n.q.Method == Katz {
		shown = n.katz()
	}
	type found struct {
		v     int32
		score float64
	}
	var all []found
	for v, id := range n.actors {
		asked := n.q.By == "" || n.q.Over == "" || id == n.q.Over
		if x := round(shown[v]); int32(v) != n.start && asked && x > 0 {
			all = append(all, found{int32(v), x})
		}
	}
	slices.SortFunc(all, func(a, b found) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(steps[a.v], steps[b.v]), cmp.Compare(a.v, b.v))
	})
	out := make([]Influence, 0, min(len(all), n.q.First))
	for _, x := range all[:min(len(all), n.q.First)] {
		i := n.explain(n.trace(layers[:steps[x.v]+1], x.v, round(scores[x.v])))
		i.Score = x.score
		out = append(out, i)
	}
	return out, nil
}
