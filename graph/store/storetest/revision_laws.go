package storetest

import (
	"testing"
	"time"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/graphtest"
)

// revisionLaws are about the list of revisions.
var revisionLaws = []law{
	{"a revision says who, why and when", revisionSays},
	{"times of revisions strictly increase", timesIncrease},
	{"revisions are filtered as Match says", revisionFilter},
	{"a copy says when a revision was recorded first", copiedTime},
}

func revisionSays(t *testing.T, s graph.Store) {
	b := graphtest.Batch(t, callsText)
	b.Author, b.Reason, b.Key = "Aïssata", "the Kremlin's “read-out”", "key 1"
	before := time.Now().Add(-time.Second)
	r := apply(t, s, b)
	if r.Author != b.Author || r.Reason != b.Reason || r.Key != b.Key || r.Number != 1 {
		t.Errorf("the revision is %+v", r)
	}
	if r.Time.Before(before) || r.Time.After(time.Now().Add(time.Second)) {
		t.Errorf("it is said to be recorded at %v, and it is %v", r.Time, time.Now())
	}
	if r.Time.Location() != time.UTC || !r.Time.Equal(r.Time.Truncate(time.Microsecond)) {
		t.Errorf("the time %v is not in UTC to the microsecond", r.Time)
	}
	same(t, "the revision as it is listed", one(t, s.Revisions(t.Context(), graph.RevisionFilter{})), r)
}

// record makes n small revisions and gives them.
func record(t *testing.T, s graph.Store, n int) []graph.Revision {
	t.Helper()
	var out []graph.Revision
	for range n {
		out = append(out, write(t, s, "mali -CALLS 2023-08-15-> russia"))
	}
	return out
}

func timesIncrease(t *testing.T, s graph.Store) {
	record(t, s, 30)
	revisions := all(t, s.Revisions(t.Context(), graph.RevisionFilter{}))
	for i, r := range revisions {
		if r.Number != graph.RevisionNumber(i+1) {
			t.Fatalf("revision %d stands at place %d", r.Number, i+1)
		}
		if i > 0 && !r.Time.After(revisions[i-1].Time) {
			t.Errorf("revision %d is of %v, the one before of %v", r.Number, r.Time, revisions[i-1].Time)
		}
	}
	if len(revisions) != 30 {
		t.Errorf("%d revisions are listed; wanted 30", len(revisions))
	}
}

func copiedTime(t *testing.T, s graph.Store) {
	first := time.Date(2023, 8, 15, 12, 0, 0, 123456789, time.FixedZone("", 7200))
	h := head("copied")
	h.Time = first
	batch := func() graph.Batch {
		b := graphtest.Batch(t, callsText)
		b.BatchHead = h
		return b
	}
	r := apply(t, s, batch())
	if want := first.UTC().Truncate(time.Microsecond); !r.Time.Equal(want) || r.Time.Location() != time.UTC {
		t.Errorf("it is said to be recorded at %v; wanted %v", r.Time, want)
	}
	if again := apply(t, s, batch()); again != r {
		t.Errorf("the same key once more gives %+v; wanted %+v", again, r)
	}
	h.Key = "no later"
	_, err := s.Apply(t.Context(), batch())
	wantKind(t, "a batch of the time of the newest revision", err, graph.ErrInvalid)
	h.After = 7
	_, err = s.Apply(t.Context(), batch())
	wantKind(t, "the same, with a stale precondition", err, graph.ErrConflict)
	h.After, h.Time = 1, first.Add(time.Hour)
	r, err = graph.Load(t.Context(), s, h, sequenceOf(graphtest.Records(t, callsText)))
	if err != nil || !r.Time.Equal(first.Add(time.Hour).Truncate(time.Microsecond)) || r.Number != 2 {
		t.Errorf("a load gives %+v, %v; wanted the time %v", r, err, h.Time)
	}
	h.Key, h.After = "again no later", 0
	_, err = graph.Load(t.Context(), s, h, sequenceOf(graphtest.Records(t, callsText)))
	wantKind(t, "a load of the time of the newest revision", err, graph.ErrInvalid)
	if now := write(t, s, "mali -CALLS 2023-08-15-> russia"); !now.Time.After(first.Add(time.Hour)) || time.Since(now.Time) > time.Hour {
		t.Errorf("what is recorded now is said to be of %v", now.Time)
	}
}

func revisionFilter(t *testing.T, s graph.Store) {
	made := record(t, s, 8)
	numbers := func(f graph.RevisionFilter) []graph.RevisionNumber {
		var out []graph.RevisionNumber
		for _, r := range all(t, s.Revisions(t.Context(), f)) {
			out = append(out, r.Number)
			if !f.Match(r) {
				t.Errorf("%s: revision %d does not match", words("Revisions", f), r.Number)
			}
		}
		return out
	}
	for _, c := range []struct {
		f    graph.RevisionFilter
		want []graph.RevisionNumber
	}{
		{graph.RevisionFilter{}, []graph.RevisionNumber{1, 2, 3, 4, 5, 6, 7, 8}},
		{graph.RevisionFilter{Descending: true}, []graph.RevisionNumber{8, 7, 6, 5, 4, 3, 2, 1}},
		{graph.RevisionFilter{After: 5}, []graph.RevisionNumber{6, 7, 8}},
		{graph.RevisionFilter{After: 5, Descending: true}, []graph.RevisionNumber{4, 3, 2, 1}},
		{graph.RevisionFilter{After: 8}, nil},
		{graph.RevisionFilter{After: 1, Descending: true}, nil},
		{graph.RevisionFilter{Numbers: []graph.RevisionNumber{7, 2, 99, 2}}, []graph.RevisionNumber{2, 7}},
		{graph.RevisionFilter{Numbers: []graph.RevisionNumber{7, 2}, Descending: true}, []graph.RevisionNumber{7, 2}},
		{graph.RevisionFilter{Numbers: []graph.RevisionNumber{}}, nil},
		{graph.RevisionFilter{RecordedBy: made[3].Time}, []graph.RevisionNumber{1, 2, 3, 4}},
		{graph.RevisionFilter{RecordedBy: made[3].Time.Add(-time.Nanosecond)}, []graph.RevisionNumber{1, 2, 3}},
		{graph.RevisionFilter{RecordedBy: made[3].Time.In(time.FixedZone("", 3*3600)), Descending: true}, []graph.RevisionNumber{4, 3, 2, 1}},
		{graph.RevisionFilter{RecordedBy: made[0].Time.Add(-time.Hour)}, nil},
		{graph.RevisionFilter{RecordedBy: made[5].Time, After: 3}, []graph.RevisionNumber{4, 5, 6}},
	} {
		same(t, words("Revisions", c.f), numbers(c.f), c.want)
	}
	var first graph.RevisionNumber
	for r, err := range s.Revisions(t.Context(), graph.RevisionFilter{Descending: true}) {
		if err != nil {
			t.Fatal(err)
		}
		first = r.Number
		break
	}
	if first != 8 {
		t.Errorf("the newest is said to be %d", first)
	}
}
