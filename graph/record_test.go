package graph_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/graphtest"
)

var samePeriod = cmp.Comparer(func(a, b graph.Period) bool { return a.String() == b.String() })

// TestRecordsAsJSON checks that a record is read back as it was written, and that
// what is not said is not written.
func TestRecordsAsJSON(t *testing.T) {
	for seed := range uint64(5) {
		for _, r := range graphtest.NewRandom(seed).First(60) {
			b, err := json.Marshal(r)
			if err != nil {
				t.Fatal(err)
			}
			var again graph.Record
			if err := json.Unmarshal(b, &again); err != nil {
				t.Fatalf("%s: %v", b, err)
			}
			if d := cmp.Diff(r, again, samePeriod); d != "" {
				t.Fatalf("%s (-written +read):\n%s", b, d)
			}
		}
	}
	sparse := graphtest.Records(t, "mali -CALLS 2023-08-15-> russia")
	b, err := json.Marshal(sparse[len(sparse)-1])
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"about", "weight", "confidence", "qualifiers", "observed", "published", "revision", "place", "quotation", "null"} {
		if strings.Contains(string(b), `"`+word+`"`) || strings.Contains(string(b), "null") {
			t.Errorf("%s is written although nothing is said: %s", word, b)
		}
	}
}

func TestRecordID(t *testing.T) {
	for want, r := range map[string]graph.Record{
		"mali":       {Actor: &graph.Actor{ID: "mali"}},
		"source:x":   {Source: &graph.Source{ID: "source:x"}},
		"event:x":    {Event: &graph.Event{ID: "event:x"}},
		"relation:x": {Relation: &graph.Relation{ID: "relation:x"}},
		"":           {},
	} {
		if got := r.ID(); got != want {
			t.Errorf("%q; wanted %q", got, want)
		}
	}
}

// shared finds a place where two values share memory.
func shared(path string, a, b reflect.Value) string {
	switch a.Kind() {
	case reflect.Pointer:
		if a.IsNil() {
			return ""
		}
		if a.Pointer() == b.Pointer() {
			return path
		}
		return shared(path, a.Elem(), b.Elem())
	case reflect.Slice:
		if a.Len() > 0 && a.Pointer() == b.Pointer() {
			return path
		}
		for i := range a.Len() {
			if s := shared(path+"[]", a.Index(i), b.Index(i)); s != "" {
				return s
			}
		}
	case reflect.Struct:
		for i := range a.NumField() {
			if s := shared(path+"."+a.Type().Field(i).Name, a.Field(i), b.Field(i)); s != "" {
				return s
			}
		}
	}
	return ""
}

// TestClone checks that copies are equal and share no memory, in records that use
// every field.
func TestClone(t *testing.T) {
	r := graphtest.NewRandom(3)
	for _, x := range append(r.First(100), r.Actor(graph.Treaty)) {
		var was, copied any
		switch {
		case x.Actor != nil:
			was, copied = *x.Actor, x.Actor.Clone()
		case x.Source != nil:
			was, copied = *x.Source, x.Source.Clone()
		case x.Event != nil:
			was, copied = *x.Event, x.Event.Clone()
		case x.Relation != nil:
			was, copied = *x.Relation, x.Relation.Clone()
		}
		if d := cmp.Diff(was, copied, samePeriod); d != "" {
			t.Fatalf("%s (-original +copy):\n%s", x.ID(), d)
		}
		if place := shared("", reflect.ValueOf(was), reflect.ValueOf(copied)); place != "" {
			t.Fatalf("%s shares %s with its copy", x.ID(), place)
		}
	}
}
