package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/graphtest"
)

// concurrencyLaws are about many who read and write at once.
var concurrencyLaws = []law{
	{"overlapping writers each see their own revision", overlappingWriters},
	{"of many with one precondition one wins", oneWinner},
	{"the same key at once is one revision", sameKeyAtOnce},
	{"a reader of the newest never sees part of a batch", neverPart},
	{"who follows the changes sees each once, in order, and each revision whole", changesFollowed},
}

// together runs f in n goroutines and gives their errors to the test.
func together(t *testing.T, n int, f func(i int) error) {
	t.Helper()
	faults := make(chan error, n)
	for i := range n {
		go func() { faults <- f(i) }()
	}
	for range n {
		if err := <-faults; err != nil {
			t.Error(err)
		}
	}
}

func overlappingWriters(t *testing.T, s graph.Store) {
	const writers, each = 6, 8
	ctx := t.Context()
	write(t, s, "mali -BORDERS-- niger")
	together(t, writers, func(w int) error {
		for i := range each {
			id := graph.RelationID(fmt.Sprintf("relation:w%d-%d", w, i))
			b := graphtest.Batch(t, fmt.Sprintf("mali -CALLS id=%s-> niger", id))
			b.Author = fmt.Sprintf("writer %d", w)
			r, err := s.Apply(ctx, b)
			if err != nil {
				return err
			}
			for _, n := range []graph.RevisionNumber{r.Number, 0} {
				if err := holds(ctx, s, n, r.Number, id); err != nil {
					return err
				}
			}
		}
		return nil
	})
	revisions := all(t, s.Revisions(ctx, graph.RevisionFilter{}))
	if len(revisions) != 1+writers*each {
		t.Fatalf("%d revisions; wanted %d", len(revisions), 1+writers*each)
	}
	for i, r := range revisions {
		if r.Number != graph.RevisionNumber(i+1) || i > 0 && !r.Time.After(revisions[i-1].Time) {
			t.Errorf("revision %d of %v stands at place %d", r.Number, r.Time, i+1)
		}
		if i == 0 {
			continue
		}
		got := all(t, at(t, s, r.Number).FindRelations(ctx, graph.RelationQuery{Filter: graph.RelationFilter{Class: graph.Act}}))
		if len(got) != i {
			t.Errorf("revision %d holds %d calls; wanted %d", r.Number, len(got), i)
		}
	}
}

// holds checks that a snapshot of n is no older than the revision and holds a relation.
func holds(ctx context.Context, s graph.Store, n, revision graph.RevisionNumber, id graph.RelationID) error {
	snap, err := s.Snapshot(ctx, n)
	if err != nil {
		return fmt.Errorf("snapshot %d after revision %d: %w", n, revision, err)
	}
	if snap.Revision() < revision {
		return fmt.Errorf("the newest snapshot is of %d after revision %d was acknowledged", snap.Revision(), revision)
	}
	got, err := graph.Collect(snap.Relations(ctx, []graph.RelationID{id}))
	if err == nil && (len(got) != 1 || got[0].Revision != revision) {
		err = fmt.Errorf("%s is not read at revision %d, which recorded it", id, snap.Revision())
	}
	return errors.Join(err, snap.Close())
}

func oneWinner(t *testing.T, s graph.Store) {
	write(t, s, "mali -BORDERS-- niger")
	var mu sync.Mutex
	won := 0
	together(t, 6, func(i int) error {
		b := graphtest.Batch(t, fmt.Sprintf("mali -CALLS id=w%d-> niger", i))
		b.After = 1
		_, err := s.Apply(t.Context(), b)
		switch {
		case err == nil:
			mu.Lock()
			won++
			mu.Unlock()
		case !errors.Is(err, graph.ErrConflict):
			return err
		}
		return nil
	})
	if n := at(t, s, 0).Revision(); won != 1 || n != 2 {
		t.Errorf("%d won and the newest revision is %d; wanted 1 and 2", won, n)
	}
}

func sameKeyAtOnce(t *testing.T, s graph.Store) {
	write(t, s, "mali -BORDERS-- niger")
	b := graphtest.Batch(t, "mali -CALLS-> niger")
	b.Key = "once"
	together(t, 6, func(int) error {
		r, err := s.Apply(t.Context(), b)
		if err == nil && r.Number != 2 {
			err = fmt.Errorf("the key answers revision %d; wanted 2", r.Number)
		}
		return err
	})
	if n := at(t, s, 0).Revision(); n != 2 {
		t.Errorf("the newest revision is %d; wanted 2", n)
	}
}

// The size and number of the batches of which no part may be seen.
const (
	bigBatch   = 400
	bigBatches = 6
)

// bigBatchRecords gives relations of mali, one event a relation, and a new name
// of mali, all of one batch.
func bigBatchRecords(t *testing.T, n int) graph.Batch {
	records := []graph.Record{
		{Actor: &graph.Actor{ID: "mali", Kind: graph.State, Names: []graph.Name{{Text: fmt.Sprintf("Mali %d", n), Primary: true}}}},
	}
	if n == 1 {
		records = append(records, graphtest.Records(t, "actor niger STATE\nsource test")...)
	}
	for i := range bigBatch {
		day := graph.Date(2000, 1, 1).Add(n*bigBatch + i)
		records = append(records,
			graph.Record{Relation: &graph.Relation{
				ID: graph.RelationID(fmt.Sprintf("relation:b%d-%d", n, i)), From: "mali", Kind: "CALLS", To: "niger", Period: graph.MustPeriod(day.String()),
				Evidence: []graph.Evidence{{Source: graphtest.DefaultSource, Modality: graph.Asserted, Grade: graph.Grade{Reliability: "A", Credibility: 1}}},
			}},
			graph.Record{Event: &graph.Event{ID: graph.EventID(fmt.Sprintf("event:b%d-%d", n, i)), Names: []graph.Name{{Text: "call"}}, Period: graph.MustPeriod(day.String())}})
	}
	return batch(records...)
}

func neverPart(t *testing.T, s graph.Store) {
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var readers sync.WaitGroup
	faults := make(chan error, 2)
	reads := make(chan int, 2)
	for range 2 {
		readers.Go(func() {
			n := 0
			defer func() { reads <- n }()
			for ctx.Err() == nil {
				if err := wholeBatches(t.Context(), s); err != nil {
					faults <- err
					return
				}
				n++
			}
		})
	}
	for n := range bigBatches {
		apply(t, s, bigBatchRecords(t, n+1))
	}
	stop()
	readers.Wait()
	close(faults)
	for err := range faults {
		t.Error(err)
	}
	if n := <-reads + <-reads; n == 0 {
		t.Error("nothing was read meanwhile; this shows nothing")
	}
	if err := wholeBatches(t.Context(), s); err != nil {
		t.Error(err)
	}
	if n := at(t, s, 0).Revision(); n != bigBatches {
		t.Errorf("the newest revision is %d; wanted %d", n, bigBatches)
	}
}

// wholeBatches reads the newest revision in every way and checks that each sees
// all of as many batches as there are revisions.
func wholeBatches(ctx context.Context, s graph.Store) error {
	snap, err := s.Snapshot(ctx, 0)
	if err != nil {
		return err
	}
	return errors.Join(wholeBatchesIn(ctx, s, snap), snap.Close())
}

// wholeBatchesIn is wholeBatches of one snapshot.
func wholeBatchesIn(ctx context.Context, s graph.Store, snap graph.Snapshot) error {
	want := int(snap.Revision()) * bigBatch
	mali := []graph.ActorID{"mali"}
	count := func(what string, n int, err error) error {
		if err == nil && n != want {
			err = fmt.Errorf("%s at revision %d: %d; wanted %d", what, snap.Revision(), n, want)
		}
		return err
	}
	hops, err1 := graph.Collect(snap.Expand(ctx, mali, graph.ExpandQuery{}))
	list, err2 := graph.Collect(snap.FindRelations(ctx, graph.RelationQuery{At: mali}))
	evidence, err3 := graph.Collect(snap.FindEvidence(ctx, graph.EvidenceFilter{Sources: []graph.SourceID{graphtest.DefaultSource}}, ""))
	events, err4 := graph.Collect(snap.FindEvents(ctx, graph.EventFilter{}, nil))
	whole, err5 := graph.Collect(snap.FindRelations(ctx, graph.RelationQuery{Order: graph.Oldest}))
	counts, err6 := snap.CountRelations(ctx, graph.RelationQuery{At: mali}, 1_000_000)
	if err6 != nil {
		return err6
	}
	err := errors.Join(
		count("Expand", len(hops), err1), count("FindRelations of an actor", len(list), err2), count("FindEvidence of a source", len(evidence), err3),
		count("FindEvents", len(events), err4), count("FindRelations", len(whole), err5), count("CountRelations", counts[0].N, nil))
	if err != nil || want == 0 {
		return err
	}
	revisions, err := graph.Collect(s.Revisions(ctx, graph.RevisionFilter{Numbers: []graph.RevisionNumber{snap.Revision()}}))
	if err == nil && len(revisions) != 1 {
		err = fmt.Errorf("revision %d is read and not listed", snap.Revision())
	}
	if err != nil {
		return err
	}
	name := fmt.Sprintf("Mali %d", snap.Revision())
	hits, err := graph.Collect(snap.Search(ctx, graph.SearchQuery{Text: name, Limit: 1}))
	if err == nil && (len(hits) != 1 || hits[0].Matched != name) {
		err = fmt.Errorf("search at revision %d does not find %q", snap.Revision(), name)
	}
	return err
}

// changesFollowed reads the changes after the last one seen, again and again while
// many write, and holds what was seen to all that there is in the end.
func changesFollowed(t *testing.T, s graph.Store) {
	ctx := t.Context()
	w := Workload{Writers: 4, Steps: 8}
	var seen []graph.Change
	var after *graph.ChangeKey
	follow := func() error {
		for c, err := range s.Changes(ctx, graph.ChangeFilter{After: after}) {
			if err != nil {
				return err
			}
			seen = append(seen, c)
			key := c.Key()
			after = &key
			if len(seen)%7 == 0 { // in the middle of a revision, to go on from there
				break
			}
		}
		return nil
	}
	ended := make(chan error, 1)
	go func() {
		ended <- w.Run(ctx, []graph.Store{s}, func(Done) {}, func(error) bool { return false })
	}()
	for writing := true; writing; {
		select {
		case err := <-ended:
			if err != nil {
				t.Fatal(err)
			}
			writing = false
		default:
		}
		if err := follow(); err != nil {
			t.Fatal(err)
		}
	}
	for n := -1; n < len(seen); {
		n = len(seen)
		if err := follow(); err != nil {
			t.Fatal(err)
		}
	}
	same(t, "the changes that were seen", told(seen), told(all(t, s.Changes(ctx, graph.ChangeFilter{}))))
	if _, err := w.Check(ctx, s, nil); err != nil {
		t.Error(err)
	}
}
