package neo4j

import (
	"context"
	"iter"
	"slices"
	"strings"
	"sync"

	"github.com/entente/entente/graph"
)

// What a search finds is defined by names that are folded, cut into words and
// compared letter by letter; no index of Neo4j finds all of it. So the names of
// all actors are kept in memory, as they were at the last revision that recorded
// an actor, and a search goes over them.

// Search yields the actors that q finds.
func (s *snapshot) Search(ctx context.Context, q graph.SearchQuery) iter.Seq2[graph.SearchHit, error] {
	return pages(ctx, s, func(int) ([]graph.SearchHit, bool, error) {
		actors, err := s.store.catalog.of(ctx, s)
		if err != nil {
			return nil, false, err
		}
		hits := actors.search(q)
		for i := range hits {
			hits[i].Actor = hits[i].Actor.Clone()
		}
		return hits, false, nil
	})
}

// keptCatalogs is how many lists of names are kept: the newest, and a few that
// people look back to.
const keptCatalogs = 3

// catalog keeps the actors of a few revisions, those used last first.
type catalog struct {
	mu   sync.Mutex
	kept []*listing
}

// listing is all actors as they were at a revision, with what a search compares.
type listing struct {
	actorsAt graph.RevisionNumber

	once   sync.Mutex // held while it is read
	loaded bool
	actors []entry
}

// entry is an actor and its names, folded.
type entry struct {
	actor graph.Actor
	names []string
	exact []string // what finds it only when it is typed in full: its id and codes
}

// of gives the listing of a snapshot. Whoever asks for one first reads it; others
// wait.
func (c *catalog) of(ctx context.Context, s *snapshot) (*listing, error) {
	l := c.slot(s.actorsAt)
	l.once.Lock()
	defer l.once.Unlock()
	if l.loaded {
		return l, nil
	}
	l.actors = nil
	for a, err := range s.FindActors(ctx, graph.ActorFilter{}, "") {
		if err != nil {
			return nil, err
		}
		l.actors = append(l.actors, newEntry(a))
	}
	l.loaded = true
	return l, nil
}

// slot gives the listing of a revision, perhaps not read yet, and makes it the one
// used last.
func (c *catalog) slot(actorsAt graph.RevisionNumber) *listing {
	c.mu.Lock()
	defer c.mu.Unlock()
	l := &listing{actorsAt: actorsAt}
	if i := slices.IndexFunc(c.kept, func(l *listing) bool { return l.actorsAt == actorsAt }); i >= 0 {
		l = c.kept[i]
		c.kept = slices.Delete(c.kept, i, i+1)
	}
	c.kept = slices.Insert(c.kept, 0, l)
	c.kept = c.kept[:min(len(c.kept), keptCatalogs)]
	return l
}

func newEntry(a graph.Actor) entry {
	e := entry{actor: a, exact: []string{graph.Fold(string(a.ID))}}
	for _, n := range a.Names {
		e.names = append(e.names, graph.Fold(n.Text))
	}
	for _, c := range a.Codes {
		value := graph.Fold(c.Value)
		e.exact = append(e.exact, value, graph.Fold(c.Scheme)+":"+value)
	}
	return e
}

// search gives the hits of a query in order, at most its limit. Its entries tell
// quickly whom a query can find; what it finds, SearchQuery.Hit says.
func (l *listing) search(q graph.SearchQuery) []graph.SearchHit {
	query := strings.TrimSpace(graph.Fold(q.Text))
	var hits []graph.SearchHit
	for _, e := range l.actors {
		if !e.mayAnswer(query) {
			continue
		}
		if hit, ok := q.Hit(e.actor); ok {
			hits = append(hits, hit)
		}
	}
	slices.SortFunc(hits, graph.SearchHit.Compare)
	if q.Limit > 0 {
		hits = hits[:min(len(hits), q.Limit)]
	}
	return hits
}

func (e entry) mayAnswer(query string) bool {
	return slices.Contains(e.exact, query) ||
		slices.ContainsFunc(e.names, func(name string) bool { return graph.NameScore(query, name) > 0 })
}
