package atlas

import (
	"encoding/base64"
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/entente/entente/graph"
)

// TestCursorsKeepTheirKey writes keys of all sorts and reads them back, in their own
// list and in others.
func TestCursorsKeepTheirKey(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := newList(graph.RevisionNumber(rapid.Uint64().Draw(t, "revision")), "relations", rapid.String().Draw(t, "of"))
		k := graph.Key{
			Day:      graph.Day(rapid.Int32().Draw(t, "day")),
			Strength: rapid.Float64Range(0, 1).Draw(t, "strength"),
			ID:       rapid.StringN(0, 128, 128).Draw(t, "id"),
		}
		c := l.cursor(k)
		if len(c) > maxCursor {
			t.Fatalf("a cursor of %d bytes, which is not read back", len(c))
		}
		if got, err := l.key(c); err != nil || *got != k {
			t.Fatalf("%v becomes %v, %v", k, got, err)
		}
		for _, other := range []list{
			newList(l.revision, "events"), newList(l.revision+1, "relations"), {digest: l.digest, revision: l.revision + 1},
		} {
			if _, err := other.key(c); graph.KindOf(err) != graph.ErrInvalid {
				t.Fatalf("another list takes the cursor: %v", err)
			}
		}
	})
}

// FuzzCursor reads cursors that anybody may have made.
func FuzzCursor(f *testing.F) {
	l := newList(1, "relations")
	f.Add(l.cursor(graph.Key{Day: graph.MinDay, ID: "relation:a"}))
	f.Add(l.cursor(graph.Key{Strength: math.NaN()}))
	f.Add("")
	f.Add(base64.RawURLEncoding.EncodeToString(make([]byte, 40)))
	f.Fuzz(func(t *testing.T, s string) {
		k, err := l.key(s)
		switch {
		case err != nil && graph.KindOf(err) != graph.ErrInvalid:
			t.Errorf("%q: %v", s, err)
		case err == nil && k != nil && l.cursor(*k) != s:
			t.Errorf("%q reads as %v, which is written %q", s, *k, l.cursor(*k))
		case k != nil && (math.IsNaN(k.Strength) || math.IsInf(k.Strength, 0)):
			t.Errorf("%q reads as strength %v", s, k.Strength)
		}
	})
}

// TestFiltersMakeLists holds that a list with another filter is another list, and
// that one that says a default is the same.
func TestFiltersMakeLists(t *testing.T) {
	day, later := graph.Date(2023, 8, 15), graph.Date(2023, 8, 16)
	plain := newList(1, "relations", filterPart(graph.RelationFilter{}))
	if same := newList(1, "relations", filterPart(graph.RelationFilter{Dates: graph.Stated})); same != plain {
		t.Error("the default reading of dates makes another list")
	}
	seen := map[list]int{plain: -1}
	for i, f := range []graph.RelationFilter{
		{Kinds: []graph.KindName{"CALLS"}}, {Class: graph.Tie}, {Dimensions: []graph.Dimension{graph.Legal}}, {Signs: []graph.Sign{graph.Hostile}},
		{On: &day}, {On: &later}, {PublishedBy: &day}, {During: &graph.Window{First: day, Last: day}}, {During: &graph.Window{First: graph.MinDay, Last: day}},
		{During: &graph.Window{First: day, Last: graph.MaxDay}}, {Dates: graph.Certain}, {Lookback: 1}, {MinConfidence: .5}, {MinAbsoluteWeight: .5},
		{Modalities: []graph.Modality{graph.Ordered}}, {Actors: []graph.ActorID{"mali"}}, {ActorKinds: []graph.ActorKind{graph.State}},
		{Sources: []graph.SourceID{"source:a"}}, {Text: "a"},
	} {
		l := newList(1, "relations", filterPart(f))
		if other, ok := seen[l]; ok {
			t.Errorf("filters %d and %d make one list", other, i)
		}
		seen[l] = i
	}
}
