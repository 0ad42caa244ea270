package traverse

import (
	"context"
	"maps"
	"slices"

	"github.com/entente/entente/graph"
)

// MaxAllianceHops bounds chains of allies.
const MaxAllianceHops = 3

// AllianceQuery asks who is bound to an actor.
type AllianceQuery struct {
	Of     graph.ActorID
	Hops   int // 1 to MaxAllianceHops: how long a chain of bonds may be
	Filter graph.RelationFilter
	Budget Budget
}

// Ally is an actor bound to another, directly or over others.
type Ally struct {
	Actor    graph.ActorID
	Distance int    // 1: bound to the actor asked about; 2: to one of those; …
	Bonds    []Bond // to actors one step nearer, seen from those
}

// Allies gives the bonds of each of the actors to others in the filter's days, by
// actor: its allies in the order of their ids. It takes seven reads, whatever the
// number of actors. See Bonds for what binds.
func Allies(ctx context.Context, snap graph.Snapshot, of []graph.ActorID, f graph.RelationFilter, b Budget) (map[graph.ActorID][]Ally, error) {
	f, err := WalkFilter(f)
	if err != nil {
		return nil, err
	}
	bonds, err := Bonds(ctx, snap, of, f, b)
	if err != nil {
		return nil, err
	}
	out := make(map[graph.ActorID][]Ally, len(of))
	for _, bond := range bonds { // sorted by both ends
		allies := out[bond.From]
		if n := len(allies); n == 0 || allies[n-1].Actor != bond.To {
			allies = append(allies, Ally{Actor: bond.To, Distance: 1})
		}
		last := &allies[len(allies)-1]
		last.Bonds = append(last.Bonds, bond)
		out[bond.From] = allies
	}
	return out, nil
}

// Alliances gives who is bound to an actor in the filter's days, by any obligation,
// and chains of such bonds, the nearest first, then by id. See Bonds for what
// binds.
func Alliances(ctx context.Context, snap graph.Snapshot, q AllianceQuery) ([]Ally, error) {
	switch {
	case q.Of == "":
		return nil, invalid("of", "is empty; name an actor")
	case q.Hops < 1 || q.Hops > MaxAllianceHops:
		return nil, invalid("hops", "%d is not between 1 and %d", q.Hops, MaxAllianceHops)
	}
	f, err := WalkFilter(q.Filter)
	if err != nil {
		return nil, err
	}
	p := pactReader{snap: within(snap, q.Budget), filter: f}
	seen := map[graph.ActorID]bool{q.Of: true}
	frontier := []graph.ActorID{q.Of}
	var out []Ally
	for distance := 1; distance <= q.Hops && len(frontier) > 0; distance++ {
		bonds, err := p.bonds(ctx, frontier)
		if err != nil {
			return nil, err
		}
		reached := map[graph.ActorID][]Bond{}
		for _, b := range bonds {
			if !seen[b.To] {
				reached[b.To] = append(reached[b.To], b)
			}
		}
		frontier = slices.Sorted(maps.Keys(reached))
		for _, id := range frontier {
			seen[id] = true
			out = append(out, Ally{Actor: id, Distance: distance, Bonds: reached[id]})
		}
		if len(seen) > q.Budget.Actors {
			return nil, tooLarge("actors", q.Budget.Actors)
		}
	}
	return out, nil
}
