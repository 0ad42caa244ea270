package graphtest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/entente/entente/graph"
)

// The source of evidence that names none, and the day on which sources are
// published that no line declares.
const (
	DefaultSource    graph.SourceID = "source:test"
	DefaultPublished string         = "2023-08-15"
)

// Records reads the notation for a test, and ends the test if it does not read.
func Records(t testing.TB, text string) []graph.Record {
	t.Helper()
	records, err := Parse(text)
	if err != nil {
		t.Fatalf("graphtest: %v", err)
	}
	return records
}

// Batch reads the notation as one batch, ready to be applied.
func Batch(t testing.TB, text string) graph.Batch {
	t.Helper()
	return graph.Batch{BatchHead: graph.BatchHead{Author: "test", Reason: "test"}, Put: Records(t, text)}
}

// Parse reads the notation, and gives the records in the order actors, sources,
// events, relations. The error names the line.
func Parse(text string) ([]graph.Record, error) {
	p := parser{declared: map[string]bool{}, taken: map[graph.RelationID]int{}}
	n := 0
	for line := range strings.Lines(text) {
		n++
		words, err := split(line)
		if err == nil && len(words) > 0 {
			err = p.line(words)
		}
		if err != nil {
			return nil, fmt.Errorf("line %d, %s: %w", n, strings.TrimSpace(line), err)
		}
	}
	return p.records(), nil
}

// split takes a line apart at spaces, except within quotes, which it takes away.
func split(line string) ([]string, error) {
	var words []string
	var b strings.Builder
	quoted, started := false, false
	for _, c := range line {
		switch {
		case c == '"':
			quoted, started = !quoted, true
		case c == '#' && !quoted && !started:
			return words, nil
		case unicode.IsSpace(c) && !quoted:
			if started {
				words = append(words, b.String())
			}
			b.Reset()
			started = false
		default:
			b.WriteRune(c)
			started = true
		}
	}
	if quoted {
		return nil, fmt.Errorf("a quotation mark is not closed")
	}
	if started {
		words = append(words, b.String())
	}
	return words, nil
}

// parser collects what the lines declare.
type parser struct {
	actors    []graph.Actor
	sources   []graph.Source
	events    []graph.Event
	relations []graph.Relation
	cited     []graph.SourceID

	declared map[string]bool          // ids of actors and sources that a line declares
	taken    map[graph.RelationID]int // how often an id was made
}

func (p *parser) line(words []string) error {
	switch words[0] {
	case "actor":
		return p.actor(words[1:])
	case "source":
		return p.source(words[1:])
	case "event":
		return p.event(words[1:])
	}
	return p.relation(words)
}

func (p *parser) actor(words []string) error {
	if len(words) < 2 {
		return fmt.Errorf("write actor, an id and a kind")
	}
	a := graph.Actor{ID: graph.ActorID(words[0]), Kind: graph.ActorKind(words[1])}
	if !slices.Contains(graph.ActorKinds, a.Kind) {
		return fmt.Errorf("%s is no kind of actor", words[1])
	}
	for _, w := range words[2:] {
		if code, ok := strings.CutPrefix(w, "code="); ok {
			scheme, value, _ := strings.Cut(code, ":")
			a.Codes = append(a.Codes, graph.Code{Scheme: scheme, Value: value})
			continue
		}
		if o, ok := strings.CutPrefix(w, "obligation="); ok {
			a.Obligations = append(a.Obligations, graph.Obligation(o))
			continue
		}
		if period, err := graph.ParsePeriod(w); err == nil {
			a.Exists = period
			continue
		}
		language, name := "en", w
		if l, n, ok := strings.Cut(w, ":"); ok && len(l) == 2 {
			language, name = l, n
		}
		first := !slices.ContainsFunc(a.Names, func(n graph.Name) bool { return n.Language == language })
		a.Names = append(a.Names, graph.Name{Text: name, Language: language, Primary: first})
	}
	if len(a.Names) == 0 {
		a.Names = []graph.Name{nameOf(a.ID)}
	}
	p.actors = append(p.actors, a)
	p.declared[string(a.ID)] = true
	return nil
}

// nameOf makes a name of an id: burkina-faso is Burkina Faso.
func nameOf(id graph.ActorID) graph.Name {
	words := strings.Split(string(id), "-")
	for i, w := range words {
		if w != "" {
			words[i] = strings.ToUpper(w[:1]) + w[1:]
		}
	}
	return graph.Name{Text: strings.Join(words, " "), Language: "en", Primary: true}
}

func (p *parser) source(words []string) error {
	if len(words) == 0 {
		return fmt.Errorf("write source and an id")
	}
	s := graph.Source{ID: sourceID(words[0]), Title: words[0]}
	for _, w := range words[1:] {
		if period, err := graph.ParsePeriod(w); err == nil {
			s.Published = period
		} else {
			s.Title = w
		}
	}
	p.sources = append(p.sources, s)
	p.declared[string(s.ID)] = true
	return nil
}

func sourceID(name string) graph.SourceID {
	return graph.SourceID(graph.SourcePrefix + strings.TrimPrefix(name, graph.SourcePrefix))
}

func (p *parser) event(words []string) error {
	if len(words) < 2 {
		return fmt.Errorf("write event, an id and a period")
	}
	period, err := graph.ParsePeriod(words[1])
	if err != nil {
		return err
	}
	e := graph.Event{ID: graph.EventID(graph.EventPrefix + words[0]), Period: period}
	for _, w := range words[2:] {
		place, isPlace := strings.CutPrefix(w, "place=")
		after, isAfter := strings.CutPrefix(w, "after=")
		actor, role, isPart := strings.Cut(w, ":")
		switch {
		case isPlace:
			e.Place = graph.ActorID(place)
		case isAfter:
			link := graph.EventLink{Kind: graph.Continues, To: graph.EventID(after), Evidence: p.evidence(graph.Asserted, nil)}
			e.Links = append(e.Links, link)
		case isPart && graph.CheckActorID(graph.ActorID(actor)) == nil:
			part := graph.Participant{Actor: graph.ActorID(actor), Role: role, Evidence: p.evidence(graph.Asserted, nil)}
			e.Participants = append(e.Participants, part)
		default:
			e.Names = append(e.Names, graph.Name{Text: w, Language: "en", Primary: len(e.Names) == 0})
		}
	}
	if len(e.Names) == 0 {
		e.Names = []graph.Name{nameOf(graph.ActorID(words[0]))}
	}
	p.events = append(p.events, e)
	return nil
}

// records gives everything, with the actors and sources that no line declares.
func (p *parser) records() []graph.Record {
	var out []graph.Record
	for _, id := range p.mentioned() {
		p.actors = append(p.actors, graph.Actor{ID: id, Kind: graph.State, Names: []graph.Name{nameOf(id)}})
	}
	for _, id := range p.cited {
		if !p.declared[string(id)] {
			p.declared[string(id)] = true
			title := strings.TrimPrefix(string(id), graph.SourcePrefix)
			p.sources = append(p.sources, graph.Source{ID: id, Title: title, Published: graph.MustPeriod(DefaultPublished)})
		}
	}
	for i := range p.actors {
		out = append(out, graph.Record{Actor: &p.actors[i]})
	}
	for i := range p.sources {
		out = append(out, graph.Record{Source: &p.sources[i]})
	}
	for i := range p.events {
		out = append(out, graph.Record{Event: &p.events[i]})
	}
	for i := range p.relations {
		out = append(out, graph.Record{Relation: &p.relations[i]})
	}
	return out
}

// mentioned gives the actors that no line declares, in the order in which the
// lines name them.
func (p *parser) mentioned() []graph.ActorID {
	var ids []graph.ActorID
	for _, r := range p.relations {
		ids = append(ids, r.From, r.To, r.About.Actor, r.Place)
	}
	for _, e := range p.events {
		ids = append(ids, e.Place)
		for _, x := range e.Participants {
			ids = append(ids, x.Actor)
		}
	}
	var out []graph.ActorID
	for _, id := range ids {
		if id != "" && !p.declared[string(id)] {
			p.declared[string(id)] = true
			out = append(out, id)
		}
	}
	return out
}
