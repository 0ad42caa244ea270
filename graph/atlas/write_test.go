package atlas

import (
	"cmp"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/store/storetest"
)

// note corrects the note of the call by adding a letter, so that a correction that is
// lost is seen.
func addLetter(letter string) CorrectInput {
	return CorrectInput{Relations: []RelationCorrection{{ID: "relation:call", Change: func(r *graph.Relation) { r.Note += letter }}}}
}

// TestNoCorrectionIsLost corrects one relation from two servers at once: each
// correction is made over the one before it.
func TestNoCorrectionIsLost(t *testing.T) {
	m := storetest.Holding(t, fewRelations)
	servers := []*Atlas{New(m, Options{}), New(m, Options{})}
	var wg sync.WaitGroup
	const each = 10
	for _, a := range servers {
		for range each {
			wg.Go(func() {
				if _, err := a.Correct(t.Context(), Head{Author: "a", Reason: "r"}, addLetter("x")); err != nil {
					t.Error(err)
				}
			})
		}
	}
	wg.Wait()
	found, err := view(t, servers[0], ViewInput{}).RelationsByID(t.Context(), []graph.RelationID{"relation:call"}, nil)
	if err != nil || len(found["relation:call"].Note) != 2*each {
		t.Errorf("%q, %v; want %d letters", found["relation:call"].Note, err, 2*each)
	}
}

// TestOneKeyIsOneRevision sends one request many times at once to two servers.
func TestOneKeyIsOneRevision(t *testing.T) {
	m := storetest.Holding(t, fewRelations)
	servers := []*Atlas{New(m, Options{}), New(m, Options{})}
	var wg sync.WaitGroup
	for i := range 12 {
		wg.Go(func() {
			w, err := servers[i%2].Correct(t.Context(), Head{Author: "a", Reason: "r", Key: "k"}, addLetter("x"))
			if err != nil || w.Revision.Number != 2 || len(w.Changes) != 1 {
				t.Errorf("%+v %v", w, err)
			}
		})
	}
	wg.Wait()
	if n := view(t, servers[0], ViewInput{}).Number(); n != 2 {
		t.Errorf("the newest revision is %d", n)
	}
	// The same key of somebody else is another key.
	w, err := servers[0].Correct(t.Context(), Head{Author: "b", Reason: "r", Key: "k"}, addLetter("y"))
	if err != nil || w.Revision.Number != 3 {
		t.Errorf("%+v %v", w, err)
	}
}

// TestARefusedChangeChangesNothing refuses changes for every reason there is.
func TestARefusedChangeChangesNothing(t *testing.T) {
	a := New(storetest.Holding(t, fewRelations), Options{})
	one := 1
	ctx := t.Context()
	head := Head{Author: "a", Reason: "r"}
	if _, err := a.Retract(ctx, head, []string{"relation:support"}); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		kind error
		do   func() error
	}{
		"stale": {graph.ErrConflict, func() error {
			_, err := a.Correct(ctx, Head{Author: "a", Reason: "r", After: &one}, addLetter("x"))
			return err
		}},
		"retracted": {graph.ErrInvalid, func() error { _, err := a.Retract(ctx, head, []string{"relation:support"}); return err }},
		"empty":     {graph.ErrInvalid, func() error { _, err := a.Record(ctx, head, RecordInput{}); return err }},
		"itself":    {graph.ErrInvalid, func() error { _, err := a.MergeActors(ctx, head, "mali", "mali"); return err }},
		"unknown":   {graph.ErrNotFound, func() error { _, err := a.MergeActors(ctx, head, "mali", "nobody"); return err }},
		"gone": {graph.ErrNotFound, func() error {
			_, err := a.Correct(ctx, Head{Author: "a", Reason: "r", Scenario: "scenario:gone"}, addLetter("x"))
			return err
		}},
		"offset": {graph.ErrInvalid, func() error {
			start, end := -1, 3
			_, err := a.Correct(ctx, head, CorrectInput{Relations: []RelationCorrection{{ID: "relation:call", Change: func(*graph.Relation) {},
				AddEvidence: []graph.Evidence{{Source: "source:test", Quotation: "four", Start: &start, End: &end, Modality: graph.Asserted, Grade: graph.Grade{Reliability: "A", Credibility: 1}}}}}})
			return err
		}},
	} {
		if err := c.do(); !errors.Is(err, c.kind) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n := view(t, a, ViewInput{}).Number(); n != 2 {
		t.Errorf("the newest revision is %d", n)
	}
}

// TestMergesOfMerges flattens chains: every id ever merged answers with the actor
// that is left, by look-ups, by lists of ids and by arguments.
func TestMergesOfMerges(t *testing.T) {
	a := New(storetest.Holding(t, "actor a STATE A\nactor b STATE B\nactor c STATE C\nactor d STATE D\na -CALLS 2023-08-15 id=x-> d\nb -CALLS 2023-08-16 id=y-> c"), Options{})
	for _, m := range [][2]string{{"b", "a"}, {"c", "b"}, {"d", "a"}} {
		if _, err := a.MergeActors(t.Context(), Head{Author: "a", Reason: "r"}, m[0], m[1]); err != nil {
			t.Fatal(err)
		}
	}
	v := view(t, a, ViewInput{})
	ids := []graph.ActorID{"a", "b", "c", "d"}
	found, err := v.ActorsByID(t.Context(), ids)
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range ids {
		one, err := v.Actor(t.Context(), string(id))
		if err != nil || one == nil || one.ID != "d" || found[id] == nil || found[id].ID != "d" {
			t.Errorf("%s answers with %v and %v, %v", id, one, found[id], err)
		}
	}
	many, err := v.actors(t.Context(), "of", ids)
	if err != nil || fmt.Sprint(many) != "[d]" {
		t.Errorf("%v %v", many, err)
	}
	if all := held(t, a); len(all) != 0 { // both calls became calls of d with itself
		t.Errorf("%v are held", all)
	}
	page, err := v.Actors(t.Context(), ActorList{PageQuery: PageQuery{First: 10}})
	if err != nil || len(page.Items) != 1 {
		t.Errorf("%d actors are listed, %v", len(page.Items), err)
	}
}

func TestPathsInOrder(t *testing.T) {
	in := []string{"input", "input.actors[0].id", "input.actors[2].id", "input.actors[10].id", "input.actors[10].names", "input.relations[1].evidence[3].grade", "input.relations[1].evidence[12].grade"}
	for i := range in {
		for j := range in {
			if got := comparePaths(in[i], in[j]); got != cmp.Compare(i, j) {
				t.Errorf("%s and %s: %d", in[i], in[j], got)
			}
		}
	}
}
