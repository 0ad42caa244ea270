package httpapi

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"github.com/entente/entente/server/telemetry"
)

// requestIDHeader tells a reader the id under which the log speaks of a request.
const requestIDHeader = "X-Request-Id"

// withRequestID gives each request an id of our own making, so that a log line
// cannot be forged by who asks.
func withRequestID(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := telemetry.NewRequestID()
		w.Header().Set(requestIDHeader, id)
		next.ServeHTTP(w, r.WithContext(telemetry.WithRequest(r.Context(), id)))
	})
}

// observe tells the log, the metrics and the trace of each request, and answers for
// one whose handler panics: with an internal error that names the request and
// nothing else.
func (a *api) observe(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		rec := &recorder{ResponseWriter: w}
		start := time.Now()
		ctx, account := telemetry.WithAccount(r.Context())
		r, end := a.Telemetry.Request(r.WithContext(ctx))
		defer func() {
			p := recover()
			if p != nil && !isAbort(p) {
				a.Log.ErrorContext(r.Context(), "a handler panicked", "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
				if rec.status == 0 {
					writeProblem(rec, r, problem{Status: http.StatusInternalServerError, Code: codeInternal, Detail: "internal error"})
					p = nil
				}
			}
			if rec.status == 0 && p == nil {
				rec.status = http.StatusOK // what is sent for an answer without a word
			}
			took := time.Since(start)
			end(account.Route(), rec.status)
			if !rec.lasting() {
				a.Telemetry.Metrics.Answered(account.Route(), r.Method, rec.status, took)
			}
			a.tell(r, rec, account, took, p == nil)
			if p != nil {
				panic(http.ErrAbortHandler) // the client must not take half an answer for a whole one
			}
		}()
		next.ServeHTTP(rec, r)
	})
}

// tell logs a request. One that took longer than the operator finds right is a
// warning, with how the store was read for it.
func (a *api) tell(r *http.Request, rec *recorder, account *telemetry.Account, took time.Duration, whole bool) {
	attrs := append([]slog.Attr{
		slog.String("method", r.Method), slog.String("path", r.URL.Path), slog.Int("status", rec.status),
		slog.Int64("bytes", rec.bytes), slog.Duration("took", took), slog.Bool("whole", whole),
	}, account.Attrs()...)
	if a.Slow > 0 && took >= a.Slow && !rec.lasting() {
		a.Log.LogAttrs(r.Context(), slog.LevelWarn, "answered slowly", append(attrs, slog.String("reads", account.Plan()))...)
		return
	}
	a.Log.LogAttrs(r.Context(), slog.LevelInfo, "answered", attrs...)
}

// routed notes which address of the service answers.
func routed(mux *http.ServeMux) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, pattern := mux.Handler(r)
		telemetry.AccountOf(r.Context()).Routed(pattern)
		mux.ServeHTTP(w, r)
	})
}

func isAbort(p any) bool {
	err, ok := p.(error)
	return ok && errors.Is(err, http.ErrAbortHandler)
}

// recorder remembers what was answered.
type recorder struct {
	http.ResponseWriter
	status int
	bytes  int64
}

// lasting reports whether a WebSocket or a stream of events was answered: how long
// those take says nothing of the service.
func (r *recorder) lasting() bool {
	return r.status == http.StatusSwitchingProtocols || strings.HasPrefix(r.Header().Get("Content-Type"), mediaEvents)
}

func (r *recorder) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
	r.ResponseWriter.WriteHeader(status)
}

func (r *recorder) Write(b []byte) (int, error) {
	if r.status == 0 {
		r.status = http.StatusOK
	}
	n, err := r.ResponseWriter.Write(b)
	r.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }
