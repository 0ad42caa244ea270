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

// partOf joins a treaty to the organization within which it was concluded.
const partOf graph.KindName = "PART_OF"

// The values of the qualifiers that say whether and by what a party is bound.
const (
	statusInForce   = "in_force"
	triggerAny      = "any"
	triggerInternal = "internal"
)

// Bond is one obligation between two actors: by a pact of the two, or as parties
// to the same treaty.
type Bond struct {
	From, To     graph.ActorID // From is the one asked about; both are bound
	Obligation   graph.Obligation
	Treaty       graph.ActorID      // the treaty; empty for a pact of two
	Organization graph.ActorID      // within which the treaty was concluded, if any; of several the first by id
	Trigger      string             // what calls To's obligation: external, any or internal attack; empty if not recorded
	Relations    []graph.RelationID // what shows it, sorted: the pact, or both parties' PARTY_TO
}

func (b Bond) compare(o Bond) int {
	return cmp.Or(
		cmp.Compare(b.From, o.From), cmp.Compare(b.To, o.To), cmp.Compare(b.Obligation, o.Obligation),
		cmp.Compare(b.Treaty, o.Treaty), cmp.Compare(b.Trigger, o.Trigger), slices.Compare(b.Relations, o.Relations),
	)
}

// same reports whether two bonds differ only in what shows them.
func (b Bond) same(o Bond) bool {
	b.Relations, o.Relations = nil, nil
	return b.compare(o) == 0
}

// maxBonds bounds the bonds of one answer: a treaty of the whole world has some
// 200 parties, each bound to each.
const maxBonds = 200_000

// Bonds gives every obligation between the actors and others, in the filter's
// days, sorted. It takes seven reads, whatever the number of actors.
//
// Only what is in force binds: a party to a treaty whose status says so, a pact of
// two whose status does not say otherwise. Being a member of an organization
// alone binds nobody: its members are bound as far as they are parties to a
// treaty that is PART_OF it. Of the filter's kinds those of pacts and PARTY_TO
// count, all of them if it names none.
func Bonds(ctx context.Context, snap graph.Snapshot, actors []graph.ActorID, f graph.RelationFilter, b Budget) ([]Bond, error) {
	p := pactReader{snap: within(snap, b), filter: f}
	return p.bonds(ctx, actors)
}

type pactReader struct {
	snap   *Bounded
	filter graph.RelationFilter
}

func (p pactReader) bonds(ctx context.Context, actors []graph.ActorID) ([]Bond, error) {
	bonds, err := p.direct(ctx, actors)
	if err != nil {
		return nil, err
	}
	byTreaty, err := p.byTreaty(ctx, actors)
	if err != nil {
		return nil, err
	}
	bonds = append(bonds, byTreaty...)
	if len(bonds) > maxBonds {
		return nil, graph.Errorf(graph.ErrTooLarge, "there are more than %d bonds; ask for fewer hops, or for pacts of some kinds only", maxBonds)
	}
	slices.SortFunc(bonds, Bond.compare)
	return join(bonds), nil
}

// join makes one of bonds that differ only in what shows them.
func join(sorted []Bond) []Bond {
	var out []Bond
	for _, b := range sorted {
		if n := len(out); n > 0 && out[n-1].same(b) {
			all := slices.Concat(out[n-1].Relations, b.Relations)
			slices.Sort(all)
			out[n-1].Relations = slices.Compact(all)
			continue
		}
		out = append(out, b)
	}
	return out
}

// kinds gives those of the kinds that the filter asks for.
func (p pactReader) kinds(all ...graph.KindName) []graph.KindName {
	return slices.DeleteFunc(all, func(k graph.KindName) bool {
		return len(p.filter.Kinds) > 0 && !slices.Contains(p.filter.Kinds, k)
	})
}

// relations reads the relations of some kinds around a frontier, whole, by id.
func (p pactReader) relations(ctx context.Context, frontier []graph.ActorID, d graph.Direction, kinds ...graph.KindName) ([]graph.Relation, error) {
	if len(frontier) == 0 || len(kinds) == 0 {
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

// direct gives the bonds by pacts of two.
func (p pactReader) direct(ctx context.Context, actors []graph.ActorID) ([]Bond, error) {
	pacts, err := p.relations(ctx, actors, graph.Both, p.kinds(slices.Sorted(maps.Keys(pactKinds))...)...)
	if err != nil {
		return nil, err
	}
	asked := set(actors)
	var out []Bond
	for _, r := range pacts {
		if s := r.Qualifier("status"); s != "" && s != statusInForce {
			continue
		}
		b := Bond{From: r.From, To: r.To, Obligation: pactKinds[r.Kind], Trigger: r.Qualifier("trigger"), Relations: []graph.RelationID{r.ID}}
		if asked[r.From] {
			out = append(out, b)
		}
		if asked[r.To] {
			b.From, b.To = b.To, b.From
			out = append(out, b)
		}
	}
	return out, nil
}

// byTreaty gives the bonds by treaties to which both are parties.
func (p pactReader) byTreaty(ctx context.Context, actors []graph.ActorID) ([]Bond, error) {
	own, err := p.parties(ctx, actors, graph.Out)
	if err != nil {
		return nil, err
	}
	ids := map[graph.ActorID]bool{}
	for _, r := range own {
		ids[r.To] = true
	}
	treaties := slices.Sorted(maps.Keys(ids))
	all, err := p.parties(ctx, treaties, graph.In)
	if err != nil {
		return nil, err
	}
	organizations, err := p.organizations(ctx, treaties)
	if err != nil {
		return nil, err
	}
	obligations := map[graph.ActorID][]graph.Obligation{}
	for t, err := range p.snap.Actors(ctx, treaties) {
		if err != nil {
			return nil, err
		}
		obligations[t.ID] = t.Obligations
	}
	of := map[graph.ActorID][]graph.Relation{}
	for _, r := range all {
		of[r.To] = append(of[r.To], r)
	}
	var out []Bond
	for _, mine := range own {
		for _, r := range of[mine.To] {
			if r.From == mine.From || len(out) > maxBonds {
				continue
			}
			shown := []graph.RelationID{mine.ID, r.ID}
			slices.Sort(shown)
			for _, o := range obligations[mine.To] {
				out = append(out, Bond{
					From: mine.From, To: r.From, Obligation: o, Treaty: mine.To, Organization: organizations[mine.To],
					Trigger: r.Qualifier("trigger"), Relations: shown,
				})
			}
		}
	}
	return out, nil
}

// parties gives the relations of parties that are bound.
func (p pactReader) parties(ctx context.Context, frontier []graph.ActorID, d graph.Direction) ([]graph.Relation, error) {
	all, err := p.relations(ctx, frontier, d, p.kinds(graph.PartyTo)...)
	return slices.DeleteFunc(all, func(r graph.Relation) bool { return r.Qualifier("status") != statusInForce }), err
}

// organizations gives the organization within which each treaty was concluded. What
// else the filter asks of relations is not asked of this one.
func (p pactReader) organizations(ctx context.Context, treaties []graph.ActorID) (map[graph.ActorID]graph.ActorID, error) {
	out := map[graph.ActorID]graph.ActorID{}
	if len(treaties) == 0 {
		return out, nil
	}
	q := graph.ExpandQuery{Direction: graph.Out, Filter: graph.RelationFilter{
		Kinds: []graph.KindName{partOf}, On: p.filter.On, During: p.filter.During, Dates: p.filter.Dates,
		PublishedBy: p.filter.PublishedBy, Modalities: p.filter.Modalities,
	}}
	for h, err := range p.snap.Expand(ctx, treaties, q) {
		if err != nil {
			return nil, err
		}
		if was, ok := out[h.From]; !ok || h.To < was {
			out[h.From] = h.To
		}
	}
	return out, nil
}

func set[V comparable](values []V) map[V]bool {
	out := make(map[V]bool, len(values))
	for _, v := range values {
		out[v] = true
	}
	return out
}
