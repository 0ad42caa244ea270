package storetest

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"testing"
	"time"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/graphtest"
)

// sequenceLaws are about the rules that every sequence follows.
var sequenceLaws = []law{
	{"leaving a sequence early is harmless", leaveEarly},
	{"a sequence that nobody reads is harmless", neverRead},
	{"a canceled context ends a sequence with its error", canceledRead},
	{"a context canceled on the way ends a sequence with its error", canceledOnTheWay},
	{"one can read within a read", readWithinRead},
	{"one can write within a read", writeWithinRead},
}

// step is a sequence of anything, seen as a count of what it yields.
type step struct {
	name string
	seq  iter.Seq2[any, error]
}

// untyped forgets what a sequence yields.
func untyped[V any](seq iter.Seq2[V, error]) iter.Seq2[any, error] {
	return func(yield func(any, error) bool) {
		for v, err := range seq {
			if !yield(v, err) {
				return
			}
		}
	}
}

// sequences gives every sequence of a store that holds the ring of n actors. Each
// yields at least n values, the revisions one.
func sequences(ctx context.Context, s graph.Store, snap graph.Snapshot, n int) []step {
	actors, relations := make([]graph.ActorID, n), make([]graph.RelationID, n)
	for i := range n {
		actors[i] = graph.ActorID(fmt.Sprintf("a%d", i))
		relations[i] = graph.RelationID(fmt.Sprintf("relation:r%d", i))
	}
	return []step{
		{"Actors", untyped(snap.Actors(ctx, actors))},
		{"FindActors", untyped(snap.FindActors(ctx, graph.ActorFilter{}, ""))},
		{"Relations", untyped(snap.Relations(ctx, relations))},
		{"FindRelations", untyped(snap.FindRelations(ctx, graph.RelationQuery{}))},
		{"FindRelations of actors", untyped(snap.FindRelations(ctx, graph.RelationQuery{At: actors}))},
		{"Expand", untyped(snap.Expand(ctx, actors, graph.ExpandQuery{}))},
		{"FindEvidence", untyped(snap.FindEvidence(ctx, graph.EvidenceFilter{}, ""))},
		{"FindEvents", untyped(snap.FindEvents(ctx, graph.EventFilter{}, nil))},
		{"FindSources", untyped(snap.FindSources(ctx, graph.SourceFilter{}, ""))},
		{"Search", untyped(snap.Search(ctx, graph.SearchQuery{Text: "ring"}))},
		{"Edges", untyped(graph.Edges(ctx, snap, graph.RelationFilter{}))},
		{"Revisions", untyped(s.Revisions(ctx, graph.RevisionFilter{}))},
	}
}

// ring makes n actors that each border the next, with n events and n sources.
func ring(n int) []graph.Record {
	var actors, rest []graph.Record
	for i := range n {
		id := graph.ActorID(fmt.Sprintf("a%d", i))
		actors = append(actors, graph.Record{Actor: &graph.Actor{ID: id, Kind: graph.State, Names: []graph.Name{{Text: fmt.Sprintf("Ring %d", i), Language: "en", Primary: true}}}})
		source := graph.SourceID(fmt.Sprintf("source:s%d", i))
		rest = append(rest,
			graph.Record{Source: &graph.Source{ID: source, Title: "ring"}},
			graph.Record{Event: &graph.Event{ID: graph.EventID(fmt.Sprintf("event:e%d", i)), Names: []graph.Name{{Text: "ring"}}, Period: graph.MustPeriod("2023")}},
			graph.Record{Relation: &graph.Relation{
				ID: graph.RelationID(fmt.Sprintf("relation:r%d", i)), From: id, Kind: "BORDERS", To: graph.ActorID(fmt.Sprintf("a%d", (i+1)%n)),
				Period: graph.MustPeriod("2020/.."), Evidence: []graph.Evidence{{Source: source, Modality: graph.Asserted, Grade: graph.Grade{Reliability: "A", Credibility: 1}}},
			}})
	}
	return append(actors, rest...)
}

func leaveEarly(t *testing.T, s graph.Store) {
	put(t, s, ring(40)...)
	snap := at(t, s, 0)
	for range 15 { // more than a pool of connections has, all in all
		for _, x := range sequences(t.Context(), s, snap, 40) {
			n := 0
			for _, err := range x.seq {
				if err != nil {
					t.Fatalf("%s: %v", x.name, err)
				}
				n++
				break
			}
			if n != 1 {
				t.Fatalf("%s: yielded %d values; wanted one, and the loop left", x.name, n)
			}
		}
	}
	write(t, s, callsText)
	if got := all(t, at(t, s, 0).FindActors(t.Context(), graph.ActorFilter{}, "")); len(got) != 43 {
		t.Errorf("%d actors are read after many loops were left; wanted 43", len(got))
	}
}

func neverRead(t *testing.T, s graph.Store) {
	put(t, s, ring(3)...)
	snap := at(t, s, 0)
	for range 20 {
		sequences(t.Context(), s, snap, 3)
	}
	write(t, s, callsText)
}

func canceledRead(t *testing.T, s graph.Store) {
	put(t, s, ring(3)...)
	snap := at(t, s, 0)
	canceled, cancel := context.WithCancel(t.Context())
	cancel()
	late, cancel := context.WithDeadline(t.Context(), time.Now().Add(-time.Second))
	defer cancel()
	for want, ctx := range map[error]context.Context{context.Canceled: canceled, context.DeadlineExceeded: late} {
		for _, x := range sequences(ctx, s, snap, 3) {
			endsWith(t, x, want, 0)
		}
		if _, err := snap.CountRelations(ctx, graph.RelationQuery{}, 10); !errors.Is(err, want) {
			t.Errorf("CountRelations: %v; wanted %v", err, want)
		}
	}
	for q, want := range answers(t, snap) { // the snapshot is none the worse
		got, err := q.ask(t.Context(), snap)
		if err != nil {
			t.Fatal(err)
		}
		same(t, q.words, got, want)
	}
}

// endsWith reads the sequence to its end, which must be the error, once and
// alone, after at most so many values.
func endsWith(t *testing.T, x step, want error, most int) {
	t.Helper()
	values, faults := 0, 0
	for v, err := range x.seq {
		switch {
		case faults > 0:
			t.Fatalf("%s: goes on after its error", x.name)
		case err == nil:
			values++
		case !errors.Is(err, want):
			t.Fatalf("%s: %v; wanted %v", x.name, err, want)
		default:
			faults++
			if d := differ("", v, zeroOf(v)); d != nil {
				t.Errorf("%s: a value comes with the error", x.name)
			}
		}
	}
	if faults != 1 {
		t.Errorf("%s: ended without %v, after %d values", x.name, want, values)
	}
	if values > most {
		t.Errorf("%s: yielded %d values although its context was done", x.name, values)
	}
}

func canceledOnTheWay(t *testing.T, s graph.Store) {
	const n = 2500
	put(t, s, ring(n)...)
	snap := at(t, s, 0)
	for i, x := range sequences(t.Context(), s, snap, n) {
		if x.name == "Revisions" {
			continue // there is but one
		}
		ctx, cancel := context.WithCancel(t.Context())
		running := sequences(ctx, s, snap, n)[i].seq
		x.seq = func(yield func(any, error) bool) {
			for v, err := range running {
				cancel()
				if !yield(v, err) {
					return
				}
			}
		}
		endsWith(t, x, context.Canceled, n-1)
		cancel()
	}
}

func readWithinRead(t *testing.T, s graph.Store) {
	put(t, s, ring(30)...)
	ctx, snap := t.Context(), at(t, s, 0)
	n := 0
	for a, err := range snap.FindActors(ctx, graph.ActorFilter{}, "") {
		if err != nil {
			t.Fatal(err)
		}
		for h, err := range snap.Expand(ctx, []graph.ActorID{a.ID}, graph.ExpandQuery{}) {
			if err != nil {
				t.Fatal(err)
			}
			for range all(t, snap.Relations(ctx, []graph.RelationID{h.ID})) {
				n++
			}
		}
	}
	if n != 60 {
		t.Errorf("read %d ends of relations; wanted 60", n)
	}
}

func writeWithinRead(t *testing.T, s graph.Store) {
	put(t, s, ring(30)...)
	snap := at(t, s, 0)
	written := 0
	for i, x := range sequences(t.Context(), s, snap, 30) {
		read := 0
		for _, err := range x.seq {
			if err != nil {
				t.Fatalf("%s: %v", x.name, err)
			}
			if read == 0 {
				apply(t, s, graphtest.Batch(t, fmt.Sprintf("actor late%d STATE \"Ring late\"\nlate%d -BORDERS-- a0", i, i)))
				written++
			}
			read++
		}
		if read < 30 && x.name != "Revisions" {
			t.Errorf("%s: yielded %d values; wanted 30 or more", x.name, read)
		}
		if read > 60 {
			t.Errorf("%s: sees what was written since", x.name)
		}
	}
	if n := at(t, s, 0).Revision(); n != graph.RevisionNumber(1+written) {
		t.Errorf("the newest revision is %d after %d writes within reads", n, written)
	}
}
