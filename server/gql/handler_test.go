package gql

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"go.uber.org/goleak"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/atlas"
	"github.com/entente/entente/graph/store/storetest"
	"github.com/entente/entente/server/access"
)

// A Neo4j that these tests start for themselves runs on until they have ended.
func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("os/exec.(*Cmd).Start.func2"), goleak.IgnoreAnyFunction("os/exec.(*Cmd).watchCtx.func1"),
		goleak.IgnoreAnyFunction("github.com/entente/entente/graph/store/neo4j/neo4jtest.(*instance).start.func1"))
}

// faulty is a store whose lists of relations fail as a test wants.
type faulty struct {
	graph.Store
	fail func() error // may panic
	open atomic.Int32 // snapshots that are open
}

type faultySnapshot struct {
	graph.Snapshot
	f *faulty
}

func (f *faulty) Snapshot(ctx context.Context, at graph.RevisionNumber) (graph.Snapshot, error) {
	s, err := f.Store.Snapshot(ctx, at)
	if err == nil {
		f.open.Add(1)
	}
	return faultySnapshot{s, f}, err
}

func (s faultySnapshot) FindRelations(ctx context.Context, q graph.RelationQuery) iter.Seq2[graph.Listed, error] {
	if err := s.f.fail(); err != nil {
		return graph.Fail[graph.Listed](err)
	}
	return s.Snapshot.FindRelations(ctx, q)
}

func (s faultySnapshot) Close() error {
	s.f.open.Add(-1)
	return s.Snapshot.Close()
}

// TestErrors holds what a client sees of each kind of error, and what the log sees.
func TestErrors(t *testing.T) {
	secret := errors.New("dial tcp 10.1.2.3:7687: password wrong")
	for _, c := range []struct {
		name             string
		fail             func() error
		code, says, logs string
	}{
		{"unavailable", func() error {
			return &graph.Error{Kind: graph.ErrUnavailable, Message: "the store does not answer; try again", Err: secret}
		}, "UNAVAILABLE", "the store does not answer; try again", "password"},
		{"conflict", func() error { return graph.Errorf(graph.ErrConflict, "revision 1 is not the newest any more") }, "CONFLICT", "revision 1 is not the newest any more", ""},
		{"too large", func() error {
			return fmt.Errorf("expand: %w", graph.Errorf(graph.ErrTooLarge, "more than 5 relations"))
		}, "TOO_LARGE", "more than 5 relations", ""},
		{"unauthenticated", func() error { return access.Require(context.Background(), access.Editor) }, "UNAUTHENTICATED",
			"this takes the role EDITOR; send a key in the header Authorization: Bearer ent_…, made with entente key create", ""},
		{"forbidden", func() error {
			return access.Principal{Name: "ada", Role: access.Reader}.Require(access.Editor)
		}, "FORBIDDEN", "this takes the role EDITOR, and ada has the role READER", ""},
		{"rate limited", func() error { return graph.Errorf(graph.ErrRateLimited, "too often") }, "RATE_LIMITED", "too often", ""},
		{"withdrawn", func() error { return context.Canceled }, "CANCELED", "the question was withdrawn", ""},
		{"out of time", func() error { return fmt.Errorf("read: %w", context.DeadlineExceeded) }, "TIMEOUT", "the time for an answer ran out; ask for less, or narrow the filter", ""},
		{"unforeseen", func() error { return secret }, "INTERNAL", "internal error", "password"},
		{"panic", func() error { panic("index out of range in /home/somebody/secret.go") }, "INTERNAL", "internal error", "secret.go"},
		{"faults", func() error {
			return &graph.Faults{List: []graph.Fault{{Record: 3, Field: "relation.weight", Message: "2 is not between -1 and 1"}, {Record: -1, Field: "author", Message: "is empty"}}}
		}, "INVALID", "records[3].relation.weight: 2 is not between -1 and 1\nauthor: is empty", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			store := &faulty{Store: storetest.Holding(t, wheel(2)), fail: c.fail}
			var mu sync.Mutex
			var log bytes.Buffer
			h := New(atlas.New(store, atlas.Options{}), Options{
				Log:       slog.New(slog.NewTextHandler(writerFunc(func(b []byte) (int, error) { mu.Lock(); defer mu.Unlock(); return log.Write(b) }), nil)),
				RequestID: func(context.Context) string { return "request-7" },
			})
			r := h.Do(t.Context(), &graphql.RawParams{Query: `{ relations { totalCount } actor(id: "hub") { name } }`})
			if string(r.Data) != `{"relations":null,"actor":{"name":"Hub"}}` {
				t.Errorf("the other question is not answered: %s", r.Data)
			}
			if len(r.Errors) != 1 {
				t.Fatalf("errors %v", r.Errors)
			}
			e := r.Errors[0]
			if e.Extensions["code"] != c.code || e.Message != c.says || e.Path.String() != "relations" || len(e.Locations) != 1 {
				t.Errorf("%v", written(t, r))
			}
			if c.code == "INTERNAL" && e.Extensions["requestId"] != "request-7" {
				t.Errorf("the request is not named: %v", e.Extensions)
			}
			if c.name == "faults" {
				if list, _ := e.Extensions["faults"].([]map[string]any); len(list) != 2 || list[0]["record"] != 3 || list[0]["field"] != "relation.weight" || list[1]["record"] != nil {
					t.Errorf("the faults are %v", e.Extensions["faults"])
				}
			}
			if answer := written(t, r); strings.Contains(answer, "password") || strings.Contains(answer, "secret") {
				t.Errorf("the answer tells a secret: %s", answer)
			}
			if got := log.String(); c.logs == "" && got != "" || !strings.Contains(got, c.logs) || c.logs != "" && !strings.Contains(got, "request-7") {
				t.Errorf("the log says %q, want %q and the request", got, c.logs)
			}
			if n := store.open.Load(); n != 0 {
				t.Errorf("%d snapshots are still open", n)
			}
		})
	}
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(b []byte) (int, error) { return f(b) }

// TestNoReadAfterTheTime asks with a context that is done.
func TestNoReadAfterTheTime(t *testing.T) {
	c := countingHandler(t, storetest.NewModel(), 2)
	c.reads.taken()
	ctx, cancel := context.WithDeadline(t.Context(), time.Now().Add(-time.Second))
	defer cancel()
	r := c.Do(ctx, &graphql.RawParams{Query: `{ relations { nodes { from { relations { totalCount } } } } }`})
	if len(r.Errors) != 1 || r.Errors[0].Extensions["code"] != "TIMEOUT" {
		t.Errorf("%s", written(t, r))
	}
	if reads := c.reads.taken(); len(reads) > 1 {
		t.Errorf("after the time %v were read", reads)
	}
}

// TestManyAtOnce asks the same and other questions from many goroutines, for the
// race detector and the cache of operations.
func TestManyAtOnce(t *testing.T) {
	h := handler(t, storetest.Holding(t, wheel(5)))
	h.checked.most = 2
	queries := []string{
		`{ relations { nodes { from { relations(first: 2) { nodes { to { name } } } } to { name } } } }`,
		`{ actors { nodes { name neighbors { edges { net node { name } relations { id } } } } } }`,
		`{ events { nodes { participants { actor { name } } } } }`,
		`{ service { actors relations } }`,
	}
	want := make([]string, len(queries))
	for i, q := range queries {
		want[i] = written(t, h.Do(t.Context(), &graphql.RawParams{Query: q}))
	}
	var wait sync.WaitGroup
	for n := range 40 {
		wait.Go(func() {
			i := n % len(queries)
			if got := written(t, h.Do(t.Context(), &graphql.RawParams{Query: queries[i]})); got != want[i] {
				t.Errorf("%s\n%s\nwant %s", queries[i], got, want[i])
			}
		})
	}
	wait.Wait()
	if n := len(h.checked.young) + len(h.checked.before); n > 2*h.checked.most {
		t.Errorf("the cache holds %d operations", n)
	}
}
