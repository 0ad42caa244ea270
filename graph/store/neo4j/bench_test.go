package neo4j

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"testing"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/graphtest"
	"github.com/entente/entente/graph/store/embedded"
	"github.com/entente/entente/graph/store/neo4j/neo4jtest"
)

// The benchmarks put the same questions to both stores, and beside them to Neo4j by
// the driver alone: one statement written for the one question, of which the rows
// are taken and thrown away. The store should take no more than 1.3 times as long.
// All sides are asked in turn in one run, and a table of ratios is printed.

var benchHead = graph.BatchHead{Author: "bench", Reason: "bench"}

func openBench(b *testing.B, server neo4jtest.Server) *Store {
	b.Helper()
	s, err := Open(b.Context(), server.URI, Options{User: server.User, Password: server.Password})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = s.Close() })
	return s
}

func openEmbedded(b *testing.B) *embedded.Store {
	b.Helper()
	s, err := embedded.Open(b.Context(), b.TempDir(), embedded.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = s.Close() })
	return s
}

func loadInto(b *testing.B, s graph.BulkLoader, records iter.Seq2[graph.Record, error]) {
	b.Helper()
	if _, err := s.Load(b.Context(), benchHead, records); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkLoad loads ICEWS14 into empty stores. The bare rows are made before,
// unchecked, and written by the statements of the store in transactions of the
// same size.
func BenchmarkLoad(b *testing.B) {
	d := graphtest.ReadICEWS(b)
	server := neo4jtest.Fresh(b)
	first := openBench(b, server)
	complete, err := graph.NewChecker(unpublished(first, first, 0)).Check(b.Context(), d.Records, 0)
	if err != nil {
		b.Fatal(err)
	}
	var chunks []rows
	for chunk := range slices.Chunk(complete, loadChunk) {
		chunks = append(chunks, rowsOf(chunk, nil))
	}
	empty := func() *Store {
		server.Empty(b)
		return openBench(b, server)
	}
	var e *embedded.Store
	var s *Store
	t := newTable(b, "Loading ICEWS14")
	t.ask(b, "load",
		side{embeddedSide, func() { e = openEmbedded(b) }, func(ctx context.Context, _ int) (int, error) {
			_, err := e.Load(ctx, benchHead, d.All())
			return d.Relations, err
		}},
		side{neo4jSide, func() { s = empty() }, func(ctx context.Context, _ int) (int, error) {
			_, err := s.Load(ctx, benchHead, d.All())
			return d.Relations, err
		}},
		side{cypherSide, func() { s = empty() }, func(ctx context.Context, _ int) (int, error) {
			for _, r := range chunks {
				if err := s.write(ctx, func(tx transaction) error { return tx.writeRows(ctx, r, 1) }); err != nil {
					return 0, err
				}
			}
			return d.Relations, nil
		}})
}

// bare asks Neo4j by the driver alone, and counts rows; of a row that is a list,
// what is in it.
func bare(s *Store, statement string, p parameters) side {
	return side{name: cypherSide, ask: func(ctx context.Context, _ int) (int, error) {
		rows, err := bareRows(ctx, s, statement, p)
		n := 0
		for _, row := range rows {
			if packed, ok := row.Values[0].([]any); ok {
				n += len(packed)
			} else {
				n++
			}
		}
		return n, err
	}}
}

func bareRows(ctx context.Context, s *Store, statement string, p parameters) ([]row, error) {
	session := s.driver.NewSession(ctx, neo4j.SessionConfig{AccessMode: neo4j.AccessModeRead})
	defer session.Close(ctx)
	return neo4j.ExecuteRead(ctx, session, func(tx neo4j.ManagedTransaction) ([]row, error) {
		result, err := tx.Run(ctx, statement, p)
		if err != nil {
			return nil, err
		}
		return result.Collect(ctx)
	})
}

// counted asks a snapshot for a sequence.
func counted[V any](name string, snap graph.Snapshot, read func(ctx context.Context, s graph.Snapshot) iter.Seq2[V, error]) side {
	return side{name: name, ask: func(ctx context.Context, _ int) (n int, err error) {
		for _, err := range read(ctx, snap) {
			if err != nil {
				return n, err
			}
			n++
		}
		return n, nil
	}}
}

const (
	bareHop = `
		MATCH (a:Actor {id: $id})-[r]-(b:Actor)
		WHERE r.born <= 1 AND 1 < r.died
		RETURN collect([r.id, b.id, startNode(r) = a, type(r), r.startMin, r.endMax, r.bounds, r.modality, r.weight, r.intensity, r.confidence])`
	bareHops = `
		UNWIND $ids AS id
		MATCH (a:Actor {id: id})
		CALL (a) {
		  MATCH (a)-[r]-(b:Actor)
		  WHERE r.born <= 1 AND 1 < r.died
		  RETURN collect([r.id, b.id, startNode(r) = a, type(r), r.startMin, r.endMax, r.bounds, r.modality, r.weight, r.intensity, r.confidence]) AS edges
		}
		RETURN edges`
	bareMonth = `
		MATCH (a:Actor {id: $id})-[r]-(b:Actor)
		WHERE r.born <= 1 AND 1 < r.died AND r.startMin <= $last AND r.endMax >= $first
		RETURN collect([r.id, b.id, startNode(r) = a, type(r), r.startMin, r.endMax, r.bounds, r.modality, r.weight, r.intensity, r.confidence])`
	bareDyad = `
		MATCH (a:Actor {id: $id}), (b:Actor {id: $other})
		WITH a, b
		MATCH (a)-[r]-(b)
		WHERE r.born <= 1 AND 1 < r.died
		RETURN collect([r.id, b.id, startNode(r) = a, type(r), r.startMin, r.endMax, r.bounds, r.modality, r.weight, r.intensity, r.confidence])`
	bareNewest = `
		CALL () {
		  MATCH (n:Relation) WHERE n.from = $id AND n.startMin <= 2147483647 AND n.born <= 1 AND 1 < n.died
		  RETURN n ORDER BY n.from DESC, n.startMin DESC, n.id LIMIT 50
		  UNION ALL
		  MATCH (n:Relation) WHERE n.to = $id AND n.startMin <= 2147483647 AND n.born <= 1 AND 1 < n.died
		  RETURN n ORDER BY n.to DESC, n.startMin DESC, n.id LIMIT 50
		}
		RETURN n.id, n.born, n.record, n.startMin ORDER BY n.startMin DESC, n.id LIMIT 50`
	bareByID = `
		UNWIND $ids AS id
		MATCH (n:Relation {id: id}) WHERE n.born <= 1 AND 1 < n.died
		RETURN n.id, n.born, n.record`
	bareScan = `
		MATCH (a:Actor)
		CALL (a) {
		  MATCH (a)-[r]->(b:Actor)
		  WHERE r.born <= 1 AND 1 < r.died
		  RETURN collect([r.id, b.id, true, type(r), r.startMin, r.endMax, r.bounds, r.modality, r.weight, r.intensity, r.confidence]) AS edges
		}
		RETURN edges`
)

// benched is a graph that both stores hold.
type benched struct {
	store        *Store
	ours, theirs graph.Snapshot // of the embedded store and of Neo4j
	hub, other   graph.ActorID  // the busiest actor, and the one it has most to do with
	ids          []graph.RelationID
	actors       []graph.ActorID // the busiest first
	day          graph.Day       // on which influence is asked
}

// holding loads a graph into both stores.
func holding(b *testing.B, records iter.Seq2[graph.Record, error], day graph.Day) *benched {
	b.Helper()
	e, s := openEmbedded(b), openBench(b, neo4jtest.Fresh(b))
	loadInto(b, e, records)
	loadInto(b, s, records)
	g := &benched{store: s, day: day}
	var err1, err2 error
	g.ours, err1 = e.Snapshot(b.Context(), 0)
	g.theirs, err2 = s.Snapshot(b.Context(), 0)
	if err := errors.Join(err1, err2); err != nil {
		b.Fatal(err)
	}
	g.count(b)
	return g
}

// count finds out who is busy, and takes 500 relations from all over the graph.
func (g *benched) count(b *testing.B) {
	degree, with := map[graph.ActorID]int{}, map[graph.ActorID]int{}
	edges, err := graph.Collect(graph.Edges(b.Context(), g.ours, graph.RelationFilter{}))
	if err != nil {
		b.Fatal(err)
	}
	for i, e := range edges {
		degree[e.From]++
		degree[e.To]++
		if i%(len(edges)/500) == 0 && len(g.ids) < 500 {
			g.ids = append(g.ids, e.ID)
		}
	}
	busiest := func(n map[graph.ActorID]int) []graph.ActorID {
		return slices.SortedFunc(maps.Keys(n), func(x, y graph.ActorID) int { return cmp.Or(cmp.Compare(n[y], n[x]), cmp.Compare(x, y)) })
	}
	g.actors = busiest(degree)
	g.hub = g.actors[0]
	for _, e := range edges {
		if h := (graph.Hop{At: g.hub, Edge: e}); e.From == g.hub || e.To == g.hub {
			with[h.Other()]++
		}
	}
	g.other = busiest(with)[0]
	b.Logf("%d relations; the hub is %s with %d, the actor in the middle %s with %d", len(edges), g.hub, degree[g.hub], g.actors[len(g.actors)/2], degree[g.actors[len(g.actors)/2]])
}

// BenchmarkICEWS14 asks stores that hold ICEWS14.
func BenchmarkICEWS14(b *testing.B) {
	g := holding(b, graphtest.ReadICEWS(b).All(), graph.Date(2014, 12, 31))
	t := newTable(b, "ICEWS14")
	g.reads(b, t)
	g.walks(b, t)
}

// BenchmarkMade asks stores that hold the made graph of a million relations for
// walks.
func BenchmarkMade(b *testing.B) {
	made := graphtest.MadeOfSize(b)
	g := holding(b, made.All(), graph.Date(2023, 12, 31))
	g.walks(b, newTable(b, fmt.Sprintf("A made graph of %s relations", withCommas(float64(made.Relations)))))
}

// reads asks for what the stores give by one read or two.
func (g *benched) reads(b *testing.B, t *table) {
	hub := []graph.ActorID{g.hub}
	id := parameters{"id": string(g.hub), "other": string(g.other)}
	expand := func(q graph.ExpandQuery) []side {
		read := func(ctx context.Context, s graph.Snapshot) iter.Seq2[graph.Hop, error] { return s.Expand(ctx, hub, q) }
		return []side{counted(embeddedSide, g.ours, read), counted(neo4jSide, g.theirs, read)}
	}
	t.ask(b, "one hop of the hub", append(expand(graph.ExpandQuery{}), bare(g.store, bareHop, id))...)
	month := graph.Window{First: g.day.Add(-30), Last: g.day}
	p := parameters{"id": string(g.hub), "first": int64(month.First), "last": int64(month.Last)}
	t.ask(b, "one hop of the hub in a month", append(expand(graph.ExpandQuery{Filter: graph.RelationFilter{During: &month}}), bare(g.store, bareMonth, p))...)
	t.ask(b, "two hops around an actor in the middle", twoHops(embeddedSide, g.ours, g.middle(0)), twoHops(neo4jSide, g.theirs, g.middle(0)), bareTwoHops(g.store, g.middle(0)))
	t.ask(b, "dyad", append(expand(graph.ExpandQuery{Filter: graph.RelationFilter{Actors: []graph.ActorID{g.other}}}), bare(g.store, bareDyad, id))...)
	newest := func(ctx context.Context, s graph.Snapshot) iter.Seq2[graph.Listed, error] {
		return s.FindRelations(ctx, graph.RelationQuery{At: hub, Limit: 50})
	}
	t.ask(b, "newest 50 of the hub", counted(embeddedSide, g.ours, newest), counted(neo4jSide, g.theirs, newest), bare(g.store, bareNewest, id))
	byID := func(ctx context.Context, s graph.Snapshot) iter.Seq2[graph.Relation, error] {
		return s.Relations(ctx, g.ids)
	}
	t.ask(b, "500 relations by id", counted(embeddedSide, g.ours, byID), counted(neo4jSide, g.theirs, byID), bare(g.store, bareByID, parameters{"ids": texts(g.ids)}))
	all := func(ctx context.Context, s graph.Snapshot) iter.Seq2[graph.Edge, error] {
		return graph.Edges(ctx, s, graph.RelationFilter{})
	}
	t.ask(b, "every edge", counted(embeddedSide, g.ours, all), counted(neo4jSide, g.theirs, all), bare(g.store, bareScan, nil))
}

// middle gives an actor of middling degree, another one each round.
func (g *benched) middle(round int) graph.ActorID {
	return g.actors[len(g.actors)/2+7*round%(len(g.actors)/4)]
}

// twoHops asks for the edges of an actor, and then for those of its neighbors.
func twoHops(name string, snap graph.Snapshot, from graph.ActorID) side {
	return side{name: name, ask: func(ctx context.Context, _ int) (n int, err error) {
		seen := map[graph.ActorID]bool{from: true}
		frontier := []graph.ActorID{from}
		for range 2 {
			var next []graph.ActorID
			for h, err := range snap.Expand(ctx, frontier, graph.ExpandQuery{}) {
				if err != nil {
					return n, err
				}
				n++
				if o := h.Other(); !seen[o] {
					seen[o] = true
					next = append(next, o)
				}
			}
			frontier = next
		}
		return n, nil
	}}
}

// bareTwoHops is twoHops by two statements.
func bareTwoHops(s *Store, from graph.ActorID) side {
	return side{name: cypherSide, ask: func(ctx context.Context, _ int) (n int, err error) {
		seen := map[string]bool{string(from): true}
		frontier := []string{string(from)}
		for range 2 {
			rows, err := bareRows(ctx, s, bareHops, parameters{"ids": frontier})
			if err != nil {
				return n, err
			}
			var next []string
			for _, row := range rows {
				for _, packed := range row.Values[0].([]any) {
					n++
					if o := packed.([]any)[1].(string); !seen[o] {
						seen[o] = true
						next = append(next, o)
					}
				}
			}
			frontier = next
		}
		return n, nil
	}}
}

// BenchmarkApply records one relation of the hub.
func BenchmarkApply(b *testing.B) {
	d := graphtest.ReadICEWS(b)
	e, s := openEmbedded(b), openBench(b, neo4jtest.Fresh(b))
	loadInto(b, e, d.All())
	loadInto(b, s, d.All())
	for _, x := range []struct {
		name  string
		store graph.Store
	}{{"embedded", e}, {"neo4j", s}} {
		b.Run(x.name, func(b *testing.B) {
			r := *d.Records[len(d.Records)-1].Relation
			r.From, r.To = d.Hub, d.Other
			for b.Loop() {
				if _, err := x.store.Apply(b.Context(), graph.Batch{BatchHead: benchHead, Put: []graph.Record{{Relation: &r}}}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
