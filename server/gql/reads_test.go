package gql

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/99designs/gqlgen/graphql"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/store/storetest"
)

// counting counts what is read of a store, by method. It has none of the store's
// capabilities, so that what is read by the port alone is counted.
type counting struct {
	graph.Store
	mu    sync.Mutex
	reads []string
}

func (c *counting) note(method string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.reads = append(c.reads, method)
}

// taken gives the reads since it was last asked, sorted.
func (c *counting) taken() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	out := slices.Sorted(slices.Values(c.reads))
	c.reads = nil
	return out
}

func (c *counting) Snapshot(ctx context.Context, at graph.RevisionNumber) (graph.Snapshot, error) {
	c.note("Snapshot")
	s, err := c.Store.Snapshot(ctx, at)
	return countingSnapshot{s, c}, err
}

func (c *counting) Revisions(ctx context.Context, f graph.RevisionFilter) iter.Seq2[graph.Revision, error] {
	c.note("Revisions")
	return c.Store.Revisions(ctx, f)
}

type countingSnapshot struct {
	graph.Snapshot
	c *counting
}

func (s countingSnapshot) Actors(ctx context.Context, ids []graph.ActorID) iter.Seq2[graph.Actor, error] {
	s.c.note("Actors")
	return s.Snapshot.Actors(ctx, ids)
}

func (s countingSnapshot) FindActors(ctx context.Context, f graph.ActorFilter, after graph.ActorID) iter.Seq2[graph.Actor, error] {
	s.c.note("FindActors")
	return s.Snapshot.FindActors(ctx, f, after)
}

func (s countingSnapshot) Relations(ctx context.Context, ids []graph.RelationID) iter.Seq2[graph.Relation, error] {
	s.c.note("Relations")
	return s.Snapshot.Relations(ctx, ids)
}

func (s countingSnapshot) FindRelations(ctx context.Context, q graph.RelationQuery) iter.Seq2[graph.Listed, error] {
	s.c.note("FindRelations")
	return s.Snapshot.FindRelations(ctx, q)
}

func (s countingSnapshot) CountRelations(ctx context.Context, q graph.RelationQuery, most int) ([]graph.Count, error) {
	s.c.note("CountRelations")
	return s.Snapshot.CountRelations(ctx, q, most)
}

func (s countingSnapshot) Expand(ctx context.Context, frontier []graph.ActorID, q graph.ExpandQuery) iter.Seq2[graph.Hop, error] {
	s.c.note("Expand")
	return s.Snapshot.Expand(ctx, frontier, q)
}

func (s countingSnapshot) FindEvidence(ctx context.Context, f graph.EvidenceFilter, after graph.EvidenceID) iter.Seq2[graph.Evidence, error] {
	s.c.note("FindEvidence")
	return s.Snapshot.FindEvidence(ctx, f, after)
}

func (s countingSnapshot) Events(ctx context.Context, ids []graph.EventID) iter.Seq2[graph.Event, error] {
	s.c.note("Events")
	return s.Snapshot.Events(ctx, ids)
}

func (s countingSnapshot) FindEvents(ctx context.Context, f graph.EventFilter, after *graph.Key) iter.Seq2[graph.Event, error] {
	s.c.note("FindEvents")
	return s.Snapshot.FindEvents(ctx, f, after)
}

func (s countingSnapshot) Sources(ctx context.Context, ids []graph.SourceID) iter.Seq2[graph.Source, error] {
	s.c.note("Sources")
	return s.Snapshot.Sources(ctx, ids)
}

func (s countingSnapshot) FindSources(ctx context.Context, f graph.SourceFilter, after graph.SourceID) iter.Seq2[graph.Source, error] {
	s.c.note("FindSources")
	return s.Snapshot.FindSources(ctx, f, after)
}

func (s countingSnapshot) Search(ctx context.Context, q graph.SearchQuery) iter.Seq2[graph.SearchHit, error] {
	s.c.note("Search")
	return s.Snapshot.Search(ctx, q)
}

// wheel is a graph in which everything refers to something else: rows relations of
// the hub with actors of their own, which have relations and events in turn, each
// with evidence of a source of its own.
func wheel(rows int) string {
	var b strings.Builder
	for i := range rows {
		fmt.Fprintf(&b, "actor kremlin-%d OFFICE\n", i)
		fmt.Fprintf(&b, "source s%d 2023-08-16 \"Source %d\"\n", i, i)
		fmt.Fprintf(&b, "event meeting-%d 2023-08-%02d \"Meeting %d\" spoke-%d:guest hub:host place=hub\n", i, 1+i%28, i, i)
		fmt.Fprintf(&b, "event answer-%d 2023-09-%02d \"Answer %d\" spoke-%d:guest after=event:meeting-%d\n", i, 1+i%28, i, i, i)
		fmt.Fprintf(&b, "hub -CALLS 2023-08-%02d id=call-%d by=s%d/B2 about=rim-%d place=spoke-%d event=event:meeting-%d-> spoke-%d\n", 1+i%28, i, i, i, i, i, i)
		fmt.Fprintf(&b, "spoke-%d -SUPPORTS 2023-08 id=support-%d by=s%d/A1 about=event:meeting-%d-> rim-%d\n", i, i, i, i, i)
		fmt.Fprintf(&b, "rim-%d -CRITICIZES 2023-08 id=criticize-%d by=s%d/C3-> spoke-%d\n", i, i, i, (i+1)%rows)
	}
	return b.String()
}

// TestReadsDependOnDepthAlone asks each question where it has one row and where it
// has fifty, and holds the reads of the store against one another.
func TestReadsDependOnDepthAlone(t *testing.T) {
	ask := func(rows int, query string) ([]string, string) {
		c := &counting{Store: storetest.Holding(t, wheel(rows))}
		h := handler(t, c)
		c.taken()
		got := written(t, h.Do(t.Context(), &graphql.RawParams{Query: query}))
		if strings.Contains(got, `"errors"`) {
			t.Fatalf("%s\n%s", query, got)
		}
		return c.taken(), got
	}
	for _, c := range []struct {
		name, query string
		most        int // reads of the store, the snapshot and the counts with them
	}{
		{"direct list", `{ relations { totalCount nodes { from { name } to { name } kind { label } } } }`, 4},
		{"edges", `{ relations { edges { cursor node { from { name } place { name } about { ... on Actor { name } ... on Event { name } } event { name } } } } }`, 7},
		{"the same in edges and nodes", `{ relations { edges { node { from { name } } } nodes { from { name } } } }`, 3},
		{"lists in lists", `{ relations(filter: {kinds: [CALLS]}) { nodes { to { relations { totalCount nodes { from { name } to { relations { nodes { to { id name } } } } } } } } } }`, 9},
		{"evidence", `{ relations { nodes { evidence { totalCount nodes { source { title evidence { totalCount nodes { id relation { id from { name } } saidBy { name } } } } event { id } } } revision { number } } } }`, 8},
		{"an actor's lists", `{ actors { totalCount nodes { events { totalCount nodes { name } } evidence { totalCount nodes { id source { id title } } } relations(first: 2) { nodes { id } } } } }`, 9},
		{"neighbors", `{ actors { nodes { neighbors { totalCount nodes { id } edges { net node { name } relations { id to { name } evidence { nodes { source { title } } } } } } } } }`, 8},
		{"events", `{ events { nodes { place { name } participants { role actor { name relations { nodes { id } } } evidence { source { title } } } links { kind from { name } to { name place { name } } } } } }`, 7},
		{"nodes", `{ nodes(ids: ["hub", "spoke-0", "relation:call-0", "event:meeting-0", "source:s0", "evidence:call-0-1", "revision:1"]) { __typename ... on Actor { relations { nodes { to { name } } } } ... on Relation { to { name } } ... on Evidence { source { title } } } }`, 14},
		{"search", `{ search(text: "spoke", first: 50) { actor { name relations { nodes { from { name } } } } } }`, 4},
		{"neighborhood", `{ neighborhood(of: ["hub"], hops: 2, limit: 500) { answered { revision { number } } actors { distance actor { name events { nodes { name } } } } relations { from { name } to { name } evidence { nodes { source { title } } } } } }`, 11},
		{"several questions in one view", `{ a: relations { nodes { from { name } } } b: actors { nodes { name } } c: actor(id: "hub") { name } }`, 6},
	} {
		t.Run(c.name, func(t *testing.T) {
			one, _ := ask(1, c.query)
			fifty, answer := ask(50, c.query)
			if len(one) == 0 || !slices.Equal(one, fifty) {
				t.Errorf("one row took %d reads %v,\nfifty took %d reads %v", len(one), one, len(fifty), fifty)
			}
			if len(fifty) > c.most {
				t.Errorf("%d reads, at most %d are needed: %v", len(fifty), c.most, fifty)
			}
			if c.name != "nodes" && strings.Count(answer, "\n") < 100 {
				t.Errorf("the answer is too small to tell anything:\n%s", answer)
			}
		})
	}
}
