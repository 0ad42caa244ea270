package telemetry_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"go.opentelemetry.io/otel/attribute"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/store/observed"
	"github.com/entente/entente/graph/store/storetest"
	"github.com/entente/entente/server/telemetry"
)

// metricsOf reads the metrics as Prometheus does.
func metricsOf(t *testing.T, m *telemetry.Metrics) string {
	t.Helper()
	w := httptest.NewRecorder()
	m.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/metrics", nil))
	return w.Body.String()
}

func TestMetrics(t *testing.T) {
	m := telemetry.NewMetrics("v1")
	m.Answered("/graphql", http.MethodPost, 200, 30*time.Millisecond)
	m.Answered("/graphql", "BREW'} 1", 405, time.Millisecond)
	m.Operated(telemetry.Operation{Name: "whatever a client says", Type: "query", Cost: 12, Outcome: "OK"}, time.Millisecond)
	m.Operated(telemetry.Operation{Outcome: "INVALID"}, time.Millisecond)
	m.Running(2)
	m.Running(-1)
	m.Subscribed(1)
	m.Ready(true)
	text := metricsOf(t, m)
	for _, want := range []string{
		`entente_http_requests_total{method="POST",route="/graphql",status="200"} 1`,
		`entente_http_requests_total{method="other",route="/graphql",status="405"} 1`,
		`entente_http_request_seconds_bucket{route="/graphql",le="0.05"} 2`,
		`entente_operations_total{outcome="OK",type="query"} 1`,
		`entente_operations_total{outcome="INVALID",type="unread"} 1`,
		`entente_operation_cost_count 1`, `entente_operations_running 1`, `entente_subscribers 1`, `entente_ready 1`,
		`entente_build_info{version="v1"} 1`, `go_goroutines`, `process_open_fds`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the metrics lack %s", want)
		}
	}
	if strings.Contains(text, "whatever") {
		t.Error("what a client says is a label")
	}
	m.Ready(false)
	if !strings.Contains(metricsOf(t, m), "entente_ready 0") {
		t.Error("a store that is away still counts as ready")
	}
}

func TestStoreCallsAreToldOf(t *testing.T) {
	exporter := tracetest.NewInMemoryExporter()
	told := telemetry.NewTracedTo(sdktrace.WithSyncer(exporter), "v1", 1)
	s := observed.New(storetest.Holding(t, "mali -CALLS 2023-08-15-> russia"), told.Observer())
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/graphql", nil)
	r.Header.Set("Traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
	r, end := told.Request(r)
	ctx, account := telemetry.WithAccount(r.Context())
	ctx, ended := told.Operation(ctx)
	snap, err := s.Snapshot(ctx, 0)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := graph.Collect(snap.FindActors(ctx, graph.ActorFilter{}, "")); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Snapshot(ctx, 99); !errors.Is(err, graph.ErrNotFound) {
		t.Fatal(err)
	}
	account.Asker("Aïssata")
	account.Asked(telemetry.Operation{Name: "Ask", Type: "query", Hash: "abc", Cost: 3, Outcome: "NOT_FOUND"})
	ended(telemetry.Operation{Name: "Ask", Type: "query", Outcome: "NOT_FOUND"})
	end("/graphql", 200)

	if plan := account.Plan(); !strings.Contains(plan, "FindActors ×2: 4 values in ") || !strings.Contains(plan, "Snapshot ×2: ") {
		t.Errorf("the plan of reads is %q", plan)
	}
	attrs := map[string]string{}
	for _, a := range account.Attrs() {
		attrs[a.Key] = a.Value.String()
	}
	for key, want := range map[string]string{"who": "Aïssata", "operation": "Ask", "hash": "abc", "cost": "3", "outcome": "NOT_FOUND", "store_reads": "4"} {
		if attrs[key] != want {
			t.Errorf("%s is logged as %q; wanted %q", key, attrs[key], want)
		}
	}
	text := metricsOf(t, told.Metrics)
	for _, want := range []string{
		`entente_store_calls_total{method="FindActors",outcome="ok"} 2`, `entente_store_calls_total{method="Snapshot",outcome="not found"} 1`,
		`entente_store_values_total{method="FindActors"} 4`, `entente_store_call_seconds_count{method="FindActors"} 2`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the metrics lack %s", want)
		}
	}
	exported(t, exporter)
}

// exported checks the trace: the request under its caller's, the operation under
// the request, and the calls of the store under the operation.
func exported(t *testing.T, exporter *tracetest.InMemoryExporter) {
	t.Helper()
	names := map[string]tracetest.SpanStub{}
	for _, s := range exporter.GetSpans() {
		names[s.Name] = s
		if s.SpanContext.TraceID().String() != "0af7651916cd43dd8448eb211c80319c" {
			t.Errorf("%s stands in another trace", s.Name)
		}
	}
	request, operation, read := names["POST /graphql"], names["graphql"], names["store.FindActors"]
	if operation.Parent.SpanID() != request.SpanContext.SpanID() || read.Parent.SpanID() != operation.SpanContext.SpanID() {
		t.Errorf("the spans do not stand under one another: %v", exporter.GetSpans())
	}
	if !slices.Contains(read.Attributes, attribute.Int("entente.values", 2)) {
		t.Errorf("the span of a read has %v", read.Attributes)
	}
}

func TestNothingIsKeptOfARequestWithoutAnAccount(t *testing.T) {
	account := telemetry.AccountOf(t.Context())
	account.Asker("a")
	account.Routed("/")
	account.Asked(telemetry.Operation{})
	if account.Attrs() != nil || account.Plan() != "" || account.Route() != "none" {
		t.Error("an account that is not there tells something")
	}
}
