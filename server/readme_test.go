package main

import (
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// An example in a document: a comment that names it, its query, and its answer.
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

// examplesIn gives the examples of a document. A mark without both blocks before
// the next mark is a fault of the document.
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
		if e.query == "" || e.answer == "" {
			t.Errorf("example %s lacks its query or its answer", e.name)
			continue
		}
		out = append(out, e)
	}
	return out
}

// The README's answers are what the service answers to its queries.
func TestReadmeExamples(t *testing.T) {
	b, err := os.ReadFile("../README.md")
	if os.IsNotExist(err) && os.Getenv("CI") == "" {
		t.Skip("there is no README.md yet")
	}
	if err != nil {
		t.Fatal(err)
	}
	examples := examplesIn(t, string(b))
	if len(examples) == 0 {
		t.Fatal("README.md has no example; mark one by <!-- example: name -->")
	}
	s := startBundled(t)
	for _, e := range examples {
		t.Run(e.name, func(t *testing.T) {
			if diff := cmp.Diff(parsed(t, e.answer), map[string]any{"data": parsed(t, string(s.ask(e.query)))}); diff != "" {
				t.Errorf("README.md says otherwise (-) than the service (+):\n%s", diff)
			}
		})
	}
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
'''json
{}
'''
`, "'''", "```")
	want := []example{{"a", "{ a }\n", "{\"data\":{}}\n"}, {"b", "{ b }\n", "{}\n"}}
	if diff := cmp.Diff(want, examplesIn(t, text), cmp.AllowUnexported(example{})); diff != "" {
		t.Error(diff)
	}
}
