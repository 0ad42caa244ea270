package graph

// Modality says in what mood something is told: what was ordered, planned or
// feared is not what was done.
type Modality string

// The modalities, from the firmest to the least firm.
const (
	Asserted    Modality = "ASSERTED"    // the source says so in its own words
	Reported    Modality = "REPORTED"    // the source tells it as news
	Attributed  Modality = "ATTRIBUTED"  // the source says that somebody says so
	Assessed    Modality = "ASSESSED"    // a judgment of the source
	Inferred    Modality = "INFERRED"    // derived by the coder, by a rule
	Ordered     Modality = "ORDERED"     // ordered, not said to be done
	Planned     Modality = "PLANNED"     // announced for later
	Conditional Modality = "CONDITIONAL" // to happen if something else does
)

// Modalities lists every modality, the firmest first.
var Modalities = []Modality{Asserted, Reported, Attributed, Assessed, Inferred, Ordered, Planned, Conditional}

// WalkModalities are those that walks and measures take unless asked for others.
var WalkModalities = []Modality{Asserted, Reported, Attributed}

// Stance says whether evidence speaks for a relation or against it.
type Stance string

// The stances of evidence.
const (
	Supports Stance = "SUPPORTS"
	Disputes Stance = "DISPUTES"
)

// Reliability is the Admiralty grade of a source, A (completely reliable) to E
// (unreliable); F says that it cannot be judged, which is not the worst.
type Reliability string

// Grade is an Admiralty grade: the reliability of the source, and the
// credibility of the information from 1 (confirmed) to 5 (improbable); 6 says
// that it cannot be judged.
type Grade struct {
	Reliability Reliability `json:"reliability"`
	Credibility int         `json:"credibility"`
}

// The confidence rule of the project (docs/data-model.md): how sure one piece of
// evidence makes us, by its two grades. "Cannot be judged" stands near the
// middle.
var (
	reliabilityFactor = map[Reliability]float64{"A": 1, "B": .95, "C": .85, "D": .7, "E": .5, "F": .85}
	credibilityFactor = map[int]float64{1: .95, 2: .8, 3: .6, 4: .35, 5: .1, 6: .5}
)

// Credence gives how sure evidence of this grade alone makes us, 0 to 1; an
// unknown grade gives 0.
func (g Grade) Credence() float64 {
	return credibilityFactor[g.Credibility] * reliabilityFactor[g.Reliability]
}

// Evidence is one passage of one source that speaks for or against a relation,
// or for an actor's part in an event.
type Evidence struct {
	ID         EvidenceID `json:"id"`
	Source     SourceID   `json:"source"`
	Quotation  string     `json:"quotation,omitzero"`  // the exact words; empty if none are at hand
	Start      *int       `json:"start,omitempty"`     // place of the quotation in the source's text: offset of its first character
	End        *int       `json:"end,omitempty"`       // offset after its last character
	SaidBy     ActorID    `json:"saidBy,omitzero"`     // who is quoted, if an actor
	SaidByText string     `json:"saidByText,omitzero"` // who is quoted, in words
	Stance     Stance     `json:"stance"`
	Modality   Modality   `json:"modality"`
	Grade      Grade      `json:"grade"`
	Likelihood string     `json:"likelihood,omitzero"` // the source's own words ("likely"); never computed
	Observed   Period     `json:"observed,omitzero"`   // when the source saw it hold; the publication day if not given
	Published  Period     `json:"published,omitzero"`  // when the world could read it; taken from the source when recorded
	Note       string     `json:"note,omitzero"`

	Relation RelationID     `json:"-"` // the relation it is evidence for; set by the store
	Event    EventID        `json:"-"` // or the event; set by the store
	Revision RevisionNumber `json:"-"` // the revision that recorded this version; set by the store
}

// seen gives when the evidence saw what it tells.
func (e *Evidence) seen() Period {
	if e.Observed.IsZero() {
		return e.Published
	}
	return e.Observed
}

// PublicBy reports whether the evidence was certainly public on a day. Evidence
// without a publication day was not.
func (e Evidence) PublicBy(d Day) bool {
	return !e.Published.IsZero() && e.Published.Bounds(NeverObserved).EndMax <= d
}

// Source is a publication: an article, a treaty, a data set.
type Source struct {
	ID        SourceID   `json:"id"`
	Title     string     `json:"title"`
	Publisher string     `json:"publisher,omitzero"`
	Published Period     `json:"published,omitzero"`
	Address   string     `json:"address,omitzero"` // an http or https URL
	License   string     `json:"license,omitzero"`
	Coverage  []Coverage `json:"coverage,omitempty"`
	Note      string     `json:"note,omitzero"`

	Revision RevisionNumber `json:"-"` // the revision that recorded this version; set by the store
}

// Coverage says which kinds of relations between which actors a source lists
// completely, and for which period: where it is silent there, there was none.
type Coverage struct {
	Kinds      []KindName  `json:"kinds,omitempty"`
	ActorKinds []ActorKind `json:"actorKinds,omitempty"`
	Period     Period      `json:"period"`
	Note       string      `json:"note,omitzero"`
}

// derived is what a set of evidence says together.
type derived struct {
	confidence float64
	modality   Modality
	observed   Observed
	disputed   bool
}

// derive puts evidence together. Of each source the best piece counts: s is the
// chance that at least one supporting source is right, d the same of the
// disputing ones, and confidence = s (1 - d/2), at most .99. The modality is the
// firmest of the supporting evidence (of all, if none supports).
func derive(all []Evidence) derived {
	out := derived{observed: NeverObserved}
	firmest := len(Modalities)
	supported := false
	for i := range all { // a piece is large, so none is copied
		supported = supported || all[i].Stance == Supports
	}
	for i := range all {
		e := &all[i]
		out.disputed = out.disputed || e.Stance == Disputes
		if supported && e.Stance != Supports {
			continue
		}
		out.observed = out.observed.Include(e.seen())
		if i := firmness(e.Modality); i < firmest {
			firmest, out.modality = i, e.Modality
		}
	}
	s, d := joint(all, Supports), joint(all, Disputes)
	out.confidence = min(s*(1-d/2), .99)
	return out
}

func firmness(m Modality) int {
	for i, x := range Modalities {
		if x == m {
			return i
		}
	}
	return len(Modalities)
}

// joint gives 1 - ∏(1 - c) over the sources with evidence of a stance, c being the
// credence of the source's best piece.
func joint(all []Evidence, stance Stance) float64 {
	none := 1.0
	for i := range all {
		e := &all[i]
		if e.Stance == stance && (len(all) == 1 || isBestOfSource(all, i)) {
			none *= 1 - e.Grade.Credence()
		}
	}
	return 1 - none
}

// isBestOfSource reports whether no other piece of the same source and stance has
// a higher credence than piece i, nor the same one earlier in the list.
func isBestOfSource(all []Evidence, i int) bool {
	mine := all[i].Grade.Credence()
	for j := range all {
		e := &all[j]
		if j == i || e.Source != all[i].Source || e.Stance != all[i].Stance {
			continue
		}
		if c := e.Grade.Credence(); c > mine || (c == mine && j < i) {
			return false
		}
	}
	return true
}
