package graph_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"testing"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/store/storetest"
)

func TestError(t *testing.T) {
	cause := errors.New("dial tcp 10.0.0.1: refused")
	e := &graph.Error{Kind: graph.ErrUnavailable, Message: "the store is away", Field: "view", Err: cause}
	if got, want := e.Error(), "view: unavailable: the store is away: dial tcp 10.0.0.1: refused"; got != want {
		t.Errorf("%q; wanted %q", got, want)
	}
	wrapped := fmt.Errorf("expand 5 actors: %w", e)
	for _, is := range []error{graph.ErrUnavailable, cause} {
		if !errors.Is(wrapped, is) {
			t.Errorf("it is not %v", is)
		}
	}
	if errors.Is(wrapped, graph.ErrInvalid) || graph.KindOf(wrapped) != graph.ErrUnavailable {
		t.Errorf("its kind is %v", graph.KindOf(wrapped))
	}
	if got := graph.Errorf(graph.ErrInvalid, "%d is too many", 7).Error(); got != "invalid: 7 is too many" {
		t.Errorf("%q", got)
	}
}

func TestKindOf(t *testing.T) {
	for _, kind := range []error{graph.ErrInvalid, graph.ErrNotFound, graph.ErrConflict, graph.ErrTooLarge, graph.ErrUnavailable,
		graph.ErrUnauthenticated, graph.ErrForbidden, graph.ErrRateLimited, context.Canceled, context.DeadlineExceeded} {
		if got := graph.KindOf(fmt.Errorf("while reading: %w", kind)); got != kind {
			t.Errorf("%v is of kind %v", kind, got)
		}
	}
	if graph.KindOf(nil) != nil || graph.KindOf(errors.New("a bug")) != nil {
		t.Error("no error, or one nobody foresaw, has a kind")
	}
	if graph.KindOf(&graph.Faults{List: []graph.Fault{{}}}) != graph.ErrInvalid {
		t.Error("faults are not invalid")
	}
}

func TestInField(t *testing.T) {
	inner := graph.Errorf(graph.ErrInvalid, "x")
	for _, c := range []struct {
		fields []string // from the inside out
		want   string
	}{
		{[]string{"first"}, "first"}, {[]string{"first", "during", "filter"}, "filter.during.first"}, {[]string{"[3]", "records"}, "records[3]"},
	} {
		var err error = inner
		for _, f := range c.fields {
			err = graph.InField(f, err)
		}
		var e *graph.Error
		if !errors.As(err, &e) || e.Field != c.want {
			t.Errorf("%v: %v; wanted %s", c.fields, err, c.want)
		}
	}
	if inner.Field != "" {
		t.Error("the error inside is changed")
	}
	plain := errors.New("x")
	if graph.InField("a", plain) != plain {
		t.Error("an error of another kind is changed")
	}
}

func TestFaults(t *testing.T) {
	f := &graph.Faults{List: []graph.Fault{{Record: -1, Field: "author", Message: "is empty"}, {Record: 2, Field: "relation.to", Message: "is missing"}}, More: 3}
	if got, want := f.Error(), "author: is empty\nrecords[2].relation.to: is missing\nand 3 more"; got != want {
		t.Errorf("%q; wanted %q", got, want)
	}
}

func TestCollectAndFail(t *testing.T) {
	broken := errors.New("broken")
	twoAndBroken := func(yield func(int, error) bool) {
		_ = yield(1, nil) && yield(2, nil) && yield(0, broken)
	}
	got, err := graph.Collect(iter.Seq2[int, error](twoAndBroken))
	if len(got) != 2 || !errors.Is(err, broken) {
		t.Errorf("%v, %v; wanted two values and the error", got, err)
	}
	if got, err := graph.Collect(graph.Fail[string](broken)); got != nil || !errors.Is(err, broken) {
		t.Errorf("%v, %v; wanted the error alone", got, err)
	}
}

// wrapper hands a snapshot on, and does not itself have the capability.
type wrapper struct{ graph.Snapshot }

func (w wrapper) Unwrap() any { return w.Snapshot }

// scanning is a snapshot with the capability to scan.
type scanning struct{ graph.Snapshot }

func (scanning) ScanEdges(context.Context, graph.RelationFilter) iter.Seq2[graph.Edge, error] {
	return graph.Fail[graph.Edge](errors.New("scanned"))
}

func TestAs(t *testing.T) {
	plain, err := storetest.NewModel().Snapshot(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := graph.As[graph.EdgeScanner](wrapper{wrapper{plain}}); ok {
		t.Error("a plain snapshot is said to scan")
	}
	if _, ok := graph.As[graph.EdgeScanner](wrapper{wrapper{scanning{plain}}}); !ok {
		t.Error("a capability is not found within two wrappers")
	}
	if _, err := graph.Collect(graph.Edges(t.Context(), wrapper{scanning{plain}}, graph.RelationFilter{})); err == nil || err.Error() != "scanned" {
		t.Errorf("edges are not read by the capability: %v", err)
	}
}
