package gql

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"runtime"

	"github.com/99designs/gqlgen/complexity"
	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/atlas"
	"github.com/entente/entente/server/gql/gen"
)

// Handler answers operations. It is safe for use by many goroutines.
type Handler struct {
	atlas   *atlas.Atlas
	options Options
	schema  graphql.ExecutableSchema
	checked *cache

	// checking has a place for each document that is read and checked now: on half of
	// the processors, so that a flood of new ones leaves the others to questions that
	// are known.
	checking chan struct{}
}

// New makes a Handler of an atlas.
func New(a *atlas.Atlas, o Options) *Handler {
	o = o.withDefaults()
	config := gen.Config{Resolvers: &resolver{atlas: a, limits: o.limits()}, Complexity: costs()}
	return &Handler{atlas: a, options: o, schema: gen.NewExecutableSchema(config), checked: newCache(o.CachedOperations), checking: make(chan struct{}, max(1, runtime.GOMAXPROCS(0)/2))}
}

// Schema gives the schema that operations are held to.
func (h *Handler) Schema() *ast.Schema { return h.schema.Schema() }

// Do answers one operation. An operation that was not executed, since it does not
// read, does not fit the schema or is too large, has errors and no Data at all
// (nil, not null); its first error says by its code whose fault that is.
func (h *Handler) Do(ctx context.Context, p *graphql.RawParams) (answer *graphql.Response) {
	ctx, end := h.options.Observe(ctx)
	asked := Asked{Name: cut(p.OperationName), Hash: hashOf(p.Query)}
	defer func() {
		asked.Outcome = outcomeOf(answer)
		end(asked)
	}()
	ctx = graphql.WithResponseContext(ctx, h.present, h.recover)
	defer func() {
		if r := recover(); r != nil {
			answer = h.refuse(ctx, gqlerror.List{gqlerror.Wrap(h.recover(ctx, r))})
		}
	}()
	operation, errs := h.operation(ctx, p, &asked)
	if len(errs) > 0 {
		return h.refuse(ctx, errs)
	}
	if operation.Operation.Operation == ast.Subscription {
		return h.refuse(ctx, gqlerror.List{wrap(graph.Errorf(graph.ErrInvalid,
			"a subscription has many answers: ask it over a WebSocket (graphql-transport-ws), or with the header Accept: text/event-stream"))})
	}
	s := newScope(h.atlas)
	defer s.close()
	ctx = withScope(graphql.WithOperationContext(ctx, operation), s)
	answer = h.schema.Exec(ctx)(ctx)
	answer.Errors = h.capped(sorted(graphql.GetErrors(ctx)))
	return answer
}

// hashOf gives a digest of an operation's text, short enough to read out.
func hashOf(query string) string {
	sum := sha256.Sum256([]byte(query))
	return hex.EncodeToString(sum[:6])
}

// outcomeOf says how an operation ended: OK, or the code of its first error.
func outcomeOf(answer *graphql.Response) string {
	if answer == nil || len(answer.Errors) == 0 {
		return "OK"
	}
	code, _ := answer.Errors[0].Extensions["code"].(string)
	return code
}

// refuse answers an operation that is not executed.
func (h *Handler) refuse(ctx context.Context, errs gqlerror.List) *graphql.Response {
	out := make(gqlerror.List, len(errs))
	for i, err := range errs {
		out[i] = h.present(ctx, err)
	}
	return &graphql.Response{Errors: h.capped(out)}
}

// capped gives the errors that an answer lists; the last says how many it does not.
func (h *Handler) capped(errs gqlerror.List) gqlerror.List {
	most := h.options.MaxErrors
	if len(errs) <= most {
		return errs
	}
	out := append(gqlerror.List{}, errs[:most-1]...)
	code, _ := errs[most-1].Extensions["code"].(string)
	return append(out, &gqlerror.Error{
		Message:    "and " + count(len(errs)-most+1, "more error"),
		Extensions: map[string]any{"code": code},
	})
}

// operation reads, checks and measures an operation, and notes what is asked.
func (h *Handler) operation(ctx context.Context, p *graphql.RawParams, asked *Asked) (*graphql.OperationContext, gqlerror.List) {
	doc, errs := h.document(p.Query)
	if len(errs) > 0 {
		return nil, errs
	}
	op := doc.Operations.ForName(p.OperationName)
	if op == nil {
		return nil, gqlerror.List{wrap(noOperation(doc, p.OperationName))}
	}
	if err := allow(ctx, op); err != nil {
		return nil, gqlerror.List{wrap(err)}
	}
	if h.options.NoIntrospection && introspects(op) {
		return nil, gqlerror.List{wrap(graph.Errorf(graph.ErrForbidden, "this service does not tell its schema (introspection); it is schema.graphqls of its release"))}
	}
	asked.Name, asked.Type = cut(op.Name), string(op.Operation)
	variables, err := validator.VariableValues(h.Schema(), op, p.Variables)
	if err != nil {
		return nil, gqlerror.List{ofVariable(err)}
	}
	cost := complexity.Calculate(ctx, h.schema, op, variables)
	asked.Cost = cost
	if most := h.options.MaxComplexity; cost > most {
		return nil, gqlerror.List{wrap(graph.Errorf(graph.ErrTooLarge,
			"the answer may have %s values, and %d are allowed; ask for smaller pages (first), fewer fields or fewer nested lists", saturated(cost), most))}
	}
	return &graphql.OperationContext{
		RawQuery: p.Query, OperationName: p.OperationName, Doc: doc, Operation: op, Variables: variables,
		Headers: p.Headers, Extensions: p.Extensions, RecoverFunc: h.recover,
		ResolverMiddleware:     func(ctx context.Context, next graphql.Resolver) (any, error) { return next(ctx) },
		RootResolverMiddleware: func(ctx context.Context, next graphql.RootResolver) graphql.Marshaler { return next(ctx) },
	}, nil
}

// document reads and checks a document. What it measures without the schema is
// measured first, since some small documents take the full check hours.
func (h *Handler) document(query string) (*ast.QueryDocument, gqlerror.List) {
	if doc, ok := h.checked.get(query); ok {
		return doc, nil
	}
	h.checking <- struct{}{} // not for long: the limits bound what one takes
	defer func() { <-h.checking }()
	doc, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: query}, h.options.MaxTokens)
	if err != nil {
		return nil, gqlerror.List{h.unreadable(err)}
	}
	if len(doc.Operations) == 0 {
		return nil, gqlerror.List{wrap(graph.Errorf(graph.ErrInvalid, "there is no operation; write a query, as in { service { version } }"))}
	}
	if err := h.options.check(doc); err != nil {
		return nil, gqlerror.List{wrap(err)}
	}
	if errs := validator.ValidateWithRules(h.Schema(), doc, rules.NewDefaultRules()); len(errs) > 0 {
		for _, e := range errs {
			e.Err = &graph.Error{Kind: graph.ErrInvalid, Message: e.Message}
		}
		return nil, errs
	}
	h.checked.put(query, doc)
	return doc, nil
}

// unreadable gives the error of a document that does not read.
func (h *Handler) unreadable(err error) *gqlerror.Error {
	var e *gqlerror.Error
	if !errors.As(err, &e) {
		e = gqlerror.Wrap(err)
	}
	kind, message := graph.ErrInvalid, "the operation cannot be read: "+e.Message
	if e.Message == tokensExceeded(h.options.MaxTokens) {
		kind = graph.ErrTooLarge
		message = "the operation has more than " + count(h.options.MaxTokens, "word") + " and signs; ask in several operations, or pass long lists as variables"
	}
	e.Err = &graph.Error{Kind: kind, Message: message}
	return e
}
