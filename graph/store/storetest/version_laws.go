package storetest

import (
	"errors"
	"testing"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/graphtest"
)

// versionLaws are about what changes from one revision to the next.
var versionLaws = []law{
	{"a retracted relation is gone, and was there", retracted},
	{"a retraction of what is not there is refused", retractNothing},
	{"a retracted relation can be recorded again", recordedAgain},
	{"a new version of a relation takes the place of the old one", relationVersion},
	{"a new version of a relation may have other ends", relationMoves},
	{"a new version of an actor takes the place of the old one", actorVersion},
	{"a new version of an event takes the place of the old one", eventVersion},
	{"a new version of a source leaves the evidence as it was", sourceVersion},
	{"evidence stays with its owner", evidenceOwner},
	{"the kind of an actor never changes", actorKindStays},
}

func retract(t *testing.T, s graph.Store, ids ...graph.RelationID) graph.Revision {
	t.Helper()
	return apply(t, s, graph.Batch{BatchHead: head(""), Retract: ids})
}

// trace says where a relation shows: by id, in lists, counts, walks and evidence.
func trace(t *testing.T, snap graph.Snapshot, id graph.RelationID, ends ...graph.ActorID) map[string]int {
	t.Helper()
	ctx := t.Context()
	counts, err := snap.CountRelations(ctx, graph.RelationQuery{}, 100)
	if err != nil {
		t.Fatal(err)
	}
	return map[string]int{
		"Relations":       len(all(t, snap.Relations(ctx, []graph.RelationID{id}))),
		"FindRelations":   len(all(t, snap.FindRelations(ctx, graph.RelationQuery{}))),
		"lists of actors": len(all(t, snap.FindRelations(ctx, graph.RelationQuery{At: ends}))),
		"CountRelations":  counts[0].N,
		"Expand":          len(all(t, snap.Expand(ctx, ends, graph.ExpandQuery{}))),
		"FindEvidence":    len(all(t, snap.FindEvidence(ctx, graph.EvidenceFilter{Relations: []graph.RelationID{id}}, ""))),
		"all evidence":    len(all(t, snap.FindEvidence(ctx, graph.EvidenceFilter{}, ""))),
	}
}

func retracted(t *testing.T, s graph.Store) {
	const id = "relation:mali-calls-russia"
	write(t, s, "mali -CALLS 2023-08-15-> russia")
	retract(t, s, id)
	there := map[string]int{
		"Relations": 1, "FindRelations": 1, "lists of actors": 2, "CountRelations": 1, "Expand": 2, "FindEvidence": 1, "all evidence": 1,
	}
	gone := map[string]int{
		"Relations": 0, "FindRelations": 0, "lists of actors": 0, "CountRelations": 0, "Expand": 0, "FindEvidence": 0, "all evidence": 0,
	}
	same(t, "where the relation shows before", trace(t, at(t, s, 1), id, "mali", "russia"), there)
	same(t, "where the relation shows after", trace(t, at(t, s, 2), id, "mali", "russia"), gone)
	if got := all(t, at(t, s, 0).Actors(t.Context(), []graph.ActorID{"mali", "russia"})); len(got) != 2 {
		t.Errorf("%d of 2 actors are left", len(got))
	}
}

func retractNothing(t *testing.T, s graph.Store) {
	write(t, s, "mali -CALLS 2023-08-15-> russia")
	retract(t, s, "relation:mali-calls-russia")
	again := graphtest.Batch(t, "mali -CALLS 2023-08-15-> russia")
	again.Retract = []graph.RelationID{"relation:mali-calls-russia"}
	for _, b := range []graph.Batch{
		{BatchHead: head(""), Retract: []graph.RelationID{"relation:never"}},
		{BatchHead: head(""), Retract: []graph.RelationID{"relation:mali-calls-russia"}},
		{BatchHead: head(""), Retract: []graph.RelationID{""}},
		again,
	} {
		if _, err := s.Apply(t.Context(), b); !errors.Is(err, graph.ErrInvalid) {
			t.Errorf("retracting %q: %v; wanted invalid", b.Retract, err)
		}
	}
	if n := at(t, s, 0).Revision(); n != 2 {
		t.Errorf("the newest revision is %d; wanted 2", n)
	}
}

func recordedAgain(t *testing.T, s graph.Store) {
	const id = "relation:mali-calls-russia"
	for range 3 {
		write(t, s, "mali -CALLS 2023-08-15-> russia")
		retract(t, s, id)
	}
	write(t, s, "mali -CALLS 2023-08-16-> russia")
	for n := graph.RevisionNumber(1); n <= 7; n++ {
		snap := at(t, s, n)
		got := all(t, snap.Relations(t.Context(), []graph.RelationID{id}))
		if want := int(n % 2); len(got) != want {
			t.Fatalf("revision %d holds %d of the relation; wanted %d", n, len(got), want)
		}
		if len(got) == 1 && got[0].Revision != n {
			t.Errorf("revision %d holds the version of revision %d", n, got[0].Revision)
		}
		if hops := all(t, snap.Expand(t.Context(), []graph.ActorID{"mali"}, graph.ExpandQuery{})); len(hops) != int(n%2) {
			t.Errorf("revision %d expands to %d hops", n, len(hops))
		}
	}
}

func relationVersion(t *testing.T, s graph.Store) {
	const id = "relation:mali-calls-russia"
	write(t, s, `mali -CALLS 2023-08-15 by=kremlin/C3 quote="they spoke"-> russia`)
	write(t, s, `mali -CALLS 2023-08-16 by=tass/A1 quote="they talked" c=.3 w=.9-> russia`)
	for n, want := range map[graph.RevisionNumber]string{1: "they spoke", 2: "they talked"} {
		snap := at(t, s, n)
		got := one(t, snap.Relations(t.Context(), []graph.RelationID{id}))
		if got.Evidence[0].Quotation != want || got.Revision != n {
			t.Errorf("revision %d reads %q, recorded by %d; wanted %q", n, got.Evidence[0].Quotation, got.Revision, want)
		}
		e := one(t, snap.FindEvidence(t.Context(), graph.EvidenceFilter{}, ""))
		if e.Quotation != want || e.Revision != n {
			t.Errorf("the evidence at revision %d reads %q of %d; wanted %q", n, e.Quotation, e.Revision, want)
		}
		hop := one(t, snap.Expand(t.Context(), []graph.ActorID{"russia"}, graph.ExpandQuery{}))
		same(t, "the edge", hop.Edge, got.Edge())
	}
	bySource := graph.EvidenceFilter{Sources: []graph.SourceID{"source:kremlin"}}
	if got := all(t, at(t, s, 2).FindEvidence(t.Context(), bySource, "")); len(got) != 0 {
		t.Errorf("evidence of the old version is found by its source at revision 2")
	}
}

func relationMoves(t *testing.T, s graph.Store) {
	write(t, s, "mali -CALLS 2023-08-15 id=x-> russia\nniger -BORDERS-- algeria")
	write(t, s, "niger -URGES 2023-08-15 id=x-> algeria")
	hops := func(n graph.RevisionNumber, from graph.ActorID) []string {
		var out []string
		for _, h := range all(t, at(t, s, n).Expand(t.Context(), []graph.ActorID{from}, graph.ExpandQuery{})) {
			if h.ID == "relation:x" {
				out = append(out, string(h.Kind)+" "+string(h.Other()))
			}
		}
		return out
	}
	same(t, "mali at revision 1", hops(1, "mali"), []string{"CALLS russia"})
	same(t, "niger at revision 1", hops(1, "niger"), []string{})
	same(t, "mali at revision 2", hops(2, "mali"), []string{})
	same(t, "russia at revision 2", hops(2, "russia"), []string{})
	same(t, "niger at revision 2", hops(2, "niger"), []string{"URGES algeria"})
	same(t, "algeria at revision 2", hops(2, "algeria"), []string{"URGES niger"})
	lists := graph.RelationQuery{At: []graph.ActorID{"mali", "russia", "niger", "algeria"}, Filter: graph.RelationFilter{Class: graph.Act}}
	same(t, "lists at revision 2", ids(all(t, at(t, s, 2).FindRelations(t.Context(), lists))), []string{"niger relation:x", "algeria relation:x"})
}

func actorVersion(t *testing.T, s graph.Store) {
	write(t, s, "actor burkina-faso STATE \"Upper Volta\" code=iso3:HVO /1984-08-03")
	write(t, s, "actor burkina-faso STATE \"Burkina Faso\" code=iso3:BFA 1984-08-04/..")
	for n, x := range map[graph.RevisionNumber]struct{ name, code, other string }{
		1: {"Upper Volta", "HVO", "Burkina"}, 2: {"Burkina Faso", "BFA", "Volta"},
	} {
		snap := at(t, s, n)
		a := one(t, snap.Actors(t.Context(), []graph.ActorID{"burkina-faso"}))
		if a.Names[0].Text != x.name || a.Revision != n {
			t.Errorf("revision %d reads %q of revision %d; wanted %q", n, a.Names[0].Text, a.Revision, x.name)
		}
		one(t, snap.FindActors(t.Context(), graph.ActorFilter{Text: x.name}, ""))
		one(t, snap.FindActors(t.Context(), graph.ActorFilter{Code: &graph.Code{Scheme: "iso3", Value: x.code}}, ""))
		one(t, snap.Search(t.Context(), graph.SearchQuery{Text: x.name, Limit: 5}))
		if got := all(t, snap.FindActors(t.Context(), graph.ActorFilter{Text: x.other}, "")); len(got) != 0 {
			t.Errorf("revision %d finds the actor by a name that it does not have then", n)
		}
		if got := all(t, snap.Search(t.Context(), graph.SearchQuery{Text: x.other + " ", Limit: 5, Kinds: []graph.ActorKind{graph.State}})); n == 1 && len(got) != 0 {
			_, byID := graph.SearchQuery{Text: x.other}.Hit(a)
			if !byID {
				t.Errorf("revision %d searches the actor by a name that it does not have then", n)
			}
		}
	}
	if got := all(t, at(t, s, 0).FindActors(t.Context(), graph.ActorFilter{}, "")); len(got) != 1 {
		t.Errorf("%d actors are listed; wanted 1", len(got))
	}
}

func eventVersion(t *testing.T, s graph.Store) {
	write(t, s, "event summit 2023-07 \"Summit\" russia:host mali:guest")
	write(t, s, "event summit 2023-07-27/2023-07-28 \"Russia–Africa Summit\" russia:host niger:guest")
	find := func(n graph.RevisionNumber, a graph.ActorID) int {
		return len(all(t, at(t, s, n).FindEvents(t.Context(), graph.EventFilter{Actors: []graph.ActorID{a}}, nil)))
	}
	got := []int{find(1, "mali"), find(1, "niger"), find(2, "mali"), find(2, "niger"), find(2, "russia")}
	same(t, "events of mali and niger at 1, of mali, niger and russia at 2", got, []int{1, 0, 0, 1, 1})
	e := one(t, at(t, s, 2).Events(t.Context(), []graph.EventID{"event:summit"}))
	if e.Revision != 2 || e.Participants[1].Evidence[0].Event != e.ID || e.Participants[1].Evidence[0].Revision != 2 {
		t.Errorf("the event is of revision %d, its evidence of %q and %d", e.Revision, e.Participants[1].Evidence[0].Event, e.Participants[1].Evidence[0].Revision)
	}
	for n, want := range map[graph.RevisionNumber]int{1: 2, 2: 2} {
		if got := all(t, at(t, s, n).FindEvidence(t.Context(), graph.EvidenceFilter{Events: []graph.EventID{e.ID}}, "")); len(got) != want {
			t.Errorf("revision %d has %d pieces of evidence for the event; wanted %d", n, len(got), want)
		}
	}
}

func sourceVersion(t *testing.T, s graph.Store) {
	write(t, s, "source kremlin 2023-08-16 \"Read-out\"\nmali -CALLS 2023-08-15 by=kremlin-> russia")
	write(t, s, "source kremlin 2023-08-17 \"Read-out, corrected\"")
	source := one(t, at(t, s, 0).Sources(t.Context(), []graph.SourceID{"source:kremlin"}))
	if source.Title != "Read-out, corrected" || source.Revision != 2 {
		t.Errorf("the source is %q of revision %d", source.Title, source.Revision)
	}
	e := one(t, at(t, s, 0).FindEvidence(t.Context(), graph.EvidenceFilter{}, ""))
	if e.Published.String() != "2023-08-16" || e.Revision != 1 {
		t.Errorf("the evidence was published %s, recorded by %d; it keeps 2023-08-16 until it is recorded again", e.Published, e.Revision)
	}
	write(t, s, "mali -CALLS 2023-08-16 by=tass-> russia\nmali -BORDERS id=b by=kremlin-- niger")
	if got := all(t, at(t, s, 0).FindSources(t.Context(), graph.SourceFilter{Text: "corrected"}, "")); len(got) != 0 {
		t.Errorf("a new version without the word is still found by it")
	}
}

func evidenceOwner(t *testing.T, s graph.Store) {
	b := graphtest.Batch(t, "mali -CALLS id=one-> russia\nmali -CALLS id=two-> niger")
	relations := b.Put[len(b.Put)-2:]
	relations[0].Relation.Evidence[0].ID = "evidence:mine"
	relations[1].Relation.Evidence[0].ID = "evidence:yours"
	apply(t, s, b)
	theft := graphtest.Batch(t, "mali -CALLS id=three-> niger")
	last := theft.Put[len(theft.Put)-1].Relation
	last.Evidence[0].ID = "evidence:mine"
	_, err := s.Apply(t.Context(), theft)
	var faults *graph.Faults
	if !errors.As(err, &faults) || faults.List[0].Field != "relation.evidence[0].id" {
		t.Errorf("evidence of another relation: %v; wanted a fault in relation.evidence[0].id", err)
	}
	retract(t, s, "relation:one")
	apply(t, s, theft)
	e := one(t, at(t, s, 0).FindEvidence(t.Context(), graph.EvidenceFilter{IDs: []graph.EvidenceID{"evidence:mine"}}, ""))
	if e.Relation != "relation:three" {
		t.Errorf("the evidence is of %s; wanted relation:three", e.Relation)
	}
	old := one(t, at(t, s, 1).FindEvidence(t.Context(), graph.EvidenceFilter{IDs: []graph.EvidenceID{"evidence:mine"}}, ""))
	if old.Relation != "relation:one" {
		t.Errorf("the evidence was of %s at revision 1; wanted relation:one", old.Relation)
	}
}

func actorKindStays(t *testing.T, s graph.Store) {
	write(t, s, "actor wagner COMPANY")
	_, err := s.Apply(t.Context(), graphtest.Batch(t, "actor wagner ARMED_GROUP"))
	var faults *graph.Faults
	if !errors.As(err, &faults) || faults.List[0].Field != "actor.kind" {
		t.Errorf("another kind for an actor: %v; wanted a fault in actor.kind", err)
	}
}
