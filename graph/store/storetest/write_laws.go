package storetest

import (
	"context"
	"errors"
	"testing"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/graphtest"
)

var writeLaws = []law{
	{"an empty store is at revision 0 and holds nothing", emptyStore},
	{"a write is read at its own revision", readOwnRevision},
	{"a snapshot does not see later writes", snapshotStays},
	{"an old revision can be read again", oldRevision},
	{"a revision to come is not found", futureRevision},
	{"a refused batch leaves nothing", refusedBatch},
	{"a refused batch lists all its faults", allFaults},
	{"an empty batch is refused", emptyBatch},
	{"what may be left out is written out", completed},
	{"a batch belongs to its writer", batchBelongsToWriter},
	{"a canceled write leaves nothing", canceledWrite},
	{"random histories read back as the model says", randomHistory},
}

// conditionLaws are about what a writer can ask for beside the records.
var conditionLaws = []law{
	{"a stale precondition is a conflict", staleAfter},
	{"a conflict comes before faults", conflictFirst},
	{"the same key twice is one revision", sameKey},
	{"a key answers whatever stands beside it", keyBeforeAll},
	{"a refused batch leaves its key free", refusedKey},
}

const callsText = `
	mali -CALLS 2023-08-15 by=kremlin/B2 quote="a telephone conversation"-> russia
	mali -BORDERS-- niger`

func emptyStore(t *testing.T, s graph.Store) {
	snap := at(t, s, 0)
	if n := snap.Revision(); n != 0 {
		t.Errorf("an empty store is at revision %d", n)
	}
	for _, q := range everyQuestion() {
		answer, err := q.ask(t.Context(), snap)
		if err != nil {
			t.Errorf("%s: %v", q.words, err)
		}
		if n := lengthOf(answer); n != 0 {
			t.Errorf("%s: an empty store gave %d answers", q.words, n)
		}
	}
	if got := all(t, s.Revisions(t.Context(), graph.RevisionFilter{})); len(got) != 0 {
		t.Errorf("an empty store has %d revisions", len(got))
	}
	counts, err := snap.CountRelations(t.Context(), graph.RelationQuery{}, 10)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "count of an empty store", counts, []graph.Count{{N: 0, Exact: true}})
}

func readOwnRevision(t *testing.T, s graph.Store) {
	first := write(t, s, callsText)
	if first.Number != 1 {
		t.Errorf("the first revision is %d", first.Number)
	}
	snap := at(t, s, first.Number)
	if snap.Revision() != first.Number {
		t.Errorf("the snapshot of revision %d says it is of %d", first.Number, snap.Revision())
	}
	r := one(t, snap.Relations(t.Context(), []graph.RelationID{"relation:mali-calls-russia"}))
	if r.Revision != 1 || r.Evidence[0].Revision != 1 {
		t.Errorf("the relation says revision %d, its evidence %d; both are of 1", r.Revision, r.Evidence[0].Revision)
	}
	if r.Evidence[0].Relation != r.ID || r.Evidence[0].Event != "" {
		t.Errorf("the evidence says it is for %q and %q", r.Evidence[0].Relation, r.Evidence[0].Event)
	}
	second := write(t, s, "niger -BORDERS-- algeria")
	if second.Number != 2 {
		t.Errorf("the second revision is %d", second.Number)
	}
	if n := at(t, s, 0).Revision(); n != 2 {
		t.Errorf("the newest snapshot is of revision %d", n)
	}
}

func snapshotStays(t *testing.T, s graph.Store) {
	write(t, s, callsText)
	snap := at(t, s, 0)
	before := answers(t, snap)
	write(t, s, "actor mali STATE Another\nmali -BORDERS-- algeria\nmali -URGES id=mali-calls-russia-> russia")
	apply(t, s, graph.Batch{BatchHead: head(""), Retract: []graph.RelationID{"relation:mali-borders-niger"}})
	for q, was := range before {
		now, err := q.ask(t.Context(), snap)
		if err != nil {
			t.Fatalf("%s: %v", q.words, err)
		}
		same(t, q.words+", asked again of the same snapshot", now, was)
	}
}

func oldRevision(t *testing.T, s graph.Store) {
	write(t, s, callsText)
	before := answers(t, at(t, s, 1))
	write(t, s, "actor mali STATE Another\nmali -BORDERS-- algeria\nmali -URGES id=mali-calls-russia-> russia")
	apply(t, s, graph.Batch{BatchHead: head(""), Retract: []graph.RelationID{"relation:mali-borders-niger"}})
	again := at(t, s, 1)
	for q, was := range before {
		now, err := q.ask(t.Context(), again)
		if err != nil {
			t.Fatalf("%s: %v", q.words, err)
		}
		same(t, q.words+", asked again of revision 1", now, was)
	}
}

func futureRevision(t *testing.T, s graph.Store) {
	for _, n := range []graph.RevisionNumber{1, 2, 1 << 62} {
		if _, err := s.Snapshot(t.Context(), n); !errors.Is(err, graph.ErrNotFound) {
			t.Errorf("snapshot of revision %d of an empty store: %v; wanted not found", n, err)
		}
	}
	write(t, s, callsText)
	if _, err := s.Snapshot(t.Context(), 2); !errors.Is(err, graph.ErrNotFound) {
		t.Errorf("snapshot of revision 2, when 1 is the newest: %v; wanted not found", err)
	}
}

// threeFaults has two good actors, and then three relations with a fault each.
func threeFaults(t *testing.T) graph.Batch {
	b := graphtest.Batch(t, `
		togo -CALLS id=one-> benin
		togo -CALLS id=two-> benin
		togo -CALLS id=three-> benin`)
	weight := 2.0
	one, two, three := b.Put[3].Relation, b.Put[4].Relation, b.Put[5].Relation
	one.To = "atlantis"
	two.AnalystWeight, two.WeightReason = &weight, "too much"
	three.Evidence[0].Source = "source:nowhere"
	return b
}

func refusedBatch(t *testing.T, s graph.Store) {
	write(t, s, callsText)
	before := answers(t, at(t, s, 0))
	if _, err := s.Apply(t.Context(), threeFaults(t)); !errors.Is(err, graph.ErrInvalid) {
		t.Fatalf("a batch with three faults: %v; wanted invalid", err)
	}
	snap := at(t, s, 0)
	if snap.Revision() != 1 {
		t.Errorf("the newest revision is %d after a refused batch", snap.Revision())
	}
	for q, was := range before {
		now, err := q.ask(t.Context(), snap)
		if err != nil {
			t.Fatalf("%s: %v", q.words, err)
		}
		same(t, q.words+", after a refused batch", now, was)
	}
	if r := write(t, s, "togo -BORDERS-- benin"); r.Number != 2 {
		t.Errorf("the revision after a refused batch is %d; wanted 2", r.Number)
	}
}

func allFaults(t *testing.T, s graph.Store) {
	_, err := s.Apply(t.Context(), threeFaults(t))
	var faults *graph.Faults
	if !errors.As(err, &faults) {
		t.Fatalf("%T is no *graph.Faults: %v", err, err)
	}
	type place struct {
		Record int
		Field  string
	}
	var got []place
	for _, f := range faults.List {
		got = append(got, place{f.Record, f.Field})
		if f.Message == "" {
			t.Errorf("the fault in %s says nothing", f.Field)
		}
	}
	same(t, "the faults", got, []place{{3, "relation.to"}, {4, "relation.weight"}, {5, "relation.evidence[0].source"}})
}

func emptyBatch(t *testing.T, s graph.Store) {
	for _, b := range []graph.Batch{{}, {BatchHead: head("")}, {Put: graphtest.Records(t, callsText)}} {
		if _, err := s.Apply(t.Context(), b); !errors.Is(err, graph.ErrInvalid) {
			t.Errorf("author %q, %d records: %v; wanted invalid", b.Author, len(b.Put), err)
		}
	}
	if n := at(t, s, 0).Revision(); n != 0 {
		t.Errorf("the newest revision is %d", n)
	}
}

func completed(t *testing.T, s graph.Store) {
	b := graphtest.Batch(t, "source kremlin 2023-08-16\nmali -CALLS 2023-08-15 by=kremlin/B2-> russia")
	r := b.Put[len(b.Put)-1].Relation
	r.Intensity, r.Evidence[0].Stance = 0, ""
	apply(t, s, b)
	got := one(t, at(t, s, 0).Relations(t.Context(), []graph.RelationID{r.ID}))
	if got.Intensity != 1 {
		t.Errorf("intensity %v; wanted 1", got.Intensity)
	}
	e := got.Evidence[0]
	if e.ID != "evidence:mali-calls-russia-1" || e.Stance != graph.Supports || e.Published.String() != "2023-08-16" {
		t.Errorf("evidence %q %q published %q; wanted evidence:mali-calls-russia-1, SUPPORTS, 2023-08-16", e.ID, e.Stance, e.Published)
	}
}

func batchBelongsToWriter(t *testing.T, s graph.Store) {
	b := batch(graphtest.NewRandom(12).First(60)...)
	apply(t, s, b)
	same(t, "the batch after it was recorded", b, batch(graphtest.NewRandom(12).First(60)...))
	for _, r := range b.Put {
		scribble(r)
	}
	m := NewModel()
	put(t, m, graphtest.NewRandom(12).First(60)...)
	alikeStores(t, m, s)
}

// scribble writes over everything that a record holds by reference.
func scribble(r graph.Record) {
	evidence := func(all []graph.Evidence) {
		for i := range all {
			if all[i].Start != nil {
				*all[i].Start = -1
			}
			all[i].Quotation, all[i].Modality = "scribbled", graph.Planned
		}
	}
	switch {
	case r.Actor != nil:
		for i := range r.Actor.Names {
			r.Actor.Names[i].Text = "scribbled"
		}
		for i := range r.Actor.Codes {
			r.Actor.Codes[i].Value = "scribbled"
		}
		if r.Actor.Seat != nil {
			r.Actor.Seat.Name = "scribbled"
		}
	case r.Event != nil:
		for i := range r.Event.Participants {
			evidence(r.Event.Participants[i].Evidence)
			r.Event.Participants[i].Role = "scribbled"
		}
		for i := range r.Event.Links {
			evidence(r.Event.Links[i].Evidence)
		}
	case r.Source != nil:
		for i := range r.Source.Coverage {
			r.Source.Coverage[i].Note = "scribbled"
		}
		r.Source.Title = "scribbled"
	case r.Relation != nil:
		evidence(r.Relation.Evidence)
		for i := range r.Relation.Qualifiers {
			r.Relation.Qualifiers[i].Value = "scribbled"
		}
		if r.Relation.AnalystWeight != nil {
			*r.Relation.AnalystWeight = .123
		}
		r.Relation.Note = "scribbled"
	}
}

func canceledWrite(t *testing.T, s graph.Store) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Apply(ctx, graphtest.Batch(t, callsText)); !errors.Is(err, context.Canceled) {
		t.Errorf("a canceled write: %v; wanted context.Canceled", err)
	}
	if n := at(t, s, 0).Revision(); n != 0 {
		t.Errorf("the newest revision is %d after a canceled write", n)
	}
	write(t, s, callsText)
}

func staleAfter(t *testing.T, s graph.Store) {
	write(t, s, callsText)
	b := graphtest.Batch(t, "niger -BORDERS-- algeria")
	b.After = 1
	apply(t, s, b)
	_, err := s.Apply(t.Context(), b)
	if !errors.Is(err, graph.ErrConflict) {
		t.Errorf("a write after revision 1 when 2 is the newest: %v; wanted conflict", err)
	}
	b.After = 3
	if _, err = s.Apply(t.Context(), b); !errors.Is(err, graph.ErrConflict) {
		t.Errorf("a write after revision 3 when 2 is the newest: %v; wanted conflict", err)
	}
	if n := at(t, s, 0).Revision(); n != 2 {
		t.Errorf("the newest revision is %d; wanted 2", n)
	}
}

func conflictFirst(t *testing.T, s graph.Store) {
	write(t, s, callsText)
	b := threeFaults(t)
	b.After = 7
	if _, err := s.Apply(t.Context(), b); !errors.Is(err, graph.ErrConflict) {
		t.Errorf("a faulty batch with a stale precondition: %v; wanted conflict", err)
	}
}

func sameKey(t *testing.T, s graph.Store) {
	b := graphtest.Batch(t, callsText)
	b.Key = "import of 15 August"
	first := apply(t, s, b)
	write(t, s, "niger -BORDERS-- algeria")
	again := apply(t, s, b)
	same(t, "the revision of the same key", again, first)
	if n := at(t, s, 0).Revision(); n != 2 {
		t.Errorf("the newest revision is %d; wanted 2", n)
	}
}

func keyBeforeAll(t *testing.T, s graph.Store) {
	b := graphtest.Batch(t, callsText)
	b.Key = "k"
	first := apply(t, s, b)
	retry := threeFaults(t)
	retry.Key, retry.After = "k", 99
	same(t, "the revision of the key", apply(t, s, retry), first)
	b.Key = "K"
	if r := apply(t, s, b); r.Number != 2 {
		t.Errorf("key K after key k gave revision %d; keys differ by case", r.Number)
	}
}

func refusedKey(t *testing.T, s graph.Store) {
	b := threeFaults(t)
	b.Key = "k"
	if _, err := s.Apply(t.Context(), b); !errors.Is(err, graph.ErrInvalid) {
		t.Fatalf("a batch with three faults: %v; wanted invalid", err)
	}
	b = graphtest.Batch(t, callsText)
	b.Key = "k"
	if r := apply(t, s, b); r.Number != 1 || r.Key != "k" {
		t.Errorf("revision %d with key %q; wanted 1 and k", r.Number, r.Key)
	}
}

func randomHistory(t *testing.T, s graph.Store) {
	Same(t, NewModel(), s, 2023_08_15, 25)
}
