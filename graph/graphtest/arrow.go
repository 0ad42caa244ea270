package graphtest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/entente/entente/graph"
)

// relation reads a line as "mali -CALLS 2023-08-15-> russia".
func (p *parser) relation(words []string) error {
	inside, err := arrow(words)
	if err != nil {
		return err
	}
	kind, known := graph.KindByName(graph.KindName(inside[0]))
	if !known {
		return fmt.Errorf("%s is no kind of relation", inside[0])
	}
	if strings.HasSuffix(words[len(words)-2], "--") && !kind.Symmetric {
		return fmt.Errorf("%s is not symmetric; write ->", kind.Name)
	}
	r := graph.Relation{
		From: graph.ActorID(words[0]), Kind: kind.Name, To: graph.ActorID(words[len(words)-1]),
		Period: graph.MustPeriod("/.."), Intensity: 1,
	}
	said := said{modality: graph.Asserted}
	for _, w := range inside[1:] {
		if err := said.word(&r, w); err != nil {
			return err
		}
	}
	r.Evidence = p.evidence(said.modality, said.by)
	for i := range r.Evidence {
		r.Evidence[i].Quotation = said.quotation
	}
	if r.ID == "" {
		r.ID = p.name(r)
	}
	p.relations = append(p.relations, r)
	return nil
}

// arrow gives the words between "-" and "->" or "--", the kind first.
func arrow(words []string) ([]string, error) {
	wrong := fmt.Errorf("write an actor, an arrow such as -CALLS 2023-08-15->, and an actor")
	if len(words) < 3 {
		return nil, wrong
	}
	inside := slices.Clone(words[1 : len(words)-1])
	kind, ok := strings.CutPrefix(inside[0], "-")
	if !ok {
		return nil, wrong
	}
	inside[0] = kind
	last := &inside[len(inside)-1]
	before, headed := strings.CutSuffix(*last, "->")
	if !headed {
		before, headed = strings.CutSuffix(*last, "--")
	}
	if !headed {
		return nil, wrong
	}
	*last = before
	if before == "" && len(inside) > 1 {
		inside = inside[:len(inside)-1]
	}
	return inside, nil
}

// said is what an arrow says of its evidence.
type said struct {
	modality  graph.Modality
	quotation string
	by        []string
}

// word reads one word inside an arrow.
func (s *said) word(r *graph.Relation, w string) error {
	key, value, pair := strings.Cut(w, "=")
	if !pair {
		var err error
		r.Period, err = graph.ParsePeriod(w)
		return err
	}
	var err error
	switch key {
	case "w":
		r.AnalystWeight, err = number(value)
		r.WeightReason = "set in the test"
	case "c":
		r.AnalystConfidence, err = number(value)
	case "i":
		var v *float64
		if v, err = number(value); err == nil {
			r.Intensity = *v
		}
	case "m":
		s.modality = graph.Modality(value)
		if !slices.Contains(graph.Modalities, s.modality) {
			return fmt.Errorf("%s is no modality", value)
		}
	case "by":
		_, grade, ok := strings.Cut(value, "/")
		if ok && len(grade) != 2 {
			return fmt.Errorf("%s is no grade; write one as B2", grade)
		}
		s.by = append(s.by, value)
	case "quote":
		s.quotation = value
	case "about":
		r.About = about(value)
	case "place":
		r.Place = graph.ActorID(value)
	case "event":
		r.Event = graph.EventID(value)
	case "note":
		r.Note = value
	case "likelihood":
		r.Likelihood = value
	case "id":
		r.ID = graph.RelationID(graph.RelationPrefix + strings.TrimPrefix(value, graph.RelationPrefix))
	default:
		r.Qualifiers = append(r.Qualifiers, graph.Qualifier{Name: key, Value: value})
	}
	return err
}

func number(s string) (*float64, error) {
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return nil, fmt.Errorf("%q is no number", s)
	}
	return &v, nil
}

func about(value string) graph.About {
	switch {
	case strings.HasPrefix(value, graph.EventPrefix):
		return graph.About{Event: graph.EventID(value)}
	case graph.CheckActorID(graph.ActorID(value)) == nil:
		return graph.About{Actor: graph.ActorID(value)}
	}
	return graph.About{Text: value}
}

// name makes an id of what a relation says, with a number if it was made before.
func (p *parser) name(r graph.Relation) graph.RelationID {
	kind := strings.ReplaceAll(strings.ToLower(string(r.Kind)), "_", "-")
	id := graph.RelationID(fmt.Sprintf("%s%s-%s-%s", graph.RelationPrefix, r.From, kind, r.To))
	p.taken[id]++
	if n := p.taken[id]; n > 1 {
		id = graph.RelationID(fmt.Sprintf("%s-%d", id, n))
	}
	return id
}

// evidence makes a piece for each of by ("kremlin/B2", "!reuters"), or one of the
// default source.
func (p *parser) evidence(m graph.Modality, by []string) []graph.Evidence {
	if len(by) == 0 {
		by = []string{string(DefaultSource)}
	}
	var out []graph.Evidence
	for _, b := range by {
		e := graph.Evidence{Stance: graph.Supports, Modality: m, Grade: graph.Grade{Reliability: "A", Credibility: 1}}
		if rest, ok := strings.CutPrefix(b, "!"); ok {
			b, e.Stance = rest, graph.Disputes
		}
		name, grade, ok := strings.Cut(b, "/")
		if ok {
			e.Grade = graph.Grade{Reliability: graph.Reliability(grade[:1]), Credibility: int(grade[1] - '0')}
		}
		e.Source = sourceID(name)
		p.cited = append(p.cited, e.Source)
		out = append(out, e)
	}
	return out
}
