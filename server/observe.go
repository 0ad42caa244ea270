package main

import (
	"context"
	"time"

	"github.com/entente/entente/server/gql"
	"github.com/entente/entente/server/telemetry"
)

// observing tells of each operation: to the account of its request, to the
// metrics, and as a span.
func observing(t *telemetry.Telemetry) func(context.Context) (context.Context, func(gql.Asked)) {
	return func(ctx context.Context) (context.Context, func(gql.Asked)) {
		start := time.Now()
		ctx, end := t.Operation(ctx)
		return ctx, func(asked gql.Asked) {
			o := telemetry.Operation(asked)
			telemetry.AccountOf(ctx).Asked(o)
			t.Metrics.Operated(o, time.Since(start))
			end(o)
		}
	}
}
