package gql

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"

	"github.com/entente/entente/graph/graphtest"
	"github.com/entente/entente/graph/store/storetest"
)

// wellKnown is a wheel in which one relation has evidence of every source, and one
// source has evidence for many relations.
func wellKnown() string {
	const rows = 20
	b := wheel(rows) + "hub -RIVAL_OF 2020/.. id=known"
	for i := range rows {
		b += fmt.Sprintf(" by=s%d/B2", i)
	}
	b += "-- rim-0\n"
	for i := 1; i < rows; i++ {
		b += fmt.Sprintf("rim-0 -ENTENTE 2020/.. by=s0/C3-- rim-%d\n", i)
	}
	for i := range rows {
		b += fmt.Sprintf("rim-%d -WARNS 2023-08 by=s0/C3-> hub\n", i)
	}
	return b
}

// answerTo asks h and gives the data and the errors as JSON values.
func answerTo(t *testing.T, h *Handler, query string, variables map[string]any) (data, errs any) {
	t.Helper()
	var answer struct{ Data, Errors any }
	if err := json.Unmarshal([]byte(written(t, h.Do(t.Context(), &graphql.RawParams{Query: query, Variables: variables}))), &answer); err != nil {
		t.Fatal(err)
	}
	return answer.Data, answer.Errors
}

// at gives what stands at a path of names in JSON values.
func at(v any, path string) any {
	for name := range strings.SplitSeq(path, ".") {
		m, _ := v.(map[string]any)
		v = m[name]
	}
	return v
}

// The lists that can be paged: where they stand in an answer, the question with %s
// for their arguments, and what makes another list of it.
var pagedLists = []struct{ name, path, query, other string }{
	{"relations", "relations", `{ relations(%s) { ...P nodes { id } } }`, `orderBy: OLDEST`},
	{"relations by strength", "relations", `{ relations(orderBy: STRONGEST, %s) { ...P nodes { id } } }`, `filter: {class: TIE}`},
	{"actors", "actors", `{ actors(%s) { ...P nodes { id } } }`, `filter: {kinds: [STATE]}`},
	{"events", "events", `{ events(%s) { ...P nodes { id } } }`, `filter: {text: "meeting"}`},
	{"sources", "sources", `{ sources(%s) { ...P nodes { id } } }`, `text: "source"`},
	{"an actor's relations", "actor.relations", `{ actor(id: "hub") { relations(%s) { ...P nodes { id } } } }`, `direction: OUT`},
	{"an actor's neighbors", "actor.neighbors", `{ actor(id: "hub") { neighbors(%s) { ...P nodes { id } } } }`, `direction: IN`},
	{"an actor's allies", "actor.allies", `{ actor(id: "rim-0") { allies(%s) { ...P nodes { id } } } }`, `filter: {kinds: [DEFENSE_PACT]}`},
	{"an actor's events", "actor.events", `{ actor(id: "hub") { events(%s) { ...P nodes { id } } } }`, `filter: {on: "2023-08-03"}`},
	{"an actor's evidence", "actor.evidence", `{ actor(id: "hub") { evidence(%s) { ...P nodes { id } } } }`, `filter: {class: ACT}`},
	{"a source's evidence", "source.evidence", `{ source(id: "source:s0") { evidence(%s) { ...P nodes { id } } } }`, ``},
	{"a relation's evidence", "relation.evidence", `{ relation(id: "relation:known") { evidence(%s) { ...P nodes { id } } } }`, `stance: SUPPORTS`},
}

// page asks for a page of a list.
func (h *Handler) page(t *testing.T, path, query, arguments string) (page any, errs any) {
	t.Helper()
	kind := map[string]string{"relations": "Relation", "actors": "Actor", "events": "Event", "sources": "Source", "neighbors": "Neighbor", "allies": "Ally", "evidence": "Evidence"}[path[strings.LastIndex(path, ".")+1:]]
	fragment := " fragment P on " + kind + "Connection { totalCount countIsExact pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor } }"
	data, errs := answerTo(t, h, fmt.Sprintf(query, arguments)+fragment, nil)
	return at(data, path), errs
}

func idsIn(page any) []string {
	var ids []string
	for _, n := range at(page, "nodes").([]any) {
		ids = append(ids, at(n, "id").(string))
	}
	return ids
}

// TestPagesMakeTheList reads each list page by page, and holds the pages against
// one page of all.
func TestPagesMakeTheList(t *testing.T) {
	h := handler(t, openEmbedded(t), graphtest.Batch(t, wellKnown()))
	for _, l := range pagedLists {
		t.Run(l.name, func(t *testing.T) {
			whole, errs := h.page(t, l.path, l.query, "first: 1000")
			if errs != nil {
				t.Fatal(errs)
			}
			want := idsIn(whole)
			size := 1 + len(want)/7
			var got []string
			after := ""
			for pages := 0; ; pages++ {
				p, errs := h.page(t, l.path, l.query, fmt.Sprintf("first: %d, after: %q", size, after))
				if errs != nil {
					t.Fatal(errs)
				}
				got = append(got, idsIn(p)...)
				last := len(got) >= len(want)
				if at(p, "pageInfo.hasNextPage") == last || at(p, "pageInfo.hasPreviousPage") != (pages > 0) {
					t.Fatalf("page %d of %d entries: %v", pages, size, at(p, "pageInfo"))
				}
				if n := at(p, "totalCount"); n != at(whole, "totalCount") || at(p, "countIsExact") != true {
					t.Fatalf("page %d counts %v, the whole list %v", pages, n, at(whole, "totalCount"))
				}
				if last {
					break
				}
				after = at(p, "pageInfo.endCursor").(string)
			}
			if !slices.Equal(got, want) {
				t.Errorf("the pages have %v,\nthe list has %v", got, want)
			}
			if n := at(whole, "totalCount").(float64); n < 2 || int(n) != len(want) && len(want) < 1000 {
				t.Errorf("the list counts %v of %d entries", n, len(want))
			}
		})
	}
}

// TestCursorsBelongToTheirList gives each list the cursors of all others, of itself
// with another filter, and of another revision.
func TestCursorsBelongToTheirList(t *testing.T) {
	store := openEmbedded(t)
	h := handler(t, store, graphtest.Batch(t, wellKnown()))
	cursors := map[string]string{}
	for _, l := range pagedLists {
		p, _ := h.page(t, l.path, l.query, "first: 1")
		cursors[l.name] = at(p, "pageInfo.endCursor").(string)
	}
	refused := func(t *testing.T, l struct{ name, path, query, other string }, arguments, want string) {
		t.Helper()
		p, errs := h.page(t, l.path, l.query, arguments)
		list, _ := errs.([]any)
		if p != nil || len(list) == 0 || at(list[0], "extensions.code") != "INVALID" || at(list[0], "extensions.field") != "after" || !strings.Contains(at(list[0], "message").(string), want) {
			t.Errorf("%s(%s): %v, want one that is INVALID, names after and says %q", l.path, arguments, errs, want)
		}
	}
	for _, l := range pagedLists {
		for other, cursor := range cursors {
			if other != l.name {
				refused(t, l, fmt.Sprintf("after: %q", cursor), "another list")
			}
		}
		if l.other != "" {
			refused(t, l, fmt.Sprintf("after: %q, %s", cursors[l.name], l.other), "another list")
		}
		c := cursors[l.name]
		changed := c[:len(c)/2] + string(c[len(c)/2]^1) + c[len(c)/2+1:]
		refused(t, l, fmt.Sprintf("after: %q", changed), "not a cursor")
	}
	writeMore(t, store)
	for _, l := range pagedLists {
		refused(t, l, fmt.Sprintf("after: %q", cursors[l.name]), "view: {revision: 1}")
	}
}

// TestListsOfManyAreThoseOfEach asks for the lists of many actors at
// once, and holds each against the actor's own.
func TestListsOfManyAreThoseOfEach(t *testing.T) {
	h := handler(t, storetest.Holding(t, wheel(12)))
	const lists = `{ id
		relations(first: 3) { totalCount nodes { id from { id } to { id } } }
		neighbors(first: 2) { totalCount edges { cursor net node { id } relations { id } } }
		allies(first: 1) { totalCount edges { cursor node { id } bonds { obligation to { id } relations { id } } } }
		influences(first: 3, filter: {on: "2023-08-31"}) { influences { over { id } score path { steps { to { id } relations { id } } } } }
		influencedBy(first: 3, hops: 2, method: KATZ, filter: {on: "2023-08-31"}) { influences { by { id } score } }
		timeline(bucket: YEAR) { undated points { first acts ties friendly hostile } }
		events(first: 2) { totalCount nodes { id participants { role actor { id } } } }
		evidence(first: 3) { totalCount edges { cursor node { id source { id title } relation { id } } } } }`
	together, errs := answerTo(t, h, `{ actors(first: 100) { nodes `+lists+` } }`, nil)
	if errs != nil {
		t.Fatal(errs)
	}
	all := at(together, "actors.nodes").([]any)
	if len(all) < 36 {
		t.Fatalf("only %d actors", len(all))
	}
	for _, one := range all {
		alone, errs := answerTo(t, h, `query($id: ID!) { actor(id: $id) `+lists+` }`, map[string]any{"id": at(one, "id")})
		got, _ := json.Marshal(at(alone, "actor"))
		want, _ := json.Marshal(one)
		if errs != nil || string(got) != string(want) {
			t.Errorf("%v: alone %s (%v)\namong others %s", at(one, "id"), got, errs, want)
		}
	}
}
