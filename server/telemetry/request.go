package telemetry

import (
	"context"
	"crypto/rand"
)

type requestKey struct{}

// NewRequestID makes an id for a request: random, short enough to read out.
func NewRequestID() string { return rand.Text()[:16] }

// WithRequest marks the context as belonging to a request.
func WithRequest(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, requestKey{}, id)
}

// RequestID gives the id of the request that the context belongs to, or nothing.
func RequestID(ctx context.Context) string {
	id, _ := ctx.Value(requestKey{}).(string)
	return id
}
