package neo4j_test

import (
	"os"
	"regexp"
	"testing"

	"github.com/entente/entente/graph/dataset"
	"github.com/entente/entente/graph/store/neo4j/neo4jtest"
)

var cypherBlock = regexp.MustCompile("(?ms)^```cypher\n(.*?)^```$")

// TestDocumentedQueries runs every query of docs/neo4j.md on the bundled record:
// each must find something.
func TestDocumentedQueries(t *testing.T) {
	document, err := os.ReadFile("../../../docs/neo4j.md")
	if err != nil {
		t.Fatal(err)
	}
	queries := cypherBlock.FindAllSubmatch(document, -1)
	if len(queries) < 10 {
		t.Fatalf("the document has %d queries; it promises ten", len(queries))
	}
	server := neo4jtest.Fresh(t)
	batch, err := dataset.Batch()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := open(t, server).Apply(t.Context(), batch); err != nil {
		t.Fatal(err)
	}
	for _, q := range queries {
		if rows := run(t, server, string(q[1]), nil); len(rows) == 0 {
			t.Errorf("finds nothing:\n%s", q[1])
		}
	}
}
