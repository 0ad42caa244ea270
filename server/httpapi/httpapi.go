// Package httpapi is the service on the web: GraphQL at /graphql, files at
// /export, the pages, and what an operator asks. It holds the limits of a request
// before anything of it is read.
package httpapi

import (
	"context"
	"iter"
	"log/slog"
	"net/http"
	"net/http/pprof"
	"net/netip"
	"runtime"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/klauspost/compress/gzhttp"

	"github.com/entente/entente/graph/atlas"
	"github.com/entente/entente/server/access"
	"github.com/entente/entente/server/telemetry"
)

// GraphQL answers operations. A response without data is an operation that was not
// executed.
type GraphQL interface {
	// Do answers a query or a mutation.
	Do(ctx context.Context, params *graphql.RawParams) *graphql.Response
	// Subscribes reports whether an operation is a subscription.
	Subscribes(params *graphql.RawParams) bool
	// Subscribe answers a subscription, until ctx ends or there is no more.
	Subscribe(ctx context.Context, params *graphql.RawParams) iter.Seq[*graphql.Response]
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

	Tokens Identifier   // who shows a token; nil for a service that knows none
	Keys   *access.Keys // the keys that administrators manage over HTTP; nil for none
	// Restrictions are what administrators hide over HTTP; nil for none. That it is
	// hidden is for the atlas.
	Restrictions *access.Restrictions
	Unknown      access.Role // what somebody may do who shows no token

	Stop <-chan struct{} // closed when the service is to stop: ends what stays open; nil for never

	MemoryShort func() bool // whether memory is short, and questions are turned away; nil for never

	// Documents are the operations that the operator trusts, by id; with OnlyDocuments
	// no others are answered.
	Documents     map[string]string
	OnlyDocuments bool

	// Proxies are the addresses of the operator's own proxies, whose word on where a
	// request comes from is taken.
	Proxies []netip.Prefix

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

	PerClient int     // operations and exports of one client at the same time; 0 for any number
	Rate      float64 // operations and exports of one client in a second, and some seconds' worth at once; 0 for any number

	Sessions SessionLimits // of what stays open
}

// DefaultLimits are those of a service for a few people on one machine.
var DefaultLimits = Limits{Body: 1 << 20, Query: 10 * time.Second, Export: 5 * time.Minute, AtOnce: 32, Wait: time.Second, PerClient: 16, Rate: 50, Sessions: DefaultSessionLimits}

// api answers requests.
type api struct {
	Options
	turns     *turns
	documents *documents
	sessions  *sessions
	parsing   chan struct{} // one for each large body that is parsed, on half of the processors
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
		{"/restrictions", access.Administrator, a.restrictions},
		{"/restrictions/{id}", access.Administrator, a.restriction},
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

// Service answers requests.
type Service struct {
	http.Handler
	api *api
}

// Wait waits until every WebSocket and every subscription has ended. Shutting a
// server down does not wait for WebSockets.
func (s *Service) Wait() { s.api.sessions.open.Wait() }

// New makes the service.
func New(o Options) *Service {
	a := &api{Options: o, documents: newDocuments(o.Documents, o.OnlyDocuments), sessions: newSessions(o.Limits.Sessions)}
	a.parsing = make(chan struct{}, max(1, runtime.GOMAXPROCS(0)/2))
	if a.Telemetry == nil {
		a.Telemetry = telemetry.New(o.Version)
	}
	a.turns = newTurns(o.Limits, o.MemoryShort, a.Telemetry.Metrics.Running)
	mux := http.NewServeMux()
	for _, r := range a.routes() {
		mux.HandleFunc(r.pattern, a.needing(r.needs, r.answer))
	}
	plain := a.observe(a.guard(a.cors(routed(mux))))
	zipped := gzhttp.GzipHandler(plain)
	return &Service{api: a, Handler: withRequestID(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if isUpgrade(r) || wantsEvents(r) { // what goes out at once is not held back to be compressed
			plain.ServeHTTP(w, r)
			return
		}
		zipped.ServeHTTP(w, r)
	}))}
}
