package neo4j

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/entente/entente/graph"
)

func TestFault(t *testing.T) {
	s := &Store{}
	coded := func(code string) error {
		return &neo4j.Neo4jError{Code: code, Msg: "MATCH (n) at 127.0.0.1:7687"}
	}
	for _, x := range []struct {
		err  error
		kind error
	}{
		{coded("Neo.ClientError.Security.Unauthorized"), graph.ErrUnavailable},
		{coded("Neo.ClientError.Security.AuthenticationRateLimit"), graph.ErrUnavailable},
		{coded("Neo.ClientError.Security.Forbidden"), graph.ErrUnavailable},
		{coded("Neo.ClientError.Database.DatabaseNotFound"), graph.ErrUnavailable},
		{coded("Neo.ClientError.General.ForbiddenOnReadOnlyDatabase"), graph.ErrUnavailable},
		{coded("Neo.ClientError.Transaction.TransactionTimedOut"), graph.ErrUnavailable},
		{coded("Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration"), graph.ErrUnavailable},
		{coded("Neo.TransientError.Transaction.DeadlockDetected"), graph.ErrUnavailable},
		{coded("Neo.TransientError.General.DatabaseUnavailable"), graph.ErrUnavailable},
		{coded("Neo.TransientError.General.MemoryPoolOutOfMemoryError"), graph.ErrTooLarge},
		{coded("Neo.TransientError.General.TransactionOutOfMemoryError"), graph.ErrTooLarge},
		{once(coded("Neo.TransientError.General.MemoryPoolOutOfMemoryError")), graph.ErrTooLarge},
		{&neo4j.ConnectivityError{Inner: io.EOF}, graph.ErrUnavailable},
		{&neo4j.TransactionExecutionLimit{Errors: []error{io.EOF}}, graph.ErrUnavailable},
		{&neo4j.TransactionExecutionLimit{Errors: []error{io.EOF, coded("Neo.ClientError.General.ForbiddenOnReadOnlyDatabase")}}, graph.ErrUnavailable},
		{coded("Neo.ClientError.Statement.SyntaxError"), nil}, // a bug, and not for a client's eyes
		{coded("Neo.ClientError.Schema.ConstraintValidationFailed"), nil},
		{graph.Errorf(graph.ErrConflict, "as it was"), graph.ErrConflict},
		{&graph.Faults{List: []graph.Fault{{}}}, graph.ErrInvalid},
	} {
		got := s.fault(t.Context(), x.err)
		if graph.KindOf(got) != x.kind {
			t.Errorf("%v is %v; wanted kind %v", x.err, got, x.kind)
		}
		var e *graph.Error
		if errors.As(got, &e) && (strings.Contains(e.Message, "MATCH") || strings.Contains(e.Message, "7687")) {
			t.Errorf("the message %q shows what the driver said", e.Message)
		}
	}
	if err := s.fault(t.Context(), nil); err != nil {
		t.Errorf("no error is %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.fault(ctx, coded("Neo.ClientError.Transaction.Terminated")); !errors.Is(err, context.Canceled) {
		t.Errorf("an error under a canceled context is %v", err)
	}
	s.closed.Store(true)
	if err := s.fault(t.Context(), io.EOF); !errors.Is(err, graph.ErrUnavailable) {
		t.Errorf("an error of a closed store is %v", err)
	}
}

// The driver tries transient errors again, but not one that would only come again.
func TestOnce(t *testing.T) {
	memory := &neo4j.Neo4jError{Code: "Neo.TransientError.General.MemoryPoolOutOfMemoryError"}
	deadlock := &neo4j.Neo4jError{Code: "Neo.TransientError.Transaction.DeadlockDetected"}
	if neo4j.IsRetryable(once(memory)) {
		t.Error("a lack of memory is tried again")
	}
	if !neo4j.IsRetryable(once(deadlock)) {
		t.Error("a deadlock is not tried again")
	}
}

func TestServerVersion(t *testing.T) {
	for agent, want := range map[string][2]int{
		"Neo4j/5.26.30": {5, 26}, "Neo4j/2025.06.2": {2025, 6}, "Neo4j/5.27-aura": {5, 27}, "Neo4j/5.27.0-2025040": {5, 27},
	} {
		major, minor, ok := serverVersion(agent)
		if !ok || major != want[0] || minor != want[1] {
			t.Errorf("%s is %d.%d, %v; wanted %v", agent, major, minor, ok, want)
		}
	}
	for _, agent := range []string{"", "Neo4j", "Neo4j/dev", "Neo4j/5"} {
		if _, _, ok := serverVersion(agent); ok {
			t.Errorf("%q has a version", agent)
		}
	}
}

// A database with any label of ours in it is looked at before it is taken.
func TestForeignLooksForEveryLabel(t *testing.T) {
	labels := []string{"Actor", "ActorVersion", "Event", "EventVersion", "Evidence", "Meta", "Paper", "Relation", "Revision", "Source", "SourceVersion"}
	for _, k := range graph.ActorKinds {
		labels = append(labels, label(k))
	}
	_, pattern, _ := strings.Cut(foreignCypher, "(n:")
	pattern, _, _ = strings.Cut(pattern, ")")
	looked := map[string]bool{}
	for part := range strings.SplitSeq(pattern, "|") {
		looked[strings.TrimSpace(part)] = true
	}
	for _, l := range labels {
		if !looked[l] {
			t.Errorf("foreign.cypher does not look for %s", l)
		}
		delete(looked, l)
	}
	for l := range looked {
		t.Errorf("foreign.cypher looks for %s, which is no label of ours", l)
	}
	if got := label(graph.ArmedGroup); got != "ArmedGroup" {
		t.Errorf("the label of %s is %s", graph.ArmedGroup, got)
	}
}
