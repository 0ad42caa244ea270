package traverse

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/entente/entente/graph"
)

// pactKinds are the kinds that bind two actors directly, and to what.
var pactKinds = map[graph.KindName]graph.Obligation{
	"DEFENSE_PACT":        graph.Defense,
	"OFFENSE_PACT":        graph.Offense,
	"NEUTRALITY_PACT":     graph.Neutrality,
	"NON_AGGRESSION_PACT": graph.NonAggression,
	"ENTENTE":             graph.Consultation,
}

// Bond is one obligation between two actors: by a pact of the two, or as parties
// to the same treaty.
type Bond struct {
	From, To     graph.ActorID // From is the one asked about; both are bound
	Obligation   graph.Obligation
	Treaty       graph.ActorID      // the treaty; empty for a pact of two
	Organization graph.ActorID      // within which the treaty was concluded, if any
	Trigger      string             // what calls the obligation: external, any or internal attack; empty if not recorded
	Relations    []graph.RelationID // what shows it: the pact, or both parties' PARTY_TO
}

func (b Bond) compare(o Bond) int {
	return cmp.Or(cmp.Compare(b.From, o.From), cmp.Compare(b.To, o.To), cmp.Compare(b.Obligation, o.Obligation), cmp.Compare(b.Treaty, o.Treaty), slices.Compare(b.Relations, o.Relations))
}

// inForce reports whether a pact or a party is bound. Where no status is
// recorded the period alone says when.
func inForce(r graph.Relation) bool {
	s := r.Qualifier("status")
	return s == "" || s == "in_force"
}

// Bonds gives every obligation between the actors and others, in the filter's
// days, sorted. It takes seven reads, whatever the number of actors. Being a
// member of an organization alone binds nobody; only what is in force binds.
func Bonds(ctx context.Context, snap graph.Snapshot, actors []graph.ActorID, f graph.RelationFilter) ([]Bond, error) {
	p := pactReader{snap: snap, filter: f}
	bonds, err := p.direct(ctx, actors)
	if err != nil {
		return nil, err
	}
	byTreaty, err := p.byTreaty(ctx, actors)
	if err != nil {
		return nil, err
	}
	bonds = append(bonds, byTreaty...)
	slices.SortFunc(bonds, Bond.compare)
	return bonds, nil
}

type pactReader struct {
	snap   graph.Snapshot
	filter graph.RelationFilter
}

// relations reads the relations of some kinds around a frontier, whole.
func (p pactReader) relations(ctx context.Context, frontier []graph.ActorID, d graph.Direction, kinds ...graph.KindName) ([]graph.Relation, error) {
	if len(frontier) == 0 {
		return nil, nil
	}
	q := graph.ExpandQuery{Direction: d, Filter: p.filter}
	q.Filter.Kinds = kinds
	ids := map[graph.RelationID]bool{}
	for h, err := range p.snap.Expand(ctx, frontier, q) {
		if err != nil {
			return nil, err
		}
		ids[h.ID] = true
	}
	return graph.Collect(p.snap.Relations(ctx, slices.Sorted(maps.Keys(ids))))
}

func (p pactReader) direct(ctx context.Context, actors []graph.ActorID) ([]Bond, error) {
	pacts, err := p.relations(ctx, actors, graph.Both, slices.Sorted(maps.Keys(pactKinds))...)
	if err != nil {
		return nil, err
	}
	var out []Bond
	for _, r := range pacts {
		if !inForce(r) {
			continue
		}
		b := Bond{From: r.From, To: r.To, Obligation: pactKinds[r.Kind], Trigger: r.Qualifier("trigger"), Relations: []graph.RelationID{r.ID}}
		if slices.Contains(actors, r.From) {
			out = append(out, b)
		}
		if slices.Contains(actors, r.To) {
			b.From, b.To = b.To, b.From
			out = append(out, b)
		}
	}
	return out, nil
}

func (p pactReader) byTreaty(ctx context.Context, actors []graph.ActorID) ([]Bond, error) {
	own, err := p.relations(ctx, actors, graph.Out, graph.PartyTo)
	if err != nil {
		return nil, err
	}
	ids := map[graph.ActorID]bool{}
	for _, r := range own {
		ids[r.To] = true
	}
	treaties := slices.Sorted(maps.Keys(ids))
	parties, err := p.relations(ctx, treaties, graph.In, graph.PartyTo)
	if err != nil {
		return nil, err
	}
	within, err := p.relations(ctx, treaties, graph.Out, "PART_OF")
	if err != nil {
		return nil, err
	}
	var out []Bond
	for t, err := range p.snap.Actors(ctx, treaties) {
		if err != nil {
			return nil, err
		}
		organization := graph.ActorID("")
		for _, r := range within {
			if r.From == t.ID {
				organization = r.To
			}
		}
		for _, mine := range own {
			if mine.To == t.ID && inForce(mine) {
				out = append(out, boundBy(t, organization, mine, parties)...)
			}
		}
	}
	return out, nil
}

// boundBy gives the bonds of one party to the others of a treaty.
func boundBy(t graph.Actor, organization graph.ActorID, mine graph.Relation, parties []graph.Relation) []Bond {
	var out []Bond
	for _, r := range parties {
		if r.To != t.ID || r.From == mine.From || !inForce(r) {
			continue
		}
		for _, o := range t.Obligations {
			out = append(out, Bond{
				From: mine.From, To: r.From, Obligation: o, Treaty: t.ID, Organization: organization,
				Trigger: r.Qualifier("trigger"), Relations: []graph.RelationID{mine.ID, r.ID},
			})
		}
	}
	return out
}

// Ally is an actor bound to another, directly or over others.
type Ally struct {
	Actor    graph.ActorID
	Distance int    // 1: bound to the actor asked about; 2: to one of those; …
	Bonds    []Bond // to actors one step nearer
}

// MaxAllianceHops bounds chains of allies.
const MaxAllianceHops = 3

// Alliances gives who is bound to an actor in the filter's days, and chains of
// such bonds up to a number of hops, the nearest first, then by id.
func Alliances(ctx context.Context, snap graph.Snapshot, of graph.ActorID, hops int, f graph.RelationFilter) ([]Ally, error) {
	if hops < 1 || hops > MaxAllianceHops {
		return nil, graph.InField("hops", graph.Errorf(graph.ErrInvalid, "%d is not between 1 and %d", hops, MaxAllianceHops))
	}
	f, err := WalkFilter(f)
	if err != nil {
		return nil, err
	}
	seen := map[graph.ActorID]bool{of: true}
	frontier := []graph.ActorID{of}
	var out []Ally
	for distance := 1; distance <= hops && len(frontier) > 0; distance++ {
		bonds, err := Bonds(ctx, snap, frontier, f)
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
	}
	return out, nil
}
