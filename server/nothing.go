package main

import (
	"context"
	"iter"

	"github.com/entente/entente/graph"
)

// nothing is a snapshot of a record that holds nothing, as far as a graph.Checker
// reads it.
type nothing struct{ graph.Snapshot }

func (nothing) Actors(context.Context, []graph.ActorID) iter.Seq2[graph.Actor, error] {
	return none[graph.Actor]
}

func (nothing) Sources(context.Context, []graph.SourceID) iter.Seq2[graph.Source, error] {
	return none[graph.Source]
}

func (nothing) Events(context.Context, []graph.EventID) iter.Seq2[graph.Event, error] {
	return none[graph.Event]
}

func (nothing) FindEvidence(context.Context, graph.EvidenceFilter, graph.EvidenceID) iter.Seq2[graph.Evidence, error] {
	return none[graph.Evidence]
}

// none is a sequence that yields nothing.
func none[V any](func(V, error) bool) {}
