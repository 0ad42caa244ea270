package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/entente/entente/graph"
)

const stale = "run make generate and commit what it writes"

func TestKindsOfTheSchemaAreFresh(t *testing.T) {
	was, err := os.ReadFile("../../../schema.graphqls")
	if err != nil {
		t.Fatal(err)
	}
	now, err := withKinds(was, graph.Kinds())
	if err != nil {
		t.Fatal(err)
	}
	if string(now) != string(was) {
		t.Errorf("the enum KindName of schema.graphqls is not that of graph/kinds.csv; %s", stale)
	}
	added := append(graph.Kinds()[:len(graph.Kinds()):len(graph.Kinds())], graph.Kind{Name: "NEW_KIND", Description: "Is new."})
	if now, err = withKinds(was, added); err != nil || !strings.Contains(string(now), "  \"Is new.\"\n  NEW_KIND\n}\n") {
		t.Errorf("a kind that the registry gains is not written: %v", err)
	}
}

func TestKindsThatCannotBeWritten(t *testing.T) {
	for _, c := range []struct {
		schema string
		kind   graph.Kind
		want   string
	}{
		{"type Query { a: Int }", graph.Kind{}, "no lines"},
		{begin + end, graph.Kind{Name: "X", Description: "Says \"so\"."}, "quotation mark"},
	} {
		if _, err := withKinds([]byte(c.schema), []graph.Kind{c.kind}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: error %v, want one with %q", c.schema, err, c.want)
		}
	}
}

// TestGeneratedCodeIsFresh generates the code anew and compares.
func TestGeneratedCodeIsFresh(t *testing.T) {
	t.Chdir("../../..")
	files, err := generate("gqlgen.yml")
	if err != nil {
		t.Fatal(err)
	}
	for name, now := range files {
		committed, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if string(now) != string(committed) {
			t.Errorf("%s is not what the schema and gqlgen.yml make; %s", name, stale)
		}
	}
	there, err := filepath.Glob("server/gql/gen/*.go")
	if err != nil || len(there) != len(files) {
		t.Errorf("server/gql/gen holds %v; %d files are made, %v", there, len(files), err)
	}
}
