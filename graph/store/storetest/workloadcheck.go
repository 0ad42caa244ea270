package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/entente/entente/graph"
)

// Tally counts what a check of a Workload found.
type Tally struct {
	Acknowledged int // steps that were acknowledged, each once
	Revisions    int
	Papers       int // filings
	Unheard      int // steps that are there, and whose answer nobody heard
}

// Check holds a store to what it acknowledged of a workload: every such step is
// there under its number, each once; what is there is whole, in the changes of each
// revision and in what is read now; and no step is there whose step before is not.
func (w Workload) Check(ctx context.Context, s graph.Store, acknowledged []Done) (Tally, error) {
	c := workloadCheck{Workload: w, numbers: map[task]graph.RevisionNumber{}, filed: map[string]uint64{}}
	for _, step := range []func(context.Context, graph.Store) error{c.revisions, c.changes, c.papers, c.order, c.newest} {
		if err := step(ctx, s); err != nil {
			return c.tally, err
		}
	}
	heard := map[task]bool{}
	var wrong []error
	for _, d := range acknowledged {
		x := task{d.Writer, d.Step}
		switch {
		case x.kind() != paperStep && c.numbers[x] != graph.RevisionNumber(d.Number):
			wrong = append(wrong, fmt.Errorf("%s was acknowledged as revision %d and is revision %d (0 for none)", x.key(), d.Number, c.numbers[x]))
		case x.kind() == paperStep && (d.Number != uint64(x.block())+1 || !c.there(x)):
			wrong = append(wrong, fmt.Errorf("%s was acknowledged as version %d of its paper, which is of version %d", x.key(), d.Number, c.filed[x.paper().ID]))
		}
		heard[x] = true
	}
	c.tally.Acknowledged = len(heard)
	c.tally.Unheard = len(c.numbers) + c.tally.Papers - len(heard)
	return c.tally, errors.Join(wrong...)
}

type workloadCheck struct {
	Workload
	tally   Tally
	numbers map[task]graph.RevisionNumber // the steps that are revisions
	filed   map[string]uint64             // the versions of the papers
}

// revisions checks that the revisions are numbered without a gap, each of another
// step.
func (c *workloadCheck) revisions(ctx context.Context, s graph.Store) error {
	all, err := graph.Collect(s.Revisions(ctx, graph.RevisionFilter{}))
	if err != nil {
		return err
	}
	c.tally.Revisions = len(all)
	for i, r := range all {
		if r.Number != graph.RevisionNumber(i+1) {
			return fmt.Errorf("revision %d stands at place %d", r.Number, i+1)
		}
		x, ok := taskOf(r.Key)
		if !ok {
			continue
		}
		if n, twice := c.numbers[x]; twice {
			return fmt.Errorf("%s is recorded twice, as revisions %d and %d", r.Key, n, r.Number)
		}
		c.numbers[x] = r.Number
	}
	return nil
}

// changes checks that each revision changed all that its step does, and no more.
func (c *workloadCheck) changes(ctx context.Context, s graph.Store) error {
	all, err := graph.Collect(s.Changes(ctx, graph.ChangeFilter{Since: 1}))
	if err != nil {
		return err
	}
	found := map[graph.RevisionNumber][]string{}
	for i, line := range told(all) {
		found[all[i].Revision] = append(found[all[i].Revision], line)
	}
	for x, n := range c.numbers {
		want := x.changes(n)
		slices.Sort(want)
		slices.Sort(found[n])
		if err := differ(fmt.Sprintf("the changes of revision %d, %s", n, x.key()), found[n], want); err != nil {
			return err
		}
	}
	return nil
}

// papers checks that the papers say what their versions do.
func (c *workloadCheck) papers(ctx context.Context, s graph.Store) error {
	all, err := graph.Collect(s.Papers(ctx, graph.PaperFilter{Drawer: workloadDrawer}))
	if err != nil {
		return err
	}
	for _, p := range all {
		x, ok := taskOf(string(p.Body))
		if !ok || x.kind() != paperStep || p.Version != uint64(x.block())+1 || p.ID != x.paper().ID {
			return fmt.Errorf("version %d of the paper %s says %q", p.Version, p.ID, p.Body)
		}
		c.filed[p.ID] = p.Version
		c.tally.Papers += int(p.Version)
	}
	return nil
}

// there reports whether the step is in the store.
func (c *workloadCheck) there(x task) bool {
	if x.kind() == paperStep {
		return c.filed[x.paper().ID] > uint64(x.block())
	}
	return c.numbers[x] != 0
}

// order checks that the steps of each writer are there from the first to the last.
func (c *workloadCheck) order(ctx context.Context, s graph.Store) error {
	next, err := c.progress(ctx, s)
	if err != nil {
		return err
	}
	for writer, n := range next {
		for step := range n {
			if x := (task{writer, step}); !c.there(x) {
				return fmt.Errorf("%s is not there, and step %d of its writer is", x.key(), n-1)
			}
		}
	}
	return nil
}

// newest checks what is read at the newest revision: what the steps left.
func (c *workloadCheck) newest(ctx context.Context, s graph.Store) error {
	snap, err := s.Snapshot(ctx, 0)
	if err != nil {
		return err
	}
	defer snap.Close()
	relations, err1 := graph.Collect(snap.FindRelations(ctx, graph.RelationQuery{}))
	edges, err2 := graph.Collect(graph.Edges(ctx, snap, graph.RelationFilter{}))
	evidence, err3 := graph.Collect(snap.FindEvidence(ctx, graph.EvidenceFilter{}, ""))
	actors, err4 := graph.Collect(snap.FindActors(ctx, graph.ActorFilter{}, ""))
	if err := errors.Join(err1, err2, err3, err4); err != nil {
		return err
	}
	want, wantActors := 0, 1
	for x := range c.numbers {
		switch {
		case x.kind() == addStep:
			want, wantActors = want+relationsAdded, wantActors+2
		case x.kind() == endStep && x.merges():
			wantActors--
		case x.kind() == endStep:
			want -= relationsAdded
		}
	}
	if len(relations) != want || len(edges) != want || len(evidence) != want || len(actors) != wantActors {
		return fmt.Errorf("there are %d relations, %d edges, %d pieces of evidence and %d actors; the steps left %d of each, and %d actors",
			len(relations), len(edges), len(evidence), len(actors), want, wantActors)
	}
	for _, r := range relations {
		if x, ok := taskOf(r.Note); !ok || c.numbers[x] != r.Revision {
			return fmt.Errorf("%s says %q, and is of revision %d", r.ID, r.Note, r.Revision)
		}
	}
	return nil
}
