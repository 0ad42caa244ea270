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
	if err == nil {
		return 0
	}
	switch graph.KindOf(err) {
	case graph.ErrInvalid, graph.ErrTooLarge:
		return 2
	case graph.ErrNotFound:
		return 3
	case graph.ErrConflict:
		return 4
	case graph.ErrUnavailable, context.DeadlineExceeded:
		return 5
	case context.Canceled:
		return 130
	}
	return 1
}

// inWords says an error to the person who ran the command, who is the operator
// too and may know its cause.
func inWords(err error) string {
	var faults *graph.Faults
	var e *graph.Error
	switch kind := graph.KindOf(err); {
	case errors.As(err, &faults):
		return faults.Error()
	case errors.As(err, &e) && e.Kind == kind:
		s := strings.TrimPrefix(e.Message, ": ")
		if e.Field != "" {
			s = e.Field + ": " + s
		}
		if e.Err != nil {
			s += fmt.Sprintf(" (%v)", e.Err)
		}
		return s
	case kind == context.Canceled:
		return "canceled"
	case kind == nil:
		return fmt.Sprintf("internal error, please report it: %v", err)
	}
	return err.Error()
}
