package gql

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/graphtest"
	"github.com/entente/entente/graph/store/observed"
	"github.com/entente/entente/graph/store/storetest"
)

// rowCount counts the values that are read, by method.
type rowCount struct {
	mu   sync.Mutex
	rows map[string]int
}

// Begin is observed.Observer.Begin.
func (c *rowCount) Begin(ctx context.Context, method string) (context.Context, func(int, error)) {
	return ctx, func(values int, _ error) {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.rows[method] += values
	}
}

// hubAndRest is a hub with some hundred relations, and a crowd far from it with many
// times as many.
func hubAndRest() string {
	var b strings.Builder
	b.WriteString("actor pact TREATY obligation=DEFENSE\nactor chief PERSON\nactor office OFFICE\n" +
		"chief -HOLDS_OFFICE 2020/..-> office\noffice -OFFICE_OF 1960/..-> hub\nhub -PARTY_TO 2020/.. status=in_force-> pact\n" +
		"event meeting 2023-08-10 \"Meeting\" hub:host spoke-1:guest\n")
	for i := range 120 {
		fmt.Fprintf(&b, "hub -CALLS 2023-08-%02d event=event:meeting-> spoke-%d\nspoke-%d -SECURITY_COOPERATION 2020/..-- hub\nspoke-%d -CALLS 2023-08-15-> leaf-%d\n", 1+i%28, i, i, i, i)
	}
	b.WriteString("spoke-1 -PARTY_TO 2020/.. status=in_force-> pact\nspoke-1 -DEFENSE_PACT 2020/..-- hub\n")
	for i := range 2000 {
		fmt.Fprintf(&b, "far-%d -CALLS 2023-08-%02d-> far-%d\n", i%500, 1+i%28, 500+i%499)
	}
	return b.String()
}

// TestNoAnswerOfAHubScansTheGraph asks whatever starts from one actor of a hub, and
// counts what leaves the store: never as much as the crowd that has nothing to do
// with it.
func TestNoAnswerOfAHubScansTheGraph(t *testing.T) {
	const crowd = 2000
	for name, open := range map[string]func() graph.Store{
		"model": func() graph.Store { return storetest.NewModel() }, "embedded": func() graph.Store { return openEmbedded(t) },
	} {
		c := &rowCount{rows: map[string]int{}}
		h := handler(t, observed.New(open(), c), graphtest.Batch(t, hubAndRest()))
		for what, query := range map[string]string{
			"its relations":      `{ actor(id: "hub") { relations(first: 1000) { totalCount nodes { id to { name } } } } }`,
			"its newest":         `{ actor(id: "hub") { relations(first: 10) { nodes { id } } } }`,
			"its neighbors":      `{ actor(id: "hub") { neighbors(first: 200) { totalCount edges { net } } } }`,
			"its allies":         `{ actor(id: "hub") { allies { totalCount } } alliances(of: "hub", hops: 3) { allies { distance } } }`,
			"its influences":     `{ actor(id: "hub") { influences(hops: 2, filter: {on: "2023-08-31"}) { decay } influencedBy(hops: 2, filter: {on: "2023-08-31"}) { decay } } }`,
			"its timeline":       `{ actor(id: "hub") { timeline { undated } } }`,
			"its events":         `{ actor(id: "hub") { events { totalCount } } }`,
			"its evidence":       `{ actor(id: "hub") { evidence(first: 20) { nodes { id } } } }`,
			"its neighborhood":   `{ neighborhood(of: ["hub"], hops: 2, limit: 500) { actors { distance } relations { id } } }`,
			"paths from it":      `{ paths(from: "hub", to: "leaf-7", first: 5) { paths { hops } } }`,
			"no path from it":    `{ paths(from: "hub", to: "far-7", maxHops: 8) { paths { hops } } }`,
			"influence over it":  `{ influence(by: "leaf-3", over: "hub", filter: {on: "2023-08-31"}) { decay } }`,
			"a dyad of it":       `{ dyad(a: "hub", b: "spoke-1") { net } }`,
			"an attack on it":    `{ obligations(attacked: "hub", on: "2023-08-31") { toHelp { suspended } } }`,
			"its changes":        `{ difference(left: {on: "2023-08-01"}, right: {on: "2023-08-20"}, of: ["hub"]) { totalCount } }`,
			"balance around it":  `{ balance(among: ["hub", "spoke-1", "spoke-2"]) { frustration } }`,
			"the hub by a name":  `{ search(text: "hub") { actor { id relations(first: 5) { nodes { id } } } } }`,
			"who is around both": `{ neighborhood(of: ["hub", "leaf-1"], hops: 1, limit: 50) { cut { truncated } } }`,
		} {
			c.rows = map[string]int{}
			_, errs := answerTo(t, h, query, nil)
			if errs != nil {
				t.Fatalf("%s: %v", what, errs)
			}
			read := 0
			for method, n := range c.rows {
				if method != "Revisions" && method != "Snapshot" {
					read += n
				}
			}
			if read == 0 || read >= crowd {
				t.Errorf("%s, %s: read %d of a graph whose crowd alone has %d relations: %v", name, what, read, crowd, c.rows)
			}
			if c.rows["ScanEdges"] > 0 {
				t.Errorf("%s, %s: scanned the graph: %v", name, what, c.rows)
			}
		}
	}
}
