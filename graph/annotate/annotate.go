// Package annotate reads a passage of text for a coder: it finds the actors of the
// record that the passage names, the days that it gives, and the statements that
// it may make. What it finds is offered to a person, never recorded.
//
// Offsets count characters (Unicode code points) from 0, as those of evidence do.
package annotate

import "github.com/entente/entente/graph"

// MaxText bounds a passage, in bytes: 1 MB, some 150,000 words.
const MaxText = 1_000_000

// Annotation is what was found in a passage, each list in the order of the text.
type Annotation struct {
	Mentions   []Mention
	Events     []EventMention
	Dates      []DateMention
	Candidates []Candidate
}

// Span is a part of the passage.
type Span struct {
	Start int    // offset of its first character
	End   int    // offset after its last character
	Text  string // what stands there
}

// Mention is a place where the passage names an actor. Mentions do not overlap:
// of two names that do, the one that begins first counts, and of those the
// longer one.
type Mention struct {
	Span
	Actor graph.ActorID
	// Others are further actors that the same words may mean: others of that name,
	// and behind a metonym whom it stands for.
	Others []graph.ActorID
	// Metonym says that a place is named for those who sit there, as a capital for
	// its state: a reading, which the coder confirms.
	Metonym bool
}

// EventMention is a place where the passage names an event. No actor is looked
// for in the name of an event: the Russia-Africa Summit is not Russia.
type EventMention struct {
	Span
	Event graph.EventID
}

// DateMention is a day, days or a month that the passage gives.
type DateMention struct {
	Span
	Date graph.Period
	// Relative says that the date was worked out from the day of publication, as
	// for "Tuesday".
	Relative bool
}

// Candidate is a statement that a sentence may make, for a coder to complete or to
// drop: a verb of the registry between two actors.
type Candidate struct {
	From graph.ActorID
	Kind graph.KindName
	To   graph.ActorID
	// Modality is what the words around the verb suggest.
	Modality graph.Modality
	Period   graph.Period // the date that the sentence gives; zero if none
	// Quotation is the sentence, and Verb the words that were read as the kind.
	Quotation, Verb Span
}

// Passage is a text to be read.
type Passage struct {
	Text string
	// Published is the day on which it came out, from which days of the week and
	// dates without a year are counted; nil if unknown, and those are left out.
	Published *graph.Day
}

// Check reports what is wrong with the passage, as ErrInvalid or ErrTooLarge.
func (p Passage) Check() error {
	if len(p.Text) > MaxText {
		return graph.InField("text", graph.Errorf(graph.ErrTooLarge, "the text has %d bytes; at most %d are read at once, so give it in parts", len(p.Text), MaxText))
	}
	return nil
}

// Annotate reads a passage by the names of the index.
func (x *Index) Annotate(p Passage) Annotation {
	t := newText(p.Text)
	mentions, events := x.mentions(t, p.Published)
	dates := findDates(t, p.Published, mentions)
	return Annotation{
		Mentions: mentions, Events: events, Dates: dates,
		Candidates: x.candidates(t, mentions, dates),
	}
}
