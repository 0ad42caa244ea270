package httpapi

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/entente/entente/graph"
)

// Whoever may not do something, or asks too often, is told so by the status and a
// header, the same way in GraphQL and elsewhere.
func TestRefusals(t *testing.T) {
	for _, c := range []struct {
		kind                error
		status              int
		code, header, value string
	}{
		{graph.ErrUnauthenticated, 401, "UNAUTHENTICATED", "WWW-Authenticate", `Bearer realm="entente"`},
		{graph.ErrForbidden, 403, "FORBIDDEN", "WWW-Authenticate", ""},
		{graph.ErrRateLimited, 429, "RATE_LIMITED", "Retry-After", "1"},
		{graph.ErrUnavailable, 503, "UNAVAILABLE", "Retry-After", "1"},
	} {
		err := graph.Errorf(c.kind, "not now")
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)
		for name, send := range map[string]func(w http.ResponseWriter){
			"a file": func(w http.ResponseWriter) { writeProblem(w, r, problemOf(err)) },
			"GraphQL, refused": func(w http.ResponseWriter) {
				answer{w: w, r: r, as: mediaJSON}.refuse(problemOf(err).Status, err)
			},
			"GraphQL, not executed": func(w http.ResponseWriter) {
				answer{w: w, r: r, as: mediaResponse}.write(&graphql.Response{Errors: gqlerror.List{{Message: "not now", Extensions: map[string]any{"code": c.code}}}})
			},
		} {
			w := httptest.NewRecorder()
			send(w)
			var said struct {
				Code   string
				Errors []struct{ Extensions struct{ Code string } }
			}
			if err := json.Unmarshal(w.Body.Bytes(), &said); err != nil {
				t.Fatalf("%s: %s", w.Body, err)
			}
			if len(said.Errors) > 0 {
				said.Code = said.Errors[0].Extensions.Code
			}
			if w.Code != c.status || said.Code != c.code || w.Header().Get(c.header) != c.value {
				t.Errorf("%s, %v: %d %s %v", name, c.kind, w.Code, said.Code, w.Header())
			}
		}
	}
}
