package storetest

import (
	"cmp"
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/graphtest"
)

// question is one read of a snapshot, with the words for it.
type question struct {
	words string
	ask   func(ctx context.Context, s graph.Snapshot) (any, error)
}

// words writes what is asked in one line: the name of the method and the fields
// that are set.
func words(method string, args ...any) string {
	var b strings.Builder
	b.WriteString(method)
	for _, a := range args {
		b.WriteByte(' ')
		describe(&b, reflect.ValueOf(a))
	}
	return b.String()
}

func describe(b *strings.Builder, v reflect.Value) {
	switch x := v.Interface().(type) {
	case fmt.Stringer:
		b.WriteString(x.String())
		return
	case graph.Window:
		fmt.Fprintf(b, "%v..%v", x.First, x.Last)
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		describe(b, v.Elem())
	case reflect.Struct:
		b.WriteByte('{')
		sep := ""
		for i := range v.NumField() {
			if f := v.Field(i); !f.IsZero() {
				fmt.Fprintf(b, "%s%s: ", sep, v.Type().Field(i).Name)
				describe(b, f)
				sep = ", "
			}
		}
		b.WriteByte('}')
	case reflect.Slice:
		if v.Len() > 8 {
			fmt.Fprintf(b, "%q … (%d in all)", v.Slice(0, 8), v.Len())
			return
		}
		fmt.Fprintf(b, "%q", v)
	case reflect.String:
		fmt.Fprintf(b, "%q", v)
	default:
		fmt.Fprintf(b, "%v", v)
	}
}

func askActors(ids []graph.ActorID) question {
	return question{words("Actors", ids), func(ctx context.Context, s graph.Snapshot) (any, error) {
		return graph.Collect(s.Actors(ctx, ids))
	}}
}

func askSources(ids []graph.SourceID) question {
	return question{words("Sources", ids), func(ctx context.Context, s graph.Snapshot) (any, error) {
		return graph.Collect(s.Sources(ctx, ids))
	}}
}

func askEvents(ids []graph.EventID) question {
	return question{words("Events", ids), func(ctx context.Context, s graph.Snapshot) (any, error) {
		return graph.Collect(s.Events(ctx, ids))
	}}
}

func askRelations(ids []graph.RelationID) question {
	return question{words("Relations", ids), func(ctx context.Context, s graph.Snapshot) (any, error) {
		return graph.Collect(s.Relations(ctx, ids))
	}}
}

func askFindActors(f graph.ActorFilter, after graph.ActorID) question {
	return question{words("FindActors", f, after), func(ctx context.Context, s graph.Snapshot) (any, error) {
		return graph.Collect(s.FindActors(ctx, f, after))
	}}
}

func askFindSources(f graph.SourceFilter, after graph.SourceID) question {
	return question{words("FindSources", f, after), func(ctx context.Context, s graph.Snapshot) (any, error) {
		return graph.Collect(s.FindSources(ctx, f, after))
	}}
}

func askFindEvents(f graph.EventFilter, after *graph.Key) question {
	args := []any{f}
	if after != nil {
		args = append(args, *after)
	}
	return question{words("FindEvents", args...), func(ctx context.Context, s graph.Snapshot) (any, error) {
		return graph.Collect(s.FindEvents(ctx, f, after))
	}}
}

func askFindEvidence(f graph.EvidenceFilter, after graph.EvidenceID) question {
	return question{words("FindEvidence", f, after), func(ctx context.Context, s graph.Snapshot) (any, error) {
		return graph.Collect(s.FindEvidence(ctx, f, after))
	}}
}

func askFindRelations(q graph.RelationQuery) question {
	return question{words("FindRelations", q), func(ctx context.Context, s graph.Snapshot) (any, error) {
		return graph.Collect(s.FindRelations(ctx, q))
	}}
}

func askCountRelations(q graph.RelationQuery, most int) question {
	return question{words("CountRelations", q, most), func(ctx context.Context, s graph.Snapshot) (any, error) {
		return s.CountRelations(ctx, q, most)
	}}
}

// askReach sorts the answer, since Reach promises no order.
func askReach(frontier []graph.ActorID, q graph.ExpandQuery) question {
	return question{words("Reach", frontier, q), func(ctx context.Context, s graph.Snapshot) (any, error) {
		links, err := graph.Collect(graph.Reach(ctx, s, frontier, q))
		return sortedLinks(links), err
	}}
}

// askExpand sorts the answer, since Expand promises no order.
func askExpand(frontier []graph.ActorID, q graph.ExpandQuery) question {
	return question{words("Expand", frontier, q), func(ctx context.Context, s graph.Snapshot) (any, error) {
		hops, err := graph.Collect(s.Expand(ctx, frontier, q))
		slices.SortFunc(hops, func(a, b graph.Hop) int { return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.ID, b.ID)) })
		return hops, err
	}}
}

// askEdges reads every edge, by the capability where there is one.
func askEdges(f graph.RelationFilter) question {
	return question{words("Edges", f), func(ctx context.Context, s graph.Snapshot) (any, error) {
		edges, err := graph.Collect(graph.Edges(ctx, s, f))
		slices.SortFunc(edges, func(a, b graph.Edge) int { return cmp.Compare(a.ID, b.ID) })
		return edges, err
	}}
}

func askSearch(q graph.SearchQuery) question {
	return question{words("Search", q), func(ctx context.Context, s graph.Snapshot) (any, error) {
		return graph.Collect(s.Search(ctx, q))
	}}
}

// everyQuestion asks each method for all that there is in a small graph of the
// actors mali, niger and russia.
func everyQuestion() []*question {
	actors := []graph.ActorID{"russia", "niger", "mali", "algeria"}
	relations := []graph.RelationID{"relation:mali-calls-russia", "relation:mali-borders-niger", "relation:mali-borders-algeria"}
	all := []question{
		askActors(actors),
		askSources([]graph.SourceID{graphtest.DefaultSource, "source:kremlin"}),
		askEvents([]graph.EventID{"event:summit"}),
		askRelations(relations),
		askFindActors(graph.ActorFilter{}, ""),
		askFindSources(graph.SourceFilter{}, ""),
		askFindEvents(graph.EventFilter{}, nil),
		askFindEvidence(graph.EvidenceFilter{}, ""),
		askFindRelations(graph.RelationQuery{}),
		askFindRelations(graph.RelationQuery{At: actors}),
		askExpand(actors, graph.ExpandQuery{}),
		askEdges(graph.RelationFilter{}),
		askSearch(graph.SearchQuery{Text: "mali"}),
	}
	out := make([]*question, len(all))
	for i := range all {
		out[i] = &all[i]
	}
	return out
}

// answers asks every question of a snapshot and ends the test on an error.
func answers(t testing.TB, s graph.Snapshot) map[*question]any {
	t.Helper()
	out := map[*question]any{}
	for _, q := range everyQuestion() {
		answer, err := q.ask(t.Context(), s)
		if err != nil {
			t.Fatalf("%s: %v", q.words, err)
		}
		out[q] = answer
	}
	return out
}

// lengthOf counts the values of an answer.
func lengthOf(answer any) int { return reflect.ValueOf(answer).Len() }

// asker makes random questions about what a Random has made.
type asker struct{ *graphtest.Random }

// question gives a random question of any method.
func (r asker) question() question {
	makers := []func() question{
		r.byID, r.findActors, r.findSources, r.findEvents, r.findEvidence,
		r.findRelations, r.findRelations, r.countRelations, r.expand, r.expand, r.reach, r.edges, r.search,
	}
	return graphtest.Pick(r.Rand, makers)()
}

// sample gives a few of the ids, some of them twice, and one that nothing has.
func sample[ID ~string](r asker, known []ID, unknown ID) []ID {
	if len(known) == 0 {
		return []ID{unknown}
	}
	out := graphtest.Some(r.Rand, known, 12)
	if r.IntN(3) == 0 {
		out = append(out, unknown, out[0])
	}
	return out
}

// after gives an id to begin after, mostly none.
func after[ID ~string](r asker, known []ID) ID {
	if len(known) == 0 || r.IntN(3) > 0 {
		return ""
	}
	return graphtest.Pick(r.Rand, known)
}

func (r asker) relations() []graph.RelationID { return append(r.Relations(), r.Retracted()...) }

func (r asker) byID() question {
	switch r.IntN(4) {
	case 0:
		return askActors(sample(r, r.Actors(), "nobody"))
	case 1:
		return askSources(sample(r, r.Sources(), "source:none"))
	case 2:
		return askEvents(sample(r, r.Events(), "event:none"))
	}
	return askRelations(sample(r, r.relations(), "relation:none"))
}

func (r asker) findActors() question {
	f := graph.ActorFilter{Merged: r.IntN(3) == 0}
	for range r.IntN(3) {
		switch r.IntN(5) {
		case 0:
			f.IDs = sample(r, r.Actors(), "nobody")
		case 1:
			f.Kinds = graphtest.Some(r.Rand, graph.ActorKinds, 4)
		case 2:
			d := r.Day()
			f.On = &d
		case 3:
			f.Text = r.Query()
		case 4:
			f.Code = &graph.Code{Scheme: graphtest.Pick(r.Rand, []string{"iso3", "wikidata", "cow", "ISO3"}), Value: graphtest.Pick(r.Rand, []string{"MLI", "mli", "Q912", "x'y", "é"})}
		}
	}
	return askFindActors(f, after(r, r.Actors()))
}

func (r asker) findSources() question {
	var f graph.SourceFilter
	if r.IntN(3) > 0 {
		f.Text = r.Query()
	}
	return askFindSources(f, after(r, r.Sources()))
}

func (r asker) findEvents() question {
	var f graph.EventFilter
	for range r.IntN(3) {
		switch r.IntN(4) {
		case 0:
			d := r.Day()
			f.On, f.During = &d, nil
		case 1:
			w := r.Window()
			f.On, f.During = nil, &w
		case 2:
			f.Actors = sample(r, r.Actors(), "nobody")
		case 3:
			f.Text = r.Query()
		}
	}
	var key *graph.Key
	if r.IntN(3) == 0 {
		key = &graph.Key{Day: r.Day(), ID: string(graphtest.Pick(r.Rand, r.Events()))}
	}
	return askFindEvents(f, key)
}

func (r asker) findEvidence() question {
	var f graph.EvidenceFilter
	for range r.IntN(3) {
		switch r.IntN(4) {
		case 0:
			f.Relations = sample(r, r.relations(), "relation:none")
		case 1:
			f.Events = sample(r, r.Events(), "event:none")
		case 2:
			f.Sources = sample(r, r.Sources(), "source:none")
		case 3:
			f.IDs = []graph.EvidenceID{"evidence:none"}
			for _, id := range graphtest.Some(r.Rand, r.relations(), 6) {
				f.IDs = append(f.IDs, graph.EvidenceID(graph.EvidencePrefix+strings.TrimPrefix(string(id), graph.RelationPrefix)+"-1"))
			}
		}
	}
	return askFindEvidence(f, graph.EvidenceID(graphtest.Pick(r.Rand, []string{"", "", "evidence:e1", "evidence:r2", "evidence:x"})))
}

func (r asker) direction() graph.Direction {
	return graphtest.Pick(r.Rand, []graph.Direction{"", graph.Out, graph.In, graph.Both})
}

func (r asker) query() graph.RelationQuery {
	q := graph.RelationQuery{Filter: r.filter(), Direction: r.direction()}
	q.Order = graphtest.Pick(r.Rand, []graph.RelationOrder{"", graph.Newest, graph.Oldest, graph.Strongest})
	switch r.IntN(5) {
	case 0, 1, 2:
		q.At = sample(r, r.Actors(), "nobody")
	case 3:
		q.At = []graph.ActorID{}
	}
	return q
}

func (r asker) findRelations() question {
	q := r.query()
	q.Limit = graphtest.Pick(r.Rand, []int{0, 0, 1, 3, 10})
	if r.IntN(3) == 0 {
		q.After = &graph.Key{Day: r.Day(), ID: string(graphtest.Pick(r.Rand, r.relations()))}
		if q.Order == graph.Strongest {
			q.After = &graph.Key{Strength: r.Float64(), ID: q.After.ID}
		}
		if r.IntN(4) == 0 {
			q.After.Day = graph.MinDay
		}
	}
	return askFindRelations(q)
}

func (r asker) countRelations() question {
	return askCountRelations(r.query(), graphtest.Pick(r.Rand, []int{0, 1, 2, 5, 100_000}))
}

func (r asker) expand() question {
	q := graph.ExpandQuery{Direction: r.direction(), Filter: r.filter()}
	q.PerActor = graphtest.Pick(r.Rand, []int{0, 0, 1, 2, 5})
	if r.IntN(3) == 0 {
		q.Others = sample(r, r.Actors(), "nobody")
	}
	return askExpand(sample(r, r.Actors(), "nobody"), q)
}

func (r asker) reach() question {
	q := graph.ExpandQuery{Direction: r.direction(), Filter: r.filter()}
	q.PerActor = graphtest.Pick(r.Rand, []int{0, 0, 0, 1})
	if r.IntN(3) == 0 {
		q.Others = sample(r, r.Actors(), "nobody")
	}
	return askReach(sample(r, r.Actors(), "nobody"), q)
}

func (r asker) edges() question { return askEdges(r.filter()) }

func (r asker) search() question {
	q := graph.SearchQuery{Text: r.Query(), Limit: graphtest.Pick(r.Rand, []int{0, 1, 5, 50})}
	if r.IntN(4) == 0 {
		q.Text = string(graphtest.Pick(r.Rand, r.Actors()))
	}
	if r.IntN(4) == 0 {
		q.Kinds = graphtest.Some(r.Rand, graph.ActorKinds, 3)
	}
	return askSearch(q)
}

// filter gives a random valid filter of up to three fields.
func (r asker) filter() graph.RelationFilter {
	var f graph.RelationFilter
	for range r.IntN(4) {
		r.narrow(&f)
	}
	return f
}

// narrow sets one field of the filter.
func (r asker) narrow(f *graph.RelationFilter) {
	kind := graphtest.Pick(r.Rand, graph.Kinds())
	day := r.Day()
	switch r.IntN(13) {
	case 0:
		f.Kinds = append(f.Kinds, kind.Name, graphtest.Pick(r.Rand, graph.Kinds()).Name)
	case 1:
		f.Class = kind.Class
	case 2:
		f.Dimensions = graphtest.Some(r.Rand, graph.Dimensions, 3)
	case 3:
		f.Signs = graphtest.Some(r.Rand, []graph.Sign{graph.Friendly, graph.Neutral, graph.Hostile}, 2)
	case 4:
		f.On, f.During = &day, nil
		f.Lookback = graphtest.Pick(r.Rand, []int{0, 30, graph.DefaultLookback})
	case 5:
		w := r.Window()
		f.On, f.During = nil, &w
	case 6:
		f.PublishedBy = &day
	case 7:
		f.MinConfidence = graphtest.Pick(r.Rand, []float64{.1, .5, .8, 1})
	case 8:
		f.MinAbsoluteWeight = graphtest.Pick(r.Rand, []float64{.1, 1. / 3, .5, 1})
	case 9:
		f.Modalities = graphtest.Some(r.Rand, graph.Modalities, 4)
	case 10:
		f.Actors = sample(r, r.Actors(), "nobody")
	case 11:
		f.ActorKinds = graphtest.Some(r.Rand, graph.ActorKinds, 8)
	case 12:
		if r.IntN(2) == 0 {
			f.Sources = sample(r, r.Sources(), "source:none")
		} else {
			f.Text = r.Query()
		}
	}
	f.Dates = graphtest.Pick(r.Rand, []graph.DateReading{"", graph.Stated, graph.Possible, graph.Certain})
}
