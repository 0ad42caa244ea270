package httpapi

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/server/access"
)

// graphql answers GraphQL over HTTP, after the draft of its specification
// (graphql.github.io/graphql-over-http).
//
// Operations come as JSON by POST. A form or a plain text would do as well, but
// then any page that somebody visits could have their browser send one here;
// JSON is what a browser asks about first.
func (a *api) graphql(w http.ResponseWriter, r *http.Request) {
	w.Header().Add("Vary", "Accept, Authorization")
	if isUpgrade(r) {
		a.websocket(w, r)
		return
	}
	if r.Method == http.MethodGet && r.URL.Query().Get("query") == "" && prefersHTML(r.Header) {
		http.Redirect(w, r, "/graphiql", http.StatusFound)
		return
	}
	as, ok := negotiate(r.Header)
	if wantsEvents(r) {
		as, ok = mediaJSON, true // of what is refused before it is answered
	}
	if !ok {
		writeProblem(w, r, problem{
			Status: http.StatusNotAcceptable, Code: codeInvalid,
			Detail: "answers are " + mediaResponse + " or " + mediaJSON + "; accept one of them",
		})
		return
	}
	out := answer{w: w, r: r, as: as, log: a.Log}
	start := time.Now()
	who, err := a.identify(r)
	if err != nil {
		p := problemOf(err)
		if p.Status >= http.StatusInternalServerError {
			a.Log.ErrorContext(r.Context(), "nobody can be identified", "error", err)
		}
		out.refuse(p.Status, err)
		return
	}
	r = r.WithContext(access.WithPrincipal(r.Context(), who))
	params, err := a.params(w, r)
	if err != nil {
		status := http.StatusBadRequest
		var refused *refusal
		if errors.As(err, &refused) {
			status = refused.status
		}
		out.refuse(status, err)
		return
	}
	params.Headers = r.Header
	params.ReadTime = graphql.TraceTiming{Start: start, End: time.Now()}
	if wantsEvents(r) {
		a.events(w, r, params)
		return
	}
	a.run(out, r, params)
}

// params reads the operation of a request.
func (a *api) params(w http.ResponseWriter, r *http.Request) (params *graphql.RawParams, err error) {
	switch r.Method {
	case http.MethodPost:
		params, err = a.posted(w, r)
	case http.MethodGet:
		params, err = asked(r)
	default:
		w.Header().Set("Allow", "GET, POST")
		return nil, refuse(http.StatusMethodNotAllowed, "send an operation by POST, or a query by GET")
	}
	if err == nil {
		err = a.documents.resolve(params)
	}
	if err == nil && r.Method == http.MethodGet {
		if err = onlyReads(r, params); err != nil {
			w.Header().Set("Allow", "POST")
		}
	}
	return params, err
}

// run executes an operation, when it is its turn and within its time.
func (a *api) run(out answer, r *http.Request, params *graphql.RawParams) {
	done, err := a.turns.take(r.Context(), a.clientOf(r, access.FromContext(r.Context())))
	if err != nil {
		out.refuse(problemOf(err).Status, err)
		return
	}
	defer done()
	ctx, cancel := context.WithTimeout(graphql.StartOperationTrace(r.Context()), a.Limits.Query)
	defer cancel()
	ctx, mark, err := marked(ctx, r)
	if err != nil {
		out.refuse(http.StatusBadRequest, err)
		return
	}
	answered := a.GraphQL.Do(ctx, params)
	setRevision(out.w.Header(), mark)
	out.write(answered)
}

// refusal is a request that is not read, with its status.
type refusal struct {
	status int
	err    error
}

func refuse(status int, format string, args ...any) error {
	return &refusal{status, graph.Errorf(graph.ErrInvalid, format, args...)}
}

func (r *refusal) Error() string { return r.err.Error() }

func (r *refusal) Unwrap() error { return r.err }

// posted reads an operation sent by POST.
func (a *api) posted(w http.ResponseWriter, r *http.Request) (*graphql.RawParams, error) {
	kind, attributes, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	charset := attributes["charset"]
	if err != nil || kind != mediaJSON || charset != "" && !strings.EqualFold(charset, "utf-8") {
		return nil, refuse(http.StatusUnsupportedMediaType, "send JSON in UTF-8, with the header Content-Type: %s", mediaJSON)
	}
	if e := r.Header.Get("Content-Encoding"); e != "" && e != "identity" {
		return nil, refuse(http.StatusUnsupportedMediaType, "send the body as it is, without Content-Encoding")
	}
	tooLarge := func() error {
		return &refusal{http.StatusRequestEntityTooLarge, graph.Errorf(graph.ErrTooLarge, "the body is longer than %d bytes", a.Limits.Body)}
	}
	if r.ContentLength > a.Limits.Body {
		return nil, tooLarge()
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, a.Limits.Body))
	var most *http.MaxBytesError
	switch {
	case errors.As(err, &most):
		return nil, tooLarge()
	case err != nil:
		return nil, fmt.Errorf("read the body: %w", errors.Join(graph.Errorf(graph.ErrInvalid, "the body ended too soon"), err))
	}
	if len(body) > largeBody {
		a.parsing <- struct{}{} // not for long: the body is here, and bounded
		defer func() { <-a.parsing }()
	}
	return parseBody(body)
}

// largeBody is from how many bytes a body waits for its turn to be parsed: no question
// that a person writes is so long.
const largeBody = 32 << 10

// asked reads a query sent by GET.
func asked(r *http.Request) (*graphql.RawParams, error) {
	q := r.URL.Query()
	p := &graphql.RawParams{Query: q.Get("query"), OperationName: q.Get("operationName")}
	for name, into := range map[string]*map[string]any{"variables": &p.Variables, "extensions": &p.Extensions} {
		if v := q.Get(name); v != "" {
			if err := parseObject(name, []byte(v), into); err != nil {
				return nil, err
			}
		}
	}
	if id := q.Get(documentID); id != "" {
		setDocumentID(p, id)
	}
	if p.Query == "" && !names(p) {
		return nil, refuse(http.StatusBadRequest, "the parameter query is missing; send an operation by POST, or a query by GET")
	}
	return p, nil
}

// onlyReads reports why an operation is not answered by GET: it must not change
// anything, since links are followed by whoever finds them.
func onlyReads(r *http.Request, p *graphql.RawParams) error {
	operation := operationOf(p)
	streamed := operation != nil && operation.Operation == ast.Subscription && wantsEvents(r)
	if operation != nil && operation.Operation != ast.Query && !streamed {
		return refuse(http.StatusMethodNotAllowed, "only a query is answered by GET; send a %s by POST", operation.Operation)
	}
	return nil
}

// operationOf finds the operation that is to run, or nil if it is not there or does
// not parse: the executor says why. An address is short enough to parse as it is.
func operationOf(p *graphql.RawParams) *ast.OperationDefinition {
	doc, err := parser.ParseQuery(&ast.Source{Input: p.Query})
	if err != nil {
		return nil
	}
	return doc.Operations.ForName(p.OperationName)
}
