package storetest

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/graphtest"
)

// readLaws are about reads by id and the values that they give.
var readLaws = []law{
	{"what is read is what was written", roundTrip},
	{"reads by id follow the order of the ids", orderOfIDs},
	{"an empty list of ids is not the same as none", emptyIDs},
	{"values belong to the caller", callersValues},
	{"ids differ by case", caseSensitive},
	{"after the close everything is unavailable", afterClose},
	{"closing twice is harmless", closeTwice},
	{"a snapshot serves many goroutines", sharedSnapshot},
}

// revisioned gives the record as a store reads it back at a revision.
func revisioned(r graph.Record, n graph.RevisionNumber) graph.Record {
	switch {
	case r.Actor != nil:
		r.Actor.Revision = n
	case r.Source != nil:
		r.Source.Revision = n
	case r.Event != nil:
		r.Event.Revision = n
		r.Event.Own()
	case r.Relation != nil:
		r.Relation.Revision = n
		r.Relation.Own()
	}
	return r
}

func roundTrip(t *testing.T, s graph.Store) {
	records := graphtest.NewRandom(7).First(150)
	complete, err := graph.Prepare(t.Context(), at(t, NewModel(), 0), batch(records...))
	if err != nil {
		t.Fatal(err)
	}
	put(t, s, records...)
	ctx, snap := t.Context(), at(t, s, 0)
	for _, r := range complete.Put {
		want := revisioned(r, 1)
		var got graph.Record
		switch {
		case r.Actor != nil:
			x := one(t, snap.Actors(ctx, []graph.ActorID{r.Actor.ID}))
			got.Actor = &x
		case r.Source != nil:
			x := one(t, snap.Sources(ctx, []graph.SourceID{r.Source.ID}))
			got.Source = &x
		case r.Event != nil:
			x := one(t, snap.Events(ctx, []graph.EventID{r.Event.ID}))
			got.Event = &x
		case r.Relation != nil:
			x := one(t, snap.Relations(ctx, []graph.RelationID{r.Relation.ID}))
			got.Relation = &x
		}
		same(t, r.ID(), got, want)
	}
}

func orderOfIDs(t *testing.T, s graph.Store) {
	write(t, s, `
		source a
		source b
		event one 2023
		event two 2023
		mali -CALLS id=x-> niger
		niger -CALLS id=y-> togo
		mali -CALLS id=z-> togo`)
	ctx, snap := t.Context(), at(t, s, 0)
	same(t, "actors", ids(all(t, snap.Actors(ctx, []graph.ActorID{"togo", "atlantis", "mali", "togo", "", "niger"}))), []string{"togo", "mali", "niger"})
	same(t, "sources", ids(all(t, snap.Sources(ctx, []graph.SourceID{"source:b", "source:c", "source:a", "source:b"}))), []string{"source:b", "source:a"})
	same(t, "events", ids(all(t, snap.Events(ctx, []graph.EventID{"event:two", "two", "event:one", "event:two"}))), []string{"event:two", "event:one"})
	same(t, "relations", ids(all(t, snap.Relations(ctx, []graph.RelationID{"relation:z", "relation:", "relation:x", "relation:z", "relation:y"}))),
		[]string{"relation:z", "relation:x", "relation:y"})
	lists := graph.RelationQuery{At: []graph.ActorID{"togo", "atlantis", "mali", "togo"}}
	same(t, "lists", ids(all(t, snap.FindRelations(ctx, lists))),
		[]string{"togo relation:y", "togo relation:z", "mali relation:x", "mali relation:z"})
	counts, err := snap.CountRelations(ctx, lists, 1)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "counts", counts, []graph.Count{{N: 1}, {N: 0, Exact: true}, {N: 1}, {N: 1}})
	counts, err = snap.CountRelations(ctx, lists, 2)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "counts to 2", counts, []graph.Count{{N: 2, Exact: true}, {N: 0, Exact: true}, {N: 2, Exact: true}, {N: 2, Exact: true}})
}

func emptyIDs(t *testing.T, s graph.Store) {
	write(t, s, "event summit 2023 mali:host\nmali -CALLS-> russia")
	ctx, snap := t.Context(), at(t, s, 0)
	got := map[string]int{
		"Actors of none":           len(all(t, snap.Actors(ctx, nil))),
		"Actors of an empty list":  len(all(t, snap.Actors(ctx, []graph.ActorID{}))),
		"FindActors, empty ids":    len(all(t, snap.FindActors(ctx, graph.ActorFilter{IDs: []graph.ActorID{}}, ""))),
		"FindActors, no ids":       len(all(t, snap.FindActors(ctx, graph.ActorFilter{}, ""))),
		"FindRelations, empty at":  len(all(t, snap.FindRelations(ctx, graph.RelationQuery{At: []graph.ActorID{}}))),
		"FindRelations, no at":     len(all(t, snap.FindRelations(ctx, graph.RelationQuery{}))),
		"Expand of nothing":        len(all(t, snap.Expand(ctx, nil, graph.ExpandQuery{}))),
		"FindEvidence, empty":      len(all(t, snap.FindEvidence(ctx, graph.EvidenceFilter{Relations: []graph.RelationID{}}, ""))),
		"FindEvidence, empty ids":  len(all(t, snap.FindEvidence(ctx, graph.EvidenceFilter{IDs: []graph.EvidenceID{}}, ""))),
		"FindEvidence":             len(all(t, snap.FindEvidence(ctx, graph.EvidenceFilter{}, ""))),
		"Relations of none":        len(all(t, snap.Relations(ctx, nil))),
		"Events of none":           len(all(t, snap.Events(ctx, nil))),
		"Sources of none":          len(all(t, snap.Sources(ctx, nil))),
		"Revisions, empty numbers": len(all(t, s.Revisions(ctx, graph.RevisionFilter{Numbers: []graph.RevisionNumber{}}))),
	}
	same(t, "how much is read", got, map[string]int{
		"Actors of none": 0, "Actors of an empty list": 0, "FindActors, empty ids": 0, "FindActors, no ids": 2,
		"FindRelations, empty at": 0, "FindRelations, no at": 1, "Expand of nothing": 0,
		"FindEvidence, empty": 0, "FindEvidence, empty ids": 0, "FindEvidence": 2,
		"Relations of none": 0, "Events of none": 0, "Sources of none": 0, "Revisions, empty numbers": 0,
	})
	counts, err := snap.CountRelations(ctx, graph.RelationQuery{At: []graph.ActorID{}}, 10)
	if err != nil || len(counts) != 0 {
		t.Errorf("counts of an empty list of actors: %v, %v; wanted none", counts, err)
	}
}

func callersValues(t *testing.T, s graph.Store) {
	r := graphtest.NewRandom(11)
	put(t, s, r.First(40)...)
	ctx, snap := t.Context(), at(t, s, 0)
	read := func() []graph.Record {
		var out []graph.Record
		for _, x := range all(t, snap.FindActors(ctx, graph.ActorFilter{}, "")) {
			out = append(out, graph.Record{Actor: &x})
		}
		for _, x := range all(t, snap.Actors(ctx, r.Actors())) {
			out = append(out, graph.Record{Actor: &x})
		}
		for _, x := range all(t, snap.Search(ctx, graph.SearchQuery{Text: "Mali"})) {
			out = append(out, graph.Record{Actor: &x.Actor})
		}
		for _, x := range all(t, snap.Sources(ctx, r.Sources())) {
			out = append(out, graph.Record{Source: &x})
		}
		for _, x := range all(t, snap.FindSources(ctx, graph.SourceFilter{}, "")) {
			out = append(out, graph.Record{Source: &x})
		}
		for _, x := range all(t, snap.Events(ctx, r.Events())) {
			out = append(out, graph.Record{Event: &x})
		}
		for _, x := range all(t, snap.FindEvents(ctx, graph.EventFilter{}, nil)) {
			out = append(out, graph.Record{Event: &x})
		}
		for _, x := range all(t, snap.Relations(ctx, r.Relations())) {
			out = append(out, graph.Record{Relation: &x})
		}
		for _, x := range all(t, snap.FindRelations(ctx, graph.RelationQuery{At: r.Actors()})) {
			out = append(out, graph.Record{Relation: &x.Relation})
		}
		return out
	}
	first := read()
	again := read()
	for _, x := range first {
		scribble(x)
	}
	same(t, "read again after the first answers were written over", read(), again)
	evidence := all(t, snap.FindEvidence(ctx, graph.EvidenceFilter{}, ""))
	for i := range evidence {
		if evidence[i].Start != nil {
			*evidence[i].Start = -7
		}
	}
	for _, e := range all(t, snap.FindEvidence(ctx, graph.EvidenceFilter{}, "")) {
		if e.Start != nil && *e.Start == -7 {
			t.Fatal("evidence read again shares memory with what was read before")
		}
	}
}

func caseSensitive(t *testing.T, s graph.Store) {
	b := graphtest.Batch(t, `
		source a "small"
		source A "great"
		event e 2023 "small" mali:host
		event E 2023 "great" niger:host
		mali -CALLS id=a by=a note=small-> russia
		mali -CALLS id=A by=A note=great-> russia
		mali -CALLS id=b by=a-> russia
		mali -CALLS id=B by=A-> russia`)
	apply(t, s, b)
	ctx, snap := t.Context(), at(t, s, 0)
	small := one(t, snap.Relations(ctx, []graph.RelationID{"relation:a"}))
	great := one(t, snap.Relations(ctx, []graph.RelationID{"relation:A"}))
	if small.Note != "small" || great.Note != "great" {
		t.Errorf("relation:a reads %q, relation:A reads %q", small.Note, great.Note)
	}
	same(t, "relations of one age are ordered by id", ids(all(t, snap.FindRelations(ctx, graph.RelationQuery{}))),
		[]string{" relation:A", " relation:B", " relation:a", " relation:b"})
	same(t, "evidence by source", ids(all(t, snap.FindEvidence(ctx, graph.EvidenceFilter{Sources: []graph.SourceID{"source:A"}}, ""))),
		[]string{"evidence:A-1", "evidence:B-1"})
	same(t, "sources", ids(all(t, snap.FindSources(ctx, graph.SourceFilter{}, "source:Z"))), []string{"source:a", "source:test"})
	if got := one(t, snap.Events(ctx, []graph.EventID{"event:E"})); got.Names[0].Text != "great" {
		t.Errorf("event:E reads %q", got.Names[0].Text)
	}
	retract(t, s, "relation:a")
	same(t, "after the retraction of relation:a", ids(all(t, at(t, s, 0).FindRelations(ctx, graph.RelationQuery{}))),
		[]string{" relation:A", " relation:B", " relation:b"})
}

func afterClose(t *testing.T, s graph.Store) {
	write(t, s, callsText)
	snap := at(t, s, 0)
	pinger, pings := graph.As[graph.Pinger](s)
	if pings {
		if err := pinger.Ping(t.Context()); err != nil {
			t.Errorf("ping of an open store: %v", err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	unavailable := func(what string, err error) {
		if !errors.Is(err, graph.ErrUnavailable) {
			t.Errorf("%s after the close: %v; wanted unavailable", what, err)
		}
	}
	for _, q := range everyQuestion() {
		_, err := q.ask(t.Context(), snap)
		unavailable(q.words, err)
	}
	_, err := snap.CountRelations(t.Context(), graph.RelationQuery{}, 1)
	unavailable("CountRelations", err)
	_, err = s.Snapshot(t.Context(), 0)
	unavailable("Snapshot", err)
	_, err = s.Snapshot(t.Context(), 1)
	unavailable("Snapshot of revision 1", err)
	_, err = s.Apply(t.Context(), graphtest.Batch(t, callsText))
	unavailable("Apply", err)
	_, err = graph.Collect(s.Revisions(t.Context(), graph.RevisionFilter{}))
	unavailable("Revisions", err)
	_, err = graph.Load(t.Context(), s, head(""), sequenceOf(graphtest.Records(t, callsText)))
	unavailable("Load", err)
	if pings {
		unavailable("Ping", pinger.Ping(t.Context()))
	}
}

func closeTwice(t *testing.T, s graph.Store) {
	for range 2 {
		if err := s.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	}
}

func sharedSnapshot(t *testing.T, s graph.Store) {
	write(t, s, callsText)
	snap := at(t, s, 0)
	want := answers(t, snap)
	questions := slices.Collect(func(yield func(*question) bool) {
		for q := range want {
			if !yield(q) {
				return
			}
		}
	})
	faults := make(chan error, 8)
	for g := range cap(faults) {
		go func() {
			for i := range 5 * len(questions) {
				q := questions[(i+g)%len(questions)]
				got, err := q.ask(t.Context(), snap)
				if err == nil {
					err = differ(q.words, got, want[q])
				}
				if err != nil {
					faults <- fmt.Errorf("goroutine %d, %s: %w", g, q.words, err)
					return
				}
			}
			faults <- nil
		}()
	}
	for range cap(faults) {
		if err := <-faults; err != nil {
			t.Error(err)
		}
	}
}
