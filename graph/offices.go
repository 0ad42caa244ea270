package graph

import (
	"cmp"
	"context"
	"maps"
	"slices"
)

// OfficeRule says in a sentence how acts of persons count for states.
const OfficeRule = "an act of a person who may hold an office of a state on the first possible day of the act counts as an act of that state too"

// OfficeActs gives the acts that count for the states among actors although
// persons did them: for each act of a holder of one of their offices, an edge
// with the same id in which the states stand for the persons. It takes six
// reads, whatever the number of actors. Nothing of it is ever stored.
//
// own are edges of the actors that were read already: those in which an actor acts
// with a person of another state count for that state too. A caller that gives
// both sides of every act among actors needs none.
func OfficeActs(ctx context.Context, snap Snapshot, actors []ActorID, q ExpandQuery, own ...Edge) ([]Edge, error) {
	if q.Filter.Class == Tie {
		return nil, nil
	}
	o := officeReader{snap: snap, publishedBy: q.Filter.PublishedBy}
	holders, err := o.holders(ctx, actors)
	if err != nil {
		return nil, err
	}
	edges, err := o.acts(ctx, holders.persons(), q)
	if err != nil {
		return nil, err
	}
	for _, e := range own {
		if k, _ := KindByName(e.Kind); k.Class == Act {
			edges = append(edges, e)
		}
	}
	if len(edges) == 0 {
		return nil, nil
	}
	ends := map[ActorID]bool{}
	for _, e := range edges {
		ends[e.From], ends[e.To] = true, true
	}
	states, err := o.states(ctx, slices.Sorted(maps.Keys(ends)))
	if err != nil || len(states) == 0 {
		return nil, err
	}
	slices.SortFunc(edges, func(a, b Edge) int { return cmp.Compare(a.ID, b.ID) })
	edges = slices.CompactFunc(edges, func(a, b Edge) bool { return a.ID == b.ID })
	return ofKinds(ctx, snap, touching(actors, replaceEnds(edges, states)), q.Filter.ActorKinds)
}

// touching keeps the edges with one of the actors at an end: who held an office
// once may have acted when it was another's.
func touching(actors []ActorID, edges []Edge) []Edge {
	asked := make(map[ActorID]bool, len(actors))
	for _, a := range actors {
		asked[a] = true
	}
	return slices.DeleteFunc(edges, func(e Edge) bool { return !asked[e.From] && !asked[e.To] })
}

// ofKinds keeps the edges with actors of the given kinds at both ends.
func ofKinds(ctx context.Context, snap Snapshot, edges []Edge, kinds []ActorKind) ([]Edge, error) {
	if len(kinds) == 0 || len(edges) == 0 {
		return edges, nil
	}
	ends := map[ActorID]bool{}
	for _, e := range edges {
		ends[e.From], ends[e.To] = false, false
	}
	for a, err := range snap.Actors(ctx, slices.Sorted(maps.Keys(ends))) {
		if err != nil {
			return nil, err
		}
		ends[a.ID] = slices.Contains(kinds, a.Kind)
	}
	return slices.DeleteFunc(edges, func(e Edge) bool { return !ends[e.From] || !ends[e.To] }), nil
}

// tenure is a time for which a person may hold an office of a state.
type tenure struct {
	state  ActorID
	bounds Bounds
}

// tenures are the offices of persons.
type tenures map[ActorID][]tenure

func (t tenures) persons() []ActorID { return slices.Sorted(maps.Keys(t)) }

// replaceEnds gives each act once for every state, or pair of states, that its
// persons may stand for on its first possible day.
func replaceEnds(acts []Edge, of tenures) []Edge {
	var out []Edge
	for _, e := range acts {
		from, to := of.on(e.From, e.Bounds.StartMin), of.on(e.To, e.Bounds.StartMin)
		for _, f := range from {
			for _, t := range to {
				if f != t && (f != e.From || t != e.To) {
					x := e
					x.From, x.To = f, t
					out = append(out, x)
				}
			}
		}
	}
	return out
}

// on gives the states that the actor stands for on a day; itself if for none.
func (t tenures) on(actor ActorID, day Day) []ActorID {
	var out []ActorID
	seen := map[ActorID]bool{}
	for _, x := range t[actor] {
		if !seen[x.state] && x.bounds.Meets(OnDay(day), Possible) {
			seen[x.state] = true
			out = append(out, x.state)
		}
	}
	if len(out) == 0 {
		return []ActorID{actor}
	}
	return out
}

// officeReader reads HOLDS_OFFICE and OFFICE_OF, both ways.
type officeReader struct {
	snap        Snapshot
	publishedBy *Day
}

func (o officeReader) expand(ctx context.Context, frontier []ActorID, kind KindName, d Direction, ends ...ActorKind) ([]Edge, error) {
	if len(frontier) == 0 {
		return nil, nil
	}
	q := ExpandQuery{Direction: d, Filter: RelationFilter{
		Kinds: []KindName{kind}, ActorKinds: ends, Modalities: WalkModalities,
		Dates: Possible, PublishedBy: o.publishedBy,
	}}
	return o.read(ctx, frontier, q)
}

func (o officeReader) read(ctx context.Context, frontier []ActorID, q ExpandQuery) ([]Edge, error) {
	var out []Edge
	for h, err := range o.snap.Expand(ctx, frontier, q) {
		if err != nil {
			return nil, err
		}
		out = append(out, h.Edge)
	}
	return out, nil
}

// acts reads the acts of persons, whatever the kinds of the other ends: the states
// will count, not the persons between.
func (o officeReader) acts(ctx context.Context, persons []ActorID, q ExpandQuery) ([]Edge, error) {
	if len(persons) == 0 {
		return nil, nil
	}
	q.Filter.Class, q.Filter.ActorKinds = Act, nil
	return o.read(ctx, persons, q)
}

// holders gives who holds or held an office of the states among actors.
func (o officeReader) holders(ctx context.Context, actors []ActorID) (tenures, error) {
	offices, err := o.expand(ctx, actors, OfficeOf, In, Office, State)
	if err != nil {
		return nil, err
	}
	var ids []ActorID
	for _, e := range offices {
		ids = append(ids, e.From)
	}
	held, err := o.expand(ctx, ids, HoldsOffice, In, Person, Office)
	return join(held, offices), err
}

// states gives the offices of states that persons hold or held.
func (o officeReader) states(ctx context.Context, persons []ActorID) (tenures, error) {
	held, err := o.expand(ctx, persons, HoldsOffice, Out, Person, Office)
	if err != nil {
		return nil, err
	}
	var ids []ActorID
	for _, e := range held {
		ids = append(ids, e.To)
	}
	offices, err := o.expand(ctx, ids, OfficeOf, Out, Office, State)
	return join(held, offices), err
}

func join(held, offices []Edge) tenures {
	of := map[ActorID][]ActorID{}
	for _, e := range offices {
		of[e.From] = append(of[e.From], e.To)
	}
	out := tenures{}
	for _, e := range held {
		for _, state := range of[e.To] {
			out[e.From] = append(out[e.From], tenure{state, e.Bounds})
		}
	}
	return out
}
