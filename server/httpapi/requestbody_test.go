package httpapi

import (
	"errors"
	"testing"
)

// FuzzParseBody looks for bodies that make the reader of requests panic, that are
// refused with no status for it, or that are taken without an operation.
func FuzzParseBody(f *testing.F) {
	for _, s := range []string{
		`{"query":"{ service { version } }"}`,
		`{"query":"query($t: String!) { search(text: $t) { matched } }","variables":{"t":"ma\u0000li"},"operationName":null}`,
		`{"documentId":"abc","extensions":{"persistedQuery":{"version":1,"sha256Hash":"0"}}}`,
		`{"query":1}`, `{"query":"","variables":[]}`, `{"QUERY":"{a}"}`, `[{}]`, `{"variables":[[[[`, "\xff\xfe", "", "null", `{"query":"a"} x`,
		`{"query":"a","variables":{"a":1e999}}`, `{"query":"\ud800"}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		p, err := parseBody(body)
		if err != nil {
			var refused *refusal
			if !errors.As(err, &refused) || refused.status < 400 || refused.status > 499 {
				t.Fatalf("%q is refused by %v", body, err)
			}
			return
		}
		if p.Query == "" && !names(p) {
			t.Fatalf("%q is taken, and has no operation", body)
		}
	})
}
