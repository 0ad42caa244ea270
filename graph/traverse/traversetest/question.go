package traversetest

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/measure"
	"github.com/entente/entente/graph/traverse"
)

// question is what a case asks: a verb and its words. A word that nobody takes is
// an error of the case.
type question struct {
	t     *testing.T
	verb  string
	words map[string]string
	taken map[string]bool
}

func readQuestion(t *testing.T, text string) *question {
	t.Helper()
	q := &question{t: t, words: map[string]string{}, taken: map[string]bool{}}
	for _, line := range lines(text) {
		for word := range strings.FieldsSeq(line) {
			name, value, pair := strings.Cut(word, "=")
			switch {
			case pair:
				q.words[name] = value
			case q.verb == "":
				q.verb = word
			default:
				t.Fatalf("%s: write name=value", word)
			}
		}
	}
	return q
}

// done ends the test if a word was not taken.
func (q *question) done() {
	for name := range q.words {
		if !q.taken[name] {
			q.t.Fatalf("%s takes no %s", q.verb, name)
		}
	}
}

// text takes a word.
func (q *question) text(name, otherwise string) string {
	q.taken[name] = true
	return cmp.Or(q.words[name], otherwise)
}

func (q *question) actor(name string) graph.ActorID { return graph.ActorID(q.text(name, "")) }

func (q *question) yes(name, otherwise string) bool { return q.text(name, otherwise) == "yes" }

func (q *question) number(name string, otherwise float64) float64 {
	text := q.text(name, "")
	if text == "" {
		return otherwise
	}
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		q.t.Fatalf("%s: %v", name, err)
	}
	return v
}

func (q *question) day(name string) *graph.Day {
	text := q.text(name, "")
	if text == "" {
		return nil
	}
	d, err := graph.ParseDay(text)
	if err != nil {
		q.t.Fatalf("%s: %v", name, err)
	}
	return &d
}

// list takes a word as a list, nil if it is not there.
func list[V ~string](q *question, name string) []V {
	text := q.text(name, "")
	if text == "" {
		return nil
	}
	var out []V
	for part := range strings.SplitSeq(text, ",") {
		out = append(out, V(part))
	}
	return out
}

func (q *question) filter() graph.RelationFilter {
	f := graph.RelationFilter{
		Kinds: list[graph.KindName](q, "kinds"), Class: graph.Class(q.text("class", "")), Signs: list[graph.Sign](q, "signs"),
		On: q.day("on"), Lookback: int(q.number("lookback", 0)), Dates: graph.DateReading(q.text("dates", "")), PublishedBy: q.day("publishedBy"),
		Modalities: list[graph.Modality](q, "modalities"), Actors: list[graph.ActorID](q, "actors"), ActorKinds: list[graph.ActorKind](q, "actorKinds"),
		MinConfidence: q.number("minConfidence", 0), MinAbsoluteWeight: q.number("minAbsoluteWeight", 0), Text: q.text("text", ""),
	}
	if during := q.text("during", ""); during != "" {
		first, last, _ := strings.Cut(during, "..")
		f.During = &graph.Window{First: q.end(first, graph.MinDay), Last: q.end(last, graph.MaxDay)}
	}
	return f
}

// end reads an end of a window, which may be left open.
func (q *question) end(text string, open graph.Day) graph.Day {
	if text == "" {
		return open
	}
	d, err := graph.ParseDay(text)
	if err != nil {
		q.t.Fatalf("during: %v", err)
	}
	return d
}

// moment gives the day before which acts fade.
func (q *question) moment(f graph.RelationFilter) graph.Moment {
	m := graph.Moment{HalfLife: q.number("halfLife", 0)}
	switch {
	case f.On != nil:
		m.Day = *f.On
	case f.During != nil:
		m.Day = f.During.Last
	default:
		q.t.Fatal("say on or during: acts fade before a day")
	}
	return m
}

func (q *question) budget() traverse.Budget {
	b := traverse.DefaultBudget
	b.Relations = int(q.number("budget", float64(b.Relations)))
	return b
}

// measured gives the question of a measure.
func (q *question) measured() measure.Query {
	f := q.filter()
	return measure.Query{
		Among: list[graph.ActorID](q, "among"), Filter: f, Moment: q.moment(f), ThroughOffices: q.yes("offices", "yes"),
		MaxRelations: int(q.number("budget", measure.DefaultMaxRelations)),
	}
}

// leverage reads KIND:forward:backward.
func (q *question) leverage() map[graph.KindName]graph.Leverage {
	out := map[graph.KindName]graph.Leverage{}
	for _, part := range list[string](q, "leverage") {
		var l graph.Leverage
		kind, numbers, _ := strings.Cut(part, ":")
		if _, err := fmt.Sscanf(numbers, "%g:%g", &l.Forward, &l.Backward); err != nil {
			q.t.Fatalf("leverage: %s: %v", part, err)
		}
		out[graph.KindName(kind)] = l
	}
	return out
}
