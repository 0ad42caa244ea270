package graphtest

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/entente/entente/graph"
)

// history plays a seed and gives all its batches as text.
func history(t *testing.T, seed uint64) (string, []graph.Batch) {
	t.Helper()
	r := NewRandom(seed)
	batches := []graph.Batch{{Put: r.First(100)}}
	for range 40 {
		batches = append(batches, r.Batch())
		r.Faulty()
	}
	b, err := json.Marshal(batches)
	if err != nil {
		t.Fatal(err)
	}
	return string(b), batches
}

func TestSeedIsTheHistory(t *testing.T) {
	one, _ := history(t, 7)
	again, _ := history(t, 7)
	other, _ := history(t, 8)
	if one != again {
		t.Error("one seed gives two histories")
	}
	if one == other {
		t.Error("two seeds give one history")
	}
}

// TestRandomGoesToTheCorners checks that a few histories hold everything that a
// store must bear.
func TestRandomGoesToTheCorners(t *testing.T) {
	found := map[string]int{}
	ids := map[string]bool{}
	for seed := range uint64(6) {
		_, batches := history(t, seed)
		for _, b := range batches {
			found["retractions"] += len(b.Retract)
			for _, r := range b.Put {
				ids[r.ID()] = true
				note(found, r)
			}
		}
	}
	for id := range ids {
		if small := strings.ToLower(id); small != id && ids[small] {
			found["ids that differ by case"]++
		}
	}
	want := []string{
		"retractions", "ids that differ by case", "disputed", "only disputed", "analyst's weight", "analyst's confidence", "qualifiers", "about an actor", "about an event",
		"about words", "place", "of an event", "several pieces", "quoted with its place", "observed", "source without a day", "source with coverage", "participants", "links",
		"unknown start", "unknown end", "open", "set", "imprecise", "treaty with obligations", "seat", "not latin", "code of another language", "evidence without an id", "scaled", "merged actor",
	}
	for _, k := range graph.Kinds() {
		want = append(want, string(k.Name))
	}
	for _, k := range graph.ActorKinds {
		want = append(want, string(k))
	}
	for _, w := range want {
		if found[w] == 0 {
			t.Errorf("there is no %s in it", w)
		}
	}
}

// note counts what a record has.
func note(found map[string]int, r graph.Record) {
	has := func(what string, is bool) {
		if is {
			found[what]++
		}
	}
	if b, err := json.Marshal(r); err == nil {
		has("not latin", strings.ContainsAny(string(b), "россия马里مالي"))
		has("code of another language", strings.Contains(string(b), "DROP TABLE") || strings.Contains(string(b), "DETACH DELETE"))
	}
	if a := r.Actor; a != nil {
		found[string(a.Kind)]++
		has("treaty with obligations", len(a.Obligations) > 0)
		has("seat", a.Seat != nil)
		has("merged actor", a.MergedInto != "")
	}
	if s := r.Source; s != nil {
		has("source without a day", s.Published.IsZero())
		has("source with coverage", len(s.Coverage) > 0)
	}
	if e := r.Event; e != nil {
		has("participants", len(e.Participants) > 0)
		has("links", len(e.Links) > 0)
	}
	x := r.Relation
	if x == nil {
		return
	}
	found[string(x.Kind)]++
	supports := slices.ContainsFunc(x.Evidence, func(e graph.Evidence) bool { return e.Stance == graph.Supports })
	has("disputed", x.Disputed())
	has("only disputed", !supports)
	has("analyst's weight", x.AnalystWeight != nil)
	has("analyst's confidence", x.AnalystConfidence != nil)
	has("qualifiers", len(x.Qualifiers) > 0)
	has("scaled", len(x.Scaled) > 0)
	has("about an actor", x.About.Actor != "")
	has("about an event", x.About.Event != "")
	has("about words", x.About.Text != "")
	has("place", x.Place != "")
	has("of an event", x.Event != "")
	has("several pieces", len(x.Evidence) > 1)
	has("unknown start", !x.Period.StartKnown())
	has("unknown end", !x.Period.EndKnown())
	has("open", x.Period.Open())
	has("set", strings.HasPrefix(x.Period.String(), "["))
	b := x.Bounds()
	has("imprecise", b.StartMin.IsFinite() && b.StartMax.IsFinite() && b.StartMin < b.StartMax)
	for _, e := range x.Evidence {
		has("quoted with its place", e.Start != nil && e.Quotation != "")
		has("observed", !e.Observed.IsZero())
		has("evidence without an id", e.ID == "")
	}
}
