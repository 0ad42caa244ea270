package storetest

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/graphtest"
)

// firstRelations is how many relations a random history begins with, and
// questionsPerStep how many questions are asked after each step of it, of the
// newest revision and of an older one.
const (
	firstRelations   = 60
	questionsPerStep = 6
)

// Same plays a random history of so many steps on two fresh stores (new things,
// new versions, retractions, merges, batches that must be refused, keys and
// preconditions, papers) and asks both the same questions at every revision, what
// changed in it, and now and then an old question once more: its answer must be
// what it was. A difference is reported as the question and what the answers
// differ in.
func Same(t testing.TB, a, b graph.Store, seed uint64, steps int) {
	t.Helper()
	if err := play(t.Context(), a, b, seed, steps); err != nil {
		t.Fatalf("seed %d: %v", seed, err)
	}
}

// Fuzz holds two kinds of stores against each other in histories that the fuzzer
// chooses: of any seed, of up to 15 steps.
func Fuzz(f *testing.F, a, b func(t *testing.T) graph.Store) {
	f.Add(uint64(1), uint8(3))
	f.Add(uint64(2), uint8(6))
	f.Fuzz(func(t *testing.T, seed uint64, steps uint8) {
		x, y := a(t), b(t)
		Same(t, x, y, seed, int(steps%16))
		if err := errors.Join(x.Close(), y.Close()); err != nil {
			t.Error(err)
		}
	})
}

// play is Same for any kind of test: it gives the first difference as an error.
func play(ctx context.Context, a, b graph.Store, seed uint64, steps int) error {
	p := player{ctx: ctx, a: a, b: b, asker: asker{graphtest.NewRandom(seed)}, papers: somePapers()}
	first := graph.Batch{BatchHead: head(""), Put: p.First(firstRelations)}
	if err := p.apply(first); err != nil {
		return err
	}
	for step := range steps {
		if err := p.step(); err != nil {
			return fmt.Errorf("step %d: %w", step+1, err)
		}
	}
	return p.history()
}

// player plays one history on two stores.
type player struct {
	asker
	ctx   context.Context
	a, b  graph.Store
	last  graph.Batch
	count graph.RevisionNumber

	answered []answered
	papers   []graph.Paper // as the desks should hold them; those of version 0 are not there
}

// step writes once and asks.
func (p *player) step() error {
	batch := p.Batch()
	var err error
	switch p.IntN(6) {
	case 0:
		if err = p.apply(p.Faulty()); err == nil {
			err = p.apply(batch)
		}
	case 1: // the batch before once more: the same revision if it has a key
		if p.last.Key != "" {
			err = p.apply(p.last)
		}
		err = errors.Join(err, p.apply(batch))
	case 2:
		stale := batch
		stale.After = p.count + 1
		if err = p.apply(stale); err == nil {
			batch.After = p.count
			err = p.apply(batch)
		}
	default:
		err = p.apply(batch)
	}
	p.last = batch
	if err != nil {
		return err
	}
	for range questionsPerStep {
		if err := p.ask(p.question(), 0); err != nil {
			return err
		}
		if err := p.ask(p.question(), graph.RevisionNumber(1+p.IntN(int(p.count)))); err != nil {
			return err
		}
	}
	if err := p.changes(graph.ChangeFilter{Since: p.count - 1}); err != nil {
		return err
	}
	if err := p.remember(); err != nil {
		return err
	}
	return p.file()
}

// apply writes to both stores and compares what they say.
func (p *player) apply(b graph.Batch) error {
	x, errX := p.a.Apply(p.ctx, b)
	y, errY := p.b.Apply(p.ctx, b)
	if err := sameError(errX, errY); err != nil {
		return fmt.Errorf("apply of %d records and %d retractions: %w", len(b.Put), len(b.Retract), err)
	}
	y.Time = x.Time // the clock is not part of the history
	if d := difference(x, y); d != "" {
		return fmt.Errorf("revisions differ (-first store +second store):\n%s", d)
	}
	p.count = max(p.count, x.Number)
	return nil
}

// sameError says how two errors differ in what a client may see.
func sameError(x, y error) error {
	if (x == nil) != (y == nil) || x != nil && !errors.Is(y, graph.KindOf(x)) {
		return fmt.Errorf("the first store says %q, the second %q", message(x), message(y))
	}
	var fx, fy *graph.Faults
	if errors.As(x, &fx) && errors.As(y, &fy) {
		if d := cmp.Diff(fx, fy); d != "" {
			return fmt.Errorf("faults differ (-first store +second store):\n%s", d)
		}
	}
	return nil
}

func message(err error) string {
	if err == nil {
		return "no error"
	}
	return err.Error()
}

// ask puts a question to both stores at a revision.
func (p *player) ask(q question, n graph.RevisionNumber) error {
	x, errX := askAt(p.ctx, p.a, q, n)
	y, errY := askAt(p.ctx, p.b, q, n)
	if err := sameError(errX, errY); err != nil {
		return fmt.Errorf("revision %d, %s: %w", n, q.words, err)
	}
	if d := difference(x, y); d != "" {
		return fmt.Errorf("revision %d, %s: answers of %d and %d differ (-first store +second store):\n%s", n, q.words, lengthOf(x), lengthOf(y), d)
	}
	return nil
}

func askAt(ctx context.Context, s graph.Store, q question, n graph.RevisionNumber) (any, error) {
	snap, err := s.Snapshot(ctx, n)
	if err != nil {
		return nil, err
	}
	answer, err := q.ask(ctx, snap)
	return answer, errors.Join(err, snap.Close())
}

// changes asks both stores what changed.
func (p *player) changes(f graph.ChangeFilter) error {
	x, errX := graph.Collect(p.a.Changes(p.ctx, f))
	y, errY := graph.Collect(p.b.Changes(p.ctx, f))
	if err := errors.Join(errX, errY); err != nil {
		return err
	}
	if d := difference(x, y); d != "" {
		return fmt.Errorf("%s: answers of %d and %d differ (-first store +second store):\n%s", words("Changes", f), len(x), len(y), d)
	}
	return nil
}

// changeFilters give the changes of all of a history, and some in many ways.
func (p *player) changeFilters() []graph.ChangeFilter {
	some := []string{"relation:none", "nobody"}
	for _, id := range sample(p.asker, p.relations(), "relation:none") {
		some = append(some, string(id))
	}
	for _, id := range sample(p.asker, p.Actors(), "nobody") {
		some = append(some, string(id))
	}
	some = append(some, string(graphtest.Pick(p.Rand, p.Sources())), string(graphtest.Pick(p.Rand, p.Events())))
	key := graph.ChangeKey{Revision: p.count/2 + 1, ID: graphtest.Pick(p.Rand, some)}
	return []graph.ChangeFilter{
		{}, {Descending: true, UpTo: p.count / 2}, {Since: p.count / 3, UpTo: p.count},
		{IDs: some}, {IDs: some, Descending: true, After: &key}, {After: &key}, {After: &key, Descending: true},
	}
}

// history compares the lists of revisions and the changes, and asks for everything at three of them.
func (p *player) history() error {
	for _, f := range []graph.RevisionFilter{
		{}, {Descending: true}, {After: p.count / 2}, {After: p.count / 2, Descending: true},
		{Numbers: []graph.RevisionNumber{p.count, 1, p.count + 1}}, {Numbers: []graph.RevisionNumber{}},
	} {
		x, errX := graph.Collect(p.a.Revisions(p.ctx, f))
		y, errY := graph.Collect(p.b.Revisions(p.ctx, f))
		if err := errors.Join(errX, errY); err != nil {
			return err
		}
		for i := range min(len(x), len(y)) {
			y[i].Time = x[i].Time
		}
		if d := difference(x, y); d != "" {
			return fmt.Errorf("%s: answers differ (-first store +second store):\n%s", words("Revisions", f), d)
		}
	}
	for _, f := range p.changeFilters() {
		if err := p.changes(f); err != nil {
			return err
		}
	}
	if err := p.recall(p.answered...); err != nil {
		return err
	}
	if err := p.desk(graph.PaperFilter{}); err != nil {
		return err
	}
	for _, n := range []graph.RevisionNumber{1, p.count/2 + 1, p.count} {
		for _, q := range everything {
			if err := p.ask(q, n); err != nil {
				return err
			}
		}
	}
	return nil
}

// everything is asked for by these questions together.
var everything = []question{
	askFindActors(graph.ActorFilter{}, ""), askFindSources(graph.SourceFilter{}, ""), askFindEvents(graph.EventFilter{}, nil),
	askFindEvidence(graph.EvidenceFilter{}, ""), askFindRelations(graph.RelationQuery{}), askEdges(graph.RelationFilter{}),
}
