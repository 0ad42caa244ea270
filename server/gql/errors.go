package gql

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/entente/entente/graph"
)

// The codes of errors, in extensions.code.
var codes = map[error]string{
	graph.ErrInvalid:         "INVALID",
	graph.ErrNotFound:        "NOT_FOUND",
	graph.ErrConflict:        "CONFLICT",
	graph.ErrTooLarge:        "TOO_LARGE",
	graph.ErrUnavailable:     "UNAVAILABLE",
	graph.ErrUnauthenticated: "UNAUTHENTICATED",
	graph.ErrForbidden:       "FORBIDDEN",
	graph.ErrRateLimited:     "RATE_LIMITED",
	context.Canceled:         "CANCELED",
	context.DeadlineExceeded: "TIMEOUT",
}

const codeInternal = "INTERNAL"

// present gives what a client may see of an error. It is the only place that
// decides so; the cause goes to the log.
func (h *Handler) present(ctx context.Context, err error) *gqlerror.Error {
	out := &gqlerror.Error{}
	var e *gqlerror.Error
	if errors.As(err, &e) {
		if e.Extensions["code"] != nil {
			return e // presented before
		}
		out.Path, out.Locations = e.Path, e.Locations
	}
	if fc := graphql.GetFieldContext(ctx); fc != nil && out.Locations == nil && fc.Field.Field != nil && fc.Field.Position != nil {
		out.Locations = []gqlerror.Location{{Line: fc.Field.Position.Line, Column: fc.Field.Position.Column}}
	}
	cause := causeOf(err)
	kind := graph.KindOf(cause)
	code, known := codes[kind]
	if !known {
		return h.internal(ctx, out, err)
	}
	out.Extensions = map[string]any{"code": code}
	field := inputOf(ctx, out)
	var said *graph.Error
	var faults *graph.Faults
	switch {
	case errors.As(cause, &faults):
		out.Message = faults.Error()
		out.Extensions["faults"] = listed(faults)
	case errors.As(cause, &said):
		out.Message = cut(said.Message)
		field = join(field, said.Field)
		if said.Err != nil {
			h.options.Log.WarnContext(ctx, "a question was not answered", "request", h.options.RequestID(ctx), "error", said)
		}
	case errors.Is(kind, context.DeadlineExceeded):
		out.Message = "the time for an answer ran out; ask for less, or narrow the filter"
	default:
		out.Message = "the question was withdrawn"
	}
	if field != "" {
		out.Extensions["field"] = field
		out.Message = field + ": " + out.Message
	}
	return out
}

// sorted gives errors in the order of their fields in the operation, then of their
// paths: fields are resolved at once, and the same question has the same answer.
func sorted(errs gqlerror.List) gqlerror.List {
	place := func(e *gqlerror.Error) (line, column int) {
		if len(e.Locations) == 0 {
			return 0, 0
		}
		return e.Locations[0].Line, e.Locations[0].Column
	}
	slices.SortStableFunc(errs, func(a, b *gqlerror.Error) int {
		lineA, columnA := place(a)
		lineB, columnB := place(b)
		return cmp.Or(cmp.Compare(lineA, lineB), cmp.Compare(columnA, columnB),
			slices.CompareFunc(a.Path, b.Path, compareSteps), cmp.Compare(a.Message, b.Message))
	})
	return errs
}

// compareSteps compares steps of a path: indexes by number, names by letters.
func compareSteps(a, b ast.PathElement) int {
	i, ok1 := a.(ast.PathIndex)
	j, ok2 := b.(ast.PathIndex)
	if ok1 && ok2 {
		return cmp.Compare(i, j)
	}
	return cmp.Compare(fmt.Sprint(a), fmt.Sprint(b))
}

// causeOf gives what is behind an error of gqlgen or the parser. They say by
// themselves only what is wrong with the question, except where the answer does
// not fit the schema.
func causeOf(err error) error {
	if graph.KindOf(err) != nil || errors.Is(err, graphql.ErrInvalidNull) {
		return err
	}
	var e *gqlerror.Error
	if errors.As(err, &e) && e.Err != nil {
		return e.Err
	}
	return err
}

// inputOf gives the argument that an error speaks of, if its path goes beyond the
// field that is resolved, and cuts the path there.
func inputOf(ctx context.Context, e *gqlerror.Error) string {
	fc := graphql.GetFieldContext(ctx)
	if fc == nil {
		return ""
	}
	at := len(fc.Path())
	if len(e.Path) <= at {
		return ""
	}
	input := e.Path[at:].String()
	e.Path = e.Path[:at]
	return input
}

// cut gives a message in a length that somebody reads: it may quote the question.
func cut(message string) string {
	const most = 1000
	if len(message) <= most {
		return message
	}
	return strings.ToValidUTF8(message[:most], "") + "…"
}

func join(outer, inner string) string {
	if outer == "" || inner == "" {
		return outer + inner
	}
	return outer + "." + inner
}

// listed gives the faults of a batch as a client reads them.
func listed(f *graph.Faults) []map[string]any {
	out := make([]map[string]any, 0, len(f.List))
	for _, x := range f.List {
		one := map[string]any{"field": x.Field, "message": x.Message}
		if x.Record >= 0 {
			one["record"] = x.Record
		}
		out = append(out, one)
	}
	return out
}

// internal answers an error that nobody foresaw.
func (h *Handler) internal(ctx context.Context, out *gqlerror.Error, err error) *gqlerror.Error {
	if e := inputError(ctx, out, err); e != nil {
		return e
	}
	id := h.options.RequestID(ctx)
	h.options.Log.ErrorContext(ctx, "a question failed", "request", id, "path", out.Path.String(), "error", err)
	out.Message = "internal error"
	out.Extensions = map[string]any{"code": codeInternal, "requestId": id}
	return out
}

// inputError gives the error of an argument that gqlgen itself could not read, as
// a number out of range; nil if err is none.
func inputError(ctx context.Context, out *gqlerror.Error, err error) *gqlerror.Error {
	field := inputOf(ctx, out)
	var e *gqlerror.Error
	if field == "" || !errors.As(err, &e) {
		return nil
	}
	out.Message = field + ": " + e.Message
	out.Extensions = map[string]any{"code": codes[graph.ErrInvalid], "field": field}
	return out
}

// recover makes an error of a panic, with where it happened for the log.
func (h *Handler) recover(_ context.Context, v any) error {
	return fmt.Errorf("panic: %v\n%s", v, debug.Stack())
}

// wrap makes an error of the whole operation.
func wrap(err error) *gqlerror.Error { return gqlerror.Wrap(err) }

// ofVariable makes an error of a variable that does not fit its type. Its path
// begins with "variable".
func ofVariable(err error) *gqlerror.Error {
	var e *gqlerror.Error
	if !errors.As(err, &e) {
		return wrap(graph.Errorf(graph.ErrInvalid, "the variables do not fit the operation: %v", err))
	}
	field := strings.TrimPrefix(strings.TrimPrefix(e.Path.String(), "variable"), ".")
	return wrap(graph.InField("$"+field, graph.Errorf(graph.ErrInvalid, "%s", e.Message)))
}

// noOperation says which operations a document has.
func noOperation(doc *ast.QueryDocument, name string) error {
	var names []string
	for _, op := range doc.Operations {
		names = append(names, op.Name)
	}
	if name == "" {
		return graph.Errorf(graph.ErrInvalid, "there are several operations; say in operationName which is meant: %s", strings.Join(names, ", "))
	}
	return graph.Errorf(graph.ErrInvalid, "there is no operation of that name; there is %s", strings.Join(names, ", "))
}
