package gql

import (
	"regexp"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/entente/entente/graph/store/storetest"
	"github.com/entente/entente/server/explorer"
)

// TestSchemaDescribesEverything holds every type, field, argument, input field and
// value of the schema to a description that is a sentence.
func TestSchemaDescribesEverything(t *testing.T) {
	schema := handler(t, storetest.NewModel()).Schema()
	seen := 0
	check := func(what, description string) {
		seen++
		d := strings.TrimSpace(description)
		if len(d) < 5 || !strings.HasSuffix(d, ".") || regexp.MustCompile(`(?i)\btodo\b|\bfixme\b`).MatchString(d) {
			t.Errorf("%s: %q is no description; write a sentence that helps who uses it", what, description)
		}
	}
	for name, d := range schema.Types {
		if d.BuiltIn || strings.HasPrefix(name, "__") {
			continue
		}
		check(name, d.Description)
		for _, f := range d.Fields {
			if strings.HasPrefix(f.Name, "__") {
				continue
			}
			check(name+"."+f.Name, f.Description)
			for _, a := range f.Arguments {
				check(name+"."+f.Name+"("+a.Name+")", a.Description)
			}
		}
		for _, v := range d.EnumValues {
			check(name+"."+v.Name, v.Description)
		}
	}
	if seen < 300 {
		t.Errorf("only %d descriptions were seen", seen)
	}
}

// TestSchemaKeepsItsConventions holds lists to Relay's shape, and questions to what
// the documents promise: what reads the record takes a view and can be null.
func TestSchemaKeepsItsConventions(t *testing.T) {
	schema := handler(t, storetest.NewModel()).Schema()
	withoutView := map[string]bool{
		"kind": true, "kinds": true, "revision": true, "revisions": true, "service": true, "__schema": true, "__type": true,
		"difference": true,                                                         // takes a view on each side
		"scenario":   true, "scenarios": true, "proposal": true, "proposals": true, // are views or changes, and no part of the record
	}
	for _, f := range schema.Query.Fields {
		if withoutView[f.Name] {
			continue
		}
		if f.Arguments.ForName("view") == nil && f.Name != "difference" { // which takes a view for each of its sides
			t.Errorf("Query.%s reads the record and has no argument view", f.Name)
		}
		if f.Type.NonNull && f.Name != "nodes" {
			t.Errorf("Query.%s reads the record and cannot be null, so that its failing would take every other answer with it", f.Name)
		}
	}
	for name, d := range schema.Types {
		if d.Kind != ast.Object {
			continue
		}
		for _, f := range d.Fields {
			if kind := f.Type.Name(); strings.HasSuffix(kind, "Connection") && (f.Arguments.ForName("first") == nil || f.Arguments.ForName("after") == nil) {
				t.Errorf("%s.%s is a %s and does not take first and after", name, f.Name, kind)
			}
		}
		if kind, ok := strings.CutSuffix(name, "Connection"); ok {
			if edges := d.Fields.ForName("edges"); edges == nil || edges.Type.String() != "["+kind+"Edge!]!" {
				t.Errorf("%s has no edges of type [%sEdge!]!", name, kind)
			}
			if len(d.Interfaces) != 1 || d.Interfaces[0] != "Connection" {
				t.Errorf("%s does not implement Connection", name)
			}
		}
	}
}

// TestIntrospection asks what GraphiQL asks when it starts.
func TestIntrospection(t *testing.T) {
	data, errs := answerTo(t, handler(t, storetest.NewModel()), introspection, nil)
	if errs != nil {
		t.Fatal(errs)
	}
	if types := at(data, "__schema.types").([]any); len(types) < 60 {
		t.Errorf("only %d types", len(types))
	}
}

// introspection is the query of graphql-js 16, getIntrospectionQuery, in its shape.
const introspection = `query IntrospectionQuery { __schema { queryType { name kind } mutationType { name kind } subscriptionType { name kind }
  types { ...FullType } directives { name description locations args(includeDeprecated: true) { ...InputValue } } } }
fragment FullType on __Type { kind name description
  fields(includeDeprecated: true) { name description args(includeDeprecated: true) { ...InputValue } type { ...TypeRef } isDeprecated deprecationReason }
  inputFields(includeDeprecated: true) { ...InputValue } interfaces { ...TypeRef }
  enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason } possibleTypes { ...TypeRef } }
fragment InputValue on __InputValue { name description type { ...TypeRef } defaultValue isDeprecated deprecationReason }
fragment TypeRef on __Type { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name
  ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } } } } } } }`

// TestExamplesAreAnswered asks the examples of the explorer over the bundled record.
func TestExamplesAreAnswered(t *testing.T) {
	h := handler(t, openEmbedded(t), bundledBatch(t))
	for _, e := range explorer.Examples() {
		data, errs := answerTo(t, h, e.Query, nil)
		if errs != nil || data == nil {
			t.Errorf("%s: %v", e.Name, errs)
		}
	}
}
