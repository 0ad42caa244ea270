package telemetry

import (
	"context"
	"fmt"
	"net/http"

	"go.opentelemetry.io/otel/attribute"
	otelcodes "go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
	"go.opentelemetry.io/otel/trace/noop"
)

// Telemetry is what the service tells besides its log: metrics, and traces from a
// request to the calls of the store.
type Telemetry struct {
	Metrics *Metrics
	tracer  trace.Tracer
	close   func(context.Context) error
}

// tracerName names this program in traces.
const tracerName = "github.com/entente/entente"

// New makes metrics, and no traces.
func New(version string) *Telemetry {
	return &Telemetry{
		Metrics: NewMetrics(version), tracer: noop.NewTracerProvider().Tracer(tracerName),
		close: func(context.Context) error { return nil },
	}
}

// NewTraced makes metrics, and traces that go to a collector by OTLP over HTTP. The
// collector's address, its headers and the rest come from the environment that
// OpenTelemetry defines: OTEL_EXPORTER_OTLP_ENDPOINT and others. share is the
// share of requests that are traced, 0 to 1; one that carries a trace of its own
// is traced as its caller says.
func NewTraced(ctx context.Context, version string, share float64) (*Telemetry, error) {
	exporter, err := otlptracehttp.New(ctx)
	if err != nil {
		return nil, fmt.Errorf("open the exporter of traces: %w", err)
	}
	return NewTracedTo(sdktrace.WithBatcher(exporter), version, share), nil
}

// NewTracedTo is NewTraced to where one wants.
func NewTracedTo(to sdktrace.TracerProviderOption, version string, share float64) *Telemetry {
	provider := sdktrace.NewTracerProvider(
		to,
		sdktrace.WithSampler(sdktrace.ParentBased(sdktrace.TraceIDRatioBased(share))),
		sdktrace.WithResource(resource.NewSchemaless(
			attribute.String("service.name", "entente"), attribute.String("service.version", version))),
	)
	t := New(version)
	t.tracer, t.close = provider.Tracer(tracerName), provider.Shutdown
	return t
}

// Close sends the traces that are still here.
func (t *Telemetry) Close(ctx context.Context) error { return t.close(ctx) }

// Request begins the span of a request, under the trace of its caller if it names
// one; end tells how it was answered.
func (t *Telemetry) Request(r *http.Request) (_ *http.Request, end func(route string, status int)) {
	ctx := propagation.TraceContext{}.Extract(r.Context(), propagation.HeaderCarrier(r.Header))
	ctx, span := t.tracer.Start(ctx, r.Method, trace.WithSpanKind(trace.SpanKindServer))
	return r.WithContext(ctx), func(route string, status int) {
		if span.IsRecording() {
			span.SetName(r.Method + " " + route)
			span.SetAttributes(
				attribute.String("http.request.method", knownMethod(r.Method)), attribute.String("http.route", route),
				attribute.Int("http.response.status_code", status), attribute.String("entente.request", RequestID(ctx)))
			if status >= http.StatusInternalServerError {
				span.SetStatus(otelcodes.Error, http.StatusText(status))
			}
		}
		span.End()
	}
}

// Operation begins the span of a GraphQL operation; end tells what it was.
func (t *Telemetry) Operation(ctx context.Context) (_ context.Context, end func(Operation)) {
	ctx, span := t.tracer.Start(ctx, "graphql")
	return ctx, func(o Operation) {
		if span.IsRecording() {
			span.SetAttributes(
				attribute.String("graphql.operation.name", o.Name), attribute.String("graphql.operation.type", o.Type),
				attribute.String("entente.hash", o.Hash), attribute.Int("entente.cost", o.Cost), attribute.String("entente.outcome", o.Outcome))
			if o.Outcome != "OK" {
				span.SetStatus(otelcodes.Error, o.Outcome)
			}
		}
		span.End()
	}
}
