package httpapi

import (
	"context"
	"time"

	"github.com/entente/entente/graph"
)

// turn waits until one more operation may run, a short while at most, and gives
// what ends it. When too many run already it is ErrUnavailable: better to ask some
// to come back than to answer all of them too late.
func (a *api) turn(ctx context.Context) (done func(), err error) {
	done = func() {
		<-a.turns
		a.Telemetry.Metrics.Running(-1)
	}
	defer func() {
		if err == nil {
			a.Telemetry.Metrics.Running(1)
		}
	}()
	select {
	case a.turns <- struct{}{}:
		return done, nil
	default:
	}
	timer := time.NewTimer(a.Limits.Wait)
	defer timer.Stop()
	select {
	case a.turns <- struct{}{}:
		return done, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-timer.C:
		return nil, graph.Errorf(graph.ErrUnavailable, "%d questions are being answered already; ask again in a moment", a.Limits.AtOnce)
	}
}
