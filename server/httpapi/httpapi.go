// Package httpapi is the service on the web: GraphQL at /graphql, files at
// /export, the pages, and what an operator asks. It holds the limits of a request
// before anything of it is read.
package httpapi

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/pprof"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/klauspost/compress/gzhttp"

	"github.com/entente/entente/graph/atlas"
	"github.com/entente/entente/server/access"
	"github.com/entente/entente/server/telemetry"
)

// GraphQL answers one operation. A response without data is an operation that was
// not executed.
type GraphQL interface {
	Do(ctx context.Context, params *graphql.RawParams) *graphql.Response
}

// Options are what the service is made of.
type Options struct {
	GraphQL GraphQL
	Atlas   *atlas.Atlas                // what is exported
	Ready   func(context.Context) error // whether the store can be read; nil if there is nothing to ask
	Pages   http.Handler                // everything else: the pages and their files
	Version string                      // of the program
	Store   string                      // kind of the store
	Log     *slog.Logger
	Limits  Limits

	Telemetry *telemetry.Telemetry // metrics and traces; nil for metrics that nobody sees
	Slow      time.Duration        // requests that take longer are warned of; 0 for none

	Tokens  Identifier   // who shows a token; nil for a service that knows none
	Keys    *access.Keys // the keys that administrators manage over HTTP; nil for none
	Unknown access.Role  // what somebody may do who shows no token

	// Hosts are the names under which the service may be asked, besides those of
	// this machine's loopback; nil for any. On loopback that keeps other people's
	// pages from reaching it through a name of theirs (DNS rebinding).
	Hosts []string
	// Origins are the origins of other sites whose pages may read the answers in
	// a browser ("*" for all); nil for none.
	Origins []string
}

// Limits bound what requests may cost.
type Limits struct {
	Body   int64         // bytes of a request
	Query  time.Duration // for one operation
	Export time.Duration // for one file
	AtOnce int           // operations and exports that run at the same time
	Wait   time.Duration // how long another one waits for its turn
}

// DefaultLimits are those of a service for a few people on one machine.
var DefaultLimits = Limits{Body: 1 << 20, Query: 10 * time.Second, Export: 5 * time.Minute, AtOnce: 32, Wait: time.Second}

// api answers requests.
type api struct {
	Options
	turns chan struct{} // one for each operation that runs
}

// route is an address that the service answers.
type route struct {
	pattern string
	needs   access.Role // Nobody: it takes no role
	answer  http.HandlerFunc
}

// routes are all addresses, with the role that each takes. There is no other place
// that decides so; what /graphql takes stands in gql, field by field.
func (a *api) routes() []route {
	return []route{
		{"/graphql", access.Nobody, a.graphql},
		{"/export/{format}", access.Reader, a.export},
		{"/keys", access.Administrator, a.keys},
		{"/keys/{id}", access.Administrator, a.key},
		{"/healthz", access.Nobody, a.health},
		{"/readyz", access.Nobody, a.ready},
		{"/version", access.Nobody, a.version},
		{"/metrics", access.Administrator, a.Telemetry.Metrics.ServeHTTP},
		{"/debug/pprof/", access.Administrator, pprof.Index},
		{"/debug/pprof/profile", access.Administrator, a.profiled(pprof.Profile)},
		{"/debug/pprof/trace", access.Administrator, a.profiled(pprof.Trace)},
		{"/", access.Nobody, a.Pages.ServeHTTP},
	}
}

// New makes the handler of the service.
func New(o Options) http.Handler {
	a := &api{Options: o, turns: make(chan struct{}, o.Limits.AtOnce)}
	if a.Telemetry == nil {
		a.Telemetry = telemetry.New(o.Version)
	}
	mux := http.NewServeMux()
	for _, r := range a.routes() {
		mux.HandleFunc(r.pattern, a.needing(r.needs, r.answer))
	}
	return withRequestID(gzhttp.GzipHandler(a.observe(a.guard(a.cors(routed(mux))))))
}
