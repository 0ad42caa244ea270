package traverse

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"pgregory.net/rapid"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/graphtest"
	"github.com/entente/entente/graph/store/storetest"
)

// TestNeighborhoods answers the questions in testdata/neighborhood, which were
// worked out by hand. A file holds a graph in the notation of graphtest, then
// NAME.question ("of=niger hops=2") and NAME.answer: the distances with their
// actors, the relations by id without their prefix, and what was left out.
func TestNeighborhoods(t *testing.T) {
	files, err := filepath.Glob("testdata/neighborhood/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		text := map[string]string{}
		for _, f := range archive.Files {
			text[f.Name] = string(f.Data)
		}
		snap := open(t, text["graph"])
		for name := range text {
			name, ok := strings.CutSuffix(name, ".question")
			if !ok {
				continue
			}
			t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar")+"/"+name, func(t *testing.T) {
				n, err := Around(t.Context(), snap, neighborhoodQuery(t, text[name+".question"]))
				if err != nil {
					t.Fatal(err)
				}
				if got, want := spellNeighborhood(n), text[name+".answer"]; got != want {
					t.Errorf("got\n%swant\n%s", got, want)
				}
			})
		}
	}
}

// neighborhoodQuery reads "of=niger,mali hops=2 on=2023-08-15".
func neighborhoodQuery(t *testing.T, text string) NeighborhoodQuery {
	t.Helper()
	q := NeighborhoodQuery{Hops: 1, Limit: MaxActors, Budget: DefaultBudget}
	for word := range strings.FieldsSeq(text) {
		name, value, _ := strings.Cut(word, "=")
		var err error
		switch name {
		case "of":
			for id := range strings.SplitSeq(value, ",") {
				q.Of = append(q.Of, graph.ActorID(id))
			}
		case "hops":
			q.Hops, err = strconv.Atoi(value)
		case "limit":
			q.Limit, err = strconv.Atoi(value)
		case "direction":
			q.Direction = graph.Direction(value)
		case "lookback":
			q.Filter.Lookback, err = strconv.Atoi(value)
		case "on":
			q.Filter.On = new(graph.Day)
			*q.Filter.On, err = graph.ParseDay(value)
		case "modalities":
			for m := range strings.SplitSeq(value, ",") {
				q.Filter.Modalities = append(q.Filter.Modalities, graph.Modality(m))
			}
		default:
			err = errors.New("is no word of a question")
		}
		if err != nil {
			t.Fatalf("%s: %v", word, err)
		}
	}
	return q
}

func spellNeighborhood(n *Neighborhood) string {
	var b strings.Builder
	for i, a := range n.Actors {
		switch {
		case i == 0:
			fmt.Fprintf(&b, "%d", a.Distance)
		case a.Distance != n.Actors[i-1].Distance:
			fmt.Fprintf(&b, "\n%d", a.Distance)
		}
		fmt.Fprintf(&b, " %s", a.ID)
	}
	b.WriteByte('\n')
	var ids []string
	for _, e := range n.Relations {
		ids = append(ids, strings.TrimPrefix(string(e.ID), graph.RelationPrefix))
	}
	slices.Sort(ids)
	for _, id := range ids {
		b.WriteString(id + "\n")
	}
	if n.Cut.Truncated() {
		fmt.Fprintf(&b, "left out: %d actors, %d relations\n", n.Cut.OmittedActors, n.Cut.OmittedRelations)
	}
	return b.String()
}

func TestNeighborhoodsThatCannotBe(t *testing.T) {
	snap := open(t, "mali -CALLS 2023-08-15-> niger\nmali -CALLS 2023-08-16-> ghana")
	ok := NeighborhoodQuery{Of: []graph.ActorID{"mali"}, Hops: 1, Limit: 10, Budget: DefaultBudget}
	for _, c := range []struct {
		change func(*NeighborhoodQuery)
		kind   error
		field  string
	}{
		{func(q *NeighborhoodQuery) { q.Of = nil }, graph.ErrInvalid, "of"},
		{func(q *NeighborhoodQuery) { q.Hops = -1 }, graph.ErrInvalid, "hops"},
		{func(q *NeighborhoodQuery) { q.Hops = MaxHops + 1 }, graph.ErrInvalid, "hops"},
		{func(q *NeighborhoodQuery) { q.Limit = 0 }, graph.ErrInvalid, "limit"},
		{func(q *NeighborhoodQuery) { q.Limit = MaxActors + 1 }, graph.ErrInvalid, "limit"},
		{func(q *NeighborhoodQuery) { q.Of, q.Limit = []graph.ActorID{"mali", "niger"}, 1 }, graph.ErrInvalid, "limit"},
		{func(q *NeighborhoodQuery) { q.Filter.Text = "x" }, graph.ErrInvalid, "filter.text"},
		{func(q *NeighborhoodQuery) { q.Filter.Actors = []graph.ActorID{"mali"} }, graph.ErrInvalid, "filter.actors"},
		{func(q *NeighborhoodQuery) { q.Filter.MinConfidence = 2 }, graph.ErrInvalid, "filter.minConfidence"},
		{func(q *NeighborhoodQuery) { q.Budget.Relations = 1 }, graph.ErrTooLarge, ""},
		{func(q *NeighborhoodQuery) { q.Budget.Actors = 2 }, graph.ErrTooLarge, ""},
	} {
		q := ok
		c.change(&q)
		_, err := Around(t.Context(), snap, q)
		var e *graph.Error
		if !errors.As(err, &e) || e.Kind != c.kind || e.Field != c.field {
			t.Errorf("%+v: error %v, want %v at %q", q, err, c.kind, c.field)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Around(ctx, snap, ok); !errors.Is(err, context.Canceled) {
		t.Errorf("a question that was withdrawn: %v", err)
	}
}

// TestTheStrongestRelationsAreKept asks for more relations than an answer holds.
func TestTheStrongestRelationsAreKept(t *testing.T) {
	var b strings.Builder
	for i := range MaxRelations + 5 {
		confidence := .5
		if i%1000 == 7 {
			confidence = .1
		}
		fmt.Fprintf(&b, "mali -CALLS 2023-08-15 id=call-%d c=%g-> niger\n", i, confidence)
	}
	n, err := Around(t.Context(), open(t, b.String()), NeighborhoodQuery{Of: []graph.ActorID{"mali"}, Hops: 1, Limit: 2, Budget: DefaultBudget})
	if err != nil || len(n.Relations) != MaxRelations || n.Cut.OmittedRelations != 5 || n.Cut.OmittedActors != 0 || n.Cut.Reason == "" {
		t.Fatalf("%d relations, %+v, %v", len(n.Relations), n.Cut, err)
	}
	for i, e := range n.Relations {
		if e.Confidence < .5 {
			t.Errorf("the weak %s was kept", e.ID)
		}
		if i > 0 && graph.Newest.Compare(graph.Newest.KeyOf(n.Relations[i-1]), graph.Newest.KeyOf(e)) >= 0 {
			t.Fatalf("%s stands before %s", n.Relations[i-1].ID, e.ID)
		}
	}
}

// TestNeighborhoodsByAnotherWay compares whole neighborhoods of random graphs with
// distances found relation by relation.
func TestNeighborhoodsByAnotherWay(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		r := graphtest.NewRandom(rapid.Uint64().Draw(rt, "seed"))
		store := storetest.NewModel()
		defer store.Close()
		if _, err := store.Apply(t.Context(), graph.Batch{BatchHead: graph.BatchHead{Author: "a", Reason: "b"}, Put: r.First(60)}); err != nil {
			rt.Fatal(err)
		}
		snap, err := store.Snapshot(t.Context(), 0)
		if err != nil {
			rt.Fatal(err)
		}
		defer snap.Close()
		q := NeighborhoodQuery{
			Of: graphtest.Some(r.Rand, r.Actors(), 3), Hops: rapid.IntRange(0, 3).Draw(rt, "hops"), Limit: MaxActors, Budget: DefaultBudget,
			Direction: rapid.SampledFrom([]graph.Direction{graph.Out, graph.In, graph.Both}).Draw(rt, "direction"),
			Filter:    graph.RelationFilter{Modalities: graph.Modalities},
		}
		got, err := Around(t.Context(), snap, q)
		if err != nil {
			rt.Fatal(err)
		}
		if want := plainNeighborhood(t, snap, q); spellNeighborhood(got) != want {
			rt.Fatalf("%+v\ngot\n%swant\n%s", q, spellNeighborhood(got), want)
		}
	})
}

// plainNeighborhood relaxes distances over all relations until nothing changes.
func plainNeighborhood(t *testing.T, snap graph.Snapshot, q NeighborhoodQuery) string {
	all, err := graph.Collect(graph.Edges(t.Context(), snap, q.Filter))
	if err != nil {
		t.Fatal(err)
	}
	distance := map[graph.ActorID]int{}
	for _, id := range q.Of {
		distance[id] = 0
	}
	for changed := true; changed; {
		changed = false
		for _, e := range all {
			for _, step := range [][2]graph.ActorID{{e.From, e.To}, {e.To, e.From}} {
				d, ok := distance[step[0]]
				old, known := distance[step[1]]
				if ok && d < q.Hops && q.Direction.Touches(step[0], e) && (!known || old > d+1) {
					distance[step[1]], changed = d+1, true
				}
			}
		}
	}
	var n Neighborhood
	for id, d := range distance {
		n.Actors = append(n.Actors, Reached{id, d})
	}
	slices.SortFunc(n.Actors, func(a, b Reached) int {
		if a.Distance != b.Distance {
			return a.Distance - b.Distance
		}
		return strings.Compare(string(a.ID), string(b.ID))
	})
	for _, e := range all {
		_, from := distance[e.From]
		_, to := distance[e.To]
		if from && to {
			n.Relations = append(n.Relations, e)
		}
	}
	return spellNeighborhood(&n)
}
