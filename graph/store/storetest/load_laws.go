package storetest

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"testing"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/graphtest"
)

// loadLaws are about many records as one revision.
var loadLaws = []law{
	{"a stream of thousands is one revision", loadThousands},
	{"a load reads as the same batch", loadAsApply},
	{"a load over what is there", loadOver},
	{"an error in the middle of a load leaves nothing", loadBroken},
	{"faults in a load are listed with their records", loadFaults},
	{"a load keeps to its key and its precondition", loadConditions},
	{"a canceled load leaves nothing", loadCanceled},
}

// reopenLaws need a store that keeps what it is told.
func reopenLaws(o Options) []law {
	if o.Reopen == nil {
		return nil
	}
	return []law{
		{"what was acknowledged is there after reopening", func(t *testing.T, s graph.Store) { reopened(t, s, o) }},
	}
}

func loadThousands(t *testing.T, s graph.Store) {
	const n = 2500
	records := ring(n)
	r, err := graph.Load(t.Context(), s, head("the ring"), sequenceOf(records))
	if err != nil {
		t.Fatal(err)
	}
	if r.Number != 1 || r.Key != "the ring" || r.Author != "test" {
		t.Errorf("the revision of the load is %+v", r)
	}
	ctx, snap := t.Context(), at(t, s, 0)
	got := []int{
		len(all(t, snap.FindActors(ctx, graph.ActorFilter{}, ""))), len(all(t, snap.FindSources(ctx, graph.SourceFilter{}, ""))),
		len(all(t, snap.FindEvents(ctx, graph.EventFilter{}, nil))), len(all(t, snap.FindRelations(ctx, graph.RelationQuery{}))),
		len(all(t, snap.FindEvidence(ctx, graph.EvidenceFilter{}, ""))), len(all(t, graph.Edges(ctx, snap, graph.RelationFilter{}))),
	}
	same(t, "actors, sources, events, relations, evidence, edges", got, []int{n, n, n, n, n, n})
	if r := write(t, s, callsText); r.Number != 2 {
		t.Errorf("the revision after the load is %d", r.Number)
	}
}

// alikeStores asks both stores for everything, at every revision.
func alikeStores(t *testing.T, a, b graph.Store) {
	t.Helper()
	newest := at(t, a, 0).Revision()
	for n := graph.RevisionNumber(1); n <= newest; n++ {
		for _, q := range everything {
			x, err := askAt(t.Context(), a, q, n)
			if err != nil {
				t.Fatalf("%s: %v", q.words, err)
			}
			y, err := askAt(t.Context(), b, q, n)
			if err != nil {
				t.Fatalf("%s: %v", q.words, err)
			}
			same(t, fmt.Sprintf("%s at revision %d", q.words, n), y, x)
		}
	}
}

func loadAsApply(t *testing.T, s graph.Store) {
	records := graphtest.NewRandom(41).First(150)
	if _, err := graph.Load(t.Context(), s, head(""), sequenceOf(records)); err != nil {
		t.Fatal(err)
	}
	m := NewModel()
	put(t, m, records...)
	alikeStores(t, m, s)
}

func loadOver(t *testing.T, s graph.Store) {
	r := graphtest.NewRandom(42)
	m := NewModel()
	first := batch(r.First(80)...)
	apply(t, s, first)
	apply(t, m, first)
	for range 3 {
		b := r.Batch()
		b.Retract = nil
		if _, err := graph.Load(t.Context(), s, b.BatchHead, sequenceOf(b.Put)); err != nil {
			t.Fatal(err)
		}
		apply(t, m, b)
	}
	alikeStores(t, m, s)
}

// breaking yields the records and then an error.
func breaking(records []graph.Record, err error) iter.Seq2[graph.Record, error] {
	return func(yield func(graph.Record, error) bool) {
		for _, r := range records {
			if !yield(r, nil) {
				return
			}
		}
		yield(graph.Record{}, err)
	}
}

func loadBroken(t *testing.T, s graph.Store) {
	write(t, s, callsText)
	before := answers(t, at(t, s, 0))
	broken := errors.New("line 700,000 is broken")
	_, err := graph.Load(t.Context(), s, head("k"), breaking(ring(1200), broken))
	if !errors.Is(err, broken) {
		t.Fatalf("a load of a broken stream: %v; wanted the stream's own error", err)
	}
	unchanged(t, s, before)
	b := graphtest.Batch(t, "togo -BORDERS-- benin")
	b.Key = "k"
	if r := apply(t, s, b); r.Number != 2 {
		t.Errorf("the revision after a broken load is %d; wanted 2", r.Number)
	}
}

// unchanged checks that the store is at revision 1 and answers as it did before.
func unchanged(t *testing.T, s graph.Store, before map[*question]any) {
	t.Helper()
	snap := at(t, s, 0)
	if snap.Revision() != 1 {
		t.Errorf("the newest revision is %d; wanted 1", snap.Revision())
	}
	for q, was := range before {
		now, err := q.ask(t.Context(), snap)
		if err != nil {
			t.Fatalf("%s: %v", q.words, err)
		}
		same(t, q.words+", asked again", now, was)
	}
}

func loadFaults(t *testing.T, s graph.Store) {
	write(t, s, callsText)
	before := answers(t, at(t, s, 0))
	const n = 1300
	records := ring(n)
	bad := records[n+2].Relation
	bad.To = "atlantis"
	last := records[len(records)-1].Relation
	last.Kind = "LOVES"
	_, err := graph.Load(t.Context(), s, head(""), sequenceOf(records))
	var faults *graph.Faults
	if !errors.As(err, &faults) {
		t.Fatalf("%v; wanted the faults", err)
	}
	if faults.List[0].Record != n+2 || faults.List[0].Field != "relation.to" {
		t.Errorf("the first fault is said to be in record %d, %s; wanted %d, relation.to", faults.List[0].Record, faults.List[0].Field, n+2)
	}
	unchanged(t, s, before)
	for _, h := range []graph.BatchHead{{}, {Author: "a"}, {Reason: "r"}, {Author: "a\x00", Reason: "r"}} {
		if _, err := graph.Load(t.Context(), s, h, sequenceOf(ring(3))); !errors.Is(err, graph.ErrInvalid) {
			t.Errorf("author %q, reason %q: %v; wanted invalid", h.Author, h.Reason, err)
		}
	}
	if _, err := graph.Load(t.Context(), s, head(""), sequenceOf([]graph.Record{})); !errors.Is(err, graph.ErrInvalid) {
		t.Errorf("a load of nothing: %v; wanted invalid", err)
	}
	unchanged(t, s, before)
}

func loadConditions(t *testing.T, s graph.Store) {
	first, err := graph.Load(t.Context(), s, head("once"), sequenceOf(ring(5)))
	if err != nil {
		t.Fatal(err)
	}
	again, err := graph.Load(t.Context(), s, head("once"), sequenceOf(ring(7)))
	if err != nil {
		t.Fatal(err)
	}
	same(t, "the revision of the same key", again, first)
	stale := head("")
	stale.After = 4
	if _, err := graph.Load(t.Context(), s, stale, sequenceOf(ring(5))); !errors.Is(err, graph.ErrConflict) {
		t.Errorf("a load after revision 4 when 1 is the newest: %v; wanted conflict", err)
	}
	fresh := head("")
	fresh.After = 1
	if r, err := graph.Load(t.Context(), s, fresh, sequenceOf(ring(7))); err != nil || r.Number != 2 {
		t.Errorf("a load after revision 1: %d, %v; wanted revision 2", r.Number, err)
	}
	if got := all(t, at(t, s, 0).FindActors(t.Context(), graph.ActorFilter{}, "")); len(got) != 7 {
		t.Errorf("%d actors; wanted 7", len(got))
	}
}

func loadCanceled(t *testing.T, s graph.Store) {
	write(t, s, callsText)
	before := answers(t, at(t, s, 0))
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	records := ring(1200)
	midway := func(yield func(graph.Record, error) bool) {
		for i, r := range records {
			if i == 1500 {
				cancel()
			}
			if !yield(r, nil) {
				return
			}
		}
	}
	if _, err := graph.Load(ctx, s, head(""), midway); !errors.Is(err, context.Canceled) {
		t.Errorf("a load canceled on the way: %v; wanted context.Canceled", err)
	}
	unchanged(t, s, before)
}

// reopened plays a history, opens the store again in the middle and at the end,
// and holds it against a model that was never closed.
func reopened(t *testing.T, s graph.Store, o Options) {
	r := graphtest.NewRandom(51)
	m := NewModel()
	both := func(b graph.Batch) {
		x := apply(t, s, b)
		y := apply(t, m, b)
		y.Time = x.Time
		same(t, "the revision", x, y)
	}
	both(batch(r.First(100)...))
	keyed := graphtest.Batch(t, "togo -BORDERS-- benin")
	keyed.Key = "kept"
	both(keyed)
	for range 4 {
		both(r.Batch())
	}
	revisions := all(t, s.Revisions(t.Context(), graph.RevisionFilter{}))
	s = o.Reopen(t, s)
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	same(t, "revisions after reopening", all(t, s.Revisions(t.Context(), graph.RevisionFilter{})), revisions)
	alikeStores(t, m, s)
	both(keyed) // the key is still known
	for range 3 {
		both(r.Batch())
	}
	s = o.Reopen(t, s)
	alikeStores(t, m, s)
}
