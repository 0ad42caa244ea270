package httpapi_test

import (
	"crypto/sha256"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/entente/entente/server/httpapi"
)

func sha(text string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(text))) }

// TestDocuments asks by the name of a document instead of its text.
func TestDocuments(t *testing.T) {
	o := options(t)
	o.Documents = map[string]string{"names": "{ names }", "write": "mutation { write }"}
	h := httpapi.New(o)
	post := func(body string) *httptest.ResponseRecorder {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/graphql", strings.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w
	}
	get := func(parameters string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/graphql?"+parameters, nil))
		return w
	}
	persisted := func(query, digest string) string {
		return fmt.Sprintf(`{"query":%q,"extensions":{"persistedQuery":{"version":1,"sha256Hash":%q}}}`, query, digest)
	}
	apq := url.QueryEscape(fmt.Sprintf(`{"persistedQuery":{"version":1,"sha256Hash":%q}}`, sha("{ b }")))
	for _, c := range []struct {
		name   string
		answer *httptest.ResponseRecorder
		status int
		has    string
	}{
		{"a trusted document by id", post(`{"documentId":"names"}`), 200, `"query":"{ names }"`},
		{"by digest", post(`{"documentId":"sha256:` + sha("{ names }") + `"}`), 200, `"query":"{ names }"`},
		{"by GET", get("documentId=names"), 200, `"query":"{ names }"`},
		{"a mutation by GET", get("documentId=write"), 405, "send a mutation by POST"},
		{"an unknown one", post(`{"documentId":"nobody"}`), 404, "there is no document of this id"},
		{"an id that is no text", post(`{"documentId":7}`), 400, "documentId is not a text"},
		{"a digest not seen yet", post(persisted("", sha("{ b }"))), 200, `"PersistedQueryNotFound"`},
		{"with its text", post(persisted("{ b }", sha("{ b }"))), 200, `"query":"{ b }"`},
		{"once more without", post(persisted("", sha("{ b }"))), 200, `"query":"{ b }"`},
		{"by GET", get("extensions=" + apq), 200, `"query":"{ b }"`},
		{"a digest of another text", post(persisted("{ c }", sha("{ d }"))), 400, "is not the SHA-256 digest of the query"},
		{"no digest", post(`{"extensions":{"persistedQuery":true}}`), 400, "persistedQuery is not"},
		{"nothing at all", post(`{"extensions":{}}`), 400, "the member query is missing"},
		{"a long one", post(persisted("{ long } #"+strings.Repeat("x", 30_000), sha("{ long } #"+strings.Repeat("x", 30_000)))), 200, "{ long }"},
		{"which is not kept", post(persisted("", sha("{ long } #"+strings.Repeat("x", 30_000)))), 200, `"PersistedQueryNotFound"`},
	} {
		if c.answer.Code != c.status || !strings.Contains(c.answer.Body.String(), c.has) {
			t.Errorf("%s: %d %.200s; wanted %d with %s", c.name, c.answer.Code, c.answer.Body, c.status, c.has)
		}
	}
}

func TestOnlyDocuments(t *testing.T) {
	only := func(o *httpapi.Options) {
		o.Documents, o.OnlyDocuments = map[string]string{"names": "{ names }"}, true
	}
	header := map[string]string{"Content-Type": "application/json"}
	for body, want := range map[string]struct {
		status int
		has    string
	}{
		`{"documentId":"names"}`:                          {200, `"query":"{ names }"`},
		`{"query":"{ names }"}`:                           {200, `"query":"{ names }"`},
		`{"query":"{ others }"}`:                          {403, "answers only the documents that its operator trusts"},
		`{"query":"{ names }","documentId":"somebody's"}`: {404, "there is no document"},
	} {
		scenario{method: "POST", target: "/graphql", header: header, body: body, options: only, status: want.status, has: []string{want.has}}.run(t)
	}
}

// TestAnAnswerByGETHasATag asks again with the tag of the answer.
func TestAnAnswerByGETHasATag(t *testing.T) {
	h := httpapi.New(options(t))
	get := func(query, tag string) *httptest.ResponseRecorder {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/graphql?query="+url.QueryEscape(query), nil)
		if tag != "" {
			r.Header.Set("If-None-Match", tag)
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w
	}
	first := get("{ a }", "")
	tag := first.Header().Get("ETag")
	if first.Code != 200 || tag == "" || first.Header().Get("Cache-Control") != "private, no-cache" {
		t.Fatalf("the answer is %d with the tag %q and %s", first.Code, tag, first.Header().Get("Cache-Control"))
	}
	if again := get("{ a }", tag); again.Code != http.StatusNotModified || again.Body.Len() > 0 {
		t.Errorf("the same again: %d with %d bytes", again.Code, again.Body.Len())
	}
	if other := get("{ b }", tag); other.Code != 200 || other.Header().Get("ETag") == tag {
		t.Errorf("another answer: %d with the tag %s", other.Code, other.Header().Get("ETag"))
	}
	if wrong := get("wrong", ""); wrong.Header().Get("ETag") != "" || wrong.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("an answer that failed has the tag %q", wrong.Header().Get("ETag"))
	}
}
