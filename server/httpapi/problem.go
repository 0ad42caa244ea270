package httpapi

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/server/telemetry"
)

// The codes of errors, the same words as in GraphQL's extensions.
const (
	codeInvalid         = "INVALID"
	codeNotFound        = "NOT_FOUND"
	codeConflict        = "CONFLICT"
	codeTooLarge        = "TOO_LARGE"
	codeUnavailable     = "UNAVAILABLE"
	codeUnauthenticated = "UNAUTHENTICATED"
	codeForbidden       = "FORBIDDEN"
	codeRateLimited     = "RATE_LIMITED"
	codeCanceled        = "CANCELED"
	codeTimeout         = "TIMEOUT"
	codeInternal        = "INTERNAL"
)

// statusClientGone is what the log says of a client that did not wait; nobody
// reads it.
const statusClientGone = 499

// problem is an error as RFC 9457 writes it, with a code of ours.
type problem struct {
	Title     string `json:"title"`
	Status    int    `json:"status"`
	Code      string `json:"code"`
	Detail    string `json:"detail"`
	Field     string `json:"field,omitempty"`     // the parameter that is wrong
	RequestID string `json:"requestId,omitempty"` // under which the log speaks of it
}

// problemOf gives what a reader may know of an error. The rest is for the log.
func problemOf(err error) problem {
	kinds := []struct {
		kind   error
		status int
		code   string
	}{
		{graph.ErrInvalid, http.StatusBadRequest, codeInvalid},
		{graph.ErrNotFound, http.StatusNotFound, codeNotFound},
		{graph.ErrConflict, http.StatusConflict, codeConflict},
		{graph.ErrTooLarge, http.StatusUnprocessableEntity, codeTooLarge},
		{graph.ErrUnavailable, http.StatusServiceUnavailable, codeUnavailable},
		{graph.ErrUnauthenticated, http.StatusUnauthorized, codeUnauthenticated},
		{graph.ErrForbidden, http.StatusForbidden, codeForbidden},
		{graph.ErrRateLimited, http.StatusTooManyRequests, codeRateLimited},
		{context.Canceled, statusClientGone, codeCanceled},
		{context.DeadlineExceeded, http.StatusGatewayTimeout, codeTimeout},
	}
	p := problem{Status: http.StatusInternalServerError, Code: codeInternal, Detail: "internal error"}
	kind := graph.KindOf(err)
	for _, k := range kinds {
		if kind != nil && errors.Is(kind, k.kind) {
			p = problem{Status: k.status, Code: k.code, Detail: kind.Error()}
		}
	}
	var e *graph.Error
	if errors.As(err, &e) && errors.Is(e.Kind, kind) {
		p.Detail = e.Message
		// The view and the filter are not nested in an address.
		p.Field = strings.TrimPrefix(strings.TrimPrefix(e.Field, "view."), "filter.")
	}
	if errors.Is(kind, context.DeadlineExceeded) {
		p.Detail = "the time for an answer ran out; ask for less, or narrow the filter"
	}
	return p
}

// fail answers with an error, and logs what the reader may not know.
func (a *api) fail(w http.ResponseWriter, r *http.Request, err error) {
	p := problemOf(err)
	if p.Status >= http.StatusInternalServerError {
		a.Log.ErrorContext(r.Context(), "a request failed", "error", err)
	}
	writeProblem(w, r, p)
}

func writeProblem(w http.ResponseWriter, r *http.Request, p problem) {
	p.Title = http.StatusText(p.Status)
	if p.Code == codeInternal {
		p.RequestID = telemetry.RequestID(r.Context())
	}
	h := w.Header()
	h.Set("Content-Type", "application/problem+json")
	h.Set("Cache-Control", "no-store")
	setAdvice(h, p.Status)
	for _, name := range []string{"Content-Disposition", "Content-Location", "ETag"} { // of the file that is not sent
		h.Del(name)
	}
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p) // the reader has gone if this fails
}

// setAdvice sets the headers that tell a client what to do about a status. Whoever
// knows better when to come back has said so before.
func setAdvice(h http.Header, status int) {
	switch status {
	case http.StatusUnauthorized:
		h.Set("WWW-Authenticate", `Bearer realm="entente"`)
	case http.StatusServiceUnavailable, http.StatusTooManyRequests:
		if h.Get("Retry-After") == "" {
			h.Set("Retry-After", "1")
		}
	}
}

// onlyMethods answers a request of another method by 405 and reports false.
func onlyMethods(w http.ResponseWriter, r *http.Request, methods ...string) bool {
	for _, m := range methods {
		if r.Method == m {
			return true
		}
	}
	allow := strings.Join(methods, ", ")
	w.Header().Set("Allow", allow)
	writeProblem(w, r, problem{Status: http.StatusMethodNotAllowed, Code: codeInvalid, Detail: "this address answers " + allow})
	return false
}
