package main

import (
	"context"
	"fmt"
	"iter"
	"strings"

	"github.com/entente/entente/graph"
)

// tally tells records that are new from those that replace an earlier version, while
// they pass by. It asks for many at once and keeps no more than those.
type tally struct {
	before graph.Snapshot // what is recorded already

	actors    []graph.ActorID
	sources   []graph.SourceID
	events    []graph.EventID
	relations []graph.RelationID

	passed   int
	replaced int
	some     []string // the first ids of those that are replaced
}

const (
	tallyChunk = 500 // records asked for at once
	mostNamed  = 5   // ids that a person is told
)

// over passes records on, and counts them.
func (t *tally) over(ctx context.Context, records iter.Seq2[graph.Record, error]) iter.Seq2[graph.Record, error] {
	return func(yield func(graph.Record, error) bool) {
		for r, err := range records {
			if err == nil {
				err = t.add(ctx, r)
			}
			if !yield(r, err) || err != nil {
				return
			}
		}
		if err := t.ask(ctx); err != nil {
			yield(graph.Record{}, err)
		}
	}
}

func (t *tally) add(ctx context.Context, r graph.Record) error {
	switch {
	case r.Actor != nil:
		t.actors = append(t.actors, r.Actor.ID)
	case r.Source != nil:
		t.sources = append(t.sources, r.Source.ID)
	case r.Event != nil:
		t.events = append(t.events, r.Event.ID)
	case r.Relation != nil:
		t.relations = append(t.relations, r.Relation.ID)
	}
	if t.passed++; t.passed%tallyChunk > 0 {
		return nil
	}
	return t.ask(ctx)
}

// ask asks which of the records that wait are recorded already.
func (t *tally) ask(ctx context.Context) error {
	if t.before.Revision() == 0 { // nothing is
		t.actors, t.sources, t.events, t.relations = nil, nil, nil, nil
		return nil
	}
	for _, ask := range []func() error{
		func() error {
			return countKnown(t, &t.actors, t.before.Actors(ctx, t.actors), func(a graph.Actor) string { return string(a.ID) })
		},
		func() error {
			return countKnown(t, &t.sources, t.before.Sources(ctx, t.sources), func(s graph.Source) string { return string(s.ID) })
		},
		func() error {
			return countKnown(t, &t.events, t.before.Events(ctx, t.events), func(e graph.Event) string { return string(e.ID) })
		},
		func() error {
			return countKnown(t, &t.relations, t.before.Relations(ctx, t.relations), func(r graph.Relation) string { return string(r.ID) })
		},
	} {
		if err := ask(); err != nil {
			return err
		}
	}
	return nil
}

// countKnown counts what was found of the ids that wait, and lets them go.
func countKnown[ID ~string, V any](t *tally, waiting *[]ID, found iter.Seq2[V, error], id func(V) string) error {
	if len(*waiting) == 0 {
		return nil
	}
	for v, err := range found {
		if err != nil {
			return err
		}
		if t.replaced++; len(t.some) < mostNamed {
			t.some = append(t.some, id(v))
		}
	}
	*waiting = nil
	return nil
}

// String says how many records are new, and which replace an earlier version.
func (t *tally) String() string {
	s := grouped(t.passed-t.replaced) + " new"
	if t.replaced == 0 {
		return s
	}
	verb := "replace"
	if t.replaced == 1 {
		verb = "replaces"
	}
	named := strings.Join(t.some, ", ")
	if more := t.replaced - len(t.some); more > 0 {
		named += fmt.Sprintf(" and %s more", grouped(more))
	}
	return fmt.Sprintf("%s, %s %s an earlier version (%s)", s, grouped(t.replaced), verb, named)
}
