package storetest

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"

	"github.com/entente/entente/graph"
)

// Torture reports whether the tests of faults take their long form, by which
// make torture fills its tables.
func Torture() bool { return os.Getenv("ENTENTE_TORTURE") != "" }

// Workload is what many writers do at once to a store that is killed meanwhile.
// Every write of it is known beforehand, so that afterwards one can tell whether it
// is there, whole, and once: batches, corrections, retractions, merges, and papers.
type Workload struct {
	Writers int
	Steps   int // of each writer
}

// Done is a step of a writer that was acknowledged, with the number of its revision
// or the version of its paper.
type Done struct {
	Writer, Step int
	Number       uint64
}

// stepKind is what a writer does in a step; they follow one another in blocks.
type stepKind int

const (
	addStep     stepKind = iota // two actors and their relations
	correctStep                 // the relations again, with another note
	paperStep                   // a paper, filed once more
	endStep                     // the relations retracted or, in every other block, one actor merged into the other
	blockSteps
)

const (
	workloadSource = graph.SourceID("source:workload")
	workloadActor  = graph.ActorID("workload")
	workloadDrawer = "workload"
	relationsAdded = 5
)

// task is one step of a writer.
type task struct{ writer, step int }

func (x task) kind() stepKind { return stepKind(x.step % int(blockSteps)) }

func (x task) block() int { return x.step / int(blockSteps) }

// merges reports whether the block ends with a merge.
func (x task) merges() bool { return x.block()%2 == 1 }

func (x task) key() string { return fmt.Sprintf("workload %d %d", x.writer, x.step) }

func (x task) name(what string) string { return fmt.Sprintf("w%d-%d%s", x.writer, x.block(), what) }

func (x task) relationIDs() []graph.RelationID {
	out := make([]graph.RelationID, relationsAdded)
	for i := range out {
		out[i] = graph.RelationID(graph.RelationPrefix + x.name(fmt.Sprintf("-%d", i)))
	}
	return out
}

func (x task) actor(what string) graph.Actor {
	id := x.name(what)
	return graph.Actor{ID: graph.ActorID(id), Kind: graph.State, Names: []graph.Name{{Text: id, Primary: true}}}
}

// batch gives what the step records.
func (x task) batch() graph.Batch {
	b := graph.Batch{BatchHead: graph.BatchHead{Author: "workload", Reason: x.key(), Key: x.key()}}
	a, twin := x.actor(""), x.actor("-twin")
	switch {
	case x.kind() == addStep:
		b.Put = append(b.Put, graph.Record{Actor: &a}, graph.Record{Actor: &twin})
	case x.kind() == endStep && x.merges():
		twin.MergedInto = a.ID
		b.Put = append(b.Put, graph.Record{Actor: &twin})
		return b
	case x.kind() == endStep:
		b.Retract = x.relationIDs()
		return b
	}
	for _, id := range x.relationIDs() {
		b.Put = append(b.Put, graph.Record{Relation: &graph.Relation{
			ID: id, From: a.ID, Kind: "CALLS", To: workloadActor, Period: graph.MustPeriod("2023-08-15"), Note: x.key(),
			Evidence: []graph.Evidence{{Source: workloadSource, Modality: graph.Reported, Grade: graph.Grade{Reliability: "B", Credibility: 2}}},
		}})
	}
	return b
}

// changes tells what the revision of the step must have changed, as told does.
func (x task) changes(n graph.RevisionNumber) []string {
	b := x.batch()
	var out []string
	say := func(kind graph.ChangeKind, id string) { out = append(out, fmt.Sprintf("%d %s %s", n, kind, id)) }
	for _, r := range b.Put {
		kind := graph.Corrected
		if x.kind() == addStep {
			kind = graph.Added
		}
		say(kind, r.ID())
	}
	for _, id := range b.Retract {
		say(graph.Retracted, string(id))
	}
	return out
}

// paper gives the paper that the step files.
func (x task) paper() graph.Paper {
	return graph.Paper{Drawer: workloadDrawer, ID: fmt.Sprintf("w%d", x.writer), Version: uint64(x.block()), Body: []byte(x.key())}
}

// start is the batch before all steps.
func (w Workload) start() graph.Batch {
	a := graph.Actor{ID: workloadActor, Kind: graph.State, Names: []graph.Name{{Text: "Workload", Primary: true}}}
	return graph.Batch{
		BatchHead: graph.BatchHead{Author: "workload", Reason: "start", Key: "workload"},
		Put:       []graph.Record{{Source: &graph.Source{ID: workloadSource, Title: "Workload"}}, {Actor: &a}},
	}
}

// Run does all steps that the store does not show as done, those of a writer one
// after another and all writers at once, and tells of each as it is acknowledged.
// The step that the store shows last is done once more, as by one who lost the
// answer. A step that fails is tried again if again says so of its error. The
// writers share out the stores, which are doors to the same record.
func (w Workload) Run(ctx context.Context, stores []graph.Store, acknowledged func(Done), again func(error) bool) error {
	if err := retried(func() error { _, err := stores[0].Apply(ctx, w.start()); return err }, again); err != nil {
		return err
	}
	next, err := w.progress(ctx, stores[0])
	if err != nil {
		return err
	}
	var writers sync.WaitGroup
	failed := make(chan error, w.Writers)
	for writer := range w.Writers {
		writers.Go(func() {
			for step := max(0, next[writer]-1); step < w.Steps; step++ {
				x := task{writer, step}
				err := retried(func() error {
					n, err := x.do(ctx, stores[writer%len(stores)])
					if err == nil {
						acknowledged(Done{writer, step, n})
					}
					return err
				}, again)
				if err != nil {
					failed <- fmt.Errorf("%s: %w", x.key(), err)
					return
				}
			}
		})
	}
	writers.Wait()
	close(failed)
	return <-failed
}

func retried(do func() error, again func(error) bool) error {
	for {
		if err := do(); err == nil || !again(err) {
			return err
		}
	}
}

// do does the step, or finds it done.
func (x task) do(ctx context.Context, s graph.Store) (uint64, error) {
	if x.kind() != paperStep {
		r, err := s.Apply(ctx, x.batch())
		return uint64(r.Number), err
	}
	p := x.paper()
	held, err := graph.Collect(s.Papers(ctx, graph.PaperFilter{Drawer: p.Drawer, IDs: []string{p.ID}}))
	if err != nil {
		return 0, err
	}
	if len(held) == 1 && held[0].Version == p.Version+1 {
		return held[0].Version, nil
	}
	p, err = s.File(ctx, p)
	return p.Version, err
}

// progress gives the next step of each writer, as the store shows it.
func (w Workload) progress(ctx context.Context, s graph.Store) ([]int, error) {
	next := make([]int, w.Writers)
	for r, err := range s.Revisions(ctx, graph.RevisionFilter{}) {
		if err != nil {
			return nil, err
		}
		if x, ok := taskOf(r.Key); ok {
			next[x.writer] = max(next[x.writer], x.step+1)
		}
	}
	for p, err := range s.Papers(ctx, graph.PaperFilter{Drawer: workloadDrawer}) {
		if err != nil {
			return nil, err
		}
		if x, ok := taskOf(string(p.Body)); ok {
			next[x.writer] = max(next[x.writer], x.step+1)
		}
	}
	return next, nil
}

// taskOf reads the key of a step.
func taskOf(key string) (task, bool) {
	words := strings.Fields(key)
	if len(words) != 3 {
		return task{}, false
	}
	writer, err1 := strconv.Atoi(words[1])
	step, err2 := strconv.Atoi(words[2])
	return task{writer, step}, err1 == nil && err2 == nil
}
