package httpapi_test

import (
	"compress/gzip"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"iter"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/atlas"
	"github.com/entente/entente/graph/exchange"
	"github.com/entente/entente/graph/graphtest"
	"github.com/entente/entente/graph/store/storetest"
	"github.com/entente/entente/server/httpapi"
)

// The words of the filter are the same here and in GraphQL, in the same order.
func TestExportHasTheWordsOfTheFilter(t *testing.T) {
	contract, err := os.ReadFile("../../schema.graphqls")
	if err != nil {
		t.Fatal(err)
	}
	schema, err := parser.ParseSchema(&ast.Source{Input: string(contract)})
	if err != nil {
		t.Fatal(err)
	}
	filter := schema.Definitions.ForName("RelationFilter")
	if filter == nil || len(filter.Fields) < 10 {
		t.Fatal("the schema has no RelationFilter")
	}
	for i, f := range filter.Fields {
		words := exchange.Words()
		if i >= len(words) || words[i].Name != f.Name {
			t.Fatalf("field %d of RelationFilter is %s; the words of /export are %v", i, f.Name, words)
		}
		if words[i].Many != (f.Type.Elem != nil) {
			t.Errorf("%s has several values in one of the two only", f.Name)
		}
	}
}

func TestExport(t *testing.T) {
	problem := func(target string, status int, has ...string) scenario {
		return scenario{target: target, status: status, has: has, headers: map[string]string{
			"Content-Type": "application/problem+json", "Content-Disposition": "-", "ETag": "-",
		}}
	}
	for name, s := range map[string]scenario{
		"csv": {
			target: "/export/csv?kinds=CALLS&on=2023-08-15", status: 200,
			headers: map[string]string{
				"Content-Type":        "text/csv; charset=utf-8; header=present",
				"Content-Disposition": `attachment; filename="entente-calls-2023-08-15-r2.csv"`,
				"Content-Location":    "/export/csv?kinds=CALLS&on=2023-08-15&revision=2",
				"Cache-Control":       "no-cache",
			},
			has: []string{"id,source,target,", "relation:call,mali,russia,", "spoke about Niger", "Read-out of a call"}, hasNot: []string{"relation:later"},
		},
		"graphml":          {target: "/export/graphml", status: 200, has: []string{`<edge id="relation:later" source="russia" target="mali">`, `revision=2`}},
		"jsonl":            {target: "/export/jsonl?actors=iso3:MLI&class=ACT", status: 200, has: []string{`{"about":{"format":"entente-jsonl/1","program":"Entente v1","revision":2`, `"relation:call"`}, hasNot: []string{"SUSPENDED_FROM"}},
		"everything":       {target: "/export/jsonl", status: 200, has: []string{`"relation:call"`, `"SUSPENDED_FROM"`, `"source:kremlin"`}},
		"as it was":        {target: "/export/csv?revision=1", status: 200, has: []string{"relation:call"}, hasNot: []string{"relation:later"}, headers: map[string]string{"Content-Location": "/export/csv?revision=1"}},
		"looking back":     {target: "/export/csv?on=2023-09-01&lookback=30", status: 200, has: []string{"relation:call"}, headers: map[string]string{"Content-Location": "/export/csv?on=2023-09-01&lookback=30&revision=2"}},
		"not so far":       {target: "/export/csv?on=2023-09-01&lookback=3", status: 200, hasNot: []string{"relation:call"}},
		"around":           {target: "/export/csv?of=niger&hops=1&on=2023-08-15", status: 200, has: []string{"BORDERS"}, hasNot: []string{"SUSPENDED_FROM"}},
		"around, two hops": {target: "/export/csv?of=niger&hops=2&on=2023-08-15", status: 200, has: []string{"BORDERS", "SUSPENDED_FROM"}},
		"nothing fits":     {target: "/export/csv?kinds=OUSTS", status: 200, has: []string{"id,source,target,"}, hasNot: []string{"relation:"}},
		"head":             {method: http.MethodHead, target: "/export/csv", status: 200, headers: map[string]string{"Content-Disposition": `attachment; filename="entente-r2.csv"`}, hasNot: []string{"id"}},

		"gexf": {target: "/export/gexf?on=2023-08-15", status: 200, headers: map[string]string{"Content-Type": "application/gexf+xml"}, has: []string{`<spell start="2021-05-30"/>`, "on=2023-08-15&amp;revision=2"}},
		"d3":   {target: "/export/d3?class=TIE", status: 200, headers: map[string]string{"Content-Type": "application/json"}, has: []string{`"selection":"class=TIE"`}},
		"a page": {
			target: "/export/html?actors=niger", status: 200, has: []string{"<h1>Relations: actors niger</h1>"},
			headers: map[string]string{"Content-Disposition": `inline; filename="entente-niger-r2.html"`, "Content-Security-Policy": exchange.PagePolicy},
		},
		"one by one":  {target: "/export/csv?relations=relation:call", status: 200, has: []string{"relation:call"}, hasNot: []string{"relation:later"}},
		"around, cut": {target: "/export/turtle?of=mali&limit=2&dates=POSSIBLE", status: 200, has: []string{"# Left out: 2 actors of the last level"}},

		"no format":          problem("/export/xlsx", 404, `"field":"format"`, "there are jsonl, csv, csv-pair, gexf"),
		"no parameter":       problem("/export/csv?kind=CALLS", 400, `"field":"kind"`, "there are kinds, class"),
		"no kind":            problem("/export/csv?kinds=CALL", 400, `"field":"kinds"`, `is none of MEMBER_OF`, `; did you mean CALLS?`),
		"no day":             problem("/export/csv?on=2023-02-30", 400, `"field":"on"`, "write YYYY-MM-DD"),
		"no window":          problem("/export/csv?during=2023-08-15/2023-08-01", 400, `"field":"during"`),
		"no weight":          problem("/export/csv?minAbsoluteWeight=2", 400, `"field":"minAbsoluteWeight"`),
		"no actor":           problem("/export/csv?actors=mal", 404, `"field":"actors[0]"`, "did you mean mali (Mali)?"),
		"no actor at all":    problem("/export/csv?of=nosuch", 404, `"field":"of[0]"`, `there is no actor \"nosuch\"; write an actor's id, as mali, or a code`),
		"no starting actor":  problem("/export/csv?of=nigre", 404, `"field":"of[0]"`),
		"no source":          problem("/export/csv?sources=source:x", 404, `"field":"sources[0]"`),
		"no relation":        problem("/export/csv?relations=relation:x", 404, `"field":"relations[0]"`),
		"no limit":           problem("/export/csv?of=mali&limit=5000", 400, `"field":"limit"`, "write 1 to 1000"),
		"relations and more": problem("/export/csv?relations=relation:call&on=2023-08-15", 400, `"field":"on"`),
		"no revision":        problem("/export/csv?revision=9", 404, `"field":"revision"`, "the newest is 2"),
		"before the first":   problem("/export/csv?knownAt=2001-01-01", 404, `"field":"knownAt"`),
		"no walk":            problem("/export/csv?of=niger&text=x", 400, `"field":"text"`),
		"no address":         problem("/export/csv?on=%zz", 400, "not written as an address"),
		"by POST":            {method: http.MethodPost, target: "/export/csv", status: 405, headers: map[string]string{"Allow": "GET, HEAD"}},
	} {
		t.Run(name, s.run)
	}
}

// A file that a client has is not sent again, until something is recorded or
// another selection is asked for.
func TestExportTags(t *testing.T) {
	h := httpapi.New(options(t))
	get := func(target, tag string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, target, nil)
		if tag != "" {
			r.Header.Set("If-None-Match", tag)
		}
		h.ServeHTTP(w, r)
		return w
	}
	tag := get("/export/csv", "").Header().Get("ETag")
	if w := get("/export/csv", `"x", `+tag); w.Code != 304 || w.Body.Len() > 0 {
		t.Errorf("a file that is known: %d, %d bytes", w.Code, w.Body.Len())
	}
	if w := get("/export/csv?revision=2", tag); w.Code != 304 {
		t.Errorf("the same file by its revision: %d", w.Code)
	}
	for _, other := range []string{"/export/csv?revision=1", "/export/csv?class=ACT", "/export/graphml"} {
		if w := get(other, tag); w.Code != 200 {
			t.Errorf("%s: %d", other, w.Code)
		}
	}
}

// failing is a store whose lists break off: at once, or on their later pages.
type failing struct {
	graph.Store
	atOnce bool
}

func (f failing) Snapshot(ctx context.Context, at graph.RevisionNumber) (graph.Snapshot, error) {
	s, err := f.Store.Snapshot(ctx, at)
	return failingSnapshot{s, f.atOnce}, err
}

type failingSnapshot struct {
	graph.Snapshot
	atOnce bool
}

func (s failingSnapshot) FindRelations(ctx context.Context, q graph.RelationQuery) iter.Seq2[graph.Listed, error] {
	if s.atOnce || q.After != nil {
		return graph.Fail[graph.Listed](errors.New("secret"))
	}
	return s.Snapshot.FindRelations(ctx, q)
}

// An error met before anything was sent has its status; one met later breaks the
// connection off, so that nobody takes half a file for a whole one.
func TestExportBreaksOff(t *testing.T) {
	model := storetest.NewModel()
	head := graph.BatchHead{Author: "test", Reason: "test"}
	if _, err := model.Apply(t.Context(), graph.Batch{BatchHead: head, Put: graphtest.NewRandom(3).First(1500)}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		atOnce bool
		status int
	}{{true, http.StatusInternalServerError}, {false, http.StatusOK}} {
		o := options(t)
		o.Atlas = atlas.New(failing{model, c.atOnce}, atlas.Options{})
		server := httptest.NewServer(httpapi.New(o))
		defer server.Close()
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+"/export/jsonl?dates=POSSIBLE", nil)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := server.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		_ = resp.Body.Close()
		if resp.StatusCode != c.status || strings.Contains(string(body), "secret") {
			t.Errorf("at once %v: %d %.200s", c.atOnce, resp.StatusCode, body)
		}
		if broken := err != nil; broken != (c.status == http.StatusOK) {
			t.Errorf("at once %v, %d bytes: the connection ends with %v", c.atOnce, len(body), err)
		}
	}
}

// A file is sent compressed to who takes that, and without a byte of it in memory
// more than is on its way.
func TestExportOverAConnection(t *testing.T) {
	o := options(t)
	model := storetest.NewModel()
	head := graph.BatchHead{Author: "test", Reason: "test"}
	if _, err := model.Apply(t.Context(), graph.Batch{BatchHead: head, Put: graphtest.NewRandom(4).First(3000)}); err != nil {
		t.Fatal(err)
	}
	o.Atlas = atlas.New(model, atlas.Options{})
	server := httptest.NewUnstartedServer(httpapi.New(o))
	server.Config.WriteTimeout = 10 * time.Second
	server.Start()
	defer server.Close()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+"/export/csv", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept-Encoding", "gzip") // said by us, so not unpacked for us
	resp, err := server.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.Header.Get("Content-Encoding") != "gzip" {
		t.Fatalf("not compressed: %v", resp.Header)
	}
	z, err := gzip.NewReader(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(z).ReadAll()
	if err != nil || len(rows) != 3001 {
		t.Errorf("%d rows, %v; want the header and 3000 relations", len(rows), err)
	}
}

// A scenario is exported as what it is: with its changes, under an address that is not
// frozen, and with a tag of its own state.
func TestExportOfAScenario(t *testing.T) {
	o := options(t)
	ctx := t.Context()
	s, err := o.Atlas.OpenScenario(ctx, "Aïssata", "What if nobody had called", nil)
	if err != nil {
		t.Fatal(err)
	}
	h := httpapi.New(o)
	target := "/export/turtle?scenario=" + s.ID
	get := func(target, tag string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		r := httptest.NewRequestWithContext(ctx, http.MethodGet, target, nil)
		r.Header.Set("If-None-Match", tag)
		h.ServeHTTP(w, r)
		return w
	}
	before := get(target, "")
	if _, err := o.Atlas.Retract(ctx, atlas.Head{Author: "Aïssata", Reason: "what if", Scenario: s.ID}, []string{"relation:call"}); err != nil {
		t.Fatal(err)
	}
	after, record := get(target, before.Header().Get("ETag")), get("/export/turtle", before.Header().Get("ETag"))
	if before.Code != 200 || after.Code != 200 || record.Code != 200 {
		t.Fatalf("%d, after a change %d, of the record %d", before.Code, after.Code, record.Code)
	}
	for what, c := range map[string]struct {
		w             *httptest.ResponseRecorder
		calls, whatIf bool
	}{"before": {before, true, true}, "after": {after, false, true}, "the record": {record, true, false}} {
		body := c.w.Body.String()
		if strings.Contains(body, "<urn:entente:relation:call>") != c.calls || strings.Contains(body, "A what-if, not the record: the scenario “What if nobody had called” of Aïssata") != c.whatIf {
			t.Errorf("%s:\n%.600s", what, body)
		}
	}
	if at := after.Header().Get("Content-Location"); at != target {
		t.Errorf("the address of a scenario is %s", at)
	}
	if w := get(target, after.Header().Get("ETag")); w.Code != 304 {
		t.Errorf("nothing changed, and the answer is %d", w.Code)
	}
}
