package graph

import (
	"math"
	"slices"
)

// Relation says that one actor stands in a kind of relation to another over a
// period, and by what evidence. A symmetric kind is stored once and read from
// both ends.
type Relation struct {
	ID     RelationID `json:"id"`
	From   ActorID    `json:"from"`
	Kind   KindName   `json:"kind"`
	To     ActorID    `json:"to"`
	About  About      `json:"about,omitzero"` // against whom or about what
	Place  ActorID    `json:"place,omitzero"` // a state or region where it takes place
	Event  EventID    `json:"event,omitzero"` // the event of which it is an act
	Period Period     `json:"period"`

	// AnalystWeight replaces the kind's weight, -1 (hostile) to +1 (friendly), and
	// WeightReason says why. See Weight.
	AnalystWeight *float64 `json:"weight,omitempty"`
	WeightReason  string   `json:"weightReason,omitzero"`
	// Intensity is how strong an instance of its kind it is, above 0 to 1; 1 unless said.
	Intensity float64 `json:"intensity,omitzero"`
	// AnalystConfidence replaces the confidence derived from the evidence, 0 to 1.
	AnalystConfidence *float64 `json:"confidence,omitempty"`

	Likelihood string        `json:"likelihood,omitzero"` // the source's own words ("likely"); never computed
	Qualifiers []Qualifier   `json:"qualifiers,omitempty"`
	Scaled     []ScaledValue `json:"scaled,omitempty"`
	Note       string        `json:"note,omitzero"`
	Evidence   []Evidence    `json:"evidence"` // at least one piece

	Revision RevisionNumber `json:"-"` // the revision that recorded this version; set by the store
}

// About is a third party to a relation: at most one field is set. Walks never go
// over it.
type About struct {
	Actor ActorID `json:"actor,omitzero"`
	Event EventID `json:"event,omitzero"`
	Text  string  `json:"text,omitzero"`
}

// Qualifier says more about a relation; each kind has its own closed list.
type Qualifier struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// ScaledValue is a value on another coding scale, kept beside the weight with the
// scale's name and version ("Goldstein", "1992"; "PLOVER", "2021").
type ScaledValue struct {
	Scale   string  `json:"scale"`
	Version string  `json:"version"`
	Value   float64 `json:"value"`
}

// Qualifier gives the value of a qualifier, or nothing.
func (r Relation) Qualifier(name string) string {
	for _, q := range r.Qualifiers {
		if q.Name == name {
			return q.Value
		}
	}
	return ""
}

// contestedForcesWeight is what forces in a country weigh when its consent to
// them is contested, or when they occupy it.
const contestedForcesWeight = -.4

// Weight gives the analyst's weight, else the kind's: from -1 (hostile) to +1
// (friendly), a coding convention and no verdict. Forces that stay against
// contested consent, or occupy, weigh -0.4 although the kind is friendly.
func (r Relation) Weight() float64 {
	if r.AnalystWeight != nil {
		return *r.AnalystWeight
	}
	if c := r.Qualifier("consent"); r.Kind == ForcesIn && (c == "contested" || c == "occupation") {
		return contestedForcesWeight
	}
	k, _ := KindByName(r.Kind)
	return k.Weight
}

// Confidence gives how sure the record is of the relation, 0 to 1: the analyst's
// figure, else the one derived from the grades of its evidence.
func (r Relation) Confidence() float64 {
	if r.AnalystConfidence != nil {
		return *r.AnalystConfidence
	}
	return derive(r.Evidence).confidence
}

// ConfidenceWord says a confidence in a word.
type ConfidenceWord string

// The words of confidence. They are not words of likelihood.
const (
	High      ConfidenceWord = "HIGH"       // .8 and above
	Moderate  ConfidenceWord = "MODERATE"   // .5 and above
	Low       ConfidenceWord = "LOW"        // below .5
	NotJudged ConfidenceWord = "NOT_JUDGED" // every piece of evidence has grade F6
)

// ConfidenceWord gives the confidence in a word. What nobody could judge (each
// piece graded F6, no analyst's figure) says so.
func (r Relation) ConfidenceWord() ConfidenceWord {
	judged := func(e Evidence) bool { return e.Grade.Reliability != "F" || e.Grade.Credibility != 6 }
	if r.AnalystConfidence == nil && !slices.ContainsFunc(r.Evidence, judged) {
		return NotJudged
	}
	switch c := r.Confidence(); {
	case c >= .8:
		return High
	case c >= .5:
		return Moderate
	}
	return Low
}

// ConfidenceRule says in a sentence where the confidence comes from.
func (r Relation) ConfidenceRule() string {
	if r.AnalystConfidence != nil {
		return "set by an analyst"
	}
	return "derived from the Admiralty grades of the evidence: the best piece of each source, s = 1 - ∏(1 - credibility × reliability) over the supporting sources, d likewise over the disputing ones, s (1 - d/2), at most .99"
}

// Modality gives the firmest modality of the supporting evidence.
func (r Relation) Modality() Modality { return derive(r.Evidence).modality }

// Disputed reports whether any evidence speaks against the relation.
func (r Relation) Disputed() bool { return derive(r.Evidence).disputed }

// Bounds gives the days between which the relation began and ended.
func (r Relation) Bounds() Bounds { return r.Period.Bounds(derive(r.Evidence).observed) }

// Own writes the relation's id and revision on its evidence. Stores call it on
// what they read.
func (r *Relation) Own() { own(r.Evidence, r.ID, "", r.Revision) }

// PublishedBy gives the relation as it could be known on a day: with the evidence
// that was public by then. It is not known at all if none of that supports it.
func (r Relation) PublishedBy(d Day) (known Relation, ok bool) {
	public := make([]Evidence, 0, len(r.Evidence))
	for _, e := range r.Evidence {
		if e.PublicBy(d) {
			public = append(public, e)
			ok = ok || e.Stance == Supports
		}
	}
	r.Evidence = public
	return r, ok
}

// Edge gives what a walk needs of the relation.
func (r Relation) Edge() Edge {
	d := derive(r.Evidence)
	e := Edge{
		ID: r.ID, From: r.From, To: r.To, Kind: r.Kind,
		Bounds: r.Period.Bounds(d.observed), Modality: d.modality,
		Weight: r.Weight(), Intensity: r.Intensity, Confidence: d.confidence,
	}
	if r.AnalystConfidence != nil {
		e.Confidence = *r.AnalystConfidence
	}
	return e
}

// Edge is a relation as a walk sees it: no quotations on a hop.
type Edge struct {
	ID         RelationID
	From, To   ActorID
	Kind       KindName
	Bounds     Bounds
	Modality   Modality
	Weight     float64 // -1 to +1
	Intensity  float64 // above 0 to 1
	Confidence float64 // 0 to 1
}

// Strength orders edges and says which are cut: |weight| × confidence, 0 to 1.
func (e Edge) Strength() float64 { return math.Abs(e.Weight) * e.Confidence }

// Hop is an edge seen from one of its ends.
type Hop struct {
	At ActorID // the end it is seen from
	Edge
}

// Other gives the end of the edge that the hop leads to.
func (h Hop) Other() ActorID {
	if h.At == h.From {
		return h.To
	}
	return h.From
}
