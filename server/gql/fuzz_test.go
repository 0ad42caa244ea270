package gql

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"

	"github.com/entente/entente/graph/store/storetest"
)

// FuzzOperation looks for operations and variables whose answer is a bug: one with
// neither data nor an error, or with an error that is ours.
func FuzzOperation(f *testing.F) {
	for _, c := range [][2]string{
		{`{ service { version } }`, ""},
		{`query($n: Int) { relations(first: $n) { totalCount nodes { id } } }`, `{"n": -1}`},
		{`query($f: RelationFilter) { relations(filter: $f) { totalCount } }`, `{"f": {"during": "[..2023-08-14]", "on": null}}`},
		{`query($f: RelationFilter) { relations(filter: $f) { totalCount } }`, `{"f": {"on": "2023-02-29", "kinds": ["CALLS", "X"]}}`},
		{`{ relations(filter: {during: "2021-12~/2023-24"}) { totalCount } }`, ""},
		{`{ actor(id: "hub") { relations(after: "bm9wZQ") { nodes { id } } } }`, ""},
		{`{ nodes(ids: ["relation:", "event:", "", "revision:99999999999999999999"]) { id } }`, ""},
		{`{ ...A } fragment A on Query { ...A }`, ""},
		{`subscription { revisions { number } }`, ""},
		{`{ search(text: "\u0000\uD800") { matched } __schema { types { name } } }`, ""},
	} {
		f.Add(c[0], c[1])
	}
	h := handler(f, storetest.Holding(f, wheel(2)))
	f.Fuzz(func(t *testing.T, query, variables string) {
		p := &graphql.RawParams{Query: query}
		if d := json.NewDecoder(strings.NewReader(variables)); variables != "" {
			d.UseNumber() // as the service reads them
			if err := d.Decode(&p.Variables); err != nil {
				return
			}
		}
		answer := h.Do(t.Context(), p)
		if answer.Data == nil && len(answer.Errors) == 0 {
			t.Fatalf("%s with %s has no answer", query, variables)
		}
		for _, err := range answer.Errors {
			if code := err.Extensions["code"]; code == nil || code == "INTERNAL" {
				t.Fatalf("%s with %s: %v %v", query, variables, code, err)
			}
		}
	})
}
