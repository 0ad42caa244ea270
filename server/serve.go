package main

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"regexp"
	"time"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/atlas"
	"github.com/entente/entente/graph/store/observed"
	"github.com/entente/entente/server/access"
	"github.com/entente/entente/server/explorer"
	"github.com/entente/entente/server/gql"
	"github.com/entente/entente/server/httpapi"
	"github.com/entente/entente/server/telemetry"
)

// Run serves until the process is told to stop, and then lets running answers
// finish.
func (c *serveCommand) Run(p *process) (err error) {
	log, err := c.logger(p)
	if err != nil {
		return err
	}
	if err := cmp.Or(c.validate(), c.checkAccess()); err != nil {
		return err
	}
	secure, err := c.tlsConfig(log)
	if err != nil {
		return err
	}
	listener, err := c.listen(p.ctx)
	if err != nil {
		return err
	}
	if secure != nil {
		listener = tls.NewListener(listener, secure)
	}
	defer func() { _ = listener.Close() }() // closed already when it was served
	r, err := c.openOrBegin(p, log, c.beginFlags)
	if err != nil {
		return err
	}
	defer func() { err = cmp.Or(err, r.Close()) }()
	told, err := c.telemetry(p.ctx)
	if err != nil {
		return err
	}
	defer c.closeTelemetry(p.ctx, told, log)
	r.Store = observed.New(r.Store, told.Observer())
	restrictions := access.NewRestrictions(r.Store, nil)
	a := atlas.New(r, atlas.Options{Version: release(), Store: r.kind, Mask: restrictions.Mask, Poll: c.Poll})
	o := c.options(a, r, log, told)
	if err := c.bound(&o); err != nil {
		return err
	}
	o.Restrictions = restrictions
	first, err := c.letIn(p.ctx, r.Store, &o)
	if err != nil {
		return err
	}
	if err := c.greet(p, a, r, listener.Addr(), first); err != nil {
		return err
	}
	stopping, stop := context.WithCancel(p.ctx)
	o.Stop = stopping.Done()
	service := httpapi.New(o)
	defer func() { stop(); service.Wait() }() // before the store is closed
	return c.serve(p, log, listener, service)
}

func (c *serveCommand) logger(p *process) (*slog.Logger, error) {
	var level slog.Level
	if err := level.UnmarshalText([]byte(c.LogLevel)); err != nil {
		return nil, graph.InField("--log-level", graph.Errorf(graph.ErrInvalid, "%q is none of debug, info, warn, error", c.LogLevel))
	}
	return telemetry.NewLogger(p.stderr, telemetry.LogFormat(c.LogFormat), level), nil
}

// telemetry makes what is told of the service besides its log.
func (c *serveCommand) telemetry(ctx context.Context) (*telemetry.Telemetry, error) {
	switch {
	case c.TraceShare < 0 || c.TraceShare > 1:
		return nil, graph.InField("--trace-share", graph.Errorf(graph.ErrInvalid, "%v is not between 0 and 1", c.TraceShare))
	case c.TraceShare == 0:
		return telemetry.New(release()), nil
	}
	t, err := telemetry.NewTraced(ctx, release(), c.TraceShare)
	if err != nil {
		return nil, graph.InField("--trace-share", &graph.Error{
			Kind: graph.ErrInvalid, Message: "traces cannot be sent; see OTEL_EXPORTER_OTLP_ENDPOINT", Err: err})
	}
	return t, nil
}

// closeTelemetry sends the last traces, within a few seconds.
func (c *serveCommand) closeTelemetry(ctx context.Context, t *telemetry.Telemetry, log *slog.Logger) {
	const most = 5 * time.Second
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), most)
	defer cancel()
	if err := t.Close(ctx); err != nil {
		log.WarnContext(ctx, "the last traces were not sent", "error", err)
	}
}

// originOfPages is what a page's origin looks like; nothing else may get into a policy.
var originOfPages = regexp.MustCompile(`^https?://(\*\.)?[A-Za-z0-9][A-Za-z0-9.-]*(:[0-9]+)?$`)

// validate reports the first limit that would let nothing through.
func (c *serveCommand) validate() error {
	for _, origin := range c.EmbedOrigin {
		if !originOfPages.MatchString(origin) {
			return graph.InField("--embed-origin", graph.Errorf(graph.ErrInvalid, "%q is not an origin; write its scheme and host, as https://example.org", origin))
		}
	}
	for _, l := range []struct {
		flag string
		fine bool
	}{
		{"--query-timeout", c.QueryTimeout > 0},
		{"--poll", c.Poll > 0},
		{"--export-timeout", c.ExportTimeout > 0},
		{"--max-body", c.MaxBody > 0},
		{"--at-once", c.AtOnce > 0},
		{"--grace", c.Grace >= 0},
		{"--init-timeout", c.InitTimeout > 0},
		{"--max-sockets", c.MaxSockets > 0},
		{"--max-subscriptions", c.MaxSubscriptions > 0},
		{"--max-client-subscriptions", c.MaxClientSubscriptions > 0},
		{"--max-all-subscriptions", c.MaxAllSubscriptions > 0},
		{"--max-tokens", c.MaxTokens > 0},
		{"--max-depth", c.MaxDepth > 0},
		{"--max-fields", c.MaxFields > 0},
		{"--max-aliases", c.MaxAliases > 0},
		{"--max-root-fields", c.MaxRootFields > 0},
		{"--max-complexity", c.MaxComplexity > 0},
	} {
		if !l.fine {
			return graph.InField(l.flag, graph.Errorf(graph.ErrInvalid, "must be above 0"))
		}
	}
	return nil
}

// options puts the service together.
func (c *serveCommand) options(a *atlas.Atlas, r *record, log *slog.Logger, told *telemetry.Telemetry) httpapi.Options {
	limits := httpapi.DefaultLimits
	limits.Body, limits.Query, limits.Export, limits.AtOnce = c.MaxBody, c.QueryTimeout, c.ExportTimeout, c.AtOnce
	limits.PerClient, limits.Rate = c.PerClient, c.Rate
	s := &limits.Sessions
	s.Init, s.Subscriptions, s.Client, s.All, s.Sockets = c.InitTimeout, c.MaxSubscriptions, c.MaxClientSubscriptions, c.MaxAllSubscriptions, c.MaxSockets
	o := httpapi.Options{
		GraphQL: gql.New(a, gql.Options{
			MaxTokens: c.MaxTokens, MaxDepth: c.MaxDepth, MaxFields: c.MaxFields, MaxAliases: c.MaxAliases,
			MaxRootFields: c.MaxRootFields, MaxComplexity: c.MaxComplexity,
			NoIntrospection: c.NoIntrospection,
			Log:             log, RequestID: telemetry.RequestID, Observe: observing(told),
		}),
		Atlas: a, Ready: r.ready, Pages: explorer.Handler(c.EmbedOrigin...),
		Version: release(), Store: r.kind, Log: log, Limits: limits, Origins: c.Origin,
		Telemetry: told, Slow: c.Slow,
	}
	if !c.Public {
		o.Hosts = append([]string{}, c.Host...)
	}
	return o
}

// The time limits of connections. A slow client must not hold one for ever; a slow
// answer has limits of its own.
const (
	headerTimeout = 10 * time.Second
	readTimeout   = 30 * time.Second
	writeSlack    = 30 * time.Second // to send an answer when its own time is over
	idleTimeout   = 2 * time.Minute
	maxHeader     = 64 << 10 // bytes; a GET carries its query here
)

// protocols are HTTP/1 and HTTP/2; the latter without TLS too, as proxies speak it
// to what stands behind them.
func protocols() *http.Protocols {
	p := new(http.Protocols)
	p.SetHTTP1(true)
	p.SetHTTP2(true)
	p.SetUnencryptedHTTP2(true)
	return p
}

// serve answers on the listener until the process is told to stop.
func (c *serveCommand) serve(p *process, log *slog.Logger, listener net.Listener, h http.Handler) error {
	// Stopping must not cancel what is being answered, as p.ctx would.
	answering, abandon := context.WithCancel(context.WithoutCancel(p.ctx))
	defer abandon()
	server := &http.Server{
		Handler:           h,
		ReadHeaderTimeout: headerTimeout,
		ReadTimeout:       readTimeout,
		WriteTimeout:      c.QueryTimeout + writeSlack,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeader,
		Protocols:         protocols(),
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelWarn),
		BaseContext:       func(net.Listener) context.Context { return answering },
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serve: %w", err)
	case <-p.ctx.Done():
	}
	say(p.stdout, "Stopping: running answers have %v to finish. Interrupt again to stop at once.\n", c.Grace)
	graceful, cancel := context.WithTimeout(answering, c.Grace)
	defer cancel()
	if err := server.Shutdown(graceful); err != nil {
		log.Warn("answers were broken off", "after", c.Grace)
		abandon()
		_ = server.Close() // nothing is left to save
	}
	if err := <-failed; !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve: %w", err)
	}
	return nil
}
