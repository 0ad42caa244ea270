// Package storetest holds the laws that every graph.Store keeps ([Run]), random
// histories that hold two stores against each other ([Same]), and a store plain
// enough to be the judge of both ([Model]).
//
// A store's own test is a few lines:
//
//	func TestStore(t *testing.T) {
//		storetest.Run(t, open)
//		storetest.Same(t, storetest.NewModel(), open(t), 1, 100)
//	}
package storetest

import (
	"errors"
	"fmt"
	"iter"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/graphtest"
)

// Options are what a store can do in a test beyond the port.
type Options struct {
	// Reopen closes the store and opens it again over the same data. Nil if the
	// store keeps nothing.
	Reopen func(t *testing.T, s graph.Store) graph.Store
}

// law is one thing that every store does. It is given a fresh, empty store.
type law struct {
	name string
	keep func(t *testing.T, s graph.Store)
}

// Run holds the store to every law, each as a test of its own on a fresh, empty
// store, which open makes and Run closes.
func Run(t *testing.T, open func(t *testing.T) graph.Store) {
	t.Helper()
	RunWith(t, open, Options{})
}

// RunWith is Run for a store that can do more.
func RunWith(t *testing.T, open func(t *testing.T) graph.Store, o Options) {
	t.Helper()
	groups := []group{
		{"writes", writeLaws},
		{"conditions", conditionLaws},
		{"versions", versionLaws},
		{"reads", readLaws},
		{"sequences", sequenceLaws},
		{"walks", walkLaws},
		{"reaches", reachLaws},
		{"choices", strongestLaws},
		{"orders", orderLaws},
		{"filters", filterLaws},
		{"texts", textLaws},
		{"revisions", revisionLaws},
		{"history", historyLaws},
		{"desk", deskLaws},
		{"many at once", concurrencyLaws},
		{"loads", loadLaws},
		{"reopening", reopenLaws(o)},
	}
	keep(t, open, groups)
}

// group is a number of laws on one thing.
type group struct {
	name string
	laws []law
}

func keep(t *testing.T, open func(t *testing.T) graph.Store, groups []group) {
	t.Helper()
	for _, g := range groups {
		t.Run(g.name, func(t *testing.T) {
			for _, l := range g.laws {
				t.Run(l.name, func(t *testing.T) {
					s := open(t)
					t.Cleanup(func() {
						if err := s.Close(); err != nil {
							t.Errorf("close: %v", err)
						}
					})
					l.keep(t, s)
				})
			}
		})
	}
}

// alike says when two answers are the same: nothing and an empty list are, and
// periods are what was written.
var alike = cmp.Options{
	cmpopts.EquateEmpty(),
	cmp.Comparer(func(a, b graph.Period) bool { return a.String() == b.String() }),
}

// same fails the test if got is not what was wanted.
func same(t testing.TB, what string, got, want any) {
	t.Helper()
	if err := differ(what, got, want); err != nil {
		t.Error(err)
	}
}

// differ says how got is not what was wanted, or nothing.
func differ(what string, got, want any) error {
	if d := difference(want, got); d != "" {
		return fmt.Errorf("%s (-wanted +got):\n%s", what, d)
	}
	return nil
}

// difference is cmp.Diff, but quick where there is none.
func difference(x, y any) string {
	if reflect.DeepEqual(x, y) {
		return ""
	}
	return cmp.Diff(x, y, alike)
}

// zeroOf gives the zero value of what v is.
func zeroOf(v any) any { return reflect.Zero(reflect.TypeOf(v)).Interface() }

// sequenceOf yields the values.
func sequenceOf[V any](values []V) iter.Seq2[V, error] {
	return func(yield func(V, error) bool) {
		for _, v := range values {
			if !yield(v, nil) {
				return
			}
		}
	}
}

// apply records a batch and ends the test if the store refuses it.
func apply(t testing.TB, s graph.Store, b graph.Batch) graph.Revision {
	t.Helper()
	r, err := s.Apply(t.Context(), b)
	if err != nil {
		t.Fatalf("apply: %v", err)
	}
	return r
}

// write records a small graph in the notation of graphtest.
func write(t testing.TB, s graph.Store, notation string) graph.Revision {
	t.Helper()
	return apply(t, s, graphtest.Batch(t, notation))
}

// put records one thing.
func put(t testing.TB, s graph.Store, records ...graph.Record) graph.Revision {
	t.Helper()
	return apply(t, s, batch(records...))
}

func batch(records ...graph.Record) graph.Batch {
	return graph.Batch{BatchHead: head(""), Put: records}
}

func head(key string) graph.BatchHead {
	return graph.BatchHead{Author: "test", Reason: "test", Key: key}
}

// at opens a snapshot for as long as the test runs; 0 is the newest.
func at(t testing.TB, s graph.Store, n graph.RevisionNumber) graph.Snapshot {
	t.Helper()
	snap, err := s.Snapshot(t.Context(), n)
	if err != nil {
		t.Fatalf("snapshot of revision %d: %v", n, err)
	}
	t.Cleanup(func() {
		if err := snap.Close(); err != nil {
			t.Errorf("close of the snapshot: %v", err)
		}
	})
	return snap
}

// all reads a sequence to its end and ends the test on an error.
func all[V any](t testing.TB, seq iter.Seq2[V, error]) []V {
	t.Helper()
	out, err := graph.Collect(seq)
	if err != nil {
		t.Fatalf("read: %v", err)
	}
	return out
}

// ids gives the ids of what was read, in its order.
func ids[V any](values []V) []string {
	out := make([]string, 0, len(values))
	for _, v := range values {
		out = append(out, idOf(v))
	}
	return out
}

func idOf(v any) string {
	switch v := v.(type) {
	case graph.Actor:
		return string(v.ID)
	case graph.Source:
		return string(v.ID)
	case graph.Event:
		return string(v.ID)
	case graph.Evidence:
		return string(v.ID)
	case graph.Relation:
		return string(v.ID)
	case graph.Edge:
		return string(v.ID)
	case graph.Listed:
		return string(v.At) + " " + string(v.ID)
	case graph.Hop:
		return string(v.At) + " " + string(v.ID)
	case graph.SearchHit:
		return string(v.Actor.ID)
	}
	panic("storetest: an answer of an unknown type")
}

// one gives the only thing read.
func one[V any](t testing.TB, seq iter.Seq2[V, error]) V {
	t.Helper()
	got := all(t, seq)
	if len(got) != 1 {
		t.Fatalf("read %d things where there is one", len(got))
	}
	return got[0]
}

// Holding makes a Model that holds the graph written in the notation of
// graphtest, for tests of what stands above the port.
func Holding(t testing.TB, notation string) *Model {
	t.Helper()
	m := NewModel()
	write(t, m, notation)
	return m
}

// wantKind fails the test if err is not of the kind.
func wantKind(t testing.TB, what string, err, kind error) {
	t.Helper()
	if !errors.Is(err, kind) {
		t.Errorf("%s: got %v; wanted %v", what, err, kind)
	}
}
