package neo4j_test

import (
	"context"
	"testing"

	driver "github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/store/neo4j"
	"github.com/entente/entente/graph/store/neo4j/neo4jtest"
	"github.com/entente/entente/graph/store/storetest"
)

// open opens a store on a server, for as long as the test runs.
func open(t testing.TB, server neo4jtest.Server) *neo4j.Store {
	t.Helper()
	s, err := neo4j.Open(t.Context(), server.URI, neo4j.Options{User: server.User, Password: server.Password})
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
	session := server.Driver(t).NewSession(t.Context(), driver.SessionConfig{})
	defer session.Close(context.WithoutCancel(t.Context()))
	result, err := session.Run(t.Context(), statement, params)
	if err == nil {
		var rows []*driver.Record
		if rows, err = result.Collect(t.Context()); err == nil {
			return rows
		}
	}
	t.Fatalf("%s: %v", statement, err)
	return nil
}

// empty takes out all records and keeps the schema: making that anew for each law,
// and planning every statement again, would take most of the time.
func empty(t testing.TB, server neo4jtest.Server) {
	t.Helper()
	run(t, server, "MATCH (n) WHERE NOT n:Meta CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS", nil)
	run(t, server, "MATCH (m:Meta) SET m = {id: m.id, schema: m.schema, pub: 0, head: 0, actorsAt: 0}", nil)
}

func TestLaws(t *testing.T) {
	server := neo4jtest.Fresh(t)
	storetest.Run(t, func(t *testing.T) graph.Store {
		empty(t, server)
		return open(t, server)
	})
}
