package traverse

import "github.com/entente/entente/graph"

// trace gives the actors of the best path to v, whose score is best when rounded
// and which takes len(layers)-1 steps: of equally good ones the first by ids,
// read from the actor that moves to the one that is moved.
//
// back[k] holds, by actor and by whether a step has counted, what the best way on
// from there to v multiplies the score by, for walks that reach the score.
func (n *influenceNet) trace(layers []layer, v int32, best float64) []int32 {
	reaches := func(x float64) bool { return round(x*above) >= best }
	if !n.forward {
		return n.traceBack(layers, v, reaches)
	}
	last := len(layers) - 1
	back := make([]map[int32][2]float64, last+1)
	back[last] = map[int32][2]float64{v: {1, 1}}
	for k := last; k > 0; k-- {
		back[k-1] = map[int32][2]float64{}
		for at, rest := range back[k] {
			for u, x := range n.before(layers[k-1], at, rest, reaches) {
				was := back[k-1][u]
				back[k-1][u] = [2]float64{max(was[0], x[0]), max(was[1], x[1])}
			}
		}
	}
	path := []int32{n.start}
	here := [2]float64{1, 0}
	for k := 1; k <= last; k++ {
		to := int32(-1)
		var there [2]float64
		for at, rest := range back[k] {
			if x := n.onward(path[k-1], at, here, rest, reaches); x != [2]float64{} && (to < 0 || at < to) {
				to, there = at, x
			}
		}
		path, here = append(path, to), there
	}
	return path
}

// traceBack is trace for a net that is turned round: its layers already hold the
// best way on.
func (n *influenceNet) traceBack(layers []layer, v int32, reaches func(float64) bool) []int32 {
	path := []int32{v}
	rest := [2]float64{1, 1}
	for k := len(layers) - 1; k > 0; k-- {
		from := int32(-1)
		var x [2]float64
		for u, way := range n.before(layers[k-1], path[len(path)-1], rest, reaches) {
			if from < 0 || u < from {
				from, x = u, way
			}
		}
		path, rest = append(path, from), x
	}
	return path
}

// before gives the actors one step before another from which it is reached with
// the score, and what the way on from each multiplies a score by.
func (n *influenceNet) before(scores layer, at int32, rest [2]float64, reaches func(float64) bool) map[int32][2]float64 {
	out := map[int32][2]float64{}
	for _, link := range n.into[n.intoRows[at]:n.intoRows[at+1]] {
		u := n.from[link]
		for counted := range 2 {
			factor, now := n.step(link, counted)
			if x := factor * rest[now]; scores[counted][u] > 0 && x > 0 && reaches(scores[counted][u]*x) {
				ways := out[u]
				ways[counted] = x
				out[u] = ways
			}
		}
	}
	return out
}

// onward gives the scores of a walk that goes on from one actor to another, for
// those that reach the score in the end; 0 for the others.
func (n *influenceNet) onward(from, to int32, here, rest [2]float64, reaches func(float64) bool) [2]float64 {
	var out [2]float64
	link, ok := n.region.link(from, to)
	if !ok {
		return out
	}
	for counted, x := range here {
		factor, now := n.step(link, counted)
		if x *= factor; x > 0 && reaches(x*rest[now]) {
			out[now] = max(out[now], x)
		}
	}
	return out
}

// explain gives a path with what carries each of its steps.
func (n *influenceNet) explain(path []int32) Influence {
	var x Influence
	for k := 1; k < len(path); k++ {
		from, to := path[k-1], path[k]
		leaves, enters := from, to // as the net has it
		if !n.forward {
			leaves, enters = to, from
		}
		at, _ := n.region.link(leaves, enters)
		id := n.actors[leaves]
		step := InfluenceStep{From: n.actors[from], To: n.actors[to], Score: round(n.direct[at])}
		step.Relations = n.relations(n.links[at], func(e graph.Edge) bool { return n.carries(id, &e) > 0 })
		hostile, all := 0.0, 0.0
		for _, e := range step.Relations {
			p := n.carries(id, &e)
			all += p
			if e.Weight < 0 {
				hostile += p
			}
		}
		x.Coercive += hostile / all
		x.Path = append(x.Path, step)
	}
	x.Coercive = round(x.Coercive / float64(len(x.Path)))
	x.By, x.Over = x.Path[0].From, x.Path[len(x.Path)-1].To
	return x
}
