package httpapi

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"github.com/entente/entente/server/access"
	"github.com/entente/entente/server/telemetry"
)

// reading is a GraphQL that reads the store.
type reading struct {
	noStreams
	told *telemetry.Telemetry
}

func (g reading) Do(ctx context.Context, p *graphql.RawParams) *graphql.Response {
	_, end := g.told.Observer().Begin(ctx, "Expand")
	end(7, nil)
	telemetry.AccountOf(ctx).Asked(telemetry.Operation{Name: p.OperationName, Type: "query", Hash: "abc", Outcome: "OK"})
	return &graphql.Response{Data: json.RawMessage(`{}`)}
}

// TestWhatIsToldOfARequest looks at the log, the metrics and the profiles after a
// question: who asked, what, at what cost, and how the store was read, and nothing
// of variables and tokens.
func TestWhatIsToldOfARequest(t *testing.T) {
	o, tokens := keyed(t)
	var b bytes.Buffer
	o.Log = telemetry.NewLogger(&b, telemetry.LogJSON, slog.LevelInfo)
	o.GraphQL, o.Slow = reading{told: o.Telemetry}, time.Nanosecond // every request takes longer
	h := New(o)
	admin := "Bearer " + tokens[access.Administrator]
	send(t, h, http.MethodPost, "/graphql", admin, `{"query":"query Ask { a }","operationName":"Ask","variables":{"secret":"xyzzy"}}`)
	line := b.String()
	for _, want := range []string{
		`"level":"WARN","msg":"answered slowly"`, `"who":"administrator"`, `"operation":"Ask"`, `"hash":"abc"`, `"outcome":"OK"`,
		`"store_reads":1`, `"reads":"Expand ×1: 7 values in `, `"request":"`,
	} {
		if !strings.Contains(line, want) {
			t.Errorf("the log lacks %s: %s", want, line)
		}
	}
	if strings.Contains(line, "xyzzy") || strings.Contains(line, tokens[access.Administrator]) {
		t.Errorf("the log tells a secret: %s", line)
	}
	metrics := send(t, h, http.MethodGet, "/metrics", admin, "")
	if body := metrics.Body.String(); metrics.Code != http.StatusOK || !strings.Contains(body, `entente_http_requests_total{method="POST",route="/graphql",status="200"} 1`) {
		t.Errorf("the metrics are %d:\n%.500s", metrics.Code, body)
	}
	if got := send(t, h, http.MethodGet, "/debug/pprof/heap?debug=1", admin, ""); got.Code != http.StatusOK || !strings.Contains(got.Body.String(), "heap profile") {
		t.Errorf("the profile of the heap is %d", got.Code)
	}
	for _, target := range []string{"/debug/pprof/profile", "/debug/pprof/profile?seconds=31", "/debug/pprof/trace?seconds=x"} {
		if got := send(t, h, http.MethodGet, target, admin, ""); got.Code != http.StatusBadRequest || !strings.Contains(got.Body.String(), "?seconds=10") {
			t.Errorf("%s: %d %s", target, got.Code, got.Body)
		}
	}
	if got := send(t, h, http.MethodGet, "/debug/pprof/trace?seconds=1", admin, ""); got.Code != http.StatusOK || got.Body.Len() == 0 {
		t.Errorf("a trace of a second: %d with %d bytes", got.Code, got.Body.Len())
	}
}
