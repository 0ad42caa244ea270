package neo4j

import (
	"context"
	"iter"
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

// side is one of those who are asked. Its answer is how many rows it gave.
type side struct {
	name string
	ask  func(ctx context.Context) (int, error)
}

func sideBySide(b *testing.B, sides ...side) {
	for _, s := range sides {
		b.Run(s.name, func(b *testing.B) {
			n := 0
			for b.Loop() {
				var err error
				if n, err = s.ask(b.Context()); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(n), "rows")
		})
	}
}

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

func loadInto(b *testing.B, s graph.BulkLoader, d *graphtest.ICEWS) {
	b.Helper()
	if _, err := s.Load(b.Context(), benchHead, d.All()); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkLoad loads ICEWS14 into empty stores. The bare rows are made before,
// unchecked, and written by the statements of the store in transactions of the
// same size.
func BenchmarkLoad(b *testing.B) {
	d := graphtest.ReadICEWS(b)
	perSecond := func(b *testing.B) {
		b.ReportMetric(float64(d.Relations)*float64(b.N)/b.Elapsed().Seconds(), "relations/s")
	}
	b.Run("embedded", func(b *testing.B) {
		for b.Loop() {
			loadInto(b, openEmbedded(b), d)
		}
		perSecond(b)
	})
	server := neo4jtest.Fresh(b)
	b.Run("neo4j", func(b *testing.B) {
		for b.Loop() {
			b.StopTimer()
			server.Wipe(b)
			s := openBench(b, server)
			b.StartTimer()
			loadInto(b, s, d)
		}
		perSecond(b)
	})
	b.Run("cypher", func(b *testing.B) {
		complete, err := graph.NewChecker(unpublished(nil, nil, 0)).Check(b.Context(), d.Records, 0)
		if err != nil {
			b.Fatal(err)
		}
		var chunks []rows
		for chunk := range slices.Chunk(complete, loadChunk) {
			chunks = append(chunks, rowsOf(chunk, nil))
		}
		for b.Loop() {
			b.StopTimer()
			server.Wipe(b)
			s := openBench(b, server)
			b.StartTimer()
			for _, r := range chunks {
				if err := s.write(b.Context(), func(tx transaction) error { return tx.writeRows(b.Context(), r, 1) }); err != nil {
					b.Fatal(err)
				}
			}
		}
		perSecond(b)
	})
}

// bare asks Neo4j by the driver alone, and counts rows; of a row that is a list,
// what is in it.
func bare(s *Store, statement string, p parameters) side {
	return side{"cypher", func(ctx context.Context) (int, error) {
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
	return side{name, func(ctx context.Context) (n int, err error) {
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

// BenchmarkRead asks stores that hold ICEWS14.
func BenchmarkRead(b *testing.B) {
	d := graphtest.ReadICEWS(b)
	e, s := openEmbedded(b), openBench(b, neo4jtest.Fresh(b))
	loadInto(b, e, d)
	loadInto(b, s, d)
	ours, err1 := e.Snapshot(b.Context(), 0)
	theirs, err2 := s.Snapshot(b.Context(), 0)
	if err1 != nil || err2 != nil {
		b.Fatal(err1, err2)
	}
	hub := []graph.ActorID{d.Hub}
	id := parameters{"id": string(d.Hub), "other": string(d.Other)}
	expand := func(q graph.ExpandQuery) []side {
		read := func(ctx context.Context, s graph.Snapshot) iter.Seq2[graph.Hop, error] { return s.Expand(ctx, hub, q) }
		return []side{counted("embedded", ours, read), counted("neo4j", theirs, read)}
	}
	b.Run("one hop of the hub", func(b *testing.B) {
		sideBySide(b, append(expand(graph.ExpandQuery{}), bare(s, bareHop, id))...)
	})
	b.Run("one hop of the hub in a month", func(b *testing.B) {
		month := graph.Window{First: graph.Date(2014, 6, 1), Last: graph.Date(2014, 6, 30)}
		p := parameters{"id": string(d.Hub), "first": int64(month.First), "last": int64(month.Last)}
		sideBySide(b, append(expand(graph.ExpandQuery{Filter: graph.RelationFilter{During: &month}}), bare(s, bareMonth, p))...)
	})
	b.Run("two hops around the hub", func(b *testing.B) {
		sideBySide(b, twoHops("embedded", ours, d.Hub), twoHops("neo4j", theirs, d.Hub), bareTwoHops(s, d.Hub))
	})
	b.Run("dyad", func(b *testing.B) {
		sideBySide(b, append(expand(graph.ExpandQuery{Filter: graph.RelationFilter{Actors: []graph.ActorID{d.Other}}}), bare(s, bareDyad, id))...)
	})
	b.Run("newest 50 of the hub", func(b *testing.B) {
		read := func(ctx context.Context, s graph.Snapshot) iter.Seq2[graph.Listed, error] {
			return s.FindRelations(ctx, graph.RelationQuery{At: hub, Limit: 50})
		}
		sideBySide(b, counted("embedded", ours, read), counted("neo4j", theirs, read), bare(s, bareNewest, id))
	})
	b.Run("500 relations by id", func(b *testing.B) {
		ids := make([]graph.RelationID, 500)
		for i := range ids {
			ids[i] = d.Records[len(d.Records)-1-i*d.Relations/500].Relation.ID
		}
		read := func(ctx context.Context, s graph.Snapshot) iter.Seq2[graph.Relation, error] {
			return s.Relations(ctx, ids)
		}
		sideBySide(b, counted("embedded", ours, read), counted("neo4j", theirs, read), bare(s, bareByID, parameters{"ids": texts(ids)}))
	})
	b.Run("every edge", func(b *testing.B) {
		read := func(ctx context.Context, s graph.Snapshot) iter.Seq2[graph.Edge, error] {
			return graph.Edges(ctx, s, graph.RelationFilter{})
		}
		sideBySide(b, counted("embedded", ours, read), counted("neo4j", theirs, read), bare(s, bareScan, nil))
	})
}

// twoHops asks for the edges of an actor, and then for those of its neighbors.
func twoHops(name string, snap graph.Snapshot, from graph.ActorID) side {
	return side{name, func(ctx context.Context) (n int, err error) {
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
	return side{"cypher", func(ctx context.Context) (n int, err error) {
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
	loadInto(b, e, d)
	loadInto(b, s, d)
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
