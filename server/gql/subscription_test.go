package gql

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"

	"github.com/entente/entente/graph/store/storetest"
	"github.com/entente/entente/server/access"
)

// TestSubscriptionOfRevisions follows revisions, with what each changed below it,
// and goes on after a break.
func TestSubscriptionOfRevisions(t *testing.T) {
	h := handler(t, storetest.Holding(t, wheel(2)))
	ctx, cancel := context.WithCancel(asAda(t.Context(), access.Editor))
	defer cancel()
	const ask = `subscription($after: Int!) { revisions(after: $after) { number reason entries { nodes { id change subject { ... on Relation { from { name } evidence { nodes { source { title } } } } } } } } }`
	record := func(n int) {
		q := fmt.Sprintf(`mutation { correct(input: {relations: [{id: "relation:call-0", note: "%d"}], reason: "%d"}) { revision { number } } }`, n, n)
		if r := h.Do(ctx, &graphql.RawParams{Query: q}); len(r.Errors) > 0 {
			t.Fatal(r.Errors)
		}
	}
	record(2)
	seen := 1
	for _, stay := range []int{1, 2, 1} {
		got := 0
		for answer := range h.Subscribe(ctx, &graphql.RawParams{Query: ask, Variables: map[string]any{"after": json.Number(fmt.Sprint(seen))}}) {
			if len(answer.Errors) > 0 {
				t.Fatal(answer.Errors)
			}
			seen++
			text := string(answer.Data)
			if !strings.Contains(text, fmt.Sprintf(`"number":%d,"reason":"%d"`, seen, seen)) || !strings.Contains(text, `"id":"relation:call-0","change":"CORRECTED","subject":{"from":{"name":`) || !strings.Contains(text, `"title":"Source 0"`) {
				t.Errorf("revision %d was told as %s", seen, text)
			}
			record(seen + 1)
			if got++; got == stay {
				break
			}
		}
	}
	if seen != 5 {
		t.Errorf("%d revisions were told", seen-1)
	}
	for _, query := range []string{
		`subscription { revisions(after: -1) { number } }`,
		`subscription { revisions(after: 99) { number } }`,
		`subscription { revisions(actors: ["nobody"]) { number } }`,
	} {
		for answer := range h.Subscribe(ctx, &graphql.RawParams{Query: query}) {
			if len(answer.Errors) != 1 || answer.Errors[0].Extensions["field"] == nil {
				t.Errorf("%s: %s", query, written(t, answer))
			}
			break
		}
	}
}
