package graph_test

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"path"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/entente/entente/"

// mayImport says which packages of the module each package may import, besides
// those in its own folder: imports go one way. The longest folder that fits a
// package counts.
var mayImport = map[string][]string{
	"graph":                       {},
	"graph/graphtest":             {"graph"},
	"graph/traverse":              {"graph"},
	"graph/traverse/traversetest": {"graph", "graph/traverse", "graph/measure", "graph/graphtest"},
	"graph/measure":               {"graph", "graph/traverse"},
	"graph/exchange":              {"graph"},
	"graph/dataset":               {"graph"},
	"graph/overlay":               {"graph"},
	"graph/annotate":              {"graph"},
	"graph/atlas":                 {"graph", "graph/traverse", "graph/measure", "graph/exchange", "graph/overlay", "graph/annotate"},
	"graph/store":                 {"graph"},
	"graph/store/storetest":       {"graph", "graph/graphtest"},

	"server/access":       {"graph", "graph/overlay"},
	"server/telemetry":    {"graph", "graph/store/observed"},
	"server/explorer":     {},
	"server/export":       {"graph", "graph/atlas", "graph/traverse", "graph/exchange"},
	"server/gql":          {"graph", "graph/atlas", "graph/annotate", "graph/traverse", "graph/measure", "server/access"},
	"server/gql/input":    {"graph", "graph/atlas"},
	"server/gql/scalar":   {"graph", "graph/atlas", "graph/traverse", "graph/measure"},
	"server/gql/gen":      {"graph", "graph/atlas", "graph/annotate", "graph/traverse", "graph/measure", "server/gql/scalar", "server/gql/input"},
	"server/gql/generate": {"graph"},
	"server/httpapi":      {"graph", "graph/atlas", "graph/exchange", "server/access", "server/gql", "server/export", "server/explorer", "server/telemetry"},
	"server":              {"graph", "server"}, // whatever is below
}

// onlyIn says in which folders alone a package from elsewhere may be imported.
var onlyIn = map[string][]string{
	"github.com/99designs/gqlgen":            {"server/gql", "server/httpapi"},
	"github.com/vektah/gqlparser/v2":         {"server/gql", "server/httpapi"},
	"net/http":                               {"server"},
	"github.com/neo4j/neo4j-go-driver/v5":    {"graph/store/neo4j"},
	"modernc.org/sqlite":                     {"graph/store/embedded"},
	"database/sql":                           {"graph/store/embedded"},
	"github.com/alecthomas/kong":             {"server"},
	"github.com/coreos/go-oidc/v3":           {"server/access/oidc"},
	"github.com/prometheus/client_golang":    {"server"},
	"go.opentelemetry.io/otel":               {"server", "graph/store/observed"},
	"github.com/entente/entente/graph/store": {"graph/store", "server"},
}

// TestImportsGoOneWay reads the imports of every package of the module.
func TestImportsGoOneWay(t *testing.T) {
	packages := list(t)
	if len(packages) < 10 {
		t.Fatalf("only %d packages were read", len(packages))
	}
	for _, p := range packages {
		name := strings.TrimPrefix(p.ImportPath, module)
		home := folderOf(name)
		if home == "" {
			t.Errorf("%s: say in mayImport what it may import", name)
			continue
		}
		for _, imported := range p.Imports {
			checkImport(t, name, home, imported)
		}
	}
}

func checkImport(t *testing.T, name, home, imported string) {
	for root, folders := range onlyIn {
		if within(imported, root) && !slices.ContainsFunc(folders, func(f string) bool { return within(name, f) }) {
			t.Errorf("%s imports %s, which only %v may", name, imported, folders)
		}
	}
	ours, ok := strings.CutPrefix(imported, module)
	switch {
	case name == "graph" && strings.Contains(imported, ".") && !within(imported, "golang.org/x/text"):
		t.Errorf("graph imports %s; it imports the standard library and golang.org/x/text only", imported)
	case !ok || within(ours, home):
	case home == "server" && (within(ours, "graph") || within(ours, "server")):
	case !slices.Contains(mayImport[home], ours):
		t.Errorf("%s imports %s; imports go one way, and %s may import only %v", name, ours, home, mayImport[home])
	}
}

// folderOf gives the longest folder of mayImport that a package is in.
func folderOf(name string) string {
	for ; name != "."; name = path.Dir(name) {
		if _, ok := mayImport[name]; ok {
			return name
		}
	}
	return ""
}

func within(name, folder string) bool { return name == folder || strings.HasPrefix(name, folder+"/") }

type listed struct {
	ImportPath string
	Imports    []string
}

// list gives the packages of the module with what they import, tests aside.
func list(t *testing.T) []listed {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", "list", "-e", "-json=ImportPath,Imports", "./graph/...", "./server/...")
	cmd.Dir = ".."
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []listed
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}
