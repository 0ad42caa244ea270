package httpapi

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/atlas"
	"github.com/entente/entente/graph/store/storetest"
	"github.com/entente/entente/server/access"
	"github.com/entente/entente/server/telemetry"
)

// asker is a GraphQL that remembers who asked.
type asker struct {
	noStreams
	who access.Principal
}

// noStreams has no subscriptions.
type noStreams struct{}

func (noStreams) Subscribes(*graphql.RawParams) bool { return false }

func (noStreams) Subscribe(context.Context, *graphql.RawParams) iter.Seq[*graphql.Response] {
	return func(func(*graphql.Response) bool) {}
}

func (a *asker) Do(ctx context.Context, _ *graphql.RawParams) *graphql.Response {
	a.who = access.FromContext(ctx)
	return &graphql.Response{Data: json.RawMessage(`{}`)}
}

// keyed is a service with a key of each role.
func keyed(t *testing.T) (Options, map[access.Role]string) {
	t.Helper()
	model := storetest.NewModel()
	keys := access.NewKeys(model, slog.New(slog.DiscardHandler), nil)
	tokens := map[access.Role]string{}
	for _, role := range access.Roles() {
		_, token, err := keys.Create(t.Context(), access.NewKey{Name: strings.ToLower(role.String()), Role: role}, "")
		if err != nil {
			t.Fatal(err)
		}
		tokens[role] = token
	}
	return Options{
		GraphQL: &asker{}, Atlas: atlas.New(model, atlas.Options{}), Log: slog.New(slog.DiscardHandler), Limits: DefaultLimits,
		Pages: http.NotFoundHandler(), Tokens: keys, Keys: keys, Telemetry: telemetry.New("test"),
	}, tokens
}

func send(t *testing.T, h http.Handler, method, target, authorization, body string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, target, strings.NewReader(body))
	if authorization != "" {
		r.Header.Set("Authorization", authorization)
	}
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// Every address refuses every role below its own, by every method, and no other.
func TestEveryRouteWithEveryRole(t *testing.T) {
	o, tokens := keyed(t)
	h := New(o)
	variable := regexp.MustCompile(`\{[a-z]+\}`)
	guarded := 0
	for _, r := range (&api{Options: o}).routes() {
		target := variable.ReplaceAllString(r.pattern, "csv")
		if r.needs > access.Nobody {
			guarded++
		}
		for _, method := range []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"} {
			if got := send(t, h, method, target, "", "{}").Code; (got == http.StatusUnauthorized) != (r.needs > access.Nobody) {
				t.Errorf("%s %s without a key: %d", method, target, got)
			}
			for role, token := range tokens {
				got := send(t, h, method, target, "Bearer "+token, "{}").Code
				if (got == http.StatusForbidden) != (role < r.needs) || got == http.StatusUnauthorized {
					t.Errorf("%s %s takes %s, and answers %s with %d", method, target, r.needs, role, got)
				}
			}
		}
	}
	if guarded < 3 {
		t.Errorf("only %d addresses take a role", guarded)
	}
}

// Whoever shows a token that is not good is told so, and not answered as somebody
// unknown; whoever shows none is somebody unknown.
func TestIdentify(t *testing.T) {
	o, tokens := keyed(t)
	o.Unknown = access.Reader
	seen := &asker{}
	o.GraphQL = seen
	h := New(o)
	editor := tokens[access.Editor]
	for name, c := range map[string]struct {
		authorization string
		status        int
		name          string
		role          access.Role
	}{
		"nothing":             {"", 200, "", access.Reader},
		"a key":               {"Bearer " + editor, 200, "editor", access.Editor},
		"in small letters":    {"bearer  " + editor, 200, "editor", access.Editor},
		"for a proxy":         {"Basic " + editor, 200, "", access.Reader},
		"a key that is wrong": {"Bearer " + editor + "x", 401, "", 0},
		"no token":            {"Bearer", 401, "", 0},
		"no key at all":       {"Bearer x.y.z", 401, "", 0},
	} {
		seen.who = access.Principal{}
		w := send(t, h, http.MethodPost, "/graphql", c.authorization, `{"query": "{x}"}`)
		if w.Code != c.status || seen.who.Name != c.name || seen.who.Role != c.role {
			t.Errorf("%s: %d, %+v", name, w.Code, seen.who)
		}
		if c.status == 401 && (w.Header().Get("WWW-Authenticate") == "" || !strings.Contains(w.Body.String(), "UNAUTHENTICATED")) {
			t.Errorf("%s: %v %s", name, w.Header(), w.Body)
		}
		if !strings.Contains(strings.Join(w.Header().Values("Vary"), ","), "Authorization") {
			t.Errorf("%s: the answer does not vary by who asks: %v", name, w.Header())
		}
	}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/export/csv", nil)
	r.Header["Authorization"] = []string{"Bearer " + editor, "Bearer x"}
	w := httptest.NewRecorder()
	if h.ServeHTTP(w, r); w.Code != 401 {
		t.Errorf("two headers: %d", w.Code)
	}
}

// away is who cannot say anything: the store is away.
type away struct{}

func (away) Principal(context.Context, string) (access.Principal, error) {
	return access.Principal{}, errors.Join(graph.Errorf(graph.ErrUnavailable, "the store does not answer"), errors.New("secret address"))
}
func (away) Still(context.Context, access.Principal) error { return nil }

// Without a store nobody is identified, the answer says so and tells nothing, and
// the program still says that it runs.
func TestIdentifyWithoutAStore(t *testing.T) {
	o, _ := keyed(t)
	o.Tokens = away{}
	h := New(o)
	for target, status := range map[string]int{"/graphql?query={x}": 503, "/export/csv": 503, "/keys": 503, "/healthz": 200} {
		w := send(t, h, http.MethodGet, target, "Bearer ent_x_y", "")
		if w.Code != status || strings.Contains(w.Body.String(), "secret") {
			t.Errorf("%s: %d %s", target, w.Code, w.Body)
		}
	}
}

// An administrator makes, lists and revokes keys.
func TestKeysOverHTTP(t *testing.T) {
	o, tokens := keyed(t)
	h := New(o)
	admin := "Bearer " + tokens[access.Administrator]
	w := send(t, h, http.MethodPost, "/keys", admin, `{"name": "Ada Lovelace", "role": "EDITOR", "until": "2100-01-01T00:00:00Z"}`)
	var made struct{ ID, Name, Role, Token, CreatedBy, State string }
	if err := json.Unmarshal(w.Body.Bytes(), &made); err != nil || w.Code != 201 || w.Header().Get("Location") != "/keys/"+made.ID {
		t.Fatalf("%d %v %s", w.Code, w.Header(), w.Body)
	}
	if made.Name != "Ada Lovelace" || made.Role != "EDITOR" || made.CreatedBy != "administrator" || made.State != "good" {
		t.Errorf("%+v", made)
	}
	if who, err := o.Keys.Principal(t.Context(), made.Token); err != nil || who.Name != "Ada Lovelace" || who.Role != access.Editor {
		t.Errorf("the token is that of %+v, %v", who, err)
	}
	for _, body := range []string{
		``, `{`, `[]`, `{"name": "Ada"}`, `{"role": "EDITOR"}`, `{"name": "Ada", "role": "ROOT"}`, `{"name": "Ada", "role": 4}`, `{"name": "Ada", "role": "EDITOR", "admin": true}`,
		`{"name": "Ada", "role": "EDITOR", "until": "2001-01-01T00:00:00Z"}`, `{"name": "Ada", "role": "EDITOR", "until": "soon"}`, `{"name": "` + strings.Repeat("a", 5000) + `"}`,
	} {
		if w := send(t, h, http.MethodPost, "/keys", admin, body); w.Code < 400 || w.Code >= 500 || strings.Contains(w.Body.String(), "Go") {
			t.Errorf("%.60s: %d %s", body, w.Code, w.Body)
		}
	}
	if w := send(t, h, http.MethodDelete, "/keys/"+made.ID, admin, ""); w.Code != 200 || !strings.Contains(w.Body.String(), `"state":"revoked"`) {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if w := send(t, h, http.MethodGet, "/export/csv", "Bearer "+made.Token, ""); w.Code != 401 {
		t.Errorf("a revoked key: %d", w.Code)
	}
	list := send(t, h, http.MethodGet, "/keys", admin, "").Body.String()
	if !strings.Contains(list, "Ada Lovelace") || strings.Contains(list, "hash") || strings.Contains(list, "token") {
		t.Errorf("the list: %s", list)
	}
	if w := send(t, h, http.MethodDelete, "/keys/nosuch", admin, ""); w.Code != 404 {
		t.Errorf("no such key: %d", w.Code)
	}
	if w := send(t, h, http.MethodPost, "/keys", "Bearer "+tokens[access.Editor], `{"name": "Eve", "role": "ADMINISTRATOR"}`); w.Code != 403 {
		t.Errorf("an editor makes an administrator: %d", w.Code)
	}
}
