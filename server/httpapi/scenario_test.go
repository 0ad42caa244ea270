package httpapi_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"iter"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"go.uber.org/goleak"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/atlas"
	"github.com/entente/entente/graph/graphtest"
	"github.com/entente/entente/graph/store/storetest"
	"github.com/entente/entente/server/access"
	"github.com/entente/entente/server/httpapi"
	"github.com/entente/entente/server/telemetry"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// scenario is a request and what comes of it.
type scenario struct {
	method  string // GET if empty
	target  string
	header  map[string]string
	body    string
	options func(*httpapi.Options)

	status  int
	headers map[string]string // wanted headers; "-" for none of that name
	want    string            // the whole body, if not empty
	has     []string          // parts of the body
	hasNot  []string
}

func (s scenario) run(t *testing.T) {
	t.Helper()
	o := options(t)
	if s.options != nil {
		s.options(&o)
	}
	method := s.method
	if method == "" {
		method = http.MethodGet
	}
	r := httptest.NewRequestWithContext(t.Context(), method, s.target, strings.NewReader(s.body))
	for name, value := range s.header {
		r.Header.Set(name, value)
		if name == "Host" {
			r.Host = value
		}
	}
	w := httptest.NewRecorder()
	httpapi.New(o).ServeHTTP(w, r)
	body := w.Body.String()
	if w.Code != s.status {
		t.Errorf("status %d, want %d; body:\n%s", w.Code, s.status, body)
	}
	for name, value := range s.headers {
		switch got := strings.Join(w.Header().Values(name), ", "); {
		case value == "-" && got == "":
		case got != value:
			t.Errorf("%s: %s, want %s", name, got, value)
		}
	}
	if s.want != "" && strings.TrimSpace(body) != s.want {
		t.Errorf("body\n%s\nwant\n%s", body, s.want)
	}
	for _, part := range s.has {
		if !strings.Contains(body, part) {
			t.Errorf("the body lacks %s:\n%s", part, body)
		}
	}
	for _, part := range s.hasNot {
		if strings.Contains(body, part) {
			t.Errorf("the body has %s:\n%s", part, body)
		}
	}
	if w.Header().Get("X-Request-Id") == "" || w.Header().Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("headers that every answer has are not there: %v", w.Header())
	}
}

// options are those of a service over a small record.
func options(t testing.TB) httpapi.Options {
	store := storetest.NewModel()
	for _, text := range []string{
		`actor ecowas ORGANIZATION "ECOWAS"
		 source kremlin 2023-08-15 "Read-out of a call"
		 actor mali STATE "Mali" code=iso3:MLI
		 mali -CALLS 2023-08-15 by=kremlin/B2 quote="spoke about Niger" about=niger id=call-> russia
		 mali -SUSPENDED_FROM 2021-05-30/..-> ecowas
		 niger -BORDERS-- mali`,
		`actor mali STATE "Mali" code=iso3:MLI
		 russia -CALLS 2023-09-10 id=later-> mali`,
	} {
		if _, err := store.Apply(t.Context(), graphtest.Batch(t, text)); err != nil {
			t.Fatal(err)
		}
	}
	return httpapi.Options{
		Unknown: access.Reader,
		GraphQL: answering(echo), Atlas: atlas.New(store, atlas.Options{}), Version: "v1", Store: "model",
		Pages: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "a page") }),
		Log:   slog.New(slog.DiscardHandler), Limits: httpapi.DefaultLimits,
	}
}

// answering is a GraphQL that answers as the function says.
type answering func(context.Context, *graphql.RawParams) *graphql.Response

func (a answering) Do(ctx context.Context, p *graphql.RawParams) *graphql.Response { return a(ctx, p) }

func (a answering) Subscribes(*graphql.RawParams) bool { return false }

func (a answering) Subscribe(context.Context, *graphql.RawParams) iter.Seq[*graphql.Response] {
	return func(func(*graphql.Response) bool) {}
}

// echo answers with how it was asked, and refuses what begins with "wrong".
func echo(_ context.Context, p *graphql.RawParams) *graphql.Response {
	if strings.HasPrefix(p.Query, "wrong") {
		return &graphql.Response{Errors: gqlerror.List{{Message: "does not read", Extensions: map[string]any{"code": "INVALID"}}}}
	}
	b, _ := json.Marshal(map[string]any{"query": p.Query, "name": p.OperationName, "variables": p.Variables})
	return &graphql.Response{Data: b}
}

const (
	asJSON     = "application/json"
	asResponse = "application/graphql-response+json"
)

func post(body string) scenario {
	return scenario{
		method: http.MethodPost, target: "/graphql", body: body, status: http.StatusOK,
		header: map[string]string{"Content-Type": asJSON, "Accept": asResponse},
	}
}

// refused is a POST that is refused with a status and a message.
func refused(body string, status int, message string) scenario {
	s := post(body)
	s.status, s.has = status, []string{message, `"code":"INVALID"`}
	s.hasNot = []string{`"data"`, "secret"}
	return s
}

func with(s scenario, change func(*scenario)) scenario {
	header := map[string]string{}
	for name, value := range s.header {
		header[name] = value
	}
	s.header = header
	change(&s)
	return s
}

func TestGraphQLByPost(t *testing.T) {
	good := post(`{"query":"{ x }"}`)
	for name, s := range map[string]scenario{
		"a query": with(good, func(s *scenario) {
			s.want = `{"data":{"name":"","query":"{ x }","variables":null}}`
			s.headers = map[string]string{"Content-Type": asResponse + "; charset=utf-8", "Cache-Control": "no-store", "Vary": "Accept-Encoding, Accept, Authorization"}
		}),
		"all members": with(post(`{"query":"query A { x }","operationName":"A","variables":{"a":12345678901234567890},"extensions":{},"more":[1]}`), func(s *scenario) {
			s.want = `{"data":{"name":"A","query":"query A { x }","variables":{"a":12345678901234567890}}}`
		}),
		"members that are null": with(post(`{"query":"{ x }","operationName":null,"variables":null,"extensions":null}`), func(s *scenario) {
			s.want = `{"data":{"name":"","query":"{ x }","variables":null}}`
		}),
		"plain JSON": with(good, func(s *scenario) {
			s.header["Accept"] = asJSON
			s.headers = map[string]string{"Content-Type": asJSON + "; charset=utf-8"}
		}),
		"whatever is there": with(good, func(s *scenario) {
			s.header["Accept"] = "*/*"
			s.headers = map[string]string{"Content-Type": asJSON + "; charset=utf-8"}
		}),
		"nothing said": with(good, func(s *scenario) {
			delete(s.header, "Accept")
			s.headers = map[string]string{"Content-Type": asResponse + "; charset=utf-8"}
		}),
		"the better liked": with(good, func(s *scenario) {
			s.header["Accept"] = asResponse + ";q=0.5, application/json;q=0.9"
			s.headers = map[string]string{"Content-Type": asJSON + "; charset=utf-8"}
		}),
		"a charset": with(good, func(s *scenario) { s.header["Content-Type"] = "application/json; charset=UTF-8" }),
		"not accepted": with(good, func(s *scenario) {
			s.header["Accept"], s.status = "application/xml", http.StatusNotAcceptable
			s.has = []string{"accept one of them"}
		}),
		"refused JSON": with(good, func(s *scenario) {
			s.header["Accept"], s.status = "application/json;q=0", http.StatusNotAcceptable
		}),
		"an operation that is not executed": with(post(`{"query":"wrong"}`), func(s *scenario) {
			s.status, s.want = http.StatusBadRequest, `{"errors":[{"message":"does not read","extensions":{"code":"INVALID"}}]}`
		}),
		"the same in plain JSON": with(post(`{"query":"wrong"}`), func(s *scenario) {
			s.header["Accept"], s.hasNot = asJSON, []string{`"data"`}
		}),
		"a form": with(good, func(s *scenario) {
			s.header["Content-Type"], s.status = "application/x-www-form-urlencoded", http.StatusUnsupportedMediaType
			s.has = []string{"send JSON in UTF-8"}
		}),
		"a plain text": with(good, func(s *scenario) {
			s.header["Content-Type"], s.status = "text/plain", http.StatusUnsupportedMediaType
		}),
		"no type": with(good, func(s *scenario) {
			delete(s.header, "Content-Type")
			s.status = http.StatusUnsupportedMediaType
		}),
		"another charset": with(good, func(s *scenario) {
			s.header["Content-Type"], s.status = "application/json; charset=latin1", http.StatusUnsupportedMediaType
		}),
		"compressed": with(good, func(s *scenario) {
			s.header["Content-Encoding"], s.status = "gzip", http.StatusUnsupportedMediaType
		}),
		"a batch":           refused(`[{"query":"secret"}]`, 400, "batches are not answered"),
		"no JSON":           refused(`{"query": "secret", nonsense}`, 400, "the body is not valid JSON at byte 21"),
		"a text":            refused(`"secret"`, 400, "the body is not a JSON object"),
		"nothing":           refused(``, 400, "the body is empty"),
		"no query":          refused(`{"qeury":"secret"}`, 400, "the member query is missing"),
		"other case":        refused(`{"QUERY":"secret"}`, 400, "the member query is missing"),
		"query no text":     refused(`{"query":{"secret":1}}`, 400, "query is not a text"),
		"name no text":      refused(`{"query":"{x}","operationName":["secret"]}`, 400, "operationName is not a text"),
		"variables a list":  refused(`{"query":"{x}","variables":["secret"]}`, 400, "variables is not an object"),
		"extensions a text": refused(`{"query":"{x}","extensions":"secret"}`, 400, "extensions is not an object"),
		"broken UTF-8":      refused("{\"query\":\"secret\xff\"}", 400, "not valid UTF-8"),
		"nests too deep":    refused(`{"query":"{x}","variables":{"a":`+strings.Repeat("[", 70)+strings.Repeat("]", 70)+`}}`, 400, "nests deeper than 64"),
		"too long": with(refused(`{"query":"secret`+strings.Repeat("x", 2<<20)+`"}`, 413, "longer than 1048576 bytes"), func(s *scenario) {
			s.has = []string{"longer than 1048576 bytes", `"code":"TOO_LARGE"`}
		}),
	} {
		t.Run(name, s.run)
	}
}

func TestGraphQLByGet(t *testing.T) {
	for name, s := range map[string]scenario{
		"a query": {
			target: `/graphql?query=query+A+{x}&operationName=A&variables={"a":1}`, header: map[string]string{"Accept": asJSON},
			status: 200, want: `{"data":{"name":"A","query":"query A {x}","variables":{"a":1}}}`,
		},
		"a mutation": {
			target: `/graphql?query=mutation+{x}`, status: 405, headers: map[string]string{"Allow": "POST"},
			has: []string{"send a mutation by POST"},
		},
		"a mutation beside a query": {
			target: `/graphql?query=query+A+{x}+mutation+B+{x}&operationName=B`, status: 405,
		},
		"a query beside a mutation": {
			target: `/graphql?query=query+A+{x}+mutation+B+{x}&operationName=A`, status: 200,
		},
		"a subscription":  {target: `/graphql?query=subscription+{x}`, status: 405},
		"nothing":         {target: `/graphql`, status: 400, has: []string{"the parameter query is missing"}},
		"wrong variables": {target: `/graphql?query={x}&variables=[1]`, status: 400, has: []string{"variables is not an object"}},
		"no JSON":         {target: `/graphql?query={x}&variables={`, status: 400, has: []string{"variables is not valid JSON"}},
		"a browser": {
			target: `/graphql`, header: map[string]string{"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"},
			status: 302, headers: map[string]string{"Location": "/graphiql"},
		},
		"a browser with a query": {
			target: `/graphql?query={x}`, header: map[string]string{"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"},
			status: 200, headers: map[string]string{"Content-Type": asJSON + "; charset=utf-8"},
		},
		"another method": {method: http.MethodPut, target: "/graphql", status: 405, headers: map[string]string{"Allow": "GET, POST"}},
		"options":        {method: http.MethodOptions, target: "/graphql", status: 405, headers: map[string]string{"Allow": "GET, POST"}},
		"head":           {method: http.MethodHead, target: "/graphql?query={x}", status: 405, headers: map[string]string{"Allow": "GET, POST"}},
	} {
		t.Run(name, s.run)
	}
}

// What an operation that is not executed answers by its code, and that a client
// which waited in vain is told so.
func TestStatusOfAnswers(t *testing.T) {
	for code, status := range map[string]int{"INVALID": 400, "TOO_LARGE": 400, "UNAVAILABLE": 503, "TIMEOUT": 504, "INTERNAL": 500} {
		s := post(`{"query":"{ x }"}`)
		s.status = status
		s.options = func(o *httpapi.Options) {
			o.GraphQL = answering(func(context.Context, *graphql.RawParams) *graphql.Response {
				return &graphql.Response{Errors: gqlerror.List{{Message: "no", Extensions: map[string]any{"code": code}}}}
			})
		}
		t.Run(code, s.run)
	}
	partial := post(`{"query":"{ x }"}`)
	partial.want = `{"errors":[{"message":"no"}],"data":null,"extensions":{"a":1}}`
	partial.options = func(o *httpapi.Options) {
		o.GraphQL = answering(func(context.Context, *graphql.RawParams) *graphql.Response {
			return &graphql.Response{Data: json.RawMessage("null"), Errors: gqlerror.List{{Message: "no"}}, Extensions: map[string]any{"a": 1}}
		})
	}
	t.Run("executed and null", partial.run)
	timed := post(`{"query":"{ x }"}`)
	timed.has = []string{"deadline exceeded"}
	timed.options = func(o *httpapi.Options) {
		o.Limits.Query = time.Millisecond
		o.GraphQL = answering(func(ctx context.Context, _ *graphql.RawParams) *graphql.Response {
			<-ctx.Done()
			return &graphql.Response{Data: json.RawMessage("null"), Errors: gqlerror.List{{Message: ctx.Err().Error()}}}
		})
	}
	t.Run("the time of an operation", timed.run)
}

// A panic answers INTERNAL with the id of the request and nothing else; the log
// has the rest under the same id.
func TestPanic(t *testing.T) {
	var log bytes.Buffer
	for _, target := range []string{"/graphql?query={x}", "/page"} {
		o := options(t)
		o.Log = telemetry.NewLogger(&log, telemetry.LogJSON, slog.LevelInfo)
		o.GraphQL = answering(func(context.Context, *graphql.RawParams) *graphql.Response { panic("secret") })
		o.Pages = http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("secret") })
		w := httptest.NewRecorder()
		httpapi.New(o).ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, target, nil))
		id := w.Header().Get("X-Request-Id")
		if w.Code != 500 || !strings.Contains(w.Body.String(), id) || strings.Contains(w.Body.String(), "secret") || !strings.Contains(w.Body.String(), "INTERNAL") {
			t.Errorf("%s: %d %s", target, w.Code, w.Body)
		}
		if !strings.Contains(log.String(), `"panic":"secret"`) || !strings.Contains(log.String(), id) {
			t.Errorf("the log lacks the panic or the id %s:\n%s", id, log.String())
		}
	}
}

// Beyond the limit of operations at the same time one waits, and is then asked to
// come back.
func TestTooManyAtOnce(t *testing.T) {
	o := options(t)
	o.Limits.AtOnce, o.Limits.Wait = 1, 10*time.Millisecond
	entered, leave := make(chan struct{}), make(chan struct{})
	o.GraphQL = answering(func(context.Context, *graphql.RawParams) *graphql.Response {
		close(entered)
		<-leave
		return &graphql.Response{Data: json.RawMessage("{}")}
	})
	h := httpapi.New(o)
	first := make(chan int)
	go func() {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/graphql?query={x}", nil))
		first <- w.Code
	}()
	<-entered
	for _, target := range []string{"/graphql?query={x}", "/export/csv"} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, target, nil))
		if w.Code != 503 || w.Header().Get("Retry-After") != "1" || !strings.Contains(w.Body.String(), "UNAVAILABLE") {
			t.Errorf("%s: %d %v %s", target, w.Code, w.Header(), w.Body)
		}
	}
	close(leave)
	if code := <-first; code != 200 {
		t.Errorf("the first one answers %d", code)
	}
}

func TestOperatorAddresses(t *testing.T) {
	for name, s := range map[string]scenario{
		"health":  {target: "/healthz", status: 200, want: `{"status":"running"}`},
		"ready":   {target: "/readyz", status: 200, want: `{"status":"ready"}`},
		"version": {target: "/version", status: 200, has: []string{`"program":"Entente"`, `"version":"v1"`, `"store":"model"`}},
		"not ready": {
			target: "/readyz", status: 503, has: []string{"the store cannot be read"}, hasNot: []string{"secret"},
			options: func(o *httpapi.Options) {
				o.Ready = func(context.Context) error { return graph.Errorf(graph.ErrUnavailable, "secret address") }
			},
		},
		"by POST": {method: http.MethodPost, target: "/healthz", status: 405, headers: map[string]string{"Allow": "GET, HEAD"}},
		"a page":  {target: "/somewhere", status: 200, want: "a page"},
	} {
		t.Run(name, s.run)
	}
}

// On loopback only names of the service's own are answered, lest a page elsewhere
// points a name of its own here.
func TestHosts(t *testing.T) {
	local := func(o *httpapi.Options) { o.Hosts = []string{"proxy.example"} }
	for host, status := range map[string]int{
		"127.0.0.1:8080": 200, "localhost:8080": 200, "LOCALHOST": 200, "[::1]:8080": 200, "127.1.2.3": 200, "proxy.example": 200,
		"evil.example": 421, "evil.example:8080": 421, "10.0.0.1": 421, "localhost.evil.example": 421,
	} {
		s := scenario{target: "/healthz", header: map[string]string{"Host": host}, options: local, status: status}
		t.Run(host, s.run)
	}
	open := scenario{target: "/healthz", header: map[string]string{"Host": "anything.example"}, status: 200}
	t.Run("public", open.run)
}

func TestOrigins(t *testing.T) {
	allowed := func(o *httpapi.Options) { o.Origins = []string{"https://a.example"} }
	any := func(o *httpapi.Options) { o.Origins = []string{"*"} }
	preflight := map[string]string{"Origin": "https://a.example", "Access-Control-Request-Method": "POST"}
	for name, s := range map[string]scenario{
		"nobody":    {target: "/version", header: preflight, status: 200, headers: map[string]string{"Access-Control-Allow-Origin": "-", "Cross-Origin-Resource-Policy": "same-origin"}},
		"the one":   {target: "/version", header: preflight, options: allowed, status: 200, headers: map[string]string{"Access-Control-Allow-Origin": "https://a.example"}},
		"another":   {target: "/version", header: map[string]string{"Origin": "https://b.example"}, options: allowed, status: 200, headers: map[string]string{"Access-Control-Allow-Origin": "-"}},
		"everybody": {target: "/version", header: map[string]string{"Origin": "https://b.example"}, options: any, status: 200, headers: map[string]string{"Access-Control-Allow-Origin": "https://b.example"}},
		"a question before": {
			method: http.MethodOptions, target: "/graphql", header: preflight, options: allowed, status: 204,
			headers: map[string]string{"Access-Control-Allow-Headers": "Accept, Authorization, Content-Type, If-None-Match, Entente-Revision", "Access-Control-Allow-Methods": "GET, HEAD, POST"},
		},
		"a question of another": {
			method: http.MethodOptions, target: "/graphql", header: map[string]string{"Origin": "https://b.example", "Access-Control-Request-Method": "POST"},
			options: allowed, status: 405, headers: map[string]string{"Access-Control-Allow-Origin": "-"},
		},
	} {
		t.Run(name, s.run)
	}
}

// A request's id is ours, whatever the client sends.
func TestRequestID(t *testing.T) {
	w := httptest.NewRecorder()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/healthz", nil)
	r.Header.Set("X-Request-Id", "forged")
	httpapi.New(options(t)).ServeHTTP(w, r)
	if id := w.Header().Get("X-Request-Id"); id == "forged" || len(id) != 16 {
		t.Errorf("id %q", id)
	}
}
