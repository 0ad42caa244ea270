package telemetry

import (
	"context"
	"errors"
	"time"

	"go.opentelemetry.io/otel/attribute"
	otelcodes "go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/store/observed"
)

// storeObserver tells of the calls of a store: to the metrics, to the account of
// the request, and as spans.
type storeObserver struct {
	metrics *Metrics
	tracer  trace.Tracer
}

var _ observed.Observer = storeObserver{}

// Observer gives what package observed tells of the calls of a store.
func (t *Telemetry) Observer() observed.Observer { return storeObserver{t.Metrics, t.tracer} }

// Begin notes when a call begins.
func (o storeObserver) Begin(ctx context.Context, method string) (context.Context, func(int, error)) {
	start := time.Now()
	account := AccountOf(ctx)
	ctx, span := o.tracer.Start(ctx, "store."+method, trace.WithSpanKind(trace.SpanKindClient))
	return ctx, func(values int, err error) {
		took := time.Since(start)
		outcome := kindOf(err)
		account.read(method, values, took)
		o.metrics.storeCalls.WithLabelValues(method, outcome).Inc()
		o.metrics.storeTime.WithLabelValues(method).Observe(took.Seconds())
		o.metrics.storeValues.WithLabelValues(method).Add(float64(values))
		if span.IsRecording() {
			span.SetAttributes(attribute.Int("entente.values", values), attribute.String("entente.outcome", outcome))
			if err != nil {
				span.SetStatus(otelcodes.Error, outcome)
			}
		}
		span.End()
	}
}

// kindOf gives a word for the kind of an error, of which there are few.
func kindOf(err error) string {
	switch kind := graph.KindOf(err); {
	case err == nil:
		return "ok"
	case errors.Is(kind, context.Canceled):
		return "canceled"
	case errors.Is(kind, context.DeadlineExceeded):
		return "timeout"
	case kind != nil:
		return kind.Error()
	}
	return "internal"
}
