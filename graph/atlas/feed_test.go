package atlas

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/graphtest"
	"github.com/entente/entente/graph/store/storetest"
)

// Followers has so many followers read so many revisions, which the atlases record
// in turn over one store, while each follower comes and goes: each sees each
// revision once, and in order. What it logs is a row of docs/reliability.md.
func Followers(t *testing.T, on string, atlases []*Atlas, followers, revisions int) {
	t.Helper()
	var visits, seen atomic.Int64
	if _, err := atlases[0].store.Apply(t.Context(), graphtest.Batch(t, fewRelations)); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for i := range followers {
		wg.Go(func() {
			r := rand.New(rand.NewPCG(uint64(i), 7))
			n, last, err := follow(t.Context(), atlases, r, revisions)
			if err != nil {
				t.Errorf("follower %d: %v", i, err)
			}
			visits.Add(int64(n))
			seen.Add(int64(last - 1))
		})
	}
	for n := range revisions {
		a := atlases[n%len(atlases)]
		if _, err := a.Correct(t.Context(), Head{Author: "a", Reason: fmt.Sprint(n)}, CorrectInput{Relations: []RelationCorrection{{
			ID: "relation:call", Change: func(r *graph.Relation) { r.Note = fmt.Sprint(n) },
		}}}); err != nil {
			t.Fatal(err)
		}
	}
	wg.Wait()
	t.Logf("| %s | %d | %d | %d | %d | %d |", on, len(atlases), followers, revisions, visits.Load(), seen.Load())
}

// follow reads as far as the last revision, now from one atlas and now from another,
// leaving after a random number of revisions. It gives how often it came, and what
// it saw last.
func follow(ctx context.Context, atlases []*Atlas, r *rand.Rand, revisions int) (visits, last int, err error) {
	for last = 1; last < revisions+1; visits++ {
		seq, err := atlases[r.IntN(len(atlases))].Follow(ctx, FollowQuery{After: &last})
		if errors.Is(err, graph.ErrNotFound) {
			return visits, last, fmt.Errorf("the revision %d that was seen is not known: %w", last, err)
		}
		if err != nil {
			return visits, last, err
		}
		stay := 1 + r.IntN(100)
		for revision, err := range seq {
			if err != nil {
				return visits, last, err
			}
			if int(revision.Number) != last+1 {
				return visits, last, fmt.Errorf("after %d came %d", last, revision.Number)
			}
			last++
			if stay--; stay == 0 || last == revisions+1 {
				break
			}
		}
	}
	return visits, last, nil
}

func TestTortureFollowersMissNothing(t *testing.T) {
	m := storetest.NewModel()
	o := Options{Poll: time.Millisecond}
	Followers(t, "a store in memory", []*Atlas{New(m, o), New(m, o)}, 50, 1000)
}

// numbers reads n revisions of a query.
func numbers(t *testing.T, a *Atlas, q FollowQuery, n int) []graph.RevisionNumber {
	t.Helper()
	seq, err := a.Follow(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	var out []graph.RevisionNumber
	for r, err := range seq {
		if err != nil {
			t.Fatal(err)
		}
		if out = append(out, r.Number); len(out) == n {
			break
		}
	}
	return out
}

func TestFollowFilters(t *testing.T) {
	a, _ := holding(t,
		"mali -CALLS 2023-08-15-> russia", "niger -CALLS 2023-08-16-> ghana", "mali -SUPPORTS 2023-08-17-> niger",
		"event talks 2023-07 \"Talks\" russia:host", "niger -SUPPORTS 2023-08-17-> chad", "mali -CALLS 2023-08-18 id=last-> niger")
	zero := 0
	for name, c := range map[string]struct {
		q    FollowQuery
		want []graph.RevisionNumber
	}{
		"all":              {FollowQuery{After: &zero}, []graph.RevisionNumber{1, 2, 3, 4, 5, 6}},
		"an actor":         {FollowQuery{After: &zero, Actors: []graph.ActorID{"russia"}}, []graph.RevisionNumber{1, 4}},
		"a kind":           {FollowQuery{After: &zero, Kinds: []graph.KindName{"SUPPORTS"}}, []graph.RevisionNumber{3, 5}},
		"both in one":      {FollowQuery{After: &zero, Actors: []graph.ActorID{"mali"}, Kinds: []graph.KindName{"CALLS"}}, []graph.RevisionNumber{1, 6}},
		"from in between":  {FollowQuery{After: number(4), Actors: []graph.ActorID{"niger"}}, []graph.RevisionNumber{5, 6}},
		"of either actor":  {FollowQuery{After: &zero, Actors: []graph.ActorID{"ghana", "chad"}}, []graph.RevisionNumber{2, 5}},
		"none but the new": {FollowQuery{After: number(5)}, []graph.RevisionNumber{6}},
	} {
		if got := numbers(t, a, c.q, len(c.want)); fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
	for name, c := range map[string]struct {
		q    FollowQuery
		kind error
	}{
		"below 0":       {FollowQuery{After: number(-1)}, graph.ErrInvalid},
		"not there yet": {FollowQuery{After: number(7)}, graph.ErrNotFound},
		"nobody":        {FollowQuery{Actors: []graph.ActorID{"nobody"}}, graph.ErrNotFound},
	} {
		if _, err := a.Follow(t.Context(), c.q); !errors.Is(err, c.kind) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestNobodyAsksWhileNobodyWaits holds the loop to those who wait.
func TestNobodyAsksWhileNobodyWaits(t *testing.T) {
	a, _ := holding(t, fewRelations)
	ctx, cancel := context.WithCancel(t.Context())
	seq, err := a.Follow(ctx, FollowQuery{})
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error)
	for range 1000 {
		go func() {
			for _, err := range seq {
				done <- err
			}
		}()
	}
	waitFor(t, func() bool { return waiting(a) == 1000 })
	cancel()
	for range 1000 {
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Fatalf("a follower ended with %v", err)
		}
	}
	waitFor(t, func() bool { return waiting(a) == 0 })
}

func waiting(a *Atlas) int {
	a.feed.mu.Lock()
	defer a.feed.mu.Unlock()
	return a.feed.waiting
}

// waitFor waits until something holds.
func waitFor(t *testing.T, holds func() bool) {
	t.Helper()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for !holds() {
		select {
		case <-tick.C:
		case <-t.Context().Done():
			t.Fatal("the test ended before it held")
		}
	}
}
