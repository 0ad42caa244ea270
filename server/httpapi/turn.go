package httpapi

import (
	"context"
	"math"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"github.com/entente/entente/graph"
)

// turns says who may ask now: so many operations and exports run at a time, of
// which one client has a share, and one client asks so often.
type turns struct {
	limits      Limits
	memoryShort func() bool
	running     chan struct{} // one for each operation that runs
	count       func(int)     // told of each that begins (1) and ends (-1)

	mu      sync.Mutex
	clients map[string]*share
	swept   time.Time
}

// share is what one client takes of the turns.
type share struct {
	asks    *rate.Limiter // nil if anybody may ask as often as they like
	running int
	seen    time.Time
}

const (
	// maxClients bounds how many clients are told apart. When there are more, those
	// that come last share one place, so that a flood of addresses costs no memory.
	maxClients = 10_000
	// forgotten is after what time a client that runs nothing is forgotten: its
	// rate has filled up again by then.
	forgotten = time.Minute
)

func newTurns(l Limits, memoryShort func() bool, count func(int)) *turns {
	if memoryShort == nil {
		memoryShort = func() bool { return false }
	}
	return &turns{limits: l, memoryShort: memoryShort, running: make(chan struct{}, l.AtOnce), count: count, clients: map[string]*share{}}
}

// take waits until a client may run one more operation, a short while at most, and
// gives what ends it. A client that asks too often or runs too much already is
// ErrRateLimited. When all that runs is too much, or memory is short, it is
// ErrUnavailable: better to ask some to come back than to answer all of them too
// late, or none.
func (t *turns) take(ctx context.Context, name string) (done func(), err error) {
	if t.memoryShort() {
		return nil, graph.Errorf(graph.ErrUnavailable, "memory is short; ask again in a moment")
	}
	c, err := t.admit(name, time.Now())
	if err != nil {
		return nil, err
	}
	if err := t.wait(ctx); err != nil {
		t.leave(c)
		return nil, err
	}
	t.count(1)
	return func() {
		<-t.running
		t.leave(c)
		t.count(-1)
	}, nil
}

// admit counts an operation of a client, if its limits let it.
func (t *turns) admit(name string, now time.Time) (*share, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	c := t.client(name, now)
	c.seen = now
	if c.asks != nil && !c.asks.AllowN(now, 1) {
		return nil, graph.Errorf(graph.ErrRateLimited, "you may ask %v times a second; ask again in a moment", t.limits.Rate)
	}
	if most := t.limits.PerClient; most > 0 && c.running >= most {
		return nil, graph.Errorf(graph.ErrRateLimited, "%d questions of yours are being answered, as many as one client may ask at once; wait for one", most)
	}
	c.running++
	return c, nil
}

func (t *turns) leave(c *share) {
	t.mu.Lock()
	defer t.mu.Unlock()
	c.running--
}

// client finds a client, or makes one, and forgets those that have gone.
func (t *turns) client(name string, now time.Time) *share {
	if now.Sub(t.swept) > forgotten || len(t.clients) >= maxClients && now.Sub(t.swept) > time.Second {
		t.swept = now
		for name, c := range t.clients {
			if c.running == 0 && now.Sub(c.seen) > forgotten {
				delete(t.clients, name)
			}
		}
	}
	const others = "others"
	if t.clients[name] == nil && len(t.clients) >= maxClients {
		name = others
	}
	if t.clients[name] == nil {
		c := &share{}
		if t.limits.Rate > 0 {
			c.asks = rate.NewLimiter(rate.Limit(t.limits.Rate), int(math.Ceil(t.limits.Rate*burst)))
		}
		t.clients[name] = c
	}
	return t.clients[name]
}

// burst is how many seconds' worth a client may ask at once, after a pause: a page
// asks for all that it shows.
const burst = 4

func (t *turns) wait(ctx context.Context) error {
	select {
	case t.running <- struct{}{}:
		return nil
	default:
	}
	timer := time.NewTimer(t.limits.Wait)
	defer timer.Stop()
	select {
	case t.running <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return graph.Errorf(graph.ErrUnavailable, "%d questions are being answered already; ask again in a moment", t.limits.AtOnce)
	}
}
