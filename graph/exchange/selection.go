package exchange

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/entente/entente/graph"
)

// Selection says which part of the record is exported. The zero Selection is all
// of the newest revision.
type Selection struct {
	Filter graph.RelationFilter

	Of    []graph.ActorID // only relations within Hops of these actors; nil for everywhere
	Hops  int
	Limit int // actors at most, the nearest and then the strongest; 0 for all, or none at all if they are too many

	// Relations asks for these and no others: those of an answer that no filter gives.
	Relations []graph.RelationID

	// The revision that is read: its number, or the newest one known at a time.
	Revision graph.RevisionNumber
	KnownAt  time.Time
	Scenario string // what this scenario holds, over its base; with neither of them

	words map[string][]string // as they were given, in one spelling
}

// Word is a word of a selection: a parameter of an export's address, and a flag of
// the command. It means what the field of the same name means in GraphQL.
type Word struct {
	Name  string
	Many  bool   // several values, with commas or given several times
	Value string // stands for the value in a help text
	Help  string

	set func(s *Selection, values []string) error
}

// Words lists the words in the order of GraphQL's RelationFilter.
func Words() []Word { return words }

var words = []Word{
	{"kinds", true, "KIND", "of one of these kinds, as CALLS", func(s *Selection, v []string) error {
		return parseAll(&s.Filter.Kinds, v, kindNames())
	}},
	{"class", false, "TIE|ACT", "of this class: TIE lasts, ACT happens", func(s *Selection, v []string) error {
		return parseOne(&s.Filter.Class, v, []graph.Class{graph.Tie, graph.Act})
	}},
	{"dimensions", true, "DIMENSION", "of one of these dimensions, as SECURITY", func(s *Selection, v []string) error {
		return parseAll(&s.Filter.Dimensions, v, graph.Dimensions)
	}},
	{"signs", true, "SIGN", "whose weight is FRIENDLY, NEUTRAL or HOSTILE (a coding convention)", func(s *Selection, v []string) error {
		return parseAll(&s.Filter.Signs, v, []graph.Sign{graph.Friendly, graph.Neutral, graph.Hostile})
	}},
	{"on", false, "DAY", "whose period meets this day, as 2023-08-15", func(s *Selection, v []string) error {
		return parseDay(&s.Filter.On, v)
	}},
	{"during", false, "DAY/DAY", "whose period meets this window, as 2023-07-26/2023-08-31; either end may be two dots", func(s *Selection, v []string) error {
		return parseWindow(&s.Filter.During, v[0])
	}},
	{"dates", false, "READING", "how unknown and imprecise dates are read: STATED, POSSIBLE or CERTAIN", func(s *Selection, v []string) error {
		return parseOne(&s.Filter.Dates, v, []graph.DateReading{graph.Stated, graph.Possible, graph.Certain})
	}},
	{"lookback", false, "DAYS", "with on: acts count that happened up to so many days before it; 0 unless said, 720 around actors", func(s *Selection, v []string) error {
		n, err := strconv.ParseInt(v[0], 10, 32)
		if err != nil {
			return graph.Errorf(graph.ErrInvalid, "%s is not a number of days; write one from 0, as 30", quote(v[0]))
		}
		s.Filter.Lookback = int(n)
		return nil
	}},
	{"publishedBy", false, "DAY", "with supporting evidence public by this day; only that evidence is read", func(s *Selection, v []string) error {
		return parseDay(&s.Filter.PublishedBy, v)
	}},
	{"minConfidence", false, "0…1", "at least so sure", func(s *Selection, v []string) error {
		return parseNumber(&s.Filter.MinConfidence, v[0])
	}},
	{"minAbsoluteWeight", false, "0…1", "whose weight is at least so far from 0", func(s *Selection, v []string) error {
		return parseNumber(&s.Filter.MinAbsoluteWeight, v[0])
	}},
	{"modalities", true, "MODALITY", "told in one of these modalities, as REPORTED", func(s *Selection, v []string) error {
		return parseAll(&s.Filter.Modalities, v, graph.Modalities)
	}},
	{"actors", true, "ACTOR", "with one of these actors at one of its ends, as mali or iso3:MLI", func(s *Selection, v []string) error {
		s.Filter.Actors = ids[graph.ActorID](v)
		return nil
	}},
	{"actorKinds", true, "KIND", "with actors of these kinds at both its ends, as STATE", func(s *Selection, v []string) error {
		return parseAll(&s.Filter.ActorKinds, v, graph.ActorKinds)
	}},
	{"sources", true, "SOURCE", "with evidence from one of these sources, as source:kremlin-2023-07-29", func(s *Selection, v []string) error {
		s.Filter.Sources = ids[graph.SourceID](v)
		return nil
	}},
	{"text", false, "WORDS", "every word of which begins a word of its note, its quotations or what it is about", func(s *Selection, v []string) error {
		s.Filter.Text = v[0]
		return nil
	}},
	{"of", true, "ACTOR", "only what lies within hops of these actors", func(s *Selection, v []string) error {
		s.Of = ids[graph.ActorID](v)
		return nil
	}},
	{"hops", false, "N", "how many steps away from them; 1 unless said", func(s *Selection, v []string) error {
		n, err := strconv.Atoi(v[0])
		if err != nil || n < 1 || n > MaxHops {
			return graph.Errorf(graph.ErrInvalid, "%s is not a number of steps; write 1 to %d", quote(v[0]), MaxHops)
		}
		s.Hops = n
		return nil
	}},
	{"limit", false, "N", "at most so many actors around them, as a neighborhood is cut; without it, too many are an error", func(s *Selection, v []string) error {
		n, err := strconv.Atoi(v[0])
		if err != nil || n < 1 || n > MaxActors {
			return graph.Errorf(graph.ErrInvalid, "%s is not a number of actors; write 1 to %d", quote(v[0]), MaxActors)
		}
		s.Limit = n
		return nil
	}},
	{"relations", true, "RELATION", "exactly these relations: those that an answer names, as relation:s04", func(s *Selection, v []string) error {
		s.Relations = ids[graph.RelationID](v)
		return nil
	}},
	{"revision", false, "N", "as the record stood at this revision", func(s *Selection, v []string) error {
		n, err := strconv.ParseUint(v[0], 10, 63)
		if err != nil || n == 0 {
			return graph.Errorf(graph.ErrInvalid, "%s is not a revision; write its number, from 1", quote(v[0]))
		}
		s.Revision = graph.RevisionNumber(n)
		return nil
	}},
	{"scenario", false, "ID", "with the changes of this scenario, as it is now, over the revision that it is based on", func(s *Selection, v []string) error {
		s.Scenario = v[0]
		return nil
	}},
	{"knownAt", false, "TIME", "as the record stood at this time, as 2024-05-01T12:00:00Z", func(s *Selection, v []string) error {
		return parseTime(&s.KnownAt, v[0])
	}},
}

// The bounds of what lies around actors.
const (
	MaxHops   = 5
	MaxActors = 1000
)

// ParseSelection reads a selection from its words: the parameters of an address,
// or the flags of a command. A word without a value counts as not given. What is
// wrong is ErrInvalid and names the word.
func ParseSelection(given map[string][]string) (Selection, error) {
	s := Selection{words: map[string][]string{}}
	for name := range given {
		if !slices.ContainsFunc(words, func(w Word) bool { return w.Name == name }) {
			return s, graph.InField(name, graph.Errorf(graph.ErrInvalid, "is no parameter here; there are %s", strings.Join(wordNames(), ", ")))
		}
	}
	for _, w := range words {
		values, err := w.values(given[w.Name])
		if err == nil && len(values) > 0 {
			err = w.set(&s, values)
			s.words[w.Name] = values
		}
		if err != nil {
			return s, graph.InField(w.Name, err)
		}
	}
	if err := s.Filter.Validate(); err != nil {
		return s, err
	}
	if err := s.together(); err != nil {
		return s, err
	}
	if len(s.Of) > 0 && s.Hops == 0 {
		s.Hops = 1
	}
	return s, nil
}

// together reports the first word that has no meaning beside the others.
func (s Selection) together() error {
	bad := func(word, message string) error {
		return graph.InField(word, graph.Errorf(graph.ErrInvalid, "%s", message))
	}
	switch {
	case s.Hops > 0 && len(s.Of) == 0:
		return bad("hops", "needs of: say around whom")
	case s.Limit > 0 && len(s.Of) == 0:
		return bad("limit", "needs of: say around whom")
	case s.Revision > 0 && !s.KnownAt.IsZero():
		return bad("knownAt", "give either revision or knownAt, not both")
	case s.Scenario != "" && (s.Revision > 0 || !s.KnownAt.IsZero()):
		return bad("scenario", "lies over one revision, its base; leave revision and knownAt out")
	case len(s.Relations) == 0:
		return nil
	}
	for _, w := range words {
		if len(s.words[w.Name]) > 0 && !slices.Contains([]string{"relations", "publishedBy", "revision", "scenario", "knownAt"}, w.Name) {
			return bad(w.Name, "is given together with relations, which names them one by one; leave one of them out")
		}
	}
	return nil
}

// values gives the values of a word, without those that are empty.
func (w Word) values(given []string) ([]string, error) {
	var out []string
	for _, v := range given {
		if !w.Many {
			out = append(out, v)
			continue
		}
		for part := range strings.SplitSeq(v, ",") {
			out = append(out, strings.TrimSpace(part))
		}
	}
	out = slices.DeleteFunc(out, func(v string) bool { return v == "" })
	if !w.Many && len(out) > 1 {
		return nil, graph.Errorf(graph.ErrInvalid, "is given %d times; give it once", len(out))
	}
	return out, nil
}

func wordNames() []string {
	names := make([]string, len(words))
	for i, w := range words {
		names[i] = w.Name
	}
	return names
}

// IsZero reports whether everything is selected, at whatever revision and in whatever
// scenario.
func (s Selection) IsZero() bool { return s.query("revision", "knownAt", "scenario") == "" }

// String writes the selection as the query of an address, without the revision:
// the same for all that select the same in the same words.
func (s Selection) String() string { return s.query("revision", "knownAt") }

// query writes the words of the selection but some.
func (s Selection) query(without ...string) string {
	var parts []string
	for _, w := range words {
		values := s.words[w.Name]
		if len(values) == 0 || slices.Contains(without, w.Name) {
			continue
		}
		parts = append(parts, w.Name+"="+readable(url.QueryEscape(strings.Join(values, ","))))
	}
	return strings.Join(parts, "&")
}

// At gives the query of an address that selects the same at a revision, whatever
// is recorded later. Revision 0, before anything is recorded, has no such address,
// and a scenario has none either: it can be changed.
func (s Selection) At(r graph.RevisionNumber) string {
	words := s.String()
	if r == 0 || s.Scenario != "" {
		return words
	}
	at := "revision=" + strconv.FormatUint(uint64(r), 10)
	if words == "" {
		return at
	}
	return words + "&" + at
}

// readable leaves what an address may hold as it is: days, windows, ids.
func readable(escaped string) string {
	return strings.NewReplacer("%2C", ",", "%2F", "/", "%3A", ":").Replace(escaped)
}
