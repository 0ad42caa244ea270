package overlay_test

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/overlay"
	"github.com/entente/entente/graph/store/storetest"
)

// everything is a record of which a part is secret, and visible what those who may
// not see that part see: written by hand, line by line.
const (
	everything = `
	actor spy PERSON "Xylophone" code=iso3:XYL
	source leak 2023-08-01 "Xylophone papers"
	source press 2023-08-15 "Newspaper"
	event tryst 2023-08-10 "Xylophone tryst" mali:host russia:guest
	event summit 2023-07-27 "Summit" russia:host mali:guest spy:guest place=russia after=event:tryst
	mali -CALLS 2023-08-15 by=press/B2 by=leak/A1 quote="plain words" id=both-> russia
	mali -SUPPORTS 2023-08-16 by=leak/A1 quote="Xylophone words" id=leaked-> niger
	spy -CALLS 2023-08-17 by=press/B2 id=end-> mali
	mali -CALLS 2023-08-18 by=press/B2 about=spy id=about-> niger
	mali -CALLS 2023-08-19 by=press/B2 about=event:tryst id=about-event-> niger
	mali -MEETS 2023-08-10 by=press/B2 event=event:tryst id=act-- russia
	mali -CALLS 2023-08-20 by=press/B2 quote="Xylophone" id=secret-> togo
	mali -BORDERS by=press/A1 id=open-- niger`
	visible = `
	source press 2023-08-15 "Newspaper"
	event summit 2023-07-27 "Summit" russia:host mali:guest place=russia
	mali -CALLS 2023-08-15 by=press/B2 quote="plain words" id=both-> russia
	mali -MEETS 2023-08-10 by=press/B2 id=act-- russia
	mali -BORDERS by=press/A1 id=open-- niger
	actor togo STATE "Togo"`
)

var secret = overlay.Removed{
	Actors: []graph.ActorID{"spy"}, Sources: []graph.SourceID{"source:leak"},
	Events: []graph.EventID{"event:tryst"}, Relations: []graph.RelationID{"relation:secret"},
}

func historian(t *testing.T, store graph.Store) graph.Historian {
	t.Helper()
	h, ok := graph.As[graph.Historian](store)
	if !ok {
		t.Fatal("the store tells no history")
	}
	return h
}

// withSeries holds a record in which Mali has figures of sources.
func withSeries(t *testing.T, text string, sources ...graph.SourceID) graph.Store {
	t.Helper()
	store := storetest.Holding(t, text)
	mali := graph.Actor{ID: "mali", Kind: graph.State, Names: []graph.Name{{Text: "Mali", Primary: true}}}
	for _, source := range sources {
		mali.Series = append(mali.Series, graph.Series{Name: "figures of " + string(source), Source: source, First: 2020, Values: graph.Figures{1, 2}})
	}
	if _, err := store.Apply(t.Context(), graph.Batch{BatchHead: graph.BatchHead{Author: "a", Reason: "r"}, Put: []graph.Record{{Actor: &mali}}}); err != nil {
		t.Fatal(err)
	}
	return store
}

func masked(t *testing.T, store graph.Store, hide overlay.Removed) graph.Snapshot {
	t.Helper()
	snap, err := store.Snapshot(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	m, err := overlay.NewMask(hide).Over(t.Context(), snap, historian(t, store))
	if err != nil {
		t.Fatal(err)
	}
	out := m.Layer.Over(snap)
	t.Cleanup(func() { _ = out.Close() })
	return out
}

// TestAMaskedRecordIsOneWithoutTheSecret asks everything of a record through a mask,
// and of one in which the secret was never recorded.
func TestAMaskedRecordIsOneWithoutTheSecret(t *testing.T) {
	is := masked(t, withSeries(t, everything, "source:press", "source:leak"), secret)
	want, err := withSeries(t, visible, "source:press").Snapshot(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	for name, ask := range questions() {
		if diff := cmp.Diff(ask(t.Context(), t, want), ask(t.Context(), t, is)); diff != "" {
			t.Errorf("%s: without the secret (-) and masked (+):\n%s", name, diff)
		}
	}
}

// The record itself does tell the secret, so that the questions could find it.
func TestTheQuestionsFindTheSecret(t *testing.T) {
	open := masked(t, storetest.Holding(t, everything), overlay.Removed{})
	for name, ask := range questions() {
		text := fmt.Sprint(ask(t.Context(), t, open))
		if !strings.Contains(text, "Xylophone") && !strings.Contains(text, "spy") && !strings.Contains(text, "leak") && !strings.Contains(text, `"N":`) {
			t.Errorf("%s finds nothing of it: %s", name, text)
		}
	}
}

type asked func(ctx context.Context, t *testing.T, s graph.Snapshot) []string

func questions() map[string]asked {
	actors := []graph.ActorID{"spy", "mali", "russia", "niger", "togo"}
	relations := []graph.RelationID{
		"relation:both", "relation:leaked", "relation:end", "relation:about", "relation:about-event", "relation:act", "relation:secret", "relation:open",
	}
	return map[string]asked{
		"actors": func(ctx context.Context, t *testing.T, s graph.Snapshot) []string {
			return written(t, s.Actors(ctx, actors))
		},
		"find actors": func(ctx context.Context, t *testing.T, s graph.Snapshot) []string {
			return written(t, s.FindActors(ctx, graph.ActorFilter{}, ""))
		},
		"by code": func(ctx context.Context, t *testing.T, s graph.Snapshot) []string {
			return append(written(t, s.FindActors(ctx, graph.ActorFilter{Code: &graph.Code{Scheme: "iso3", Value: "XYL"}}, "")), "")
		},
		"relations": func(ctx context.Context, t *testing.T, s graph.Snapshot) []string {
			return written(t, s.Relations(ctx, relations))
		},
		"find relations": func(ctx context.Context, t *testing.T, s graph.Snapshot) []string {
			return written(t, s.FindRelations(ctx, graph.RelationQuery{At: actors, Order: graph.Strongest}))
		},
		"by source": func(ctx context.Context, t *testing.T, s graph.Snapshot) []string {
			return written(t, s.FindRelations(ctx, graph.RelationQuery{Filter: graph.RelationFilter{Sources: []graph.SourceID{"source:leak"}}}))
		},
		"by words": func(ctx context.Context, t *testing.T, s graph.Snapshot) []string {
			return written(t, s.FindRelations(ctx, graph.RelationQuery{Filter: graph.RelationFilter{Text: "Xylophone"}}))
		},
		"counts": func(ctx context.Context, t *testing.T, s graph.Snapshot) []string {
			n, err := s.CountRelations(ctx, graph.RelationQuery{At: actors}, 100)
			if err != nil {
				t.Fatal(err)
			}
			return []string{write(t, n)}
		},
		"expand": func(ctx context.Context, t *testing.T, s graph.Snapshot) []string {
			return sortedText(written(t, s.Expand(ctx, actors, graph.ExpandQuery{})))
		},
		"edges": func(ctx context.Context, t *testing.T, s graph.Snapshot) []string {
			return sortedText(written(t, graph.Edges(ctx, s, graph.RelationFilter{})))
		},
		"evidence": func(ctx context.Context, t *testing.T, s graph.Snapshot) []string {
			return written(t, s.FindEvidence(ctx, graph.EvidenceFilter{}, ""))
		},
		"events": func(ctx context.Context, t *testing.T, s graph.Snapshot) []string {
			return written(t, s.FindEvents(ctx, graph.EventFilter{}, nil))
		},
		"events of an actor": func(ctx context.Context, t *testing.T, s graph.Snapshot) []string {
			return written(t, s.FindEvents(ctx, graph.EventFilter{Actors: []graph.ActorID{"spy"}}, nil))
		},
		"sources": func(ctx context.Context, t *testing.T, s graph.Snapshot) []string {
			return written(t, s.FindSources(ctx, graph.SourceFilter{}, ""))
		},
		"search": func(ctx context.Context, t *testing.T, s graph.Snapshot) []string {
			return written(t, s.Search(ctx, graph.SearchQuery{Text: "xylo", Limit: 5}))
		},
	}
}

func written[V any](t *testing.T, all iter.Seq2[V, error]) []string {
	t.Helper()
	list, err := graph.Collect(all)
	if err != nil {
		t.Fatal(err)
	}
	out := make([]string, 0, len(list))
	for _, v := range list {
		out = append(out, write(t, v))
	}
	return out
}

func write(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil { // an edge may have days beyond all days, which JSON cannot write
		return fmt.Sprintf("%+v", v)
	}
	return string(b)
}

func sortedText(all []string) []string {
	slices.Sort(all)
	return all
}

// What was written over a masked record has lost nothing of what the mask hides.
func TestWhole(t *testing.T) {
	store := withSeries(t, everything, "source:press", "source:leak")
	snap, err := store.Snapshot(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	m, err := overlay.NewMask(secret).Over(t.Context(), snap, historian(t, store))
	if err != nil {
		t.Fatal(err)
	}
	relations, err := graph.Collect(snap.Relations(t.Context(), []graph.RelationID{"relation:both", "relation:act"}))
	if err != nil {
		t.Fatal(err)
	}
	actors, err := graph.Collect(snap.Actors(t.Context(), []graph.ActorID{"mali"}))
	if err != nil {
		t.Fatal(err)
	}
	events, err := graph.Collect(snap.Events(t.Context(), []graph.EventID{"event:summit"}))
	if err != nil {
		t.Fatal(err)
	}
	for _, below := range []graph.Record{{Actor: &actors[0]}, {Relation: &relations[0]}, {Relation: &relations[1]}, {Event: &events[0]}} {
		seen, ok := m.Mask.Record(below)
		if !ok || write(t, seen) == write(t, below) {
			t.Fatalf("%s is seen whole, or not at all", below.ID())
		}
		whole := m.Whole(seen, below)
		if diff := cmp.Diff(write(t, below), write(t, whole)); diff != "" {
			t.Errorf("%s, seen and written again: %s", below.ID(), diff)
		}
		if again := m.Whole(whole, below); write(t, again) != write(t, whole) {
			t.Errorf("%s has more the second time", below.ID())
		}
	}
}

// What is merged into something hidden is hidden too, and the other way round.
func TestMaskOfMerged(t *testing.T) {
	store := storetest.Holding(t, `actor agent PERSON "Agent"
		agent -CALLS 2023-08-01 id=x-> mali`)
	kept := graph.Actor{ID: "spy", Kind: graph.Person, Names: []graph.Name{{Text: "Spy", Primary: true}}, MergedFrom: []graph.ActorID{"agent"}}
	old := graph.Actor{ID: "agent", Kind: graph.Person, Names: []graph.Name{{Text: "Agent", Primary: true}}, MergedInto: "spy"}
	_, err := store.Apply(t.Context(), graph.Batch{
		BatchHead: graph.BatchHead{Author: "a", Reason: "r"}, Put: []graph.Record{{Actor: &kept}, {Actor: &old}}, Retract: []graph.RelationID{"relation:x"},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []graph.ActorID{"spy", "agent"} {
		snap := masked(t, store, overlay.Removed{Actors: []graph.ActorID{id}})
		if got := written(t, snap.Actors(t.Context(), []graph.ActorID{"spy", "agent"})); len(got) > 0 {
			t.Errorf("%s is hidden, and %v is seen", id, got)
		}
	}
}
