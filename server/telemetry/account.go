package telemetry

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"
)

// Account is what one request did. Those who take part in answering it write it
// down; who took the request in tells it to the log. A nil Account takes nothing.
type Account struct {
	mu        sync.Mutex
	who       string
	route     string
	operation *Operation
	reads     map[string]reads
}

// Operation is a GraphQL operation that was asked.
type Operation struct {
	Name    string // as its client calls it; empty if it does not
	Type    string // query, mutation or subscription; empty if it could not be read
	Hash    string // digest of its text: the same operation, the same hash
	Cost    int    // values that its answer may have; 0 if it was not measured
	Outcome string // OK, or the code of its first error
}

// reads counts calls of one method of the store.
type reads struct {
	calls, values int
	took          time.Duration
}

type accountKey struct{}

// WithAccount opens an account for what is done in a context.
func WithAccount(ctx context.Context) (context.Context, *Account) {
	a := &Account{reads: map[string]reads{}}
	return context.WithValue(ctx, accountKey{}, a), a
}

// AccountOf gives the account of a context, or nil.
func AccountOf(ctx context.Context) *Account {
	a, _ := ctx.Value(accountKey{}).(*Account)
	return a
}

// Asker writes down who asks.
func (a *Account) Asker(who string) {
	if a != nil {
		a.mu.Lock()
		defer a.mu.Unlock()
		a.who = who
	}
}

// Routed writes down which of its addresses the service answered at.
func (a *Account) Routed(pattern string) {
	if a != nil {
		a.mu.Lock()
		defer a.mu.Unlock()
		a.route = pattern
	}
}

// Route gives the address of the service that answered, or "none".
func (a *Account) Route() string {
	if a == nil {
		return "none"
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.route == "" {
		return "none"
	}
	return a.route
}

// Asked writes down the operation.
func (a *Account) Asked(o Operation) {
	if a != nil {
		a.mu.Lock()
		defer a.mu.Unlock()
		a.operation = &o
	}
}

// read writes down a call of the store.
func (a *Account) read(method string, values int, took time.Duration) {
	if a != nil {
		a.mu.Lock()
		defer a.mu.Unlock()
		r := a.reads[method]
		r.calls, r.values, r.took = r.calls+1, r.values+values, r.took+took
		a.reads[method] = r
	}
}

// Attrs gives the account as attributes of a log line: who, the operation, and how
// often the store was read. Variables and answers are never in it.
func (a *Account) Attrs() []slog.Attr {
	if a == nil {
		return nil
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	var out []slog.Attr
	if a.who != "" {
		out = append(out, slog.String("who", a.who))
	}
	if o := a.operation; o != nil {
		out = append(out, slog.String("operation", o.Name), slog.String("type", o.Type), slog.String("hash", o.Hash),
			slog.Int("cost", o.Cost), slog.String("outcome", o.Outcome))
	}
	if n := a.calls(); n > 0 {
		out = append(out, slog.Int("store_reads", n))
	}
	return out
}

func (a *Account) calls() int {
	n := 0
	for _, r := range a.reads {
		n += r.calls
	}
	return n
}

// Plan says in words how the store was read: each method with its calls, the
// values that they gave, and the time they took, the slowest first.
func (a *Account) Plan() string {
	if a == nil {
		return ""
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	methods := slices.SortedFunc(maps.Keys(a.reads), func(x, y string) int {
		if a.reads[x].took != a.reads[y].took {
			return int(a.reads[y].took - a.reads[x].took)
		}
		return strings.Compare(x, y)
	})
	parts := make([]string, len(methods))
	for i, m := range methods {
		r := a.reads[m]
		parts[i] = fmt.Sprintf("%s ×%d: %d values in %v", m, r.calls, r.values, r.took.Round(time.Microsecond))
	}
	return strings.Join(parts, "; ")
}
