package measure

import (
	"reflect"
	"testing"

	"github.com/entente/entente/graph"
)

func key(t *testing.T, q Query) Key {
	t.Helper()
	k, err := KeyOf("", 7, q)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// Every field of a filter makes another key: one that is added later, too.
func TestEveryFieldMakesAnotherKey(t *testing.T) {
	on, other := graph.Date(2023, 8, 15), graph.Date(2023, 8, 14)
	values := map[string]any{
		"Kinds": []graph.KindName{"CALLS"}, "Class": graph.Act, "Dimensions": []graph.Dimension{graph.Security}, "Signs": []graph.Sign{graph.Hostile},
		"On": &on, "During": &graph.Window{First: on, Last: graph.MaxDay}, "Dates": graph.Certain, "Lookback": 3, "PublishedBy": &on,
		"MinConfidence": .5, "MinAbsoluteWeight": .5, "Modalities": []graph.Modality{graph.Ordered},
		"ActorKinds": []graph.ActorKind{graph.State}, "Sources": []graph.SourceID{"source:a"}, "Events": []graph.EventID{"event:a"},
	}
	refused := map[string]bool{"Actors": true, "Text": true} // do not fit a measure
	seen := map[Key]string{key(t, Query{}): "nothing"}
	note := func(name string, k Key) {
		if was, twice := seen[k]; twice {
			t.Errorf("%s makes no other key than %s", name, was)
		}
		seen[k] = name
	}
	for i := range reflect.TypeFor[graph.RelationFilter]().NumField() {
		name := reflect.TypeFor[graph.RelationFilter]().Field(i).Name
		if refused[name] {
			continue
		}
		v, ok := values[name]
		if !ok {
			t.Errorf("say in this test what makes another %s", name)
			continue
		}
		var q Query
		reflect.ValueOf(&q.Filter).Elem().FieldByName(name).Set(reflect.ValueOf(v))
		note(name, key(t, q))
	}
	note("another day", key(t, Query{Filter: graph.RelationFilter{On: &other}}))
	note("among", key(t, Query{Among: []graph.ActorID{"mali"}}))
	note("among nobody", key(t, Query{Among: []graph.ActorID{}}))
	note("moment", key(t, Query{Moment: graph.Moment{Day: on}}))
	note("half-life", key(t, Query{Moment: graph.Moment{HalfLife: 90}}))
	note("offices", key(t, Query{ThroughOffices: true}))
	for name, k := range map[string]Key{"revision": {Revision: 8}, "view": {View: "scenario", Revision: 7}} {
		made, err := KeyOf(k.View, k.Revision, Query{})
		if err != nil {
			t.Fatal(err)
		}
		note(name, made)
	}
}

func TestWhatMakesNoOtherKey(t *testing.T) {
	on, same := graph.Date(2023, 8, 15), graph.Date(2023, 8, 15)
	for name, pair := range map[string][2]Query{
		"another pointer to the same day": {{Filter: graph.RelationFilter{On: &on}}, {Filter: graph.RelationFilter{On: &same}}},
		"the order of lists":              {{Among: []graph.ActorID{"mali", "niger"}}, {Among: []graph.ActorID{"niger", "mali", "niger"}}},
		"a default written out": {
			{Filter: graph.RelationFilter{On: &on}},
			{
				Filter: graph.RelationFilter{On: &on, Lookback: graph.DefaultLookback, Dates: graph.Stated, Modalities: graph.WalkModalities, ActorKinds: graph.DefiniteKinds},
				Moment: graph.Moment{HalfLife: graph.DefaultHalfLife},
			},
		},
		"a limit": {{MaxRelations: 1}, {MaxRelations: 2}},
	} {
		if key(t, pair[0]) != key(t, pair[1]) {
			t.Errorf("%s makes another key", name)
		}
	}
	if _, err := KeyOf("", 7, Query{Filter: graph.RelationFilter{Text: "uranium"}}); graph.KindOf(err) != graph.ErrInvalid {
		t.Errorf("a query that is refused has a key: %v", err)
	}
}
