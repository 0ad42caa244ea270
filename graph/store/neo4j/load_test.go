package neo4j_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"testing"
	"time"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/graphtest"
	"github.com/entente/entente/graph/store/neo4j"
	"github.com/entente/entente/graph/store/neo4j/neo4jtest"
)

// Enough records for three transactions of a load, with what takes the place of
// other versions among them.
const manyRelations = 6000

func manyRecords(t testing.TB) []graph.Record {
	return graphtest.Records(t, `
		actor mali STATE "Mali, renamed"
		source kremlin 2023-08-16 "Renamed"
		event summit 2023-07 "Renamed" russia:host
	`+calls("many", manyRelations))
}

// before is the graph that a load changes.
const before = `
	source kremlin 2023-08-15 "Read-out"
	event summit 2023-07-27/2023-07-28 "Summit" mali:guest
	actor mali STATE "Mali"
	mali -CALLS id=many-7 by=kremlin-> niger
	mali -BORDERS-- niger`

// stepwise yields records, and calls at each whole thousand.
func stepwise(records []graph.Record, at func(thousand int) error) iter.Seq2[graph.Record, error] {
	return func(yield func(graph.Record, error) bool) {
		for i, r := range records {
			if i > 0 && i%1000 == 0 {
				if err := at(i / 1000); err != nil {
					yield(graph.Record{}, err)
					return
				}
			}
			if !yield(r, nil) {
				return
			}
		}
	}
}

// everything reads the newest revision in every way that a load could disturb.
func everything(t testing.TB, s graph.Store) string {
	t.Helper()
	ctx := t.Context()
	snap, err := s.Snapshot(ctx, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer snap.Close()
	hops, err1 := graph.Collect(snap.Expand(ctx, []graph.ActorID{"mali"}, graph.ExpandQuery{}))
	list, err2 := graph.Collect(snap.FindRelations(ctx, graph.RelationQuery{At: []graph.ActorID{"mali", "russia", "niger"}}))
	actors, err3 := graph.Collect(snap.FindActors(ctx, graph.ActorFilter{}, ""))
	events, err4 := graph.Collect(snap.FindEvents(ctx, graph.EventFilter{}, nil))
	sources, err5 := graph.Collect(snap.FindSources(ctx, graph.SourceFilter{}, ""))
	evidence, err6 := graph.Collect(snap.FindEvidence(ctx, graph.EvidenceFilter{}, ""))
	hits, err7 := graph.Collect(snap.Search(ctx, graph.SearchQuery{Text: "Mali"}))
	if err := errors.Join(err1, err2, err3, err4, err5, err6, err7); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("revision %d\n%d hops\n%d listed\n%+v\n%+v\n%+v\n%d evidence\n%+v", snap.Revision(), len(hops), len(list), actors, events, sources, len(evidence), hits)
}

// shown is what people see in Neo4j's own browser.
func shown(t testing.TB, server neo4jtest.Server) string {
	t.Helper()
	rows := run(t, server, `MATCH (n:Actor|Event|Source) OPTIONAL MATCH (n)-[r]-(m:Actor|Event) WHERE r.died = 9999999999
		RETURN n.id, labels(n), coalesce(n.name, n.title), n.period, n.published, type(r), m.id ORDER BY n.id, m.id, type(r)`, nil)
	s := ""
	for _, r := range rows {
		s += fmt.Sprintln(r.Values...)
	}
	return s
}

// While one service loads, nobody sees any of it, and another that writes waits.
func TestLoadIsSeenWhole(t *testing.T) {
	server := neo4jtest.Fresh(t)
	loader, other := open(t, server), open(t, server)
	hasty := openWith(t, server, neo4j.Options{Wait: 200 * time.Millisecond})
	if _, err := loader.Apply(t.Context(), graphtest.Batch(t, before)); err != nil {
		t.Fatal(err)
	}
	was := everything(t, other)
	written := make(chan error, 1)
	r, err := loader.Load(t.Context(), graph.BatchHead{Author: "test", Reason: "load"}, stepwise(manyRecords(t), func(thousand int) error {
		if now := everything(t, other); now != was {
			t.Errorf("after %d records the newest revision is\n%s\nit was\n%s", thousand*1000, now, was)
		}
		switch thousand {
		case 3:
			go func() {
				r, err := other.Apply(context.WithoutCancel(t.Context()), numbered(t, "waits", 1))
				if err == nil && r.Number != 3 {
					err = fmt.Errorf("the write that waited is revision %d; wanted 3", r.Number)
				}
				written <- err
			}()
		case 5:
			_, err := hasty.Apply(t.Context(), numbered(t, "hasty", 1))
			saysPlainly(t, err, graph.ErrUnavailable, "loading")
		}
		return nil
	}))
	if err != nil || r.Number != 2 {
		t.Fatalf("the load is revision %d, %v; wanted 2", r.Number, err)
	}
	if err := <-written; err != nil {
		t.Error(err)
	}
	if n, relations := newest(t, hasty); n != 3 || relations != manyRelations+2 {
		t.Errorf("the newest revision is %d with %d relations; wanted 3 with %d", n, relations, manyRelations+2)
	}
}

// A load that fails leaves nothing, for the service and for other eyes.
func TestFailedLoadLeavesNothing(t *testing.T) {
	server := neo4jtest.Fresh(t)
	s := open(t, server)
	if _, err := s.Apply(t.Context(), graphtest.Batch(t, before)); err != nil {
		t.Fatal(err)
	}
	was, seen := everything(t, s), shown(t, server)
	broken := errors.New("broken")
	_, err := s.Load(t.Context(), graph.BatchHead{Author: "test", Reason: "load"}, stepwise(manyRecords(t), func(thousand int) error {
		if thousand == 6 {
			return broken
		}
		return nil
	}))
	if !errors.Is(err, broken) {
		t.Errorf("a load of a broken stream: %v", err)
	}
	if now := everything(t, s); now != was {
		t.Errorf("after a failed load the newest revision is\n%s\nit was\n%s", now, was)
	}
	if now := shown(t, server); now != seen {
		t.Errorf("after a failed load people see\n%s\nthey saw\n%s", now, seen)
	}
	if n := one(t, server, "MATCH (n) WHERE n.born = 2 OR n.died = 2 RETURN count(n)"); n != int64(0) {
		t.Errorf("%v nodes are left of a failed load", n)
	}
}

// The service that loads dies. The next one to write, or to start, waits until it
// counts as dead, takes out what it left, and goes on.
func TestLoaderThatDied(t *testing.T) {
	server := neo4jtest.Fresh(t)
	s := openWith(t, server, neo4j.Options{Lease: time.Second})
	if _, err := s.Apply(t.Context(), graphtest.Batch(t, before)); err != nil {
		t.Fatal(err)
	}
	was, seen := everything(t, s), shown(t, server)
	die := func() {
		loader, err := neo4j.Open(t.Context(), server.URI, neo4j.Options{User: server.User, Password: server.Password, Lease: time.Second})
		if err != nil {
			t.Fatal(err)
		}
		_, err = loader.Load(t.Context(), graph.BatchHead{Author: "test", Reason: "load"}, stepwise(manyRecords(t), func(thousand int) error {
			if thousand == 5 {
				return loader.Close()
			}
			return nil
		}))
		if !errors.Is(err, graph.ErrUnavailable) {
			t.Errorf("a load by a store that was closed: %v", err)
		}
		if n := one(t, server, "MATCH (n) WHERE n.born = 2 RETURN count(n)"); n == int64(0) {
			t.Fatal("a load that died left nothing; this shows nothing")
		}
	}
	die()
	await(t, "the lease to end", func() bool { return one(t, server, "MATCH (m:Meta) RETURN m.leasedUntil < timestamp()").(bool) })
	if now := everything(t, openWith(t, server, neo4j.Options{})); now != was {
		t.Errorf("after a start the newest revision is\n%s\nit was\n%s", now, was)
	}
	if now := shown(t, server); now != seen {
		t.Errorf("after a start people see\n%s\nthey saw\n%s", now, seen)
	}
	die()
	r, err := s.Apply(t.Context(), numbered(t, "after", 1))
	if err != nil || r.Number != 2 {
		t.Fatalf("the write after a load that died is revision %d, %v; wanted 2", r.Number, err)
	}
	if n, relations := newest(t, s); n != 2 || relations != 3 {
		t.Errorf("the newest revision is %d with %d relations; wanted 2 with 3", n, relations)
	}
}

// A loader that was taken for dead writes no more, whoever took its place.
func TestLoaderTakenForDead(t *testing.T) {
	server := neo4jtest.Fresh(t)
	loader, other := open(t, server), openWith(t, server, neo4j.Options{Lease: time.Second})
	if _, err := loader.Apply(t.Context(), graphtest.Batch(t, before)); err != nil {
		t.Fatal(err)
	}
	_, err := loader.Load(t.Context(), graph.BatchHead{Author: "test", Reason: "load"}, stepwise(manyRecords(t), func(thousand int) error {
		if thousand == 4 {
			run(t, server, "MATCH (m:Meta) SET m.leasedUntil = 0", nil)
			if r, err := other.Apply(t.Context(), numbered(t, "other", 1)); err != nil || r.Number != 2 {
				t.Errorf("a write in the place of a dead loader is revision %d, %v; wanted 2", r.Number, err)
			}
		}
		return nil
	}))
	saysPlainly(t, err, graph.ErrConflict, "taken for dead")
	if n, relations := newest(t, loader); n != 2 || relations != 3 {
		t.Errorf("the newest revision is %d with %d relations; wanted 2 with 3", n, relations)
	}
	if n := one(t, server, "MATCH (n:Relation) WHERE n.born = 2 RETURN count(n)"); n != int64(1) {
		t.Errorf("%v relations are of revision 2; wanted 1", n)
	}
}

// A load that comes slowly keeps its place.
func TestSlowLoadKeepsItsLease(t *testing.T) {
	server := neo4jtest.Fresh(t)
	s := openWith(t, server, neo4j.Options{Lease: 300 * time.Millisecond})
	_, err := s.Load(t.Context(), graph.BatchHead{Author: "test", Reason: "load"}, stepwise(manyRecords(t)[:2002], func(int) error {
		until := func() int64 { return one(t, server, "MATCH (m:Meta) RETURN m.leasedUntil").(int64) }
		first := until()
		await(t, "signs of life", func() bool { return until() > first+1000 })
		return nil
	}))
	if err != nil {
		t.Error(err)
	}
}
