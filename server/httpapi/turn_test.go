package httpapi

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/server/access"
)

func take(t *testing.T, turns *turns, name string) (func(), error) {
	t.Helper()
	return turns.take(t.Context(), name)
}

func TestOneClientTakesOnlyItsShare(t *testing.T) {
	running := 0
	turns := newTurns(Limits{AtOnce: 3, PerClient: 2}, nil, func(n int) { running += n })
	first, err1 := take(t, turns, "ada")
	_, err2 := take(t, turns, "ada")
	if err1 != nil || err2 != nil {
		t.Fatal(err1, err2)
	}
	if _, err := take(t, turns, "ada"); !errors.Is(err, graph.ErrRateLimited) {
		t.Errorf("a third question at once: %v", err)
	}
	if _, err := take(t, turns, "grace"); err != nil {
		t.Errorf("somebody else: %v", err)
	}
	if _, err := take(t, turns, "joan"); !errors.Is(err, graph.ErrUnavailable) {
		t.Errorf("when all places are taken: %v", err)
	}
	first()
	if _, err := take(t, turns, "ada"); err != nil {
		t.Errorf("after one was answered: %v", err)
	}
	if running != 3 {
		t.Errorf("%d are said to run", running)
	}
}

func TestOneClientAsksOnlySoOften(t *testing.T) {
	turns := newTurns(Limits{AtOnce: 100, Rate: 2}, nil, func(int) {})
	now := time.Now()
	asks := func(name string, at time.Time) bool {
		c, err := turns.admit(name, at)
		if err != nil && !errors.Is(err, graph.ErrRateLimited) {
			t.Fatal(err)
		}
		if err == nil {
			turns.leave(c)
		}
		return err == nil
	}
	n := 0
	for range 100 {
		if asks("ada", now) {
			n++
		}
	}
	if n != 2*burst {
		t.Errorf("%d of 100 questions at once were let in; wanted %d", n, 2*burst)
	}
	if asks("ada", now.Add(time.Millisecond)) || !asks("ada", now.Add(600*time.Millisecond)) || !asks("grace", now) {
		t.Error("the rate does not fill up again, or counts for others")
	}
}

// A flood of addresses costs no memory, and does not lock out who is there already.
func TestManyClients(t *testing.T) {
	turns := newTurns(Limits{AtOnce: 1, Rate: 1}, nil, func(int) {})
	now := time.Now()
	admit := func(name string, at time.Time) error {
		c, err := turns.admit(name, at)
		if err == nil {
			turns.leave(c)
		}
		return err
	}
	for i := range 3 * maxClients {
		_ = admit(fmt.Sprint(i), now)
	}
	if n := len(turns.clients); n > maxClients+1 {
		t.Errorf("%d clients are kept", n)
	}
	if err := admit("0", now.Add(2*time.Second)); err != nil {
		t.Errorf("the first of them asks again: %v", err)
	}
	if err := admit("late", now.Add(3*forgotten)); err != nil || len(turns.clients) != 1 {
		t.Errorf("after all have gone: %v, with %d kept", err, len(turns.clients))
	}
}

func TestMemoryIsShort(t *testing.T) {
	turns := newTurns(Limits{AtOnce: 1}, func() bool { return true }, func(int) {})
	if _, err := take(t, turns, "ada"); !errors.Is(err, graph.ErrUnavailable) {
		t.Errorf("with memory short: %v", err)
	}
}

// Who does not wait leaves no trace.
func TestWaitingIsGivenUp(t *testing.T) {
	turns := newTurns(Limits{AtOnce: 1, PerClient: 1, Wait: time.Hour}, nil, func(int) {})
	done, err := take(t, turns, "ada")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := turns.take(ctx, "grace"); !errors.Is(err, context.Canceled) {
		t.Errorf("a client that has gone: %v", err)
	}
	done()
	if _, err := take(t, turns, "grace"); err != nil {
		t.Errorf("the same one again: %v", err)
	}
}

func TestWhereARequestComesFrom(t *testing.T) {
	a := &api{Options: Options{Proxies: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("::1/128")}}}
	for _, c := range []struct{ remote, forwarded, want string }{
		{"192.0.2.1:99", "", "address 192.0.2.1"},
		{"192.0.2.1:99", "198.51.100.7", "address 192.0.2.1"}, // anybody can write that
		{"10.1.1.1:99", "198.51.100.7", "address 198.51.100.7"},
		{"10.1.1.1:99", "203.0.113.9, 198.51.100.7", "address 198.51.100.7"},
		{"10.1.1.1:99", "203.0.113.9, 198.51.100.7, 10.2.2.2", "address 198.51.100.7"},
		{"10.1.1.1:99", "nonsense", "address 10.1.1.1"},
		{"10.1.1.1:99", "", "address 10.1.1.1"},
		{"[::1]:99", "2001:db8:1:2:3:4:5:6", "address 2001:db8:1:2::"},
		{"[::ffff:192.0.2.1]:99", "", "address 192.0.2.1"},
		{"a pipe", "", "address a pipe"},
	} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)
		r.RemoteAddr = c.remote
		if c.forwarded != "" {
			r.Header.Set("X-Forwarded-For", c.forwarded)
		}
		if got := a.clientOf(r, access.Principal{}); got != c.want {
			t.Errorf("from %s by %q: %s; wanted %s", c.remote, c.forwarded, got, c.want)
		}
	}
	if got := a.clientOf(httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil), access.Principal{Name: "ada"}); !strings.HasSuffix(got, "ada") {
		t.Errorf("who shows a key is %s", got)
	}
}
