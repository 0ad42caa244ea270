package traverse

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/entente/entente/graph"
)

// InfluenceMethod says how influence is summed up along a walk.
type InfluenceMethod string

// The methods.
const (
	Best InfluenceMethod = "BEST" // along the best path
	Katz InfluenceMethod = "KATZ" // over all walks: an index, not a chance (after Katz 1953)
)

// The limits and defaults of a question for influence.
const (
	MaxInfluenceHops = 5
	DefaultDecay     = .5
	MaxInfluences    = 1000
)

// InfluenceQuery asks how far one actor can move others, or who can move it.
type InfluenceQuery struct {
	By, Over graph.ActorID // one or both: whom By moves, who moves Over, or the one over the other
	Hops     int           // 1 to MaxInfluenceHops
	Method   InfluenceMethod
	Decay    float64 // factor for each step after the first, 0 to 1
	Moment   graph.Moment
	Leverage map[graph.KindName]graph.Leverage // replaces the registry's; each 0 to below 1
	First    int                               // how many, 1 to MaxInfluences
	Filter   graph.RelationFilter
	// ThroughOffices lets acts of persons count for the states whose offices they
	// held; see graph.OfficeActs.
	ThroughOffices bool
	Budget         Budget
}

// movers are the kinds of actors that move and are moved unless a filter names
// others: neither a region nor a treaty withholds or inflicts anything.
var movers = slices.DeleteFunc(slices.Clone(graph.DefiniteKinds), func(k graph.ActorKind) bool {
	return k == graph.Region || k == graph.Treaty
})

// Influence is how far one actor can move another.
type Influence struct {
	By, Over graph.ActorID
	Score    float64 // rounded to 1e-9; BEST 0 to below 1
	Coercive float64 // the share of the best path's leverage that comes from hostile relations, 0 to 1
	Path     []InfluenceStep
}

// InfluenceStep is one step of the best path.
type InfluenceStep struct {
	From, To  graph.ActorID
	Score     float64      // direct influence P of From over To
	Relations []graph.Edge // what carries it, sorted by id
}

func (q InfluenceQuery) validate() error {
	bad := func(field, format string, args ...any) error {
		return graph.InField(field, graph.Errorf(graph.ErrInvalid, format, args...))
	}
	switch {
	case q.By == "" && q.Over == "":
		return bad("by", "name an actor in by (whom it moves) or in over (who moves it), or both")
	case q.By == q.Over:
		return bad("over", "is the same actor as by")
	case q.Hops < 1 || q.Hops > MaxInfluenceHops:
		return bad("hops", "%d is not between 1 and %d", q.Hops, MaxInfluenceHops)
	case !(q.Decay >= 0 && q.Decay <= 1):
		return bad("decay", "%v is not between 0 and 1", q.Decay)
	case !(q.Moment.HalfLife >= 0):
		return bad("halfLifeDays", "%v is below 0", q.Moment.HalfLife)
	case q.First < 1 || q.First > MaxInfluences:
		return bad("first", "%d is not between 1 and %d", q.First, MaxInfluences)
	}
	for name, l := range q.Leverage {
		if !(l.Forward >= 0 && l.Forward < 1 && l.Backward >= 0 && l.Backward < 1) {
			return bad("leverage", "%s has %v and %v; each is from 0 to below 1", name, l.Forward, l.Backward)
		}
	}
	return nil
}

// Influences answers q, the greatest first, then fewer steps, then ids.
//
// A relation e carries p(e) = leverage × intensity × confidence × recency from
// one end to the other; parallel relations give the direct influence P(u,v) =
// 1 - ∏(1 - p(e)). BEST is the greatest product of P along a path of at most
// Hops steps, times Decay for each step after the first. KATZ is the sum of
// Decay^(k-1) (P^k)(u,v) over k = 1 … Hops. Steps that only go from an office
// to its holder or to what it is of do not count for the decay.
func Influences(ctx context.Context, snap graph.Snapshot, q InfluenceQuery) ([]Influence, error) {
	if err := q.validate(); err != nil {
		return nil, err
	}
	filter, err := WalkFilter(q.Filter)
	if err != nil {
		return nil, err
	}
	if len(filter.ActorKinds) == 0 {
		filter.ActorKinds = movers
	}
	start, forward := q.By, true
	if start == "" {
		start, forward = q.Over, false
	}
	c := newCollector(snap, graph.ExpandQuery{Filter: filter}, q.Budget)
	c.actors[start] = true
	frontier, visited := []graph.ActorID{start}, map[graph.ActorID]bool{}
	for level := 1; level <= q.Hops && len(frontier) > 0; level++ {
		if frontier, err = c.influenceLevel(ctx, frontier, visited, q.ThroughOffices); err != nil {
			return nil, fmt.Errorf("read level %d around %s: %w", level, start, err)
		}
	}
	n := newInfluenceNet(c.region(graph.Both), q, forward)
	return n.answer(n.region.index[start]), nil
}

// influenceLevel expands a frontier, with the acts that count for its states.
func (c *collector) influenceLevel(ctx context.Context, frontier []graph.ActorID, visited map[graph.ActorID]bool, throughOffices bool) ([]graph.ActorID, error) {
	next, err := c.expand(ctx, frontier, graph.Both, visited)
	if err != nil || !throughOffices {
		return next, err
	}
	acts, err := graph.OfficeActs(ctx, c.snap, frontier, c.query)
	for _, e := range acts {
		c.acts = append(c.acts, e)
		for _, id := range []graph.ActorID{e.From, e.To} {
			c.actors[id] = true
			if !visited[id] {
				next = append(next, id)
			}
		}
	}
	slices.Sort(next)
	return slices.Compact(next), err
}

// influenceNet is a region with the direct influence along each link. If forward
// is false every link is turned round, so that a walk from Over finds who moves it.
type influenceNet struct {
	q       InfluenceQuery
	forward bool
	region  *region
	direct  [][]float64 // P along region.out[u][i]
	office  [][]bool    // whether the link only joins an office with its holder or owner
}

func newInfluenceNet(r *region, q InfluenceQuery, forward bool) *influenceNet {
	n := &influenceNet{q: q, forward: forward, region: r, direct: make([][]float64, len(r.out)), office: make([][]bool, len(r.out))}
	for u, links := range r.out {
		n.direct[u], n.office[u] = make([]float64, len(links)), make([]bool, len(links))
		for i, l := range links {
			n.direct[u][i], n.office[u][i] = n.link(u, l)
		}
	}
	return n
}

// link gives P along a link that leaves u, and whether it is one of offices only.
func (n *influenceNet) link(u int, l link) (float64, bool) {
	none, office := 1.0, true
	for _, e := range l.edges {
		none *= 1 - n.carries(n.region.actors[u], e)
		office = office && (e.Kind == graph.HoldsOffice || e.Kind == graph.OfficeOf)
	}
	return 1 - none, office
}

// carries gives p(e) for a step that leaves an actor: its leverage over the other
// end, or the other end's over it if the net is turned round.
func (n *influenceNet) carries(from graph.ActorID, e graph.Edge) float64 {
	lever := graph.LeverageOf(e.Kind, n.q.Leverage)
	p := lever.Forward
	if (from == e.From) != n.forward {
		p = lever.Backward
	}
	return p * e.Intensity * e.Confidence * n.q.Moment.Recency(e)
}

// reach is the best way found to an actor in a number of steps: counted says
// whether a step has counted for the decay yet.
type reach struct {
	score  float64
	before int // the actor before, -1 at the start
	link   int // the link from it
	was    int // the layer before
}

// answer runs both sums from the start and gives those asked for.
func (n *influenceNet) answer(start int) []Influence {
	layers := n.best(start)
	katz := n.katz(start)
	var out []Influence
	for v, id := range n.region.actors {
		if v == start || n.q.By != "" && n.q.Over != "" && id != n.q.Over {
			continue
		}
		k, counted := n.bestLayer(layers, v)
		if k < 0 {
			continue
		}
		x := n.trace(layers, k, counted, v)
		x.By, x.Over = n.region.actors[start], id
		if !n.forward {
			x.By, x.Over = x.Over, x.By
		}
		x.Score = round(layers[k][counted][v].score)
		if n.q.Method == Katz {
			x.Score = round(katz[v])
		}
		if x.Score > 0 {
			out = append(out, x)
		}
	}
	slices.SortFunc(out, func(a, b Influence) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(len(a.Path), len(b.Path)), cmp.Compare(a.By, b.By), cmp.Compare(a.Over, b.Over))
	})
	return out[:min(len(out), n.q.First)]
}

// best fills layers[k][counted][v]: the greatest score of a walk of k steps to v,
// apart for walks whose steps so far all joined offices. As no step raises a
// score, the best walk to an actor over all layers is a path.
func (n *influenceNet) best(start int) [][2][]reach {
	empty := func() [2][]reach {
		return [2][]reach{make([]reach, len(n.region.actors)), make([]reach, len(n.region.actors))}
	}
	layers := [][2][]reach{empty()}
	layers[0][0][start] = reach{score: 1, before: -1}
	for k := 1; k <= n.q.Hops; k++ {
		next := empty()
		for counted := range 2 {
			for u, r := range layers[k-1][counted] {
				if r.score == 0 {
					continue
				}
				for i, l := range n.region.out[u] {
					score, now := r.score*n.direct[u][i], counted
					if !n.office[u][i] {
						now = 1
						if counted == 1 {
							score *= n.q.Decay
						}
					}
					if old := &next[now][l.to]; score > old.score {
						*old = reach{score, u, i, counted}
					}
				}
			}
		}
		layers = append(layers, next)
	}
	return layers
}

// bestLayer gives the layer in which the score of v is the greatest, the one of
// fewest steps among equal ones; -1 if v is not reached.
func (n *influenceNet) bestLayer(layers [][2][]reach, v int) (k, counted int) {
	k = -1
	best := 0.0
	for i := 1; i < len(layers); i++ {
		for c := range 2 {
			if s := round(layers[i][c][v].score); s > best {
				best, k, counted = s, i, c
			}
		}
	}
	return k, counted
}

// trace follows the best walk back from v.
func (n *influenceNet) trace(layers [][2][]reach, k, counted, v int) Influence {
	var x Influence
	for ; k > 0; k-- {
		r := layers[k][counted][v]
		l := n.region.out[r.before][r.link]
		step := InfluenceStep{From: n.region.actors[r.before], To: n.region.actors[v], Score: round(n.direct[r.before][r.link])}
		hostile, all := 0.0, 0.0
		for _, e := range l.edges {
			if p := n.carries(step.From, e); p > 0 {
				step.Relations = append(step.Relations, e)
				all += p
				if e.Weight < 0 {
					hostile += p
				}
			}
		}
		x.Coercive += hostile / all
		if !n.forward {
			step.From, step.To = step.To, step.From
		}
		x.Path = append(x.Path, step)
		v, counted = r.before, r.was
	}
	x.Coercive = round(x.Coercive / float64(len(x.Path)))
	if n.forward {
		slices.Reverse(x.Path)
	}
	return x
}

// katz gives the sum over all walks of at most Hops steps to each actor.
func (n *influenceNet) katz(start int) []float64 {
	size := len(n.region.actors)
	sum := make([]float64, size)
	at := [2][]float64{make([]float64, size), make([]float64, size)}
	at[0][start] = 1
	for k := 1; k <= n.q.Hops; k++ {
		next := [2][]float64{make([]float64, size), make([]float64, size)}
		for counted := range 2 {
			for u, x := range at[counted] {
				if x == 0 {
					continue
				}
				for i, l := range n.region.out[u] {
					step, now := x*n.direct[u][i], counted
					if !n.office[u][i] {
						now = 1
						if counted == 1 {
							step *= n.q.Decay
						}
					}
					next[now][l.to] += step
				}
			}
		}
		at = next
		for v := range sum {
			sum[v] += at[0][v] + at[1][v]
		}
	}
	return sum
}
