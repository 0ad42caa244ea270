package traversetest_test

import (
	"testing"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/store/embedded"
	"github.com/entente/entente/graph/store/neo4j"
	"github.com/entente/entente/graph/store/neo4j/neo4jtest"
	"github.com/entente/entente/graph/store/storetest"
	"github.com/entente/entente/graph/traverse/traversetest"
)

func TestCasesOnTheModel(t *testing.T) {
	traversetest.RunCases(t, func(*testing.T) graph.Store { return storetest.NewModel() })
}

func TestCasesOnTheEmbeddedStore(t *testing.T) {
	traversetest.RunCases(t, func(t *testing.T) graph.Store {
		s, err := embedded.OpenMemory(t.Context(), embedded.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return s
	})
}

func TestCasesOnNeo4j(t *testing.T) {
	server := neo4jtest.Fresh(t)
	traversetest.RunCases(t, func(t *testing.T) graph.Store {
		server.Empty(t)
		s, err := neo4j.Open(t.Context(), server.URI, neo4j.Options{User: server.User, Password: server.Password})
		if err != nil {
			t.Fatal(err)
		}
		return s
	})
}
