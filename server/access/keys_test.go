package access_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/store/storetest"
	"github.com/entente/entente/server/access"
)

// clock is a clock that tests move.
type clock struct{ at atomic.Int64 }

func (c *clock) now() time.Time                  { return time.Unix(c.at.Load(), 0) }
func (c *clock) add(d time.Duration)             { c.at.Add(int64(d / time.Second)) }
func quiet() *slog.Logger                        { return slog.New(slog.DiscardHandler) }
func newDesk() graph.Desk                        { return storetest.NewModel() }
func newClock() *clock                           { c := &clock{}; c.at.Store(1_700_000_000); return c }
func keysOn(d graph.Desk, c *clock) *access.Keys { return access.NewKeys(d, quiet(), c.now) }

// A key opens what its role may, until it expires or is revoked; on another server
// of the same desk a few seconds later.
func TestKeyLife(t *testing.T) {
	c, desk := newClock(), newDesk()
	here, there := keysOn(desk, c), keysOn(desk, c)
	key, token, err := here.Create(t.Context(), access.NewKey{Name: "Ada", Role: access.Editor}, "administrator")
	if err != nil {
		t.Fatal(err)
	}
	want := access.Principal{Name: "Ada", Role: access.Editor, KeyID: key.ID}
	for name, keys := range map[string]*access.Keys{"here": here, "there": there} {
		if got, err := keys.Principal(t.Context(), token); got != want || err != nil {
			t.Errorf("%s the token is that of %+v, %v", name, got, err)
		}
		if err := keys.Still(t.Context(), want); err != nil {
			t.Errorf("%s the key is good no more: %v", name, err)
		}
	}
	if _, err := here.Revoke(t.Context(), key.ID); err != nil {
		t.Fatal(err)
	}
	if got, err := here.Principal(t.Context(), token); !errors.Is(err, graph.ErrUnauthenticated) {
		t.Errorf("a revoked key is that of %+v, %v", got, err)
	}
	if err := here.Still(t.Context(), want); !errors.Is(err, graph.ErrForbidden) {
		t.Errorf("whoever had the revoked key may go on: %v", err)
	}
	c.add(6 * time.Second)
	if _, err := there.Principal(t.Context(), token); !errors.Is(err, graph.ErrUnauthenticated) {
		t.Errorf("another server knows the revoked key as good: %v", err)
	}
	_, brief, err := here.Create(t.Context(), access.NewKey{Name: "guest", Role: access.Reader, Until: c.now().Add(time.Hour)}, "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := here.Principal(t.Context(), brief); err != nil {
		t.Error(err)
	}
	c.add(time.Hour)
	if _, err := here.Principal(t.Context(), brief); !errors.Is(err, graph.ErrUnauthenticated) {
		t.Errorf("an expired key is good: %v", err)
	}
}

// What is not a good token opens nothing, and does not say why.
func TestBadTokens(t *testing.T) {
	c := newClock()
	keys := keysOn(newDesk(), c)
	key, token, err := keys.Create(t.Context(), access.NewKey{Name: "Ada", Role: access.Reader}, "")
	if err != nil {
		t.Fatal(err)
	}
	_, other, err := keys.Create(t.Context(), access.NewKey{Name: "Bo", Role: access.Administrator}, "")
	if err != nil {
		t.Fatal(err)
	}
	said := map[string]bool{}
	for _, bad := range []string{
		"", "ent_", "ent__", "ent_" + key.ID, "ent_" + key.ID + "_", token + "x", token[:len(token)-1], strings.ToUpper(token), "x" + token, " " + token,
		"ent_" + key.ID + "_" + strings.SplitN(other, "_", 3)[2], "ent_unknown_abcdefgh", "ent_\x00_\x00",
	} {
		got, err := keys.Principal(t.Context(), bad)
		if got != (access.Principal{}) || !errors.Is(err, graph.ErrUnauthenticated) {
			t.Errorf("%q is the token of %+v, %v", bad, got, err)
			continue
		}
		said[err.Error()] = true
	}
	if len(said) != 1 {
		t.Errorf("the errors tell bad tokens apart: %v", said)
	}
}

// Neither the token nor its secret lies on the desk.
func TestTokenIsKeptNowhere(t *testing.T) {
	desk := newDesk()
	keys := keysOn(desk, newClock())
	first, err := keys.First(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	_, made, err := keys.Create(t.Context(), access.NewKey{Name: "Ada", Role: access.Reader}, "")
	if err != nil {
		t.Fatal(err)
	}
	papers, err := graph.Collect(desk.Papers(t.Context(), graph.PaperFilter{}))
	if err != nil || len(papers) != 2 {
		t.Fatalf("%d papers, %v", len(papers), err)
	}
	for _, token := range []string{first, made} {
		secret := strings.SplitN(token, "_", 3)[2]
		if len(secret) < 26 {
			t.Errorf("the secret %q is short", secret)
		}
		for _, p := range papers {
			if strings.Contains(string(p.Body), secret) || strings.Contains(p.ID, secret) {
				t.Errorf("the desk holds a token: %s", p.Body)
			}
		}
	}
}

// Only the first start of all servers of a desk makes the administrator's key, and
// no later one, even when it is revoked.
func TestFirstKey(t *testing.T) {
	desk, c := newDesk(), newClock()
	var wait sync.WaitGroup
	tokens := make([]string, 8)
	for i := range tokens {
		wait.Go(func() {
			var err error
			if tokens[i], err = keysOn(desk, c).First(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	token := strings.Join(tokens, "")
	keys := keysOn(desk, c)
	who, err := keys.Principal(t.Context(), token)
	if err != nil || who.Role != access.Administrator || who.Name != "administrator" {
		t.Fatalf("the tokens %v are that of %+v, %v", tokens, who, err)
	}
	if _, err := keys.Revoke(t.Context(), who.KeyID); err != nil {
		t.Fatal(err)
	}
	if again, err := keys.First(t.Context()); again != "" || err != nil {
		t.Errorf("a later start makes another: %q, %v", again, err)
	}
}

// The last use of a key is noted, but not each one.
func TestLastUse(t *testing.T) {
	c := newClock()
	desk := &counted{Desk: newDesk()}
	keys := keysOn(desk, c)
	key, token, err := keys.Create(t.Context(), access.NewKey{Name: "Ada", Role: access.Reader}, "")
	if err != nil {
		t.Fatal(err)
	}
	lastUse := func() time.Time {
		all, err := keys.List(t.Context())
		if err != nil || len(all) != 1 || all[0].ID != key.ID {
			t.Fatalf("%+v, %v", all, err)
		}
		return all[0].LastUsed
	}
	if !lastUse().IsZero() {
		t.Error("a key that nobody showed was used")
	}
	filings := desk.filings.Load()
	for range 100 {
		c.add(time.Second)
		if _, err := keys.Principal(t.Context(), token); err != nil {
			t.Fatal(err)
		}
	}
	if got := desk.filings.Load() - filings; got != 1 {
		t.Errorf("100 uses in 100 seconds were noted %d times", got)
	}
	if reads := desk.reads.Load(); reads > 30 {
		t.Errorf("100 uses in 100 seconds read the keys %d times", reads)
	}
	c.add(time.Hour)
	if _, err := keys.Principal(t.Context(), token); err != nil {
		t.Fatal(err)
	}
	if got := lastUse(); !got.Equal(c.now()) {
		t.Errorf("last used %v, and it is %v", got, c.now())
	}
}

// A desk that takes nothing keeps nobody from reading; one that cannot be read does.
func TestFaultyDesk(t *testing.T) {
	c := newClock()
	desk := &counted{Desk: newDesk()}
	keys := keysOn(desk, c)
	_, token, err := keys.Create(t.Context(), access.NewKey{Name: "Ada", Role: access.Reader}, "")
	if err != nil {
		t.Fatal(err)
	}
	full := graph.Errorf(graph.ErrUnavailable, "the disk is full")
	desk.fileErr.Store(&full)
	if _, err := keys.Principal(t.Context(), token); err != nil {
		t.Errorf("on a full disk the key is not good: %v", err)
	}
	away := graph.Errorf(graph.ErrUnavailable, "the store does not answer")
	desk.readErr.Store(&away)
	c.add(time.Minute)
	if _, err := keys.Principal(t.Context(), token); !errors.Is(err, graph.ErrUnavailable) {
		t.Errorf("without a desk: %v", err)
	}
}

func TestNewKeyIsChecked(t *testing.T) {
	c := newClock()
	keys := keysOn(newDesk(), c)
	for field, n := range map[string]access.NewKey{
		"name":  {Role: access.Reader},
		"role":  {Name: "Ada"},
		"until": {Name: "Ada", Role: access.Reader, Until: c.now()},
	} {
		_, token, err := keys.Create(t.Context(), n, "")
		var e *graph.Error
		if !errors.As(err, &e) || e.Field != field || !errors.Is(err, graph.ErrInvalid) || token != "" {
			t.Errorf("%+v: %q, %v", n, token, err)
		}
	}
	for _, name := range []string{" Ada", "Ada\n", "A\x00", strings.Repeat("a", 101), "a\u202eb"} {
		if err := access.CheckName(name); err == nil {
			t.Errorf("somebody is called %q", name)
		}
	}
	if _, err := keys.Revoke(t.Context(), "nosuch"); !errors.Is(err, graph.ErrNotFound) {
		t.Errorf("a key that is not there is revoked: %v", err)
	}
}

// Keys may be used, listed and revoked at once.
func TestKeysAtOnce(t *testing.T) {
	c := newClock()
	keys := keysOn(newDesk(), c)
	var wait sync.WaitGroup
	for i := range 8 {
		wait.Go(func() {
			key, token, err := keys.Create(t.Context(), access.NewKey{Name: fmt.Sprint("user ", i), Role: access.Reader}, "")
			if err != nil {
				t.Error(err)
				return
			}
			if _, err := keys.Principal(t.Context(), token); err != nil {
				t.Error(err)
			}
			if _, err := keys.Revoke(t.Context(), key.ID); err != nil {
				t.Error(err)
			}
			if _, err := keys.Principal(t.Context(), token); err == nil {
				t.Error("a revoked key is good")
			}
		})
	}
	wait.Wait()
}

// counted is a desk that counts, and fails when it is told to.
type counted struct {
	graph.Desk
	reads, filings   atomic.Int64
	readErr, fileErr atomic.Pointer[*graph.Error]
}

func (d *counted) Papers(ctx context.Context, f graph.PaperFilter) iter.Seq2[graph.Paper, error] {
	d.reads.Add(1)
	if err := d.readErr.Load(); err != nil {
		return graph.Fail[graph.Paper](*err)
	}
	return d.Desk.Papers(ctx, f)
}

func (d *counted) File(ctx context.Context, p graph.Paper) (graph.Paper, error) {
	d.filings.Add(1)
	if err := d.fileErr.Load(); err != nil {
		return graph.Paper{}, *err
	}
	return d.Desk.File(ctx, p)
}
