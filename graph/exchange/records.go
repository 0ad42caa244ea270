package exchange

import (
	"context"
	"iter"
	"slices"
	"sync"

	"github.com/entente/entente/graph"
)

// pageSize is how many relations are read at a time: enough to make reads few,
// little enough that a page is small in memory.
const pageSize = 1000

// Find yields the relations that the filter keeps, the newest first, read in pages:
// the next one is read while one is passed on.
func Find(ctx context.Context, snap graph.Snapshot, f graph.RelationFilter) iter.Seq2[graph.Relation, error] {
	return func(yield func(graph.Relation, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		pages := make(chan page)
		var reading sync.WaitGroup
		reading.Go(func() {
			defer close(pages)
			readPages(ctx, snap, f, pages)
		})
		defer reading.Wait()
		defer cancel()
		for p := range pages {
			for i := range p.relations {
				if !yield(p.relations[i], nil) {
					return
				}
			}
			if p.err != nil {
				yield(graph.Relation{}, p.err)
				return
			}
		}
		if err := ctx.Err(); err != nil { // then a page may be missing
			yield(graph.Relation{}, err)
		}
	}
}

// page is a page of relations, or as much of one as was read before an error.
type page struct {
	relations []graph.Relation
	err       error
}

// readPages reads the pages and gives them on, until the context ends.
func readPages(ctx context.Context, snap graph.Snapshot, f graph.RelationFilter, pages chan<- page) {
	q := graph.RelationQuery{Filter: f, Order: graph.Newest, Limit: pageSize}
	for {
		p := page{relations: make([]graph.Relation, 0, pageSize)}
		for r, err := range snap.FindRelations(ctx, q) {
			if p.err = err; err != nil {
				break
			}
			p.relations = append(p.relations, r.Relation)
		}
		select {
		case pages <- p:
		case <-ctx.Done():
			return
		}
		n := len(p.relations)
		if p.err != nil || n < pageSize {
			return
		}
		last := q.Order.KeyOf(p.relations[n-1].Edge())
		q.After = &last
	}
}

// Among yields the relations with the ids, read in pages.
func Among(ctx context.Context, snap graph.Snapshot, ids []graph.RelationID) iter.Seq2[graph.Relation, error] {
	return func(yield func(graph.Relation, error) bool) {
		for page := range slices.Chunk(ids, pageSize) {
			for r, err := range snap.Relations(ctx, page) {
				if !yield(r, err) || err != nil {
					return
				}
			}
		}
	}
}

// Whole yields all that the snapshot holds.
func Whole(ctx context.Context, snap graph.Snapshot) iter.Seq2[graph.Record, error] {
	return func(yield func(graph.Record, error) bool) {
		g := newGatherer(ctx, snap, yield)
		g.all()
		g.relations(Find(ctx, snap, graph.RelationFilter{}))
	}
}

// Records yields the relations, and before each what it refers to: actors,
// sources and events, and what those refer to.
func Records(ctx context.Context, snap graph.Snapshot, relations iter.Seq2[graph.Relation, error]) iter.Seq2[graph.Record, error] {
	return func(yield func(graph.Record, error) bool) {
		newGatherer(ctx, snap, yield).relations(relations)
	}
}

// gatherer yields records, each once and after what it refers to.
type gatherer struct {
	ctx     context.Context
	snap    graph.Snapshot
	yield   func(graph.Record, error) bool
	done    bool // the reader has left, or an error was yielded
	actors  map[graph.ActorID]bool
	sources map[graph.SourceID]bool
	events  map[graph.EventID]bool
}

func newGatherer(ctx context.Context, snap graph.Snapshot, yield func(graph.Record, error) bool) *gatherer {
	return &gatherer{
		ctx: ctx, snap: snap, yield: yield,
		actors: map[graph.ActorID]bool{}, sources: map[graph.SourceID]bool{}, events: map[graph.EventID]bool{},
	}
}

func (g *gatherer) put(r graph.Record, err error) {
	if !g.done {
		g.done = !g.yield(r, err) || err != nil
	}
}

// all yields every actor, source and event.
func (g *gatherer) all() {
	var merged, measured []graph.Actor // which refer to other actors, and to sources
	for a, err := range g.snap.FindActors(g.ctx, graph.ActorFilter{Merged: true}, "") {
		if len(a.Series) > 0 {
			measured = append(measured, a)
			continue
		}
		if a.MergedInto != "" {
			merged = append(merged, a)
			continue
		}
		g.actor(a, err)
		if g.done {
			return
		}
	}
	for s, err := range g.snap.FindSources(g.ctx, graph.SourceFilter{}, "") {
		g.source(s, err)
		if g.done {
			return
		}
	}
	for _, a := range append(measured, merged...) {
		g.actor(a, nil)
	}
	page := make([]graph.Event, 0, pageSize)
	for e, err := range g.snap.FindEvents(g.ctx, graph.EventFilter{}, nil) {
		if err != nil {
			g.put(graph.Record{}, err)
			return
		}
		if page = append(page, e); len(page) == pageSize {
			g.eventPage(page)
			page = page[:0]
		}
		if g.done {
			return
		}
	}
	g.eventPage(page)
}

// relations yields relations a page at a time, after what the page refers to.
func (g *gatherer) relations(relations iter.Seq2[graph.Relation, error]) {
	page := make([]graph.Relation, 0, pageSize)
	flush := func() {
		g.referred(page)
		for i := range page {
			g.put(graph.Record{Relation: &page[i]}, nil)
		}
		page = make([]graph.Relation, 0, pageSize) // the records are the reader's now
	}
	for r, err := range relations {
		if g.done {
			return
		}
		if err != nil {
			g.put(graph.Record{}, err)
			return
		}
		if page = append(page, r); len(page) == pageSize {
			flush()
		}
	}
	flush()
}

// referred yields what the relations refer to and was not yielded yet.
func (g *gatherer) referred(page []graph.Relation) {
	w := wanted{g: g}
	for i := range page {
		r := &page[i]
		w.actors = wish(w.actors, g.actors, r.From, r.To, r.About.Actor, r.Place)
		w.events = wish(w.events, g.events, r.About.Event, r.Event)
		w.evidence(r.Evidence)
	}
	var events []graph.Event
	if ids := missing(w.events, g.events); len(ids) > 0 && !g.done {
		read, err := graph.Collect(g.snap.Events(g.ctx, ids))
		if err != nil {
			g.put(graph.Record{}, err)
			return
		}
		events = read
	}
	g.nouns(w)
	g.eventPage(events)
}

// nouns yields the actors and sources that are wanted and were not yielded yet.
func (g *gatherer) nouns(w wanted) {
	if ids := missing(w.actors, g.actors); len(ids) > 0 && !g.done {
		for a, err := range g.snap.Actors(g.ctx, ids) {
			g.actor(a, err)
			if g.done {
				return
			}
		}
	}
	if ids := missing(w.sources, g.sources); len(ids) > 0 && !g.done {
		for s, err := range g.snap.Sources(g.ctx, ids) {
			g.source(s, err)
			if g.done {
				return
			}
		}
	}
}

func (g *gatherer) actor(a graph.Actor, err error) {
	if err == nil && len(a.Series) > 0 {
		g.seriesOf(a)
	}
	g.actors[a.ID] = true
	g.put(graph.Record{Actor: &a}, err)
}

// seriesOf yields the sources of an actor's series.
func (g *gatherer) seriesOf(a graph.Actor) {
	var wanted []graph.SourceID
	for _, x := range a.Series {
		wanted = append(wanted, x.Source)
	}
	if ids := missing(wanted, g.sources); len(ids) > 0 && !g.done {
		for s, err := range g.snap.Sources(g.ctx, ids) {
			g.source(s, err)
		}
	}
}

func (g *gatherer) source(s graph.Source, err error) {
	g.sources[s.ID] = true
	g.put(graph.Record{Source: &s}, err)
}

// eventPage yields events that were not yielded yet, after the events that they
// lead to, and what all of them refer to.
func (g *gatherer) eventPage(page []graph.Event) {
	known := map[graph.EventID]graph.Event{}
	w := wanted{g: g}
	for level := page; len(level) > 0 && !g.done; {
		var next []graph.EventID
		for _, e := range level {
			known[e.ID] = e
			w.event(e)
			for _, l := range e.Links {
				if _, here := known[l.To]; !here {
					next = append(next, l.To)
				}
			}
		}
		read, err := graph.Collect(g.snap.Events(g.ctx, missing(next, g.events)))
		if err != nil {
			g.put(graph.Record{}, err)
			return
		}
		level = slices.DeleteFunc(read, func(e graph.Event) bool { _, here := known[e.ID]; return here })
	}
	g.nouns(w)
	for _, e := range page {
		g.event(e, known)
	}
}

// event yields an event after those that it leads to. Of events that lead to one
// another in a ring, the first one met stands last.
func (g *gatherer) event(e graph.Event, known map[graph.EventID]graph.Event) {
	if g.events[e.ID] || g.done {
		return
	}
	g.events[e.ID] = true
	for _, l := range e.Links {
		if to, here := known[l.To]; here {
			g.event(to, known)
		}
	}
	g.put(graph.Record{Event: &e}, nil)
}

// wanted collects the ids that records refer to.
type wanted struct {
	g       *gatherer
	actors  []graph.ActorID
	sources []graph.SourceID
	events  []graph.EventID
}

func (w *wanted) evidence(all []graph.Evidence) {
	for i := range all {
		w.sources = wish(w.sources, w.g.sources, all[i].Source)
		w.actors = wish(w.actors, w.g.actors, all[i].SaidBy)
	}
}

func (w *wanted) event(e graph.Event) {
	w.actors = wish(w.actors, w.g.actors, e.Place)
	for _, p := range e.Participants {
		w.actors = wish(w.actors, w.g.actors, p.Actor)
	}
	w.evidence(e.Evidence())
}

// wish adds to a list those ids that are not known; most are.
func wish[ID ~string](list []ID, known map[ID]bool, ids ...ID) []ID {
	for _, id := range ids {
		if id != "" && !known[id] {
			list = append(list, id)
		}
	}
	return list
}

// missing gives the ids that are not in known, sorted, each once.
func missing[ID ~string](ids []ID, known map[ID]bool) []ID {
	ids = slices.DeleteFunc(ids, func(id ID) bool { return id == "" || known[id] })
	slices.Sort(ids)
	return slices.Compact(ids)
}
