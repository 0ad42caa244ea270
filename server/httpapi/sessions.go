package httpapi

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/server/access"
)

// SessionLimits bound what stays open: WebSockets, streams of events, and the
// subscriptions on them.
type SessionLimits struct {
	Init    time.Duration // for a client to say who it is on a new WebSocket
	Write   time.Duration // for a client to take one message
	Recheck time.Duration // how often it is asked whether a key is still good, and a client still there

	Subscriptions int // of one connection at a time
	Client        int // subscriptions of one client at a time, over all its connections
	All           int // subscriptions of all clients at a time
	Sockets       int // WebSockets of one client at a time
}

// DefaultSessionLimits are those of a service for some hundred people.
var DefaultSessionLimits = SessionLimits{
	Init: 10 * time.Second, Write: 10 * time.Second, Recheck: 5 * time.Second,
	Subscriptions: 50, Client: 100, All: 2000, Sockets: 20,
}

// sessions counts what is open, by client.
type sessions struct {
	limits SessionLimits

	mu      sync.Mutex
	all     int
	clients map[string]int // subscriptions
	sockets map[string]int
	open    sync.WaitGroup // everything that is open
}

func newSessions(limits SessionLimits) *sessions {
	return &sessions{limits: limits, clients: map[string]int{}, sockets: map[string]int{}}
}

// subscribe counts one more subscription of a client, and gives what ends it.
func (s *sessions) subscribe(client string) (done func(), err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.clients[client] >= s.limits.Client:
		return nil, graph.Errorf(graph.ErrRateLimited, "you have %d subscriptions open, as many as one client may have; end one first", s.limits.Client)
	case s.all >= s.limits.All:
		return nil, graph.Errorf(graph.ErrUnavailable, "%d subscriptions are open, as many as this service keeps; ask again later", s.limits.All)
	}
	s.all++
	return s.count(s.clients, client, func() { s.all-- }), nil
}

// socket counts one more WebSocket of a client, and gives what ends it.
func (s *sessions) socket(client string) (done func(), err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.sockets[client] >= s.limits.Sockets {
		return nil, graph.Errorf(graph.ErrRateLimited, "you have %d WebSockets open, as many as one client may have; close one first", s.limits.Sockets)
	}
	return s.count(s.sockets, client, func() {}), nil
}

// count counts one more, and gives what counts it off again, once.
func (s *sessions) count(in map[string]int, client string, off func()) func() {
	in[client]++
	s.open.Add(1)
	return sync.OnceFunc(func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if in[client]--; in[client] == 0 {
			delete(in, client)
		}
		off()
		s.open.Done()
	})
}

// fromHere reports whether a request may come from a page: from none, one of the
// service's own, or one of an origin that is allowed. A browser asks nobody before
// it opens a WebSocket or a stream to anywhere.
func (a *api) fromHere(r *http.Request) bool {
	origin := r.Header.Get("Origin")
	if origin == "" || slices.Contains(a.Origins, "*") || slices.Contains(a.Origins, origin) {
		return true
	}
	u, err := url.Parse(origin)
	return err == nil && u.Host != "" && strings.EqualFold(u.Host, r.Host)
}

// still reports why somebody may not go on with a session, or nil. That the store
// does not answer ends none.
func (a *api) still(ctx context.Context, who access.Principal) error {
	if a.Tokens == nil || !who.Known() {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, readyTimeout)
	defer cancel()
	err := a.Tokens.Still(ctx, who)
	if kind := graph.KindOf(err); errors.Is(kind, graph.ErrForbidden) || errors.Is(kind, graph.ErrUnauthenticated) {
		return err
	}
	return nil
}

// answers gives the answers to an operation of any kind, one after another: a
// query or a mutation has one. It reports false when the reader takes no more.
func (a *api) answers(ctx context.Context, client string, params *graphql.RawParams, yield func(*graphql.Response) bool) (whole bool) {
	if err := a.documents.resolve(params); err != nil {
		return yield(refusalOf(err))
	}
	if !a.GraphQL.Subscribes(params) {
		done, err := a.turns.take(ctx, client)
		if err != nil {
			return yield(refusalOf(err))
		}
		defer done()
		ctx, cancel := context.WithTimeout(graphql.StartOperationTrace(ctx), a.Limits.Query)
		defer cancel()
		return yield(a.GraphQL.Do(ctx, params))
	}
	done, err := a.sessions.subscribe(client)
	if err != nil {
		return yield(refusalOf(err))
	}
	defer done()
	for answer := range a.GraphQL.Subscribe(graphql.StartOperationTrace(ctx), params) {
		if !yield(answer) {
			return false
		}
	}
	return ctx.Err() == nil
}

// refusalOf is the answer to an operation that is not executed.
func refusalOf(err error) *graphql.Response {
	p := problemOf(err)
	return &graphql.Response{Errors: refusals(p)}
}
