// Package input holds the inputs of the mutations where they are not the words of
// package graph themselves: those that tell what is left out from what is null.
package input

import (
	"github.com/99designs/gqlgen/graphql"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/atlas"
)

// Record is new things to be recorded.
type Record struct {
	Actors    []*graph.Actor
	Sources   []*graph.Source
	Events    []*graph.Event
	Relations []*graph.Relation
	Reason    string
	After     *int
	Key       string
	Scenario  string
}

// Head gives who changes the record, why, and on what condition.
func (in Record) Head(author string) atlas.Head {
	return atlas.Head{Author: author, Reason: in.Reason, Key: in.Key, After: in.After, Scenario: in.Scenario}
}

// Things gives what is to be recorded.
func (in Record) Things() atlas.RecordInput {
	return atlas.RecordInput{Actors: in.Actors, Sources: in.Sources, Events: in.Events, Relations: in.Relations}
}

// Size counts what is to be recorded.
func (in Record) Size() int {
	return len(in.Actors) + len(in.Sources) + len(in.Events) + len(in.Relations)
}

// Corrections is new versions of what is recorded.
type Corrections struct {
	Actors    []*Actor
	Sources   []*Source
	Events    []*Event
	Relations []*Relation
}

// Things gives what changes.
func (in Corrections) Things() atlas.CorrectInput {
	var out atlas.CorrectInput
	for _, x := range in.Actors {
		out.Actors = append(out.Actors, atlas.ActorCorrection{ID: x.ID, Change: x.change})
	}
	for _, x := range in.Sources {
		out.Sources = append(out.Sources, atlas.SourceCorrection{ID: x.ID, Change: x.change})
	}
	for _, x := range in.Events {
		out.Events = append(out.Events, atlas.EventCorrection{ID: x.ID, Change: x.change})
	}
	for _, x := range in.Relations {
		out.Relations = append(out.Relations, x.correction())
	}
	return out
}

// Size counts what changes.
func (in Corrections) Size() int {
	return len(in.Actors) + len(in.Sources) + len(in.Events) + len(in.Relations)
}

// Correct is new versions of what is recorded, and why.
type Correct struct {
	Corrections
	Reason   string
	After    *int
	Key      string
	Scenario string
}

// Head gives who changes the record, why, and on what condition.
func (in Correct) Head(author string) atlas.Head {
	return atlas.Head{Author: author, Reason: in.Reason, Key: in.Key, After: in.After, Scenario: in.Scenario}
}

// Propose is a change for an editor to decide on.
type Propose struct {
	Record   *atlas.RecordInput
	Correct  *Corrections
	Retract  []string
	Scenario string
	Reason   string
	Key      string
}

// Head gives who proposes it, and why.
func (in Propose) Head(author string) atlas.Head {
	return atlas.Head{Author: author, Reason: in.Reason, Key: in.Key}
}

// Things gives what is proposed.
func (in Propose) Things() atlas.ProposeInput {
	out := atlas.ProposeInput{Retract: in.Retract, Scenario: in.Scenario}
	if in.Record != nil {
		out.Record = *in.Record
	}
	if in.Correct != nil {
		out.Correct = in.Correct.Things()
	}
	return out
}

// Retract is relations that end to be recorded.
type Retract struct {
	IDs      []string
	Reason   string
	After    *int
	Key      string
	Scenario string
}

// Head gives who changes the record, why, and on what condition.
func (in Retract) Head(author string) atlas.Head {
	return atlas.Head{Author: author, Reason: in.Reason, Key: in.Key, After: in.After, Scenario: in.Scenario}
}

// Merge is two actors that are one.
type Merge struct {
	Keep, Merge string
	Reason      string
	After       *int
	Key         string
}

// Head gives who changes the record, why, and on what condition.
func (in Merge) Head(author string) atlas.Head {
	return atlas.Head{Author: author, Reason: in.Reason, Key: in.Key, After: in.After}
}

// set puts a value where it was given; null puts none.
func set[V any](into *V, given graphql.Omittable[*V]) {
	if v, ok := given.ValueOK(); ok {
		var none V
		*into = none
		if v != nil {
			*into = *v
		}
	}
}

// setOptional is set for what may be missing.
func setOptional[V any](into **V, given graphql.Omittable[*V]) {
	if v, ok := given.ValueOK(); ok {
		*into = v
	}
}

// setList puts a list where it was given; null puts none.
func setList[V any](into *[]V, given graphql.Omittable[[]V]) {
	if v, ok := given.ValueOK(); ok {
		*into = v
	}
}

// setText is set for words and ids.
func setText[T ~string](into *T, given graphql.Omittable[*string]) {
	if v, ok := given.ValueOK(); ok {
		*into = ""
		if v != nil {
			*into = T(*v)
		}
	}
}
