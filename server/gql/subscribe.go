package gql

import (
	"context"
	"iter"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// Subscribes reports whether an operation is a subscription; what cannot be read is
// none.
func (h *Handler) Subscribes(p *graphql.RawParams) bool {
	doc, errs := h.document(p.Query)
	if len(errs) > 0 {
		return false
	}
	op := doc.Operations.ForName(p.OperationName)
	return op != nil && op.Operation == ast.Subscription
}

// Subscribe starts a subscription and yields what happens, each time with an answer
// that is read anew. It ends with ctx, or when there is nothing more to come. One
// that is not executed yields one answer without Data.
func (h *Handler) Subscribe(ctx context.Context, p *graphql.RawParams) iter.Seq[*graphql.Response] {
	return func(yield func(*graphql.Response) bool) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel() // what feeds the subscription ends with it
		next, refused := h.start(ctx, p)
		if refused != nil {
			yield(refused)
			return
		}
		for ctx.Err() == nil {
			answer := next(ctx)
			if answer == nil || !yield(answer) {
				return
			}
		}
	}
}

// start starts a subscription, and gives what waits for the next answer; or the
// answer that says why it is not executed.
func (h *Handler) start(ctx context.Context, p *graphql.RawParams) (next graphql.ResponseHandler, refused *graphql.Response) {
	ctx, end := h.options.Observe(ctx)
	asked := Asked{Name: cut(p.OperationName), Hash: hashOf(p.Query)}
	defer func() {
		asked.Outcome = outcomeOf(refused)
		end(asked)
	}()
	ctx = graphql.WithResponseContext(ctx, h.present, h.recover)
	defer func() {
		if r := recover(); r != nil {
			refused = h.refuse(ctx, gqlerror.List{gqlerror.Wrap(h.recover(ctx, r))})
		}
	}()
	operation, errs := h.operation(ctx, p, &asked)
	if len(errs) > 0 {
		return nil, h.refuse(ctx, errs)
	}
	s := newScope(h.atlas)
	defer s.close()
	events := h.schema.Exec(withScope(graphql.WithOperationContext(ctx, operation), s))
	if errs := graphql.GetErrors(ctx); len(errs) > 0 {
		return nil, &graphql.Response{Errors: h.capped(sorted(errs))}
	}
	var root *ast.Field
	if fields := rootFields(operation.Operation.SelectionSet, nil); len(fields) > 0 {
		root = fields[0]
	}
	return func(ctx context.Context) *graphql.Response {
		return h.event(graphql.WithOperationContext(ctx, operation), root, events)
	}, nil
}

// event waits for the next event of a subscription and answers it.
func (h *Handler) event(ctx context.Context, root *ast.Field, events graphql.ResponseHandler) (answer *graphql.Response) {
	ctx = graphql.WithResponseContext(ctx, h.present, h.recover)
	// Whose place in the answer is that of the root field: gqlgen does not say so.
	ctx = graphql.WithFieldContext(ctx, &graphql.FieldContext{Object: "Subscription", Field: graphql.CollectedField{Field: root}})
	defer func() {
		if r := recover(); r != nil {
			answer = h.refuse(ctx, gqlerror.List{gqlerror.Wrap(h.recover(ctx, r))})
		}
	}()
	s := newScope(h.atlas)
	defer s.close()
	answer = events(withScope(ctx, s))
	if answer == nil {
		return nil
	}
	// The answer is kept in a buffer that the next event writes to.
	answer.Data = append([]byte(nil), answer.Data...)
	answer.Errors = h.capped(sorted(graphql.GetErrors(ctx)))
	return answer
}
