package gql

import (
	"fmt"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/entente/entente/graph/store/storetest"
	"github.com/entente/entente/server/access"
)

// Every field of the schema is refused to every role below the one that the root
// field above it takes, before anything is executed, and to no other.
func TestEveryFieldWithEveryRole(t *testing.T) {
	h := handler(t, storetest.Holding(t, wheel(2)))
	fields := 0
	for _, path := range fieldPaths(h.Schema()) {
		root := path[0]
		kind := map[string]string{"Query": "query", "Mutation": "mutation", "Subscription": "subscription"}[root.on.Name]
		query, variables := operationTo(h.Schema(), kind, path)
		needs := needed(root.on.Name, root.field.Name)
		fields++
		for _, role := range append([]access.Role{access.Nobody}, access.Roles()...) {
			ctx := access.WithPrincipal(t.Context(), access.Principal{Name: "ada", Role: role})
			ctx = graphql.WithResponseContext(ctx, h.present, h.recover)
			_, errs := h.operation(ctx, &graphql.RawParams{Query: query, Variables: variables}, &Asked{})
			if got := refused(t, query, errs); got != (role < needs) {
				t.Errorf("%s: %s takes %s, refused: %t (%v)", role, query, needs, got, errs)
			}
		}
	}
	if fields < 200 {
		t.Errorf("only %d fields were walked", fields)
	}
}

// refused reports whether the role was what kept an operation; nothing else may,
// but that its made-up arguments cost too much or do not fit.
func refused(t *testing.T, query string, errs gqlerror.List) bool {
	t.Helper()
	for _, e := range errs {
		if strings.Contains(e.Error(), "takes the role") {
			return true
		}
		if e.Rule != "" {
			t.Fatalf("%s does not fit the schema: %v", query, errs)
		}
	}
	return false
}

// Every entry of needs names a root field that is there, and every mutation has one.
func TestNeedsFitTheSchema(t *testing.T) {
	schema := handler(t, storetest.NewModel()).Schema()
	roots := map[string]*ast.Definition{"Query": schema.Query, "Mutation": schema.Mutation, "Subscription": schema.Subscription}
	for name := range needs {
		root, field, _ := strings.Cut(name, ".")
		if def := roots[root]; def != nil && field != "__typename" && def.Fields.ForName(field) == nil {
			t.Errorf("there is no %s", name)
		}
	}
	if schema.Mutation == nil {
		return
	}
	for _, f := range schema.Mutation.Fields {
		if _, ok := needs["Mutation."+f.Name]; !ok {
			t.Errorf("say in needs which role Mutation.%s takes", f.Name)
		}
	}
}

// A fragment does not carry a field past the roles, and an operation that is refused
// in part is refused whole.
func TestRolesSeeThroughFragments(t *testing.T) {
	h := handler(t, storetest.Holding(t, wheel(2)))
	nobody := access.WithPrincipal(t.Context(), access.Principal{})
	for _, query := range []string{
		`{ ...F } fragment F on Query { service { version } }`,
		`{ ... on Query { ... { service { version } } } }`,
		`{ __typename s: service { version } }`,
		`{ __schema { queryType { name } } }`,
		`{ __type(name: "Actor") { name } }`,
	} {
		r := h.Do(nobody, &graphql.RawParams{Query: query})
		if r.Data != nil || len(r.Errors) != 1 || r.Errors[0].Extensions["code"] != "UNAUTHENTICATED" {
			t.Errorf("%s: %s", query, written(t, r))
		}
	}
	if r := h.Do(nobody, &graphql.RawParams{Query: `{ __typename }`}); string(r.Data) != `{"__typename":"Query"}` {
		t.Errorf("%s", written(t, r))
	}
}

// step is a field on the way to another.
type step struct {
	on    *ast.Definition
	field *ast.FieldDefinition
}

// fieldPaths gives, for every field that can be asked, the shortest way to it.
func fieldPaths(schema *ast.Schema) [][]step {
	var paths [][]step
	seen := map[string]bool{}
	var waiting [][]step
	visit := func(def *ast.Definition, way []step) {
		if seen[def.Name] {
			return
		}
		seen[def.Name] = true
		for _, f := range def.Fields {
			if strings.HasPrefix(f.Name, "__") {
				continue
			}
			path := append(append([]step{}, way...), step{def, f})
			paths = append(paths, path)
			waiting = append(waiting, path)
		}
	}
	for _, root := range []*ast.Definition{schema.Query, schema.Mutation, schema.Subscription} {
		if root != nil {
			visit(root, nil)
		}
	}
	for len(waiting) > 0 {
		path := waiting[0]
		waiting = waiting[1:]
		def := schema.Types[path[len(path)-1].field.Type.Name()]
		visit(def, path)
		for _, possible := range schema.GetPossibleTypes(def) {
			visit(possible, path)
		}
	}
	return paths
}

// operationTo writes an operation that asks a field, with made-up arguments.
func operationTo(schema *ast.Schema, kind string, path []step) (string, map[string]any) {
	variables, declared := map[string]any{}, []string{}
	query := ""
	for i := len(path) - 1; i >= 0; i-- {
		s := path[i]
		if leaf := schema.Types[s.field.Type.Name()]; i == len(path)-1 && (leaf.IsCompositeType()) {
			query = " { __typename }"
		}
		if i < len(path)-1 {
			query = fmt.Sprintf(" { ... on %s {%s } }", path[i+1].on.Name, query)
		}
		var args []string
		for _, a := range s.field.Arguments {
			if !a.Type.NonNull || a.DefaultValue != nil {
				continue
			}
			name := fmt.Sprintf("v%d%s", i, a.Name)
			args = append(args, fmt.Sprintf("%s: $%s", a.Name, name))
			declared = append(declared, fmt.Sprintf("$%s: %s", name, a.Type))
			variables[name] = madeUp(schema, a.Type)
		}
		list := ""
		if len(args) > 0 {
			list = "(" + strings.Join(args, ", ") + ")"
		}
		query = " " + s.field.Name + list + query
	}
	head := kind
	if len(declared) > 0 {
		head += "(" + strings.Join(declared, ", ") + ")"
	}
	return head + " {" + query + " }", variables
}

// madeUp gives a value that fits a type.
func madeUp(schema *ast.Schema, of *ast.Type) any {
	if of.Elem != nil {
		return []any{madeUp(schema, of.Elem)}
	}
	def := schema.Types[of.NamedType]
	switch {
	case def.Kind == ast.Enum:
		return def.EnumValues[0].Name
	case def.Kind == ast.InputObject:
		object := map[string]any{}
		for _, f := range def.Fields {
			if f.Type.NonNull && f.DefaultValue == nil {
				object[f.Name] = madeUp(schema, f.Type)
			}
		}
		return object
	case def.Name == "Int" || def.Name == "Float":
		return 1
	case def.Name == "Boolean":
		return true
	}
	return "x"
}
