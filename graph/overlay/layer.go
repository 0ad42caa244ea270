// Package overlay lays changes over a snapshot: what is put on it and what is taken
// off it. The result is a snapshot that answers every question as if the changes
// were recorded, in memory in proportion to what they change; what lies below is
// not touched.
package overlay

import (
	"cmp"
	"context"
	"slices"

	"github.com/entente/entente/graph"
)

// Changes is what is laid over a snapshot.
type Changes struct {
	Put    []graph.Record // new things, and new versions of known ones, complete as graph.Prepare gives them
	Remove Removed        // what is not seen any more
	Keep   bool           // what is put is part of what lies below, and keeps its revision
}

// Removed names what is not seen through a layer. Nothing follows from it by
// itself: whoever removes an actor removes its relations too, see Mask.
type Removed struct {
	Actors    []graph.ActorID
	Sources   []graph.SourceID
	Events    []graph.EventID
	Relations []graph.RelationID
}

// Of gives the changes that a batch makes.
func Of(b graph.Batch) Changes {
	return Changes{Put: b.Put, Remove: Removed{Relations: b.Retract}}
}

// Layer is changes made ready to lie over snapshots of one state. It is never
// changed, and safe for use by many goroutines.
type Layer struct {
	actors    changed[graph.ActorID, graph.Actor]
	sources   changed[graph.SourceID, graph.Source]
	events    changed[graph.EventID, graph.Event]
	relations changed[graph.RelationID, graph.Relation]

	kinds map[graph.ActorID]graph.ActorKind // of the ends of the relations below
	was   index                             // the relations that are not seen any more, as they were
	is    index                             // those that are seen instead, and new ones
	names []graph.Actor                     // the actors that are not seen any more, as they were
}

// changed holds what changes of one noun.
type changed[ID cmp.Ordered, V any] struct {
	put  []V       // by id
	seen map[ID]*V // where in put each stands; nil for what is removed
}

// touches reports whether what has the id is not seen as it is below.
func (c changed[ID, V]) touches(id ID) bool {
	_, ok := c.seen[id]
	return ok
}

func (c *changed[ID, V]) add(id ID, v *V) {
	if c.seen == nil {
		c.seen = map[ID]*V{}
	}
	c.seen[id] = v
}

// sort orders what was put.
func (c *changed[ID, V]) sort() {
	ids := make([]ID, 0, len(c.seen))
	for id, v := range c.seen {
		if v != nil {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	c.put = make([]V, len(ids))
	for i, id := range ids {
		c.put[i] = *c.seen[id]
		c.seen[id] = &c.put[i]
	}
}

// index holds relations, by their ends too.
type index struct {
	all []graph.Relation
	at  map[graph.ActorID][]int
}

func (x *index) add(r graph.Relation) {
	if x.at == nil {
		x.at = map[graph.ActorID][]int{}
	}
	for _, end := range []graph.ActorID{r.From, r.To} {
		x.at[end] = append(x.at[end], len(x.all))
	}
	x.all = append(x.all, r)
}

// New makes a layer of changes over what a snapshot holds. Later records take the
// place of earlier ones of the same id. It reads what it takes off: at most two
// reads, whatever is changed.
func New(ctx context.Context, base graph.Snapshot, c Changes) (*Layer, error) {
	l := &Layer{kinds: map[graph.ActorID]graph.ActorKind{}}
	for _, r := range c.Put {
		l.put(r, base.Revision(), c.Keep)
	}
	remove(&l.actors, c.Remove.Actors)
	remove(&l.sources, c.Remove.Sources)
	remove(&l.events, c.Remove.Events)
	remove(&l.relations, c.Remove.Relations)
	l.actors.sort()
	l.sources.sort()
	l.events.sort()
	l.relations.sort()
	for _, r := range l.relations.put {
		l.is.add(r)
	}
	return l, l.readBase(ctx, base)
}

func remove[ID cmp.Ordered, V any](c *changed[ID, V], ids []ID) {
	for _, id := range ids {
		c.add(id, nil)
	}
}

// put adds one record, as recorded by the revision below unless it keeps its own.
func (l *Layer) put(r graph.Record, n graph.RevisionNumber, keep bool) {
	of := func(own graph.RevisionNumber) graph.RevisionNumber {
		if keep {
			return own
		}
		return n
	}
	switch {
	case r.Actor != nil:
		v := r.Actor.Clone()
		v.Revision = of(v.Revision)
		l.actors.add(v.ID, &v)
	case r.Source != nil:
		v := r.Source.Clone()
		v.Revision = of(v.Revision)
		l.sources.add(v.ID, &v)
	case r.Event != nil:
		v := r.Event.Clone()
		v.Revision = of(v.Revision)
		v.Own()
		l.events.add(v.ID, &v)
	case r.Relation != nil:
		v := r.Relation.Clone()
		v.Revision = of(v.Revision)
		v.Own()
		l.relations.add(v.ID, &v)
	}
}

// readBase reads what the layer takes off, and of which kinds the ends of its
// relations are.
func (l *Layer) readBase(ctx context.Context, base graph.Snapshot) error {
	if ids := keys(l.relations.seen); len(ids) > 0 {
		for r, err := range base.Relations(ctx, ids) {
			if err != nil {
				return err
			}
			l.was.add(r)
		}
	}
	for _, a := range l.actors.put {
		l.kinds[a.ID] = a.Kind
	}
	ids := keys(l.actors.seen)
	for _, x := range []index{l.was, l.is} {
		for end := range x.at {
			if !l.actors.touches(end) {
				ids = append(ids, end)
			}
		}
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	if len(ids) == 0 {
		return nil
	}
	for a, err := range base.Actors(ctx, ids) {
		if err != nil {
			return err
		}
		l.kinds[a.ID] = a.Kind // which never changes
		if l.actors.touches(a.ID) {
			l.names = append(l.names, a)
		}
	}
	return nil
}

func keys[ID cmp.Ordered, V any](m map[ID]V) []ID {
	out := make([]ID, 0, len(m))
	for id := range m {
		out = append(out, id)
	}
	slices.Sort(out)
	return out
}

// Over lays the layer over a snapshot of the state that it was made for. The result
// closes the snapshot with itself.
func (l *Layer) Over(base graph.Snapshot) *Snapshot { return &Snapshot{base: base, l: l} }

// matching gives the relations of x that a filter keeps and that count for an actor
// in a direction, as the filter reads them; for no actor all that it keeps.
func (l *Layer) matching(x index, at graph.ActorID, d graph.Direction, f graph.RelationFilter) []graph.Relation {
	var out []graph.Relation
	keep := func(r graph.Relation) {
		if at != "" && !d.Touches(at, r.Edge()) {
			return
		}
		if r, ok := f.Match(r, l.kinds[r.From], l.kinds[r.To]); ok {
			out = append(out, r)
		}
	}
	if at == "" {
		for _, r := range x.all {
			keep(r)
		}
		return out
	}
	for _, i := range x.at[at] {
		keep(x.all[i])
	}
	return out
}
