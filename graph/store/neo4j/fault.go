package neo4j

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/entente/entente/graph"
)

// final is an error that the driver must not answer by another try. It hides
// what it holds from errors.As, by which the driver decides.
type final struct{ err error }

func (f *final) Error() string { return f.err.Error() }

// once makes an error final that another try would only meet again: a statement
// that needs more memory than there is calls itself transient.
func once(err error) error {
	if isOutOfMemory(err) {
		return &final{err}
	}
	return err
}

// fault gives an error of the driver as one of the kinds of package graph. Every
// error of the driver leaves the store through it. A context that is done wins:
// the driver's own errors then say nothing else, in other words.
func (s *Store) fault(ctx context.Context, err error) error {
	var domain *graph.Error
	var faults *graph.Faults
	switch {
	case err == nil:
		return nil
	case errors.As(err, &domain), errors.As(err, &faults):
		return err
	case s.closed.Load():
		return errClosed
	case ctx.Err() != nil:
		return ctx.Err()
	}
	var f *final
	if errors.As(err, &f) {
		err = f.err
	}
	if e := explain(err); e != nil {
		e.Err = err
		return e
	}
	return fmt.Errorf("neo4j: %w", err)
}

// explain says in words that a client may read what a driver's error means, or
// nothing of one that nobody foresaw.
func explain(err error) *graph.Error {
	code := codeOf(err)
	has := func(prefix string) bool { return strings.HasPrefix(code, prefix) }
	switch {
	case isOutOfMemory(err):
		return graph.Errorf(graph.ErrTooLarge, "this needs more memory than the database gives one transaction (db.memory.transaction.max); ask for less, or load in a stream")
	case isReadOnly(err):
		return graph.Errorf(graph.ErrUnavailable, "the database is read-only")
	case has("Neo.ClientError.Security.Forbidden"):
		return graph.Errorf(graph.ErrUnavailable, "the database user lacks a right that the service needs: to read, to write, and to create constraints and indexes")
	case has("Neo.ClientError.Security."):
		return graph.Errorf(graph.ErrUnavailable, "the database refuses the user or the password")
	case has("Neo.ClientError.Database.DatabaseNotFound"):
		return graph.Errorf(graph.ErrUnavailable, "the server has no database of that name")
	case has("Neo.ClientError.Transaction.TransactionTimedOut"), has("Neo.ClientError.Transaction.LockClientStopped"):
		return graph.Errorf(graph.ErrUnavailable, "the database took too long and was stopped; try again, or ask for less")
	case has("Neo.ClientError.Transaction.Terminated"), has("Neo.TransientError."), has("Neo.ClientError.Cluster."):
		return graph.Errorf(graph.ErrUnavailable, "the database is busy or starting; try again")
	case isAway(err):
		return graph.Errorf(graph.ErrUnavailable, "the database cannot be reached")
	}
	return nil
}

// codeOf gives the code of the server's error, or nothing if it is the driver's.
func codeOf(err error) string {
	var limit *neo4j.TransactionExecutionLimit
	if errors.As(err, &limit) && len(limit.Errors) > 0 {
		return codeOf(limit.Errors[len(limit.Errors)-1])
	}
	var server *neo4j.Neo4jError
	if errors.As(err, &server) {
		return server.Code
	}
	return ""
}

func isOutOfMemory(err error) bool {
	code := codeOf(err)
	return strings.HasSuffix(code, "OutOfMemoryError") || strings.HasSuffix(code, "StackOverFlowError")
}

func isReadOnly(err error) bool {
	code := codeOf(err)
	return code == "Neo.ClientError.General.ForbiddenOnReadOnlyDatabase" || code == "Neo.ClientError.General.WriteOnReadOnlyAccessDatabase"
}

// isAway reports whether the connection, not a statement, failed.
func isAway(err error) bool {
	var limit *neo4j.TransactionExecutionLimit
	return isLost(err) || errors.As(err, &limit) && codeOf(err) == ""
}

// isLost reports whether the connection broke where the driver does not try
// again, which is when it waited for the answer to a commit.
func isLost(err error) bool {
	var connection *neo4j.ConnectivityError
	return errors.As(err, &connection) && codeOf(err) == ""
}
