package httpapi_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/99designs/gqlgen/graphql"

	"github.com/entente/entente/graph/atlas"
	"github.com/entente/entente/server/httpapi"
)

// An answer tells how new the record was, and a client that has seen a newer one than
// this server knows is not shown an older one.
func TestRevisionOfAnswers(t *testing.T) {
	o := options(t)
	o.GraphQL = answering(func(ctx context.Context, p *graphql.RawParams) *graphql.Response {
		v, err := o.Atlas.Open(ctx, atlas.ViewInput{})
		if err != nil {
			return &graphql.Response{Data: []byte(`"behind"`)}
		}
		_ = v.Close()
		return echo(ctx, p)
	})
	h := httpapi.New(o)
	for _, target := range []string{"/graphql?query={x}", "/export/csv"} {
		for seen, want := range map[string]struct {
			status   int
			revision string
		}{
			"": {200, "2"}, "1": {200, "2"}, "2": {200, "2"}, "x": {400, ""}, "-1": {400, ""}, "99999999999999999999": {400, ""},
		} {
			w := httptest.NewRecorder()
			r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, target, nil)
			if seen != "" {
				r.Header.Set("Entente-Revision", seen)
			}
			h.ServeHTTP(w, r)
			if w.Code != want.status || w.Header().Get("Entente-Revision") != want.revision {
				t.Errorf("%s by who has seen %q: %d, revision %q: %s", target, seen, w.Code, w.Header().Get("Entente-Revision"), w.Body)
			}
		}
	}
	behind := scenario{target: "/export/csv", header: map[string]string{"Entente-Revision": "3"}, status: 503, has: []string{"UNAVAILABLE", "revision 3"}, headers: map[string]string{"Retry-After": "1"}}
	behind.run(t)
}
