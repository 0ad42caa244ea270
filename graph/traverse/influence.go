package traverse

import (
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
	Score    float64         // rounded to 1e-9; BEST 0 to below 1
	Coercive float64         // the share of the path's leverage that comes from hostile relations, 0 to 1: the mean of its steps' shares
	Path     []InfluenceStep // the best path; of equally good ones that of fewest steps, then the first by ids
}

// InfluenceStep is one step of the best path.
type InfluenceStep struct {
	From, To  graph.ActorID
	Score     float64      // direct influence P of From over To, rounded to 1e-9
	Relations []graph.Edge // what carries it, sorted by id
}

func (q InfluenceQuery) validate() error {
	switch {
	case q.By == "" && q.Over == "":
		return invalid("by", "name an actor in by (whom it moves) or in over (who moves it), or both")
	case q.By == q.Over:
		return invalid("over", "is the same actor as by")
	case q.Hops < 1 || q.Hops > MaxInfluenceHops:
		return invalid("hops", "%d is not between 1 and %d", q.Hops, MaxInfluenceHops)
	case q.Method != Best && q.Method != Katz:
		return invalid("method", "%q is not a method; give %s or %s", string(q.Method), Best, Katz)
	case !(q.Decay >= 0 && q.Decay <= 1):
		return invalid("decay", "%v is not between 0 and 1", q.Decay)
	case !(q.Moment.HalfLife >= 0):
		return invalid("halfLifeDays", "%v is below 0", q.Moment.HalfLife)
	case q.First < 1 || q.First > MaxInfluences:
		return invalid("first", "%d is not between 1 and %d", q.First, MaxInfluences)
	}
	for name, l := range q.Leverage {
		if !(l.Forward >= 0 && l.Forward < 1 && l.Backward >= 0 && l.Backward < 1) {
			return invalid("leverage", "%s has %v and %v; each is from 0 to below 1", name, l.Forward, l.Backward)
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
//
// Regions, treaties, collectives and unknown actors count only where they are asked
// about, unless the filter asks for them. Nothing is read around an actor to which no influence
// leads, nor, for BEST, to which less leads than to the last one of the answer:
// as no step raises a score, what lies beyond it could not be in the answer.
func Influences(ctx context.Context, snap graph.Snapshot, q InfluenceQuery) ([]Influence, error) {
	if err := q.validate(); err != nil {
		return nil, err
	}
	filter, err := WalkFilter(q.Filter)
	if err != nil {
		return nil, err
	}
	ends := make([]graph.ActorID, 0, 2)
	for _, id := range []graph.ActorID{q.By, q.Over} {
		if id != "" {
			ends = append(ends, id)
		}
	}
	c, err := between(ctx, within(snap, q.Budget), filter, movers, q.Budget, ends...)
	if err != nil {
		return nil, err
	}
	c.throughOffices = q.ThroughOffices
	if len(ends) == 2 {
		return influenceBetween(ctx, c, q)
	}
	return influenceAround(ctx, c, q, ends[0])
}

// InfluencesTogether answers several questions that share a budget, each as
// Influences does. It takes as many reads as the deepest of them, whatever their
// number.
func InfluencesTogether(ctx context.Context, snap graph.Snapshot, all []InfluenceQuery) ([][]Influence, error) {
	out := make([][]Influence, len(all))
	if len(all) == 0 {
		return out, nil
	}
	err := inTandem(ctx, within(snap, all[0].Budget), len(all), func(i int, snap graph.Snapshot) error {
		var err error
		out[i], err = Influences(ctx, snap, all[i])
		return err
	})
	return out, err
}

// influenceBetween reads what lies between the two actors from both sides.
func influenceBetween(ctx context.Context, c *collector, q InfluenceQuery) ([]Influence, error) {
	m := newMeeting(c, q.By, q.Over, graph.Both, q.Hops)
	for m.more() {
		if err := m.read(ctx); err != nil {
			return nil, err
		}
	}
	n := newInfluenceNet(c, q, onTheWay(q.By, q.Over, q.Hops))
	return n.answer(n.best())
}

// influenceAround reads around the one actor, level by level.
func influenceAround(ctx context.Context, c *collector, q InfluenceQuery, start graph.ActorID) ([]Influence, error) {
	visited := map[graph.ActorID]bool{}
	frontier := []graph.ActorID{start}
	for level := 1; ; level++ {
		if _, err := c.level(ctx, frontier, graph.Both, visited); err != nil {
			return nil, fmt.Errorf("read level %d around %s: %w", level, start, err)
		}
		n := newInfluenceNet(c, q, nil)
		layers := n.best()
		if frontier = n.promising(layers, visited); level == q.Hops || len(frontier) == 0 {
			return n.answer(layers)
		}
	}
}
