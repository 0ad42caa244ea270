package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// An example in a document: a comment that names it, its query, and its answer,
// which may be left out where it is long.
//
//	<!-- example: calls -->
//	```graphql
//	{ … }
//	```
//	… any text …
//	```json
//	{ "data": … }
//	```
var (
	exampleMark = regexp.MustCompile(`(?m)^<!-- example: ([a-z0-9-]+) -->$`)
	fenced      = regexp.MustCompile("(?ms)^```(graphql|json)\n(.*?)^```$")
)

type example struct{ name, query, answer string }

// examplesIn gives the examples of a document. A mark without a query before the
// next mark is a fault of the document.
func examplesIn(t *testing.T, document string) []example {
	t.Helper()
	marks := exampleMark.FindAllStringSubmatchIndex(document, -1)
	var out []example
	for i, m := range marks {
		end := len(document)
		if i+1 < len(marks) {
			end = marks[i+1][0]
		}
		e := example{name: document[m[2]:m[3]]}
		for _, block := range fenced.FindAllStringSubmatch(document[m[1]:end], -1) {
			switch {
			case block[1] == "graphql" && e.query == "":
				e.query = block[2]
			case block[1] == "json" && e.answer == "":
				e.answer = block[2]
			}
		}
		if e.query == "" {
			t.Errorf("example %s lacks its query", e.name)
		}
		out = append(out, e)
	}
	return out
}

// The queries that the documents show are answered, and as they say.
func TestDocumentedExamples(t *testing.T) {
	s := startBundled(t)
	for document, answered := range map[string]bool{"README.md": true, "docs/cookbook.md": false, "docs/guide.md": true} {
		b, err := os.ReadFile(filepath.Join("..", document))
		if err != nil {
			t.Fatal(err)
		}
		examples := examplesIn(t, string(b))
		if len(examples) == 0 {
			t.Errorf("%s has no example; mark one by <!-- example: name -->", document)
		}
		for _, e := range examples {
			t.Run(document+"/"+e.name, func(t *testing.T) {
				s.t = t
				got := parsed(t, string(s.ask(e.query)))
				if e.answer == "" {
					if answered || empty(got) {
						t.Errorf("the answer is not shown, or empty: %v", got)
					}
					return
				}
				if diff := cmp.Diff(parsed(t, e.answer), map[string]any{"data": got}); diff != "" {
					t.Errorf("%s says otherwise (-) than the service (+):\n%s", document, diff)
				}
			})
		}
	}
	s.t = t
}

// empty reports whether an answer holds nothing but nulls and empty lists.
func empty(v any) bool {
	switch v := v.(type) {
	case map[string]any:
		for _, x := range v {
			if !empty(x) {
				return false
			}
		}
		return true
	case []any:
		return len(v) == 0
	}
	return v == nil
}

func parsed(t *testing.T, text string) any {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func TestExamplesIn(t *testing.T) {
	text := strings.ReplaceAll(`Text.
<!-- example: a -->
'''graphql
{ a }
'''
It answers
'''json
{"data":{}}
'''
'''graphql
{ other }
'''
<!-- example: b -->
'''graphql
{ b }
'''
`, "'''", "```")
	want := []example{{name: "a", query: "{ a }\n", answer: "{\"data\":{}}\n"}, {name: "b", query: "{ b }\n"}}
	if diff := cmp.Diff(want, examplesIn(t, text), cmp.AllowUnexported(example{})); diff != "" {
		t.Error(diff)
	}
}
