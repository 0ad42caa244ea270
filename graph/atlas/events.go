package atlas

import (
	"context"
	"iter"
	"slices"

	"github.com/entente/entente/graph"
)

// EventList asks for a page of events: of all, or of those in which each of some
// actors takes part.
type EventList struct {
	Of     []graph.ActorID // ids; nil for all
	Filter graph.EventFilter
	PageQuery
}

func (q EventList) list(v *View, of graph.ActorID) list {
	f := q.Filter
	return v.newList("events", of, (*int32)(f.On), windowPart(f.During), f.Actors, f.Text)
}

func keyOfEvent(e *graph.Event) graph.Key { return graph.KeyOfEvent(*e) }

// Events gives a page of each list, by actor, or under no id for all events. It
// takes one read whatever the number of actors.
func (v *View) Events(ctx context.Context, q EventList) (map[graph.ActorID]*EventPage, error) {
	if err := q.validate(); err != nil {
		return nil, err
	}
	if err := q.Filter.Validate(); err != nil {
		return nil, graph.InField("filter", err)
	}
	var err error
	if q.Filter.Actors, err = v.actors(ctx, "filter.actors", q.Filter.Actors); err != nil {
		return nil, err
	}
	if q.Of != nil {
		return v.eventsOf(ctx, q)
	}
	find := func(after graph.Key) iter.Seq2[graph.Event, error] {
		if after.ID == "" {
			return v.snap.FindEvents(ctx, q.Filter, nil)
		}
		return v.snap.FindEvents(ctx, q.Filter, &after)
	}
	p, err := readPage(q.list(v, ""), q.PageQuery, find, keyOfEvent)
	return map[graph.ActorID]*EventPage{"": p}, err
}

// eventsOf reads the lists of the actors in one pass over the events of all.
func (v *View) eventsOf(ctx context.Context, q EventList) (map[graph.ActorID]*EventPage, error) {
	lists := map[graph.ActorID]*eventCollector{}
	for _, of := range q.Of {
		l := q.list(v, of)
		after, err := l.key(q.After)
		if err != nil {
			return nil, err
		}
		lists[of] = &eventCollector{list: l, after: after}
	}
	f := q.Filter
	f.Actors = q.Of
	full := 0
	for e, err := range v.snap.FindEvents(ctx, f, nil) {
		if err != nil {
			return nil, err
		}
		if !q.Filter.Match(e) {
			continue
		}
		for _, of := range participants(e) {
			if c, listed := lists[of]; listed && c.take(e, q.First) {
				full++
			}
		}
		if full == len(lists) && !q.Count {
			break
		}
	}
	pages := make(map[graph.ActorID]*EventPage, len(lists))
	for of, c := range lists {
		pages[of] = newPage(c.list, q.PageQuery, c.events, keyOfEvent)
		pages[of].Total = graph.Count{N: min(c.n, MaxCount), Exact: c.n <= MaxCount}
	}
	return pages, nil
}

// participants gives the actors that take part in an event, each once.
func participants(e graph.Event) []graph.ActorID {
	out := make([]graph.ActorID, 0, len(e.Participants))
	for _, p := range e.Participants {
		out = append(out, p.Actor)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// eventCollector gathers the page of one actor.
type eventCollector struct {
	list   list
	after  *graph.Key
	events []graph.Event
	n      int
}

// take counts an event, keeps it if it belongs to a page of first, and reports
// whether that filled it.
func (c *eventCollector) take(e graph.Event, first int) (filled bool) {
	c.n++
	if len(c.events) > first || c.after != nil && graph.Newest.Compare(graph.KeyOfEvent(e), *c.after) <= 0 {
		return false
	}
	c.events = append(c.events, e)
	return len(c.events) > first
}
