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
	"github.com/entente/entente/graph/atlas"
	"github.com/entente/entente/graph/graphtest"
	"github.com/entente/entente/graph/store/neo4j"
	"github.com/entente/entente/graph/store/neo4j/neo4jtest"
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

// Changes and the desk are a part of the port that a store has by its own.
func (c *counting) Changes(ctx context.Context, f graph.ChangeFilter) iter.Seq2[graph.Change, error] {
	c.note("Changes")
	h, _ := graph.As[graph.Historian](c.Store)
	return h.Changes(ctx, f)
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
		fmt.Fprintf(&b, "source s%d 2023-08-16 \"Source %d\"\n", i, i)
		fmt.Fprintf(&b, "event meeting-%d 2023-08-%02d \"Meeting %d\" spoke-%d:guest hub:host place=hub\n", i, 1+i%28, i, i)
		fmt.Fprintf(&b, "event answer-%d 2023-09-%02d \"Answer %d\" spoke-%d:guest after=event:meeting-%d\n", i, 1+i%28, i, i, i)
		fmt.Fprintf(&b, "hub -CALLS 2023-08-%02d id=call-%d by=s%d/B2 about=rim-%d place=place-%d event=event:meeting-%d-> spoke-%d\n", 1+i%28, i, i, i, i, i, i)
		fmt.Fprintf(&b, "spoke-%d -SUPPORTS 2023-08 id=support-%d by=s%d/A1 about=event:answer-%d-> rim-%d\n", i, i, i, i, i)
		fmt.Fprintf(&b, "spoke-%d -DEFENSE_PACT 2020/.. id=pact-%d by=s%d/A1-- rim-%d\n", i, i, i, i)
		fmt.Fprintf(&b, "rim-%d -CRITICIZES 2023-08 id=criticize-%d by=s%d/C3-> spoke-%d\n", i, i, i, (i+1)%rows)
	}
	return b.String()
}

// readQuestions are the questions whose reads are counted, with the most reads that
// their depth needs: one for each list, one for each noun that its entries refer
// to, and one for each count.
var readQuestions = []struct {
	name, query string
	most        int
}{
	{"a list", `{ relations { totalCount nodes { from { name } to { name } kind { label } } } }`, 4},
	{"edges", `{ relations { edges { cursor node { from { name } place { name } about { ... on Actor { name } ... on Event { name } } event { name } } } } }`, 5},
	{"edges and nodes", `{ relations { edges { node { from { name } } } nodes { from { name } } } }`, 3},
	{"aliases and fragments", `{ relations { nodes { ...R a: from { id } b: from { name } } } } fragment R on Relation { from { kind } }`, 3},
	{"lists in lists", `{ relations(filter: {kinds: [CALLS]}) { nodes { to { relations(first: 5) { totalCount nodes { from { name } to { relations(first: 3) { nodes { to { id name } } } } } } } } } }`, 7},
	{"evidence", `{ relations { nodes { evidence { totalCount nodes { source { title evidence(first: 5) { totalCount nodes { id relation { id from { name } } saidBy { name } } } } event { id } } } revision { number } } } }`, 8},
	{"an actor's lists", `{ actors(first: 200) { totalCount nodes { events(first: 5) { totalCount nodes { name } } evidence(first: 5) { totalCount nodes { id source { id title } } } relations(first: 2) { nodes { id } } } } }`, 8},
	{"neighbors", `{ actors(first: 200) { nodes { neighbors(first: 5) { totalCount nodes { id } edges { net node { name } relations { id to { name } evidence { nodes { source { title } } } } } } } } }`, 6},
	{"events", `{ events { nodes { place { name } participants { role actor { name relations(first: 3) { nodes { id } } } evidence { source { title } } } links { kind from { name } to { name place { name } } } } } }`, 7},
	{"acts", `{ events { nodes { acts(first: 5) { totalCount nodes { from { name } to { name } } } linkedFrom { kind from { name } } } } }`, 6},
	{"nodes", `{ nodes(ids: ["hub", "spoke-0", "spoke-1", "relation:call-0", "event:meeting-0", "source:s0", "evidence:call-0-1", "revision:1"]) { __typename ... on Actor { relations { nodes { to { name } } } } ... on Relation { to { name } } ... on Evidence { source { title } } } }`, 10},
	{"search", `{ search(text: "spoke", first: 50) { actor { name relations(first: 5) { nodes { from { name } } } } } }`, 4},
	{"a neighborhood", `{ neighborhood(of: ["hub"], hops: 2, limit: 500) { answered { revision { number } } actors { distance actor { name events(first: 2) { nodes { name } } } } relations { from { name } to { name } evidence { nodes { source { title } } } } } }`, 10},
	{"paths", `{ paths(from: "hub", to: "rim-0", maxHops: 3, first: 100) { answered { revision { number } } paths { steps { from { name } to { name } relations { from { name } evidence { nodes { source { title } } } } } } } }`, 14}, // by the port alone: who is joined to whom, then the relations on the way
	{"influence", `{ influence(by: "hub", hops: 2, first: 200, filter: {on: "2023-08-31"}) { influences { over { name } path { steps { to { name } relations { to { name } } } } } } }`, 14},
	{"allies", `{ actors(first: 60, filter: {text: "spoke"}) { nodes { allies(first: 5) { totalCount nodes { id } edges { node { name } bonds { obligation to { name } treaty { name } organization { name } relations { id from { name } evidence { nodes { source { title } } } } } } } } } }`, 12},
	{"influences of each", `{ actors(first: 60, filter: {text: "spoke"}) { nodes { influences(filter: {on: "2023-08-31"}, first: 5) { influences { over { name } path { steps { to { name } relations { to { name } } } } } } } } }`, 28},
	{"influences on each", `{ actors(first: 60, filter: {text: "spoke"}) { nodes { influencedBy(filter: {on: "2023-08-31"}, hops: 2, first: 5) { influences { by { name } score } } } } }`, 20},
	{"timelines", `{ actors(first: 60, filter: {text: "spoke"}) { nodes { timeline(bucket: YEAR) { undated points { first acts ties } } } } }`, 3},
	{"a dyad", `{ dyad(a: "hub", b: "spoke-0", filter: {on: "2023-08-31"}) { a { name } relations { relation { from { name } evidence { nodes { source { title } } } } } } }`, 16},
	{"structure", `{ blocs(filter: {on: "2023-08-31"}) { blocs { members { name } } } balance(filter: {on: "2023-08-31"}) { strained(first: 50) { actors { name } } leftOut { name } } centrality(measure: DEGREE, first: 200, filter: {on: "2023-08-31"}) { ranked { actor { name } } } }`, 24},
	{"questions in one view", `{ a: relations { nodes { from { name } } } b: actors { nodes { name } } c: actor(id: "hub") { name } }`, 5},
}

// TestReadsDependOnDepthAlone asks each question where it has two rows and where it
// has fifty, and holds the reads of the store to what its depth needs.
func TestReadsDependOnDepthAlone(t *testing.T) {
	for name, open := range map[string]func(*testing.T) graph.Store{
		"model": func(*testing.T) graph.Store { return storetest.NewModel() }, "embedded": func(t *testing.T) graph.Store { return openEmbedded(t) },
	} {
		t.Run(name, func(t *testing.T) {
			small, large := countingHandler(t, open(t), 2), countingHandler(t, open(t), 50)
			holdReads(t, func(query string) counts { return small.ask(t, query) }, func(query string) counts { return large.ask(t, query) })
		})
	}
}

// TestReadsOfNeo4jDependOnDepthAlone counts the transactions besides: a read of the
// store is one or two of them, whatever the number of rows.
func TestReadsOfNeo4jDependOnDepthAlone(t *testing.T) {
	proxy, server := neo4jtest.Between(t, neo4jtest.Fresh(t))
	answers := func(rows int) map[string]counts {
		s, err := neo4j.Open(t.Context(), server.URI, neo4j.Options{User: server.User, Password: server.Password})
		if err != nil {
			t.Fatal(err)
		}
		c := &counting{Store: s}
		defer func() {
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		}()
		if _, err := s.Apply(t.Context(), graphtest.Batch(t, wheel(rows))); err != nil {
			t.Fatal(err)
		}
		h := counted{New(atlas.New(c, atlas.Options{Store: "neo4j"}), Options{}), c}
		out := map[string]counts{}
		for _, q := range readQuestions {
			before := proxy.Commits.Load()
			found := h.ask(t, q.query)
			found.transactions = int(proxy.Commits.Load() - before)
			out[q.query] = found
		}
		return out
	}
	few := answers(2)
	server.Empty(t)
	many := answers(50)
	holdReads(t, func(query string) counts { return few[query] }, func(query string) counts { return many[query] })
	for _, q := range readQuestions {
		if most := 2 * q.most; few[q.query].transactions == 0 || many[q.query].transactions > most {
			t.Errorf("%s: %d transactions of Neo4j for two rows, %d for fifty; %d would do", q.name, few[q.query].transactions, many[q.query].transactions, most)
		}
	}
}

// holdReads asks each question of two rows and of fifty.
func holdReads(t *testing.T, small, large func(query string) counts) {
	t.Helper()
	for _, c := range readQuestions {
		t.Run(c.name, func(t *testing.T) {
			few, many := small(c.query), large(c.query)
			if len(few.reads) > c.most || len(many.reads) > c.most {
				t.Errorf("%d are needed, two rows took %d reads %v,\nfifty %d %v", c.most, len(few.reads), few.reads, len(many.reads), many.reads)
			}
			if asksForFew := c.name == "nodes" || c.name == "an annotation" || c.name == "paths" || c.name == "a dyad"; len(many.reads) == 0 || !asksForFew && len(many.answer) < 5*len(few.answer) {
				t.Errorf("the answers tell nothing:\n%s\n%s", few.answer, many.answer)
			}
		})
	}
}

// counted is a Handler over a store whose reads are counted.
type counted struct {
	*Handler
	reads *counting
}

// counts is an answer and what it took.
type counts struct {
	answer       string
	reads        []string // of the store
	transactions int      // of Neo4j
}

// countingHandler answers over a store that holds a wheel.
func countingHandler(t *testing.T, s graph.Store, rows int) counted {
	c := &counting{Store: s}
	return counted{handler(t, c, graphtest.Batch(t, wheel(rows))), c}
}

// ask gives the answer and the reads it took. It must be whole.
func (c counted) ask(t *testing.T, query string) counts {
	t.Helper()
	c.reads.taken()
	answer := written(t, c.Do(t.Context(), &graphql.RawParams{Query: query}))
	if strings.Contains(answer, `"errors"`) {
		t.Fatalf("%s\n%s", query, answer)
	}
	return counts{answer: answer, reads: c.reads.taken()}
}
