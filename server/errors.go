package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/entente/entente/graph"
)

// exitStatus gives the status that the program ends with, so that a script can
// tell what happened.
func exitStatus(err error) int {
	kind := graph.KindOf(err)
	for _, s := range []struct {
		kind   error
		status int
	}{
		{graph.ErrInvalid, 2},
		{graph.ErrTooLarge, 2},
		{graph.ErrNotFound, 3},
		{graph.ErrConflict, 4},
		{graph.ErrUnavailable, 5},
		{graph.ErrRateLimited, 5},
		{graph.ErrUnauthenticated, 6},
		{graph.ErrForbidden, 6},
		{context.DeadlineExceeded, 5},
		{context.Canceled, 130},
	} {
		if kind != nil && errors.Is(kind, s.kind) {
			return s.status
		}
	}
	if err != nil {
		return 1
	}
	return 0
}

// inWords says an error to the person who ran the command, who is the operator
// too and may know its cause.
func inWords(err error) string {
	var faults *graph.Faults
	var e *graph.Error
	switch kind := graph.KindOf(err); {
	case errors.As(err, &faults):
		return faults.Error()
	case errors.As(err, &e) && errors.Is(e.Kind, kind):
		s := strings.TrimPrefix(e.Message, ": ")
		if e.Field != "" {
			s = e.Field + ": " + s
		}
		if e.Err != nil {
			s += fmt.Sprintf(" (%v)", e.Err)
		}
		return s
	case errors.Is(kind, context.Canceled):
		return "canceled"
	case kind == nil:
		return fmt.Sprintf("internal error, please report it: %v", err)
	}
	return err.Error()
}
