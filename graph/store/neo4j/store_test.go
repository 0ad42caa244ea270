package neo4j_test

import (
	"context"
	"fmt"
	"testing"

	driver "github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/store/embedded"
	"github.com/entente/entente/graph/store/neo4j"
	"github.com/entente/entente/graph/store/neo4j/neo4jtest"
	"github.com/entente/entente/graph/store/storetest"
)

// open opens a store on a server, for as long as the test runs.
func open(t testing.TB, server neo4jtest.Server) *neo4j.Store {
	t.Helper()
	return openWith(t, server, neo4j.Options{})
}

// openWith is open with further options.
func openWith(t testing.TB, server neo4jtest.Server, o neo4j.Options) *neo4j.Store {
	t.Helper()
	o.User, o.Password = server.User, server.Password
	s, err := neo4j.Open(t.Context(), server.URI, o)
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return s
}

// run runs a statement beside the store, as other people would.
func run(t testing.TB, server neo4jtest.Server, statement string, params map[string]any) []*driver.Record {
	t.Helper()
	rows, err := tryRun(t, server, statement, params)
	if err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
	return rows
}

func tryRun(t testing.TB, server neo4jtest.Server, statement string, params map[string]any) ([]*driver.Record, error) {
	ctx := t.Context()
	session := server.Driver(t).NewSession(ctx, driver.SessionConfig{})
	defer session.Close(context.WithoutCancel(ctx))
	result, err := session.Run(ctx, statement, params)
	if err != nil {
		return nil, err
	}
	return result.Collect(ctx)
}

// one runs a statement that answers one value.
func one(t testing.TB, server neo4jtest.Server, statement string) any {
	t.Helper()
	rows := run(t, server, statement, nil)
	if len(rows) != 1 || len(rows[0].Values) != 1 {
		t.Fatalf("%s: %d rows; wanted one value", statement, len(rows))
	}
	return rows[0].Values[0]
}

// empty takes out all records and keeps the schema: to make that anew for each
// law, and to plan every statement again, would take most of the time.
func empty(t testing.TB, server neo4jtest.Server) {
	t.Helper()
	run(t, server, "MATCH (n) WHERE NOT n:Meta CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS", nil)
	run(t, server, "MATCH (m:Meta) SET m = {id: m.id, schema: m.schema, pub: 0, head: 0, actorsAt: 0}", nil)
}

func TestLaws(t *testing.T) {
	server := neo4jtest.Fresh(t)
	storetest.RunWith(t, func(t *testing.T) graph.Store {
		empty(t, server)
		return open(t, server)
	}, storetest.Options{Reopen: func(t *testing.T, s graph.Store) graph.Store {
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		return open(t, server)
	}})
}

// Both stores answer the same to everybody who asks.
func TestSameAsEmbedded(t *testing.T) {
	server := neo4jtest.Fresh(t)
	for seed := range uint64(3) {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			empty(t, server)
			other, err := embedded.OpenMemory(t.Context(), embedded.Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer other.Close()
			storetest.Same(t, other, open(t, server), seed, 30)
		})
	}
}
