package graph_test

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/graphtest"
)

// sameAsJSON checks that a relation is read as encoding/json reads it, errors too.
func sameAsJSON(t *testing.T, record string) {
	t.Helper()
	var want graph.Relation
	wantErr := json.Unmarshal([]byte(record), &want)
	var got graph.Relation
	err := graph.Unmarshal(record, &got)
	switch {
	case (err == nil) != (wantErr == nil), err != nil && err.Error() != wantErr.Error():
		t.Fatalf("%q: %v; encoding/json: %v", record, err, wantErr)
	case !reflect.DeepEqual(got, want):
		t.Fatalf("%q:\n%#v\nencoding/json:\n%#v", record, got, want)
	}
}

// written writes a relation as the stores do: with <, > and & as they are, and
// escaped.
func written(t testing.TB, r *graph.Relation) []string {
	t.Helper()
	escaped, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var plain bytes.Buffer
	to := json.NewEncoder(&plain)
	to.SetEscapeHTML(false)
	if err := to.Encode(r); err != nil {
		t.Fatal(err)
	}
	return []string{string(escaped), strings.TrimSuffix(plain.String(), "\n")}
}

// TestUnmarshal reads what the stores write, and none of it by the slow way.
func TestUnmarshal(t *testing.T) {
	n := 0
	for seed := range uint64(20) {
		for _, r := range graphtest.NewRandom(seed).First(200) {
			if r.Relation == nil {
				continue
			}
			n++
			for _, record := range written(t, r.Relation) {
				sameAsJSON(t, record)
				if _, ok := graph.ReadRelation(record); !ok {
					t.Fatalf("is read the slow way: %s", record)
				}
			}
		}
	}
	if n < 1000 {
		t.Errorf("only %d relations were read", n)
	}
}

// TestUnmarshalEveryMember fills every member of a relation, so that one that is new
// is not read the slow way unseen.
func TestUnmarshalEveryMember(t *testing.T) {
	var r graph.Relation
	fill(reflect.ValueOf(&r).Elem())
	for _, record := range written(t, &r) {
		sameAsJSON(t, record)
		if _, ok := graph.ReadRelation(record); !ok {
			t.Errorf("is read the slow way; teach graph/unmarshal.go its new member: %s", record)
		}
	}
}

// fill puts something into every field.
func fill(v reflect.Value) {
	switch {
	case v.Type() == reflect.TypeFor[graph.Period]():
		v.Set(reflect.ValueOf(graph.MustPeriod("2023-07-26/..")))
	case v.Kind() == reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem())
	case v.Kind() == reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(v.Index(0))
		fill(v.Index(1))
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i))
		}
	case v.Kind() == reflect.String:
		v.SetString("“é” <\t\"\\")
	case v.CanInt():
		v.SetInt(-12)
	case v.CanUint():
		v.SetUint(12)
	case v.CanFloat():
		v.SetFloat(-.25)
	default:
		panic("a field of a relation of a type that this test does not know: " + v.Type().String())
	}
}

// oddRecords are relations as nobody writes them, and what is none.
var oddRecords = []string{
	``, `null`, `{}`, `[]`, `{`, `"x"`, ` {"id":"relation:x"}`, `{"id":"relation:x"} `, `{"id":"relation:x"}{`, `{"id":"relation:x"},`,
	`{"id":"relation:x",}`, `{"id":"relation:x""from":"mali"}`, `{"id":"relation:x"{"from":"mali"}`, `{,"id":"relation:x"}`, `{"id":}`, `{"id":1}`, `{"id":null}`,
	`{"ID":"relation:x"}`, `{"from":"mali","id":"relation:x"}`, `{"id":"relation:x","id":"relation:y"}`, `{"id":"relation:x","new":1,"from":"mali"}`,
	`{"id":"a\u00e9\n\/"}`, `{"id":"\ud83d\ude00"}`, `{"id":"\ud83d"}`, `{"id":"\x"}`, `{"id":"\`, `{"id":"\"`, `{"id":"x`, "{\"id\":\"a\nb\"}", "{\"id\":\"\xff\"}", "{\"id\":\"\xff\\n\"}",
	`{"period":""}`, `{"period":"2023-02-30"}`, `{"period":"2023-07"}`, `{"period":2023}`,
	`{"weight":0}`, `{"weight":-0}`, `{"weight":-}`, `{"weight":01}`, `{"weight":1.}`, `{"weight":.5}`, `{"weight":+1}`, `{"weight":1e3}`, `{"weight":1e999}`, `{"weight":"1"}`,
	`{"weight":0x1}`, `{"weight":1_0}`, `{"weight":null}`, `{"weight":123456789012345678901234567890.5}`,
	`{"evidence":[]}`, `{"evidence":null}`, `{"evidence":[{}]}`, `{"evidence":[null]}`, `{"evidence":[{"id":"x"},]}`, `{"evidence":[{"id":"x"}{"id":"y"}]}`,
	`{"evidence":[{"start":0}]}`, `{"evidence":[{"start":-1}]}`, `{"evidence":[{"start":1.5}]}`, `{"evidence":[{"start":99999999999999999999}]}`,
	`{"evidence":[{"grade":{"credibility":3}}]}`, `{"evidence":[{"grade":{}}]}`, `{"evidence":[{"grade":{"credibility":"3"}}]}`, `{"about":{"text":"x"},"note":"y"}`, `{"about":{}}`,
}

func TestUnmarshalOddRelations(t *testing.T) {
	for _, record := range oddRecords {
		sameAsJSON(t, record)
	}
}

// FuzzUnmarshal looks for a text that is read otherwise than by encoding/json.
func FuzzUnmarshal(f *testing.F) {
	for _, record := range oddRecords {
		f.Add(record)
	}
	for _, r := range graphtest.NewRandom(1).First(60) {
		if r.Relation != nil {
			for _, record := range written(f, r.Relation) {
				f.Add(record)
			}
		}
	}
	f.Fuzz(sameAsJSON)
}

// BenchmarkUnmarshal reads relations, and by encoding/json for comparison.
func BenchmarkUnmarshal(b *testing.B) {
	var records []string
	for _, r := range graphtest.NewRandom(1).First(600) {
		if r.Relation != nil {
			records = append(records, written(b, r.Relation)[1])
		}
	}
	for name, read := range map[string]func(string) error{
		"here": func(s string) error {
			var r graph.Relation
			return graph.Unmarshal(s, &r)
		},
		"encoding/json": func(s string) error {
			var r graph.Relation
			return json.Unmarshal([]byte(s), &r)
		},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				if err := read(records[i%len(records)]); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
