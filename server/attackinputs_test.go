package main

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/entente/entente/graph/store/neo4j/neo4jtest"
)

func inputAttacks() []attack {
	return []attack{
		{"cursors that were made up", forgedCursors, "INVALID"},
		{"Cypher and SQL in every text of every question", injected("Query"), "an answer or a clear error; nothing changed"},
		{"Cypher and SQL in every text of every mutation", injected("Mutation"), "an answer or a clear error; nothing changed"},
		{"Cypher and SQL in every word of an export", injectedExports, "an answer or a clear error"},
	}
}

// TestInputsOnNeo4j sends Cypher and SQL to the program on a real Neo4j.
func TestInputsOnNeo4j(t *testing.T) {
	server := neo4jtest.Fresh(t)
	s := startTarget(t, []string{"ENTENTE_STORE=" + server.URI, "ENTENTE_NEO4J_USER=" + server.User, "ENTENTE_NEO4J_PASSWORD=" + server.Password})
	for _, a := range inputAttacks() {
		if err := a.do(t.Context(), s); err != nil {
			t.Errorf("%s: %v", a.name, err)
		}
	}
}

// payloads are what a store must take for text and nothing else.
var payloads = []string{
	`'; DROP TABLE relation; --`, `" OR "1"="1`, `mali'}) DETACH DELETE n //`, "`}) MATCH (n) DETACH DELETE n //", `\u0027}] RETURN 1 //`,
	`$revision`, `%' OR 1=1 --`, `{{7*7}}`, `*`, `a OR b AND NOT c~10`, `../../etc/passwd`, `<script>alert(1)</script>`,
}

// forgedCursors pages with cursors of other lists, of other makers, and of none.
func forgedCursors(ctx context.Context, s *target) error {
	_, body := s.ask(ctx, `{ actors(first: 1) { pageInfo { endCursor } } }`, nil)
	_, after, found := strings.Cut(body, `"endCursor":"`)
	cursor, _, closed := strings.Cut(after, `"`)
	if !found || !closed {
		return fmt.Errorf("no cursor in %s", body)
	}
	forged := []string{
		cursor, cursor + "A", strings.ToUpper(cursor), cursor[:len(cursor)/2], "", "0", "bnVsbA==", base64.StdEncoding.EncodeToString([]byte(`{"k":"' OR 1=1"}`)),
		strings.Repeat("A", 50_000),
	}
	return flood(len(forged)*size(1, 50), func(i int) error {
		c := forged[i%len(forged)]
		status, body := s.ask(ctx, `query($after: String) { relations(first: 1, after: $after) { nodes { id } } }`, map[string]any{"after": c})
		if c == "" {
			return answered(status, body, "", 200)
		}
		return answered(status, body, `"field":"after"`, 200, 400)
	})
}

// typeRef is a type as introspection tells it.
type typeRef struct {
	Kind, Name string
	OfType     *typeRef
}

type rootField struct {
	Name string
	Args []argument
	Type typeRef
}

type argument struct {
	Name string
	Type typeRef
}

type typeInfo struct {
	Kind, Name  string
	Fields      []rootField
	InputFields []argument
	EnumValues  []struct{ Name string }
}

// introspect reads the types of the schema.
func (s *target) introspect(ctx context.Context) (map[string]typeInfo, error) {
	const ref = `kind name ofType { kind name ofType { kind name ofType { kind name } } }`
	r := s.request(ctx, http.MethodPost, "/graphql", "application/json", strings.NewReader(`{"query":"{ __schema { types { kind name `+
		`fields { name args { name type { `+ref+` } } type { `+ref+` } } inputFields { name type { `+ref+` } } enumValues { name } } } }"}`))
	resp, err := s.client.Do(r)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	var answer struct {
		Data struct {
			Schema struct{ Types []typeInfo } `json:"__schema"`
		}
	}
	if err := json.NewDecoder(resp.Body).Decode(&answer); err != nil {
		return nil, err
	}
	types := map[string]typeInfo{}
	for _, t := range answer.Data.Schema.Types {
		types[t.Name] = t
	}
	return types, nil
}

// writer writes values of the schema's types, with a payload wherever text goes.
type writer struct {
	types   map[string]typeInfo
	payload string
	texts   int // where it went
}

// value writes a value of a type, as GraphQL.
func (w *writer) value(t typeRef, depth int) string {
	switch t.Kind {
	case "NON_NULL":
		return w.value(*t.OfType, depth)
	case "LIST":
		return "[" + w.value(*t.OfType, depth) + "]"
	case "ENUM":
		return w.types[t.Name].EnumValues[0].Name
	case "INPUT_OBJECT":
		return w.object(w.types[t.Name], depth)
	}
	switch t.Name {
	case "Int":
		return "1"
	case "Float":
		return "0.5"
	case "Boolean":
		return "true"
	case "Date":
		return `"2023-08-15"`
	case "DateTime":
		return `"2100-01-01T00:00:00Z"`
	}
	w.texts++
	b, _ := json.Marshal(w.payload)
	return string(b)
}

// object writes an input object: all its fields, but those that nest too deep and
// are not required. An object of which only one field may be given gets the first
// that takes text.
func (w *writer) object(t typeInfo, depth int) string {
	var parts []string
	for _, f := range t.InputFields {
		if depth > 4 && f.Type.Kind != "NON_NULL" || f.Name == "scenario" || f.Name == "revision" || f.Name == "during" || f.Name == "after" && f.Type.Name == "Int" {
			continue // they contradict others, or say when
		}
		parts = append(parts, f.Name+": "+w.value(f.Type, depth+1))
		if t.Name == "AboutInput" {
			break
		}
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

// question writes a root field with a payload in all its texts, or in the nth of its
// arguments alone, with the others as a user would give them.
func (w *writer) question(f rootField) string {
	var args []string
	for _, a := range f.Args {
		if a.Name == "view" || a.Name == "on" && a.Type.Kind != "NON_NULL" {
			continue
		}
		args = append(args, a.Name+": "+w.value(a.Type, 0))
	}
	text := f.Name
	if len(args) > 0 {
		text += "(" + strings.Join(args, ", ") + ")"
	}
	t := f.Type
	for t.OfType != nil {
		t = *t.OfType
	}
	if k := w.types[t.Name].Kind; k == "OBJECT" || k == "INTERFACE" || k == "UNION" {
		text += " { __typename }"
	}
	return text
}

// standing asks how the record stands.
func (s *target) standing(ctx context.Context) (string, error) {
	status, body := s.ask(ctx, `{ service { actors relations newest { number } } }`, nil)
	if status != http.StatusOK || strings.Contains(body, `"errors"`) {
		return "", fmt.Errorf("how the record stands: %d %s", status, body)
	}
	return body, nil
}

// injected sends the payloads to every root field of a type.
func injected(root string) func(context.Context, *target) error {
	return func(ctx context.Context, s *target) error {
		before, err := s.standing(ctx)
		if err != nil {
			return err
		}
		types, err := s.introspect(ctx)
		if err != nil {
			return err
		}
		texts := 0
		for _, f := range types[root].Fields {
			for _, payload := range payloads[:size(4, len(payloads))] {
				w := &writer{types: types, payload: payload}
				operation := strings.ToLower(root) + " { " + w.question(f) + " }"
				texts += w.texts
				if err := s.harmless(ctx, operation); err != nil {
					return err
				}
			}
		}
		after, err := s.standing(ctx)
		if err != nil {
			return err
		}
		if before != after || texts < 20 {
			return fmt.Errorf("after %d texts the record stands as %s; before as %s", texts, after, before)
		}
		return nil
	}
}

// harmless asks as an administrator, and reports an answer that tells of the store, or
// that nobody foresaw.
func (s *target) harmless(ctx context.Context, operation string) error {
	b, err := json.Marshal(map[string]string{"query": operation})
	if err != nil {
		return err
	}
	r := s.request(ctx, http.MethodPost, "/graphql", "application/json", strings.NewReader(string(b)))
	r.Header.Set("Authorization", "Bearer "+s.key)
	status, body := s.send(r)
	for _, sign := range []string{"INTERNAL", "Neo.", "Neo4j", "SQL", "syntax error", "Cypher", "GRAPHQL_VALIDATION"} {
		if said := strings.ReplaceAll(body, "Cypher and SQL", ""); strings.Contains(said, sign) {
			return fmt.Errorf("%.300s is answered %d %.500s", operation, status, body)
		}
	}
	if status != http.StatusOK && status != http.StatusBadRequest {
		return fmt.Errorf("%.300s is answered %d %.500s", operation, status, body)
	}
	return nil
}

func injectedExports(ctx context.Context, s *target) error {
	for _, word := range []string{"of", "actors", "sources", "kinds", "text", "on", "during", "revision", "knownAt", "class", "signs"} {
		for _, payload := range payloads {
			r := s.request(ctx, http.MethodGet, "/export/csv", "", nil)
			q := r.URL.Query()
			q.Set(word, payload)
			r.URL.RawQuery = q.Encode()
			status, body := s.send(r)
			if status >= 500 || strings.Contains(body, "Neo.") || strings.Contains(body, "SQL") {
				return errors.New(word + ": " + body)
			}
		}
	}
	return nil
}
