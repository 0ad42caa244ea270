package explorer

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

func loadSchema(t *testing.T) *ast.Schema {
	t.Helper()
	var sources []*ast.Source
	// The contract by hand, and beside the resolvers what is generated for it.
	for _, pattern := range []string{"../../*.graphqls", "../gql/*.graphqls", "../gql/*/*.graphqls"} {
		names, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			b, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			sources = append(sources, &ast.Source{Name: name, Input: string(b)})
		}
	}
	schema, err := gqlparser.LoadSchema(sources...)
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func TestExamples(t *testing.T) {
	all := Examples()
	if len(all) != 5 {
		t.Errorf("%d examples, want 5", len(all))
	}
	titles := map[string]bool{}
	for _, e := range all {
		if !strings.HasPrefix(e.Query, "# "+e.Title+"\n") || !strings.HasSuffix(e.Title, "?") || titles[e.Title] {
			t.Errorf("%s: the first line is %q, want a comment with a question of its own", e.Name, e.Title)
		}
		titles[e.Title] = true
		if got := body(get(t, "GET", e.Path)); got != e.Query {
			t.Errorf("%s serves another text", e.Path)
		}
	}
}

func TestExamplesFitTheSchema(t *testing.T) {
	schema := loadSchema(t)
	for _, e := range Examples() {
		if _, err := gqlparser.LoadQueryWithRules(schema, e.Query, rules.NewDefaultRules()); err != nil {
			t.Errorf("%s: %v", e.Path, err)
		}
	}
}

// The plain page's own queries stand in its scripts, each in a template that is
// marked as GraphQL and may take in another one by its name.
func TestPlainPageQueriesFitTheSchema(t *testing.T) {
	schema := loadSchema(t)
	marked := regexp.MustCompile("const (\\w+) = /\\* GraphQL \\*/ `([^`]*)`")
	taken := regexp.MustCompile(`\$\{(\w+)\}`)
	checked := 0
	for _, name := range glob(plainFiles, "plain/*.js") {
		b, err := plainFiles.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		texts := map[string]string{}
		for _, m := range marked.FindAllStringSubmatch(string(b), -1) {
			texts[m[1]] = taken.ReplaceAllStringFunc(m[2], func(s string) string { return texts[taken.FindStringSubmatch(s)[1]] })
		}
		for constant, query := range texts {
			if !strings.Contains(query, "query ") {
				continue // a fragment, checked where it is taken in
			}
			checked++
			if _, err := gqlparser.LoadQueryWithRules(schema, query, rules.NewDefaultRules()); err != nil {
				t.Errorf("%s, %s: %v", name, constant, err)
			}
		}
	}
	if checked < 4 {
		t.Errorf("%d queries found in the scripts, want at least 4", checked)
	}
}
