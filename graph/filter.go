package graph

import (
	"cmp"
	"math"
	"slices"
)

// Sign says whether a weight is friendly, neutral or hostile: above, at, or
// below zero.
type Sign string

// The signs of weights.
const (
	Friendly Sign = "FRIENDLY"
	Neutral  Sign = "NEUTRAL"
	Hostile  Sign = "HOSTILE"
)

// SignOf gives the sign of a weight.
func SignOf(weight float64) Sign {
	switch {
	case weight > 0:
		return Friendly
	case weight < 0:
		return Hostile
	}
	return Neutral
}

// RelationFilter keeps relations. Every field narrows it; the zero filter keeps
// all. It is one input everywhere, in lists, walks and measures.
type RelationFilter struct {
	Kinds      []KindName  // of one of these kinds
	Class      Class       // of this class; empty for both
	Dimensions []Dimension // of one of these dimensions
	Signs      []Sign      // whose weight has one of these signs

	On     *Day        // whose period meets this day
	During *Window     // whose period meets this window; not together with On
	Dates  DateReading // how unknown and imprecise dates are read
	// Lookback, in days, lets acts count that happened up to so many days before
	// On, as walks ask; 0 in lists.
	Lookback int

	PublishedBy       *Day       // with supporting evidence public by this day; only that evidence is read
	MinConfidence     float64    // at least so sure, 0 to 1
	MinAbsoluteWeight float64    // whose weight is at least so far from 0, 0 to 1
	Modalities        []Modality // told in one of these modalities; nil for every one

	Actors     []ActorID   // with one of these actors at one of its ends
	ActorKinds []ActorKind // with actors of these kinds at both its ends
	Sources    []SourceID  // with evidence from one of these sources
	Events     []EventID   // that are acts of one of these events
	Text       string      // every word of which begins a word of its note, its quotations or what it is about
}

// DefaultLookback is how many days back walks and measures count acts.
const DefaultLookback = 720

// Validate reports the first field of f that is out of range or contradicts
// another, as ErrInvalid naming the field.
func (f RelationFilter) Validate() error {
	bad := func(field, format string, args ...any) error {
		return InField(field, Errorf(ErrInvalid, format, args...))
	}
	if err := f.checkWords(); err != nil {
		return err
	}
	switch {
	case f.On != nil && f.During != nil:
		return bad("on", "give either on or during, not both")
	case f.During != nil && f.During.Last < f.During.First:
		return bad("during", "the window ends (%v) before it begins (%v); first must not be after last", f.During.Last, f.During.First)
	case f.Lookback < 0:
		return bad("lookback", "%d is below 0", f.Lookback)
	case !(f.MinConfidence >= 0 && f.MinConfidence <= 1):
		return bad("minConfidence", "%v is not between 0 and 1", f.MinConfidence)
	case !(f.MinAbsoluteWeight >= 0 && f.MinAbsoluteWeight <= 1):
		return bad("minAbsoluteWeight", "%v is not between 0 and 1", f.MinAbsoluteWeight)
	case len(f.Text) > maxQueryText:
		return bad("text", "the text is longer than %d bytes", maxQueryText)
	}
	return nil
}

// checkWords reports the first field that holds a word that is not one of its own.
func (f RelationFilter) checkWords() error {
	for _, k := range f.Kinds {
		if k.Index() < 0 {
			return InField("kinds", Errorf(ErrInvalid, "%s is not a kind; the field kinds lists them", quote(string(k))))
		}
	}
	return cmp.Or(
		allowed("class", []Class{Tie, Act}, oneOrNone(f.Class)...),
		allowed("dimensions", Dimensions, f.Dimensions...),
		allowed("signs", []Sign{Friendly, Neutral, Hostile}, f.Signs...),
		allowed("dates", []DateReading{Stated, Possible, Certain}, oneOrNone(f.Dates)...),
		allowed("modalities", Modalities, f.Modalities...),
		allowed("actorKinds", ActorKinds, f.ActorKinds...),
	)
}

// allowed reports the first of the values that is none of the words known.
func allowed[T ~string](field string, known []T, values ...T) error {
	for _, v := range values {
		if !slices.Contains(known, v) {
			return InField(field, Errorf(ErrInvalid, "%s is none of %v", quote(string(v)), known))
		}
	}
	return nil
}

// oneOrNone lists a word, unless it is left out.
func oneOrNone[T ~string](v T) []T {
	if v == "" {
		return nil
	}
	return []T{v}
}

// maxQueryText bounds the text of a search, in bytes.
const maxQueryText = 500

// NeedsEvidence reports whether the filter reads more of a relation than its
// Edge: its evidence, its note or what it is about.
func (f RelationFilter) NeedsEvidence() bool {
	return f.PublishedBy != nil || len(f.Sources) > 0 || len(f.Events) > 0 || f.Text != ""
}

// Match reports whether the filter keeps r, whose ends are of the given kinds,
// and gives r as the filter reads it: without the evidence that was not yet
// public. It is the meaning of the filter; a store that pushes it down must
// agree.
func (f RelationFilter) Match(r Relation, from, to ActorKind) (Relation, bool) {
	if f.PublishedBy != nil {
		known, ok := r.PublishedBy(*f.PublishedBy)
		if !ok {
			return r, false
		}
		r = known
	}
	if len(f.Sources) > 0 && !slices.ContainsFunc(r.Evidence, func(e Evidence) bool { return slices.Contains(f.Sources, e.Source) }) {
		return r, false
	}
	if !in(f.Events, r.Event) {
		return r, false
	}
	if f.Text != "" && !MatchWords(Fold(f.Text), r.FoldedText()) {
		return r, false
	}
	return r, f.MatchEdge(r.Edge(), from, to)
}

// MatchEdge is the part of Match that reads only the edge.
func (f RelationFilter) MatchEdge(e Edge, from, to ActorKind) bool {
	k, known := KindByName(e.Kind)
	return known &&
		in(f.Kinds, e.Kind) &&
		(f.Class == "" || f.Class == k.Class) &&
		in(f.Dimensions, k.Dimension) &&
		in(f.Signs, SignOf(e.Weight)) &&
		in(f.Modalities, e.Modality) &&
		math.Abs(e.Weight) >= f.MinAbsoluteWeight &&
		e.Confidence >= f.MinConfidence &&
		(len(f.Actors) == 0 || slices.Contains(f.Actors, e.From) || slices.Contains(f.Actors, e.To)) &&
		in(f.ActorKinds, from) && in(f.ActorKinds, to) &&
		f.MatchDays(e.Bounds, k.Class)
}

// MatchDays reports whether a relation of a class, with these bounds, meets the
// day or window of the filter.
func (f RelationFilter) MatchDays(b Bounds, c Class) bool {
	w, ok := f.Window(c)
	return !ok || b.Meets(w, f.Dates)
}

// Window gives the days that a relation of a class must meet, and whether there
// is such a condition.
func (f RelationFilter) Window(c Class) (w Window, ok bool) {
	switch {
	case f.During != nil:
		return *f.During, true
	case f.On == nil:
		return Window{MinDay, MaxDay}, false
	case c == Act:
		return Window{f.On.Add(-f.Lookback), *f.On}, true
	}
	return OnDay(*f.On), true
}

// in reports whether a list allows v; an empty list allows everything.
func in[T comparable](list []T, v T) bool { return len(list) == 0 || slices.Contains(list, v) }

// FoldedText gives the words of the relation that RelationFilter.Text searches,
// folded: the note, what it is about, who is quoted and the quotations.
func (r Relation) FoldedText() string {
	s := r.Note + "\n" + r.About.Text
	for _, e := range r.Evidence {
		s += "\n" + e.Quotation + "\n" + e.SaidByText + "\n" + e.Note
	}
	return Fold(s)
}

// ActorFilter keeps actors. Every field narrows it.
type ActorFilter struct {
	IDs   []ActorID   // among these; nil for all
	Kinds []ActorKind // of one of these kinds
	On    *Day        // that may exist on this day; one without a period always may
	Text  string      // every word of which begins a word of one of its names
	Code  *Code       // with this code

	Merged bool // those that were merged into another too
}

// Match reports whether the filter keeps a.
func (f ActorFilter) Match(a Actor) bool {
	return (f.Merged || a.MergedInto == "") &&
		(f.IDs == nil || slices.Contains(f.IDs, a.ID)) &&
		in(f.Kinds, a.Kind) &&
		(f.On == nil || a.Exists.IsZero() || a.Exists.Bounds(NeverObserved).Meets(OnDay(*f.On), Possible)) &&
		(f.Code == nil || a.HasCode(*f.Code)) &&
		(f.Text == "" || MatchWords(Fold(f.Text), a.FoldedNames()))
}

// FoldedNames gives all names of the actor, folded, one a line.
func (a Actor) FoldedNames() string { return foldedNames(a.Names) }

func foldedNames(names []Name) string {
	s := ""
	for _, n := range names {
		s += n.Text + "\n"
	}
	return Fold(s)
}

// EventFilter keeps events. Every field narrows it.
type EventFilter struct {
	On     *Day      // whose period meets this day
	During *Window   // whose period meets this window; not together with On
	Actors []ActorID // in which one of these takes part
	Text   string    // every word of which begins a word of one of its names
	LinkTo []EventID // that go on from or answer one of these
}

// Validate reports the first field that is out of range, as ErrInvalid.
func (f EventFilter) Validate() error {
	return RelationFilter{On: f.On, During: f.During, Text: f.Text}.Validate()
}

// Match reports whether the filter keeps e.
func (f EventFilter) Match(e Event) bool {
	takesPart := func(p Participant) bool { return slices.Contains(f.Actors, p.Actor) }
	links := func(l EventLink) bool { return slices.Contains(f.LinkTo, l.To) }
	return RelationFilter{On: f.On, During: f.During}.MatchDays(e.Bounds(), Tie) &&
		(len(f.Actors) == 0 || slices.ContainsFunc(e.Participants, takesPart)) &&
		(len(f.LinkTo) == 0 || slices.ContainsFunc(e.Links, links)) &&
		(f.Text == "" || MatchWords(Fold(f.Text), foldedNames(e.Names)))
}

// SourceFilter keeps sources.
type SourceFilter struct {
	Text string // every word of which begins a word of its title or publisher
}

// Match reports whether the filter keeps s.
func (f SourceFilter) Match(s Source) bool {
	return f.Text == "" || MatchWords(Fold(f.Text), Fold(s.Title+"\n"+s.Publisher))
}

// EvidenceFilter keeps evidence. Every field narrows it; nil keeps all.
type EvidenceFilter struct {
	IDs       []EvidenceID
	Relations []RelationID
	Events    []EventID
	Sources   []SourceID
}

// Match reports whether the filter keeps e.
func (f EvidenceFilter) Match(e Evidence) bool {
	return (f.IDs == nil || slices.Contains(f.IDs, e.ID)) &&
		(f.Relations == nil || slices.Contains(f.Relations, e.Relation)) &&
		(f.Events == nil || slices.Contains(f.Events, e.Event)) &&
		(f.Sources == nil || slices.Contains(f.Sources, e.Source))
}
