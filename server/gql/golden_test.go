package gql

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/atlas"
	"github.com/entente/entente/graph/dataset"
	"github.com/entente/entente/graph/graphtest"
	"github.com/entente/entente/graph/store/embedded"
	"github.com/entente/entente/graph/store/neo4j"
	"github.com/entente/entente/graph/store/neo4j/neo4jtest"
	"github.com/entente/entente/graph/store/storetest"
	"github.com/entente/entente/server/access"
)

var update = flag.Bool("update", false, "write the answers of the golden cases anew")

func TestGoldenOnTheModel(t *testing.T) {
	RunGolden(t, func(*testing.T) graph.Store { return storetest.NewModel() })
}

func TestGoldenOnTheEmbeddedStore(t *testing.T) {
	RunGolden(t, func(t *testing.T) graph.Store { return openEmbedded(t) })
}

func TestGoldenOnNeo4j(t *testing.T) {
	server := neo4jtest.Fresh(t)
	RunGolden(t, func(t *testing.T) graph.Store {
		server.Empty(t)
		s, err := neo4j.Open(t.Context(), server.URI, neo4j.Options{User: server.User, Password: server.Password})
		if err != nil {
			t.Fatal(err)
		}
		return s
	})
}

func openEmbedded(t testing.TB) graph.Store {
	t.Helper()
	s, err := embedded.OpenMemory(t.Context(), embedded.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// RunGolden asks the cases of testdata of stores that open makes, empty ones, and
// compares the answers. A file tells what it shows, then holds
//
//	graph, graph.2 …      what the record holds, a revision each, in the notation of
//	                      graphtest; empty for nothing; without them the bundled record
//	NAME.graphql          an operation
//	NAME.variables.json   its variables, if it has any
//	NAME.json             its answer; -update writes it anew
func RunGolden(t *testing.T, open func(t *testing.T) graph.Store) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden cases: %v", err)
	}
	bundled := handler(t, open(t), bundledBatch(t))
	// Those of the bundled record first: a store may be the one database that there
	// is, which the next open empties.
	for _, withOwnGraph := range []bool{false, true} {
		for _, file := range files {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			batches, own := graphsOf(t, archive)
			if own != withOwnGraph {
				continue
			}
			t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
				h := bundled
				if own {
					h = handler(t, open(t), batches...)
				}
				runFile(t, h, archive)
				if *update {
					if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
						t.Fatal(err)
					}
				}
			})
		}
	}
}

func runFile(t *testing.T, h *Handler, archive *txtar.Archive) {
	asked := 0
	for _, f := range slices.Clone(archive.Files) {
		name, ok := strings.CutSuffix(f.Name, ".graphql")
		if !ok {
			continue
		}
		asked++
		t.Run(name, func(t *testing.T) {
			p := &graphql.RawParams{Query: string(f.Data)}
			if v := section(archive, name+".variables.json"); v != nil {
				if err := json.Unmarshal(v, &p.Variables); err != nil {
					t.Fatal(err)
				}
			}
			got := written(t, h.Do(asAda(t.Context(), access.Editor), p))
			if strings.Contains(got, codeInternal) {
				t.Errorf("an internal error; the log says more:\n%s", got)
			}
			if *update {
				setSection(archive, name, got)
				return
			}
			if diff := cmp.Diff(string(section(archive, name+".json")), got); diff != "" {
				t.Errorf("the answer is another (-want +got):\n%s", diff)
			}
		})
	}
	if asked == 0 {
		t.Error("the file asks nothing")
	}
}

// asAda says that ada asks, in a role.
func asAda(ctx context.Context, role access.Role) context.Context {
	return access.WithPrincipal(ctx, access.Principal{Name: "ada", Role: role})
}

// written writes an answer as the golden cases hold it: what was not executed has
// no data.
func written(t *testing.T, r *graphql.Response) string {
	t.Helper()
	answer := struct {
		Errors any             `json:"errors,omitempty"`
		Data   json.RawMessage `json:"data,omitempty"`
	}{Data: r.Data}
	if len(r.Errors) > 0 {
		answer.Errors = r.Errors
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(answer); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func section(a *txtar.Archive, name string) []byte {
	for _, f := range a.Files {
		if f.Name == name {
			return f.Data
		}
	}
	return nil
}

// setSection writes the answer behind its question.
func setSection(a *txtar.Archive, name, answer string) {
	file := txtar.File{Name: name + ".json", Data: []byte(answer)}
	a.Files = slices.DeleteFunc(a.Files, func(f txtar.File) bool { return f.Name == file.Name })
	i := slices.IndexFunc(a.Files, func(f txtar.File) bool { return f.Name == name+".graphql" })
	if i+1 < len(a.Files) && a.Files[i+1].Name == name+".variables.json" {
		i++
	}
	a.Files = slices.Insert(a.Files, i+1, file)
}

// graphsOf gives what the record of a file holds, and whether it has one of its own;
// an empty graph leaves it empty.
func graphsOf(t *testing.T, a *txtar.Archive) (batches []graph.Batch, own bool) {
	for _, f := range a.Files {
		if f.Name == "graph" || strings.HasPrefix(f.Name, "graph.") {
			own = true
			if b := graphtest.Batch(t, string(f.Data)); len(b.Put) > 0 {
				batches = append(batches, b)
			}
		}
	}
	return batches, own
}

func bundledBatch(t testing.TB) graph.Batch {
	t.Helper()
	b, err := dataset.Batch()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// handler answers over a store that holds the batches, and closes it at the end.
func handler(t testing.TB, s graph.Store, batches ...graph.Batch) *Handler {
	t.Helper()
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close of the store: %v", err)
		}
	})
	for _, b := range batches {
		if _, err := s.Apply(t.Context(), b); err != nil {
			t.Fatal(err)
		}
	}
	log := slog.New(slog.NewTextHandler(t.Output(), nil))
	return New(atlas.New(s, atlas.Options{Version: "test", Store: "test"}), Options{Log: log})
}

// writeMore records one more revision.
func writeMore(t *testing.T, s graph.Store) {
	t.Helper()
	if _, err := s.Apply(t.Context(), graphtest.Batch(t, "actor atlantis STATE Atlantis")); err != nil {
		t.Fatal(err)
	}
}
