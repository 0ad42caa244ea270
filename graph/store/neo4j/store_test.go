package neo4j_test

import (
	"testing"

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

func TestLaws(t *testing.T) {
	storetest.Run(t, func(t *testing.T) graph.Store { return open(t, neo4jtest.Fresh(t)) })
}
