package gql

import (
	"fmt"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/graphtest"
	"github.com/entente/entente/server/access"
)

// TestAnAnswerAtAFixedRevisionNeverChanges asks questions of every kind at each
// revision and day of a random history as soon as it is recorded, and again when
// the record has grown, was corrected, retracted and merged: byte for byte the same.
func TestAnAnswerAtAFixedRevisionNeverChanges(t *testing.T) {
	r := graphtest.NewRandom(11)
	s := openEmbedded(t)
	h := handler(t, s, graph.Batch{BatchHead: graph.BatchHead{Author: "test", Reason: "test"}, Put: r.First(40)})
	ctx := asAda(t.Context(), access.Editor)
	do := func(query string) string {
		return written(t, h.Do(ctx, &graphql.RawParams{Query: query}))
	}
	first := map[string]string{}
	for n := 1; n <= 12; n++ {
		for _, q := range fixedQuestions(r, n) {
			first[q] = do(q)
		}
		if n%4 == 0 {
			do(fmt.Sprintf(`mutation { openScenario(name: "s%d") { scenario { id } } retract(input: {scenario: "scenario:s%d", ids: [%q], reason: "x"}) { scenario { id } } }`, n, n, graphtest.Pick(r.Rand, r.Relations())))
		}
		if _, err := s.Apply(ctx, r.Batch()); err != nil {
			t.Fatal(err)
		}
	}
	actors := r.Actors()
	merged := do(fmt.Sprintf(`mutation { mergeActors(input: {keep: %q, merge: %q, reason: "one"}) { actor { id } } }`, actors[0], actors[1]))
	if strings.Contains(merged, "errors") {
		t.Error(merged)
	}
	errors := 0
	for q, was := range first {
		if is := do(q); is != was {
			t.Errorf("%s\nwas answered\n%s\nand is answered\n%s", q, was, is)
		}
		if len(was) < 40 {
			errors++
		}
	}
	if len(first) < 100 || errors > 0 {
		t.Errorf("%d questions were asked, %d answers say nothing", len(first), errors)
	}
}

// fixedQuestions asks of revision n, on a random day.
func fixedQuestions(r *graphtest.Random, n int) []string {
	day := r.Day()
	actors := r.Actors()
	view := fmt.Sprintf("view: {revision: %d}", n)
	filter := fmt.Sprintf(`filter: {on: "%s"}`, day)
	a, b := graphtest.Pick(r.Rand, actors), graphtest.Pick(r.Rand, actors)
	return []string{
		fmt.Sprintf(`{ relations(%s, %s, first: 1000) { totalCount nodes { id confidence modality disputed period { written } from { id name } to { id name } evidence { nodes { id quotation source { title } } } revision { number reason } } } }`, view, filter),
		fmt.Sprintf(`{ actors(%s, first: 1000) { totalCount nodes { id name names { text } codes { value } mergedFrom events { nodes { id } } } } events(%s, first: 1000) { nodes { id name participants { actor { id } } } } sources(%s, first: 1000) { nodes { id title published } } }`, view, view, view),
		fmt.Sprintf(`{ actor(id: %q, %s) { id name relations { nodes { id } } history { nodes { change revision { number } fields { field before after } } } } }`, a, view),
		fmt.Sprintf(`{ neighborhood(of: [%q], hops: 2, %s, %s) { answered { revision { number } } actors { distance actor { id } } relations { id blame { field value revision { number } } } } }`, a, view, filter),
		fmt.Sprintf(`{ paths(from: %q, to: %q, %s) { paths { score steps { relations { id } } } } }`, a, b, view),
		fmt.Sprintf(`{ influence(by: %q, %s, %s) { influences { over { id } score } } }`, a, view, filter),
		fmt.Sprintf(`{ balance(%s, %s) { balancedShare frustration } blocs(%s, %s, method: COMMUNITIES) { blocs { members { id } } } centrality(measure: PAGERANK, %s, %s) { ranked { actor { id } score } } }`, view, filter, view, filter, view, filter),
		fmt.Sprintf(`{ timeline(bucket: YEAR, %s) { points { first acts ties friendly hostile } } }`, view),
		fmt.Sprintf(`{ search(text: %q, %s) { matched score actor { id } } }`, "mali", view),
		fmt.Sprintf(`{ relations(%s, filter: {publishedBy: "%s"}) { nodes { id confidence evidence { nodes { id } } } } }`, view, day),
	}
}
