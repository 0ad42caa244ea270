package gql

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"github.com/entente/entente/graph/store/storetest"
)

// nested is a query so many fields deep.
func nested(depth int) string {
	const step = "{ relations { nodes { from "
	n := depth / 3
	return strings.Replace(strings.Repeat(step, n)+"{ id"+strings.Repeat(" } } }", n)+" }", "{ relations", "{ actor(id: \"hub\") { relations", 1) + " }"
}

// nestedLists is a query of so many lists inside one another.
func nestedLists(n int) string {
	return "{ relations(first: 5) { nodes { from " + strings.Repeat("{ relations(first: 5) { nodes { from ", n-1) + "{ id }" + strings.Repeat(" } } }", n-1) + " } } }"
}

// doubling is a document of fragments each of which spreads the next one twice.
func doubling(n int) string {
	var b strings.Builder
	b.WriteString("{ actor(id: \"hub\") { ...F0 } }")
	for i := range n {
		fmt.Fprintf(&b, " fragment F%d on Actor { a%d: id ...F%d ...F%d }", i, i, i+1, i+1)
	}
	fmt.Fprintf(&b, " fragment F%d on Actor { id }", n)
	return b.String()
}

func TestLimits(t *testing.T) {
	h := handler(t, storetest.Holding(t, wheel(2)))
	introspectionWithin := "{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }"
	for _, c := range []struct{ name, query, code, want string }{
		{"depth", nested(163), "TOO_LARGE", "20 are allowed"},
		{"a depth that only fragments make", "{ actor(id: \"hub\") { ...A } } fragment A on Actor { relations { nodes { from { ...B } } } } fragment B on Actor { relations { nodes { from { ...C } } } } fragment C on Actor { relations { nodes { from { ...D } } } } fragment D on Actor { relations { nodes { from { ...E } } } } fragment E on Actor { relations { nodes { from { ...F } } } } fragment F on Actor { relations { nodes { from { ...G } } } } fragment G on Actor { relations { nodes { id } } }", "TOO_LARGE", "deep"},
		{"fields", "{ service { " + strings.Repeat("version ", 3000) + "} }", "TOO_LARGE", "3001 fields"},
		{"words", "{ service { " + strings.Repeat("version ", 10_000) + "} }", "TOO_LARGE", "5000 words"},
		{"fragments that double", doubling(60), "TOO_LARGE", "more than a billion fields"},
		{"fragments that double and that nobody spreads", "{ service { version } } " + strings.TrimPrefix(doubling(60), "{ actor(id: \"hub\") { ...F0 } }"), "TOO_LARGE", "more than a billion fields"},
		{"a fragment that spreads itself", "{ actor(id: \"hub\") { ...A } } fragment A on Actor { id ...B } fragment B on Actor { ...A }", "INVALID", "spreads itself"},
		{"aliases", "{ " + aliases(60, "actor(id: \"hub\") { id }") + "}", "TOO_LARGE", "60 aliases"},
		{"questions", "{ " + aliases(21, "service { version }") + "}", "TOO_LARGE", "21 questions"},
		{"complexity", "{ relations(first: 1000) { nodes { from { relations(first: 1000) { nodes { id } } } } } }", "TOO_LARGE", "smaller pages"},
		{"complexity by variables", "query($n: Int) { relations(first: $n) { nodes { from { relations(first: $n) { nodes { id } } } } } }", "TOO_LARGE", "smaller pages"},
		{"introspection in circles", introspectionWithin, "INVALID", "introspection depth"},
		{"a literal that nests", "{ relations(filter: {text: " + strings.Repeat("[", 2000) + strings.Repeat("]", 2000) + "}) { totalCount } }", "INVALID", ""},
		{"an unknown name of great length", "{ " + strings.Repeat("x", 100_000) + " }", "INVALID", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			start := time.Now()
			r := h.Do(t.Context(), &graphql.RawParams{Query: c.query, Variables: map[string]any{"n": 1000}})
			took := time.Since(start)
			runtime.ReadMemStats(&after)
			if r.Data != nil || len(r.Errors) == 0 {
				t.Fatalf("it was executed: %.200s", written(t, r))
			}
			e := r.Errors[0]
			if e.Extensions["code"] != c.code || !strings.Contains(e.Message, c.want) {
				t.Errorf("%v %.300s, want %s with %q", e.Extensions, e.Message, c.code, c.want)
			}
			if n := len(written(t, r)); n > 20_000 {
				t.Errorf("the answer has %d bytes", n)
			}
			// Without the limits these take hours or gigabytes, so generous bounds tell.
			if used := after.TotalAlloc - before.TotalAlloc; took > 2*time.Second || used > 100<<20 {
				t.Errorf("it took %v and %d MB", took, used>>20)
			}
		})
	}
}

func aliases(n int, field string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "a%d: %s ", i, field)
	}
	return b.String()
}

// TestWithinTheLimits asks what must be answered although it is large.
func TestWithinTheLimits(t *testing.T) {
	h := handler(t, storetest.Holding(t, wheel(2)))
	for name, query := range map[string]string{
		"a page of relations with evidence": `{ relations(first: 1000) { edges { cursor node { id from { id name kind } to { id name kind } kind { name label } period { written inWords } weight confidence confidenceWord modality evidence { nodes { quotation stance grade { reliability credibility } source { id title published address } } } } } } }`,
		"a page of actors with their ties":  `{ actors(first: 300) { nodes { id name kind relations(first: 50) { totalCount nodes { id kind { name } from { id } to { id } weight } } } } }`,
		"five lists deep":                   nestedLists(5),
		"a fragment with many fields":       `{ relations { nodes { ...All } } } fragment All on Relation { ` + aliases(21, "id") + `}`,
		"a neighborhood of 1,000":           `{ neighborhood(of: ["hub"], hops: 3, limit: 1000) { actors { distance actor { id name kind } } relations { id from { id } to { id } kind { name } weight confidence modality period { written } } cut { truncated } } }`,
	} {
		if _, errs := answerTo(t, h, query, nil); errs != nil {
			t.Errorf("%s: %v", name, errs)
		}
	}
}

// TestManyErrorsAreCut asks a question with thousands of faults, in its text and in
// its answer.
func TestManyErrorsAreCut(t *testing.T) {
	h := handler(t, storetest.Holding(t, wheel(30)))
	for name, query := range map[string]string{
		"unknown fields":   "{ service { " + words(1500) + " } }",
		"the same in rows": `{ actors { nodes { relations(first: -1) { totalCount } } } relations { nodes { from { relations(after: "x") { totalCount } } } } }`,
	} {
		r := h.Do(t.Context(), &graphql.RawParams{Query: query})
		if n := len(r.Errors); n != 20 && name == "unknown fields" || n == 0 || n > 20 {
			t.Errorf("%s: %d errors are listed", name, n)
		}
		last := r.Errors[len(r.Errors)-1]
		if !strings.HasPrefix(last.Message, "and ") || last.Extensions["code"] != "INVALID" {
			t.Errorf("%s: the last error does not say how many there are: %v", name, last)
		}
		if n := len(written(t, r)); n > 10_000 {
			t.Errorf("%s: the answer has %d bytes", name, n)
		}
	}
}

func words(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "x%d ", i)
	}
	return b.String()
}

// The walks of many actors at once are refused, and the answer says how many may be
// asked for.
func TestInfluencesOfTooManyActorsAtOnce(t *testing.T) {
	h := handler(t, storetest.Holding(t, wheel(60)))
	_, errs := answerTo(t, h, `{ actors(first: 101) { nodes { influences(first: 1) { decay } } } }`, nil)
	if said := fmt.Sprint(errs); !strings.Contains(said, "of 101 actors are asked for at once, and of 100 may be") || !strings.Contains(said, "TOO_LARGE") {
		t.Errorf("got %.300s", said)
	}
	if _, errs := answerTo(t, h, `{ actors(first: 100) { nodes { influences(first: 1) { decay } } } }`, nil); errs != nil {
		t.Errorf("100 at once: %.300s", fmt.Sprint(errs))
	}
}

// A flood of new operations is checked a few at a time, and who asks what is known
// does not wait for that.
func TestKnownOperationsDoNotWaitForNewOnes(t *testing.T) {
	h := handler(t, storetest.Holding(t, wheel(2)))
	ask := func(query string) *graphql.Response { return h.Do(t.Context(), &graphql.RawParams{Query: query}) }
	const known, unknown = "{ service { version } }", "{ service { store } }"
	ask(known)
	for range cap(h.checking) {
		h.checking <- struct{}{} // others are checked
	}
	if answer := ask(known); len(answer.Errors) > 0 {
		t.Errorf("what is known: %v", answer.Errors)
	}
	done := make(chan *graphql.Response)
	go func() { done <- ask(unknown) }()
	select {
	case <-done:
		t.Error("what is new is checked beside as many as may be")
	case h.checking <- struct{}{}:
		t.Error("there is a place more than there are")
	default:
		<-h.checking
		if answer := <-done; len(answer.Errors) > 0 {
			t.Errorf("what is new: %v", answer.Errors)
		}
	}
}
