package neo4j_test

import (
	"context"
	"errors"
	"iter"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	driver "github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/store/neo4j/neo4jtest"
)

// sameRows fails the test if two answers differ.
func sameRows(t *testing.T, got, want []*driver.Record) {
	t.Helper()
	if len(want) == 0 {
		t.Fatal("there is nothing to compare")
	}
	values := func(rows []*driver.Record) (out [][]any) {
		for _, r := range rows {
			out = append(out, r.Values)
		}
		return out
	}
	if d := cmp.Diff(values(want), values(got)); d != "" {
		t.Errorf("rows differ (-wanted +got):\n%s", d)
	}
}

// await waits until a condition holds, at most a minute.
func await(t *testing.T, what string, holds func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	look := time.NewTicker(20 * time.Millisecond)
	defer look.Stop()
	for !holds() {
		select {
		case <-ctx.Done():
			t.Fatalf("waited in vain for %s", what)
		case <-look.C:
		}
	}
}

// holdLock holds the lock of all writers, until release is called.
func holdLock(t *testing.T, server neo4jtest.Server) (release func()) {
	t.Helper()
	ctx := context.WithoutCancel(t.Context())
	session := server.Driver(t).NewSession(ctx, driver.SessionConfig{})
	tx, err := session.BeginTransaction(ctx)
	if err == nil {
		_, err = tx.Run(ctx, "MATCH (m:Meta) SET m.held = true", nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	return func() {
		if err := errors.Join(tx.Rollback(ctx), session.Close(ctx)); err != nil {
			t.Errorf("give the lock up: %v", err)
		}
	}
}

// yields gives records as a load takes them.
func yields(records []graph.Record) iter.Seq2[graph.Record, error] {
	return func(yield func(graph.Record, error) bool) {
		for _, r := range records {
			if !yield(r, nil) {
				return
			}
		}
	}
}
