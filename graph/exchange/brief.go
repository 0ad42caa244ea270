package exchange

import (
	"cmp"
	"fmt"
	"iter"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/entente/entente/graph"
)

// A brief is a page for a reader: a sentence a relation, and a footnote a piece of
// evidence. It is written in three passes over the records: to count, to write the
// sentences, and to write the notes, so that a long one needs no more memory than a
// short one.

// briefWriter writes the parts of a brief in a language of pages.
type briefWriter interface {
	head(about About, b briefSummary)
	heading(words string) // of the relations that follow
	relation(s briefSentence)
	notesHead()
	note(number int, n briefNote)
	foot(about About)
	failed() error
	end() error
}

// briefSummary is what a brief tells first.
type briefSummary struct {
	relations, pieces int
	actors            map[graph.ActorID]bool
	sources           map[graph.SourceID]bool
}

// words says the summary in a sentence.
func (b briefSummary) words() string {
	if b.relations == 0 {
		return "Nothing in the record fits."
	}
	return fmt.Sprintf("%s between %s, by %s from %s.", counted(b.relations, "relation"), counted(len(b.actors), "actor"),
		countedAs(b.pieces, "piece of evidence", "pieces of evidence"), counted(len(b.sources), "publication"))
}

func counted(n int, noun string) string { return countedAs(n, noun, noun+"s") }

func countedAs(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

// briefSentence is a relation in the words of a brief.
type briefSentence struct {
	id             graph.RelationID
	from, kind, to string
	about, place   string
	period         string
	quotation      string // of the best piece of evidence
	saidBy         string
	remarks        []string // modality, confidence, weight, what else is to be known
	note           string
	first, last    int // numbers of its footnotes
}

// briefNote is a piece of evidence in a footnote.
type briefNote struct {
	against         bool
	quotation       string
	saidBy          string
	title           string
	publisher, date string
	address         string
	grade, note     string
}

// writeBrief writes a brief by a writer.
func writeBrief(w briefWriter, about About, records iter.Seq2[graph.Record, error]) error {
	d := newDrawing()
	b := briefSummary{actors: map[graph.ActorID]bool{}, sources: map[graph.SourceID]bool{}}
	err := d.draw(records, nil, func(r *row) error {
		b.count(r)
		return nil
	})
	if err != nil {
		return err
	}
	w.head(about, b)
	last, notes := "", 0
	err = d.draw(records, nil, func(r *row) error {
		if h := headingOf(r); h != last {
			w.heading(h)
			last = h
		}
		w.relation(r.sentence(notes))
		notes += len(r.Evidence)
		return w.failed()
	})
	if err != nil {
		return err
	}
	w.notesHead()
	notes = 0
	err = d.draw(records, nil, func(r *row) error {
		for i := range r.Evidence {
			notes++
			w.note(notes, r.footnote(&r.Evidence[i]))
		}
		return w.failed()
	})
	if err != nil {
		return err
	}
	w.foot(about)
	return w.end()
}

func (b *briefSummary) count(r *row) {
	b.relations++
	b.pieces += len(r.Evidence)
	b.actors[r.From], b.actors[r.To] = true, true
	for _, e := range r.Evidence {
		b.sources[e.Source] = true
	}
}

// headingOf gives the year under which a relation stands: relations come by their
// first possible day, the newest first, and those of unknown start last.
func headingOf(r *row) string {
	if !r.edge.Bounds.StartMin.IsFinite() {
		return "Since an unknown day"
	}
	return strconv.Itoa(r.edge.Bounds.StartMin.Time().Year())
}

// sentence says the relation, whose footnotes follow those before it.
func (r *row) sentence(notes int) briefSentence {
	s := briefSentence{
		id: r.ID, from: r.label(r.From), kind: r.kind.Label(language), to: r.label(r.To),
		about: r.about(r.About), period: r.Period.InWords(language), note: r.Note,
		quotation: strings.Join(strings.Fields(r.best.Quotation), " "), saidBy: r.saidBy(r.best),
		first: notes + 1, last: notes + len(r.Evidence),
	}
	if r.Place != "" {
		s.place = r.label(r.Place)
	}
	if r.edge.Modality != graph.Asserted {
		s.remarks = append(s.remarks, modalityWords[r.edge.Modality])
	}
	s.remarks = append(s.remarks, confidenceWords(r.Relation))
	if r.disputed {
		s.remarks = append(s.remarks, "disputed")
	}
	if q := qualifiers(r.Relation); q != "" {
		s.remarks = append(s.remarks, q)
	}
	if r.edge.Weight != 0 {
		s.remarks = append(s.remarks, fmt.Sprintf("weight %+g", r.edge.Weight))
	}
	return s
}

// modalityWords say a modality so that nobody takes what was ordered for what was done.
var modalityWords = map[graph.Modality]string{
	graph.Reported: "reported", graph.Attributed: "attributed", graph.Assessed: "an assessment", graph.Inferred: "inferred by the coder",
	graph.Ordered: "ordered, not said to be done", graph.Planned: "planned, not said to be done", graph.Conditional: "conditional",
}

func confidenceWords(r *graph.Relation) string {
	if r.ConfidenceWord() == graph.NotJudged {
		return "not verified"
	}
	return fmt.Sprintf("%s confidence (%.2f)", strings.ToLower(string(r.ConfidenceWord())), r.Confidence())
}

func (r *row) footnote(e *graph.Evidence) briefNote {
	src := r.source(e.Source)
	published := e.Published
	if published.IsZero() {
		published = src.Published
	}
	return briefNote{
		against: e.Stance == graph.Disputes, quotation: strings.Join(strings.Fields(e.Quotation), " "), saidBy: r.saidBy(e),
		title: cmp.Or(src.Title, string(e.Source)), publisher: src.Publisher, date: published.InWords(language), address: webAddress(src.Address),
		grade: grade(e.Grade), note: e.Note,
	}
}

// briefTitle is the heading of a brief: what is selected, in words.
func briefTitle(a About) string {
	if a.Selection == "" {
		return "Relations in the record"
	}
	query, err := url.ParseQuery(a.Selection)
	if err != nil { // selections write themselves so that they can be read
		return "Relations: " + a.Selection
	}
	var parts []string
	for _, word := range nameOrder() {
		if v := query[word]; len(v) > 0 {
			parts = append(parts, word+" "+strings.ReplaceAll(strings.Join(v, ", "), ",", ", "))
		}
	}
	return "Relations: " + strings.Join(slices.Compact(parts), "; ")
}

// briefReading tells a reader how to read a brief.
const briefReading = "A sentence says what the sources say, in the words of the record’s kinds of relations; each number leads to the passage and its publication. " +
	"Confidence says how sure the record is, by the grades of the evidence (NATO’s Admiralty code, A1 to F6), not how likely something is. " +
	"A weight, from −1 to +1, is a coding convention for friendly and hostile, no verdict."
