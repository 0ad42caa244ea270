package input

import (
	"github.com/99designs/gqlgen/graphql"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/atlas"
)

// Actor is a new version of an actor.
type Actor struct {
	ID                graph.ActorID
	Names             graphql.Omittable[[]graph.Name]
	Codes             graphql.Omittable[[]graph.Code]
	Exists            graphql.Omittable[*graph.Period]
	Description       graphql.Omittable[*string]
	Seat              graphql.Omittable[*graph.Place]
	TreatyObligations graphql.Omittable[[]graph.Obligation]
}

func (in *Actor) change(a *graph.Actor) {
	setList(&a.Names, in.Names)
	setList(&a.Codes, in.Codes)
	set(&a.Exists, in.Exists)
	setText(&a.Description, in.Description)
	setOptional(&a.Seat, in.Seat)
	setList(&a.Obligations, in.TreatyObligations)
}

// Source is a new version of a source.
type Source struct {
	ID                     graph.SourceID
	Title, Publisher       graphql.Omittable[*string]
	Published              graphql.Omittable[*graph.Period]
	Address, License, Note graphql.Omittable[*string]
	Coverage               graphql.Omittable[[]graph.Coverage]
}

func (in *Source) change(s *graph.Source) {
	setText(&s.Title, in.Title)
	setText(&s.Publisher, in.Publisher)
	set(&s.Published, in.Published)
	setText(&s.Address, in.Address)
	setText(&s.License, in.License)
	setText(&s.Note, in.Note)
	setList(&s.Coverage, in.Coverage)
}

// Event is a new version of an event.
type Event struct {
	ID           graph.EventID
	Names        graphql.Omittable[[]graph.Name]
	Period       graphql.Omittable[*graph.Period]
	Place, Note  graphql.Omittable[*string]
	Participants graphql.Omittable[[]graph.Participant]
	Links        graphql.Omittable[[]graph.EventLink]
}

func (in *Event) change(e *graph.Event) {
	setList(&e.Names, in.Names)
	set(&e.Period, in.Period)
	setText(&e.Place, in.Place)
	setText(&e.Note, in.Note)
	setList(&e.Participants, in.Participants)
	setList(&e.Links, in.Links)
}

// Evidence is a new version of a piece of evidence.
type Evidence struct {
	ID                  graph.EvidenceID
	Source, Quotation   graphql.Omittable[*string]
	Start, End          graphql.Omittable[*int]
	SaidBy, SaidByText  graphql.Omittable[*string]
	Stance              graphql.Omittable[*graph.Stance]
	Modality            graphql.Omittable[*graph.Modality]
	Grade               graphql.Omittable[*graph.Grade]
	Likelihood          graphql.Omittable[*string]
	Observed, Published graphql.Omittable[*graph.Period]
	Note                graphql.Omittable[*string]
}

func (in *Evidence) change(e *graph.Evidence) {
	setText(&e.Source, in.Source)
	setText(&e.Quotation, in.Quotation)
	setOptional(&e.Start, in.Start)
	setOptional(&e.End, in.End)
	setText(&e.SaidBy, in.SaidBy)
	setText(&e.SaidByText, in.SaidByText)
	set(&e.Stance, in.Stance)
	set(&e.Modality, in.Modality)
	set(&e.Grade, in.Grade)
	setText(&e.Likelihood, in.Likelihood)
	set(&e.Observed, in.Observed)
	set(&e.Published, in.Published)
	setText(&e.Note, in.Note)
}

// Relation is a new version of a relation.
type Relation struct {
	ID                    graph.RelationID
	About                 graphql.Omittable[*graph.About]
	Place, Event          graphql.Omittable[*string]
	Period                graphql.Omittable[*graph.Period]
	Weight                graphql.Omittable[*float64]
	WeightReason          graphql.Omittable[*string]
	Intensity, Confidence graphql.Omittable[*float64]
	Likelihood, Note      graphql.Omittable[*string]
	Qualifiers            graphql.Omittable[[]graph.Qualifier]
	Scaled                graphql.Omittable[[]graph.ScaledValue]
	AddEvidence           []graph.Evidence
	ChangeEvidence        []*Evidence
	RemoveEvidence        []graph.EvidenceID
}

func (in *Relation) correction() atlas.RelationCorrection {
	out := atlas.RelationCorrection{ID: in.ID, Change: in.change, AddEvidence: in.AddEvidence, RemoveEvidence: in.RemoveEvidence}
	for _, e := range in.ChangeEvidence {
		out.ChangeEvidence = append(out.ChangeEvidence, atlas.EvidenceCorrection{ID: e.ID, Change: e.change})
	}
	return out
}

func (in *Relation) change(r *graph.Relation) {
	set(&r.About, in.About)
	setText(&r.Place, in.Place)
	setText(&r.Event, in.Event)
	set(&r.Period, in.Period)
	setOptional(&r.AnalystWeight, in.Weight)
	if v, ok := in.Weight.ValueOK(); ok && v == nil && !in.WeightReason.IsSet() {
		r.WeightReason = ""
	}
	setText(&r.WeightReason, in.WeightReason)
	set(&r.Intensity, in.Intensity)
	if v, ok := in.Intensity.ValueOK(); ok && v == nil {
		r.Intensity = 1
	}
	setOptional(&r.AnalystConfidence, in.Confidence)
	setText(&r.Likelihood, in.Likelihood)
	setList(&r.Qualifiers, in.Qualifiers)
	setList(&r.Scaled, in.Scaled)
	setText(&r.Note, in.Note)
}
