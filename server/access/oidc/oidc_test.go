package oidc_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/server/access"
	"github.com/entente/entente/server/access/oidc"
)

// login is an issuer of the test's own on the loopback.
type login struct {
	*httptest.Server
	t       *testing.T
	fetches atomic.Int64
	down    atomic.Bool

	mu   sync.Mutex
	keys []jose.JSONWebKey
}

func newLogin(t *testing.T) *login {
	t.Helper()
	l := &login{t: t}
	l.rotate("first")
	mux := http.NewServeMux()
	mux.HandleFunc("/.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(w).Encode(map[string]any{
			"issuer": l.URL, "jwks_uri": l.URL + "/keys", "authorization_endpoint": l.URL + "/auth", "token_endpoint": l.URL + "/token",
			"id_token_signing_alg_values_supported": []string{"ES256", "HS256", "none"},
		})
	})
	mux.HandleFunc("/keys", func(w http.ResponseWriter, _ *http.Request) {
		l.fetches.Add(1)
		l.mu.Lock()
		defer l.mu.Unlock()
		var set jose.JSONWebKeySet
		for _, k := range l.keys {
			set.Keys = append(set.Keys, k.Public())
		}
		_ = json.NewEncoder(w).Encode(set)
	})
	l.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if l.down.Load() {
			http.Error(w, "down", http.StatusBadGateway)
			return
		}
		mux.ServeHTTP(w, r)
	}))
	t.Cleanup(l.Close)
	t.Cleanup(http.DefaultTransport.(*http.Transport).CloseIdleConnections)
	return l
}

// rotate makes a new key the only one.
func (l *login) rotate(id string) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		l.t.Fatal(err)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.keys = []jose.JSONWebKey{{Key: key, KeyID: id, Algorithm: "ES256", Use: "sig"}}
}

// token signs claims, with those of somebody whom the service knows unless they say
// otherwise; a nil claim is left out.
func (l *login) token(now time.Time, claims map[string]any) string {
	l.mu.Lock()
	key := l.keys[0]
	l.mu.Unlock()
	return l.signed(jose.SigningKey{Algorithm: jose.ES256, Key: key}, now, claims)
}

func (l *login) signed(key jose.SigningKey, now time.Time, claims map[string]any) string {
	l.t.Helper()
	signer, err := jose.NewSigner(key, nil)
	if err != nil {
		l.t.Fatal(err)
	}
	all := map[string]any{
		"iss": l.URL, "aud": "entente", "sub": "u-17", "exp": now.Add(time.Hour).Unix(), "iat": now.Unix(),
		"preferred_username": "ada", "roles": []string{"offline_access", "EDITOR", "READER"},
	}
	maps.Copy(all, claims)
	maps.DeleteFunc(all, func(_ string, v any) bool { return v == nil })
	token, err := jwt.Signed(signer).Claims(all).Serialize()
	if err != nil {
		l.t.Fatal(err)
	}
	return token
}

type clock struct{ at atomic.Int64 }

func (c *clock) now() time.Time      { return time.Unix(c.at.Load(), 0) }
func (c *clock) add(d time.Duration) { c.at.Add(int64(d / time.Second)) }

func newIssuer(t *testing.T, l *login, change func(*oidc.Options)) (*oidc.Issuer, *clock) {
	t.Helper()
	c := &clock{}
	c.at.Store(1_700_000_000)
	o := oidc.Options{
		Issuer: l.URL, Audience: "entente", NameClaim: "preferred_username", RoleClaim: "roles",
		Log: slog.New(slog.DiscardHandler), Now: c.now,
	}
	if change != nil {
		change(&o)
	}
	i, err := oidc.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return i, c
}

// The claims of a token say who shows it and in which role.
func TestClaims(t *testing.T) {
	l := newLogin(t)
	for name, c := range map[string]struct {
		change func(*oidc.Options)
		claims map[string]any
		name   string
		role   access.Role
	}{
		"as they come":            {nil, nil, "ada", access.Editor},
		"no role":                 {nil, map[string]any{"roles": nil}, "ada", access.Nobody},
		"roles of others":         {nil, map[string]any{"roles": []any{"root", 7}}, "ada", access.Nobody},
		"one text":                {nil, map[string]any{"roles": "reader contributor"}, "ada", access.Contributor},
		"no name":                 {nil, map[string]any{"preferred_username": nil}, "u-17", access.Editor},
		"a name of no person":     {nil, map[string]any{"preferred_username": "a\nb"}, "u-17", access.Editor},
		"several audiences":       {nil, map[string]any{"aud": []string{"other", "entente"}}, "ada", access.Editor},
		"nested":                  {func(o *oidc.Options) { o.RoleClaim = "realm_access.roles" }, map[string]any{"realm_access": map[string]any{"roles": []string{"ADMINISTRATOR"}}}, "ada", access.Administrator},
		"nested where nothing is": {func(o *oidc.Options) { o.RoleClaim = "realm_access.roles" }, nil, "ada", access.Nobody},
		"a claim with an address": {func(o *oidc.Options) { o.RoleClaim = "https://x.org/roles" }, map[string]any{"https://x.org/roles": "EDITOR"}, "ada", access.Editor},
		"mapped": {
			func(o *oidc.Options) { o.Roles = map[string]access.Role{"desk-africa": access.Contributor} },
			map[string]any{"roles": []string{"desk-africa", "ADMINISTRATOR"}}, "ada", access.Contributor,
		},
		"an address that nobody checked": {
			func(o *oidc.Options) { o.NameClaim = "email" },
			map[string]any{"email": "boss@x.org", "email_verified": false}, "u-17", access.Editor,
		},
	} {
		i, clock := newIssuer(t, l, c.change)
		who, err := i.Principal(t.Context(), l.token(clock.now(), c.claims))
		if err != nil || who.Name != c.name || who.Role != c.role || who.KeyID != "" || !who.Until.Equal(clock.now().Add(time.Hour)) {
			t.Errorf("%s: %+v, %v", name, who, err)
		}
	}
}

// A token that is not the issuer's, for this service, and of now, opens nothing.
func TestForgedTokens(t *testing.T) {
	l, other := newLogin(t), newLogin(t)
	i, clock := newIssuer(t, l, nil)
	now := clock.now()
	good := l.token(now, nil)
	if _, err := i.Principal(t.Context(), good); err != nil {
		t.Fatal(err)
	}
	public, err := json.Marshal(l.keys[0].Public())
	if err != nil {
		t.Fatal(err)
	}
	const unsigned = "eyJhbGciOiJub25lIn0.eyJpc3MiOiJ4In0."
	for name, token := range map[string]string{
		"nothing": "", "no JWT": "x", "three parts": "x.y.z", "unsigned": unsigned,
		"cut":                  good[:len(good)-3],
		"another issuer":       other.token(now, nil),
		"another's signature":  other.token(now, map[string]any{"iss": l.URL}),
		"another service":      l.token(now, map[string]any{"aud": "mail"}),
		"for nobody":           l.token(now, map[string]any{"aud": nil}),
		"expired":              l.token(now, map[string]any{"exp": now.Add(-time.Minute).Unix()}),
		"without an end":       l.token(now, map[string]any{"exp": nil}),
		"not yet":              l.token(now, map[string]any{"nbf": now.Add(time.Hour).Unix()}),
		"of nobody":            l.token(now, map[string]any{"sub": nil, "preferred_username": nil}),
		"signed with our keys": l.signed(jose.SigningKey{Algorithm: jose.HS256, Key: public}, now, nil),
	} {
		who, err := i.Principal(t.Context(), token)
		if !errors.Is(err, graph.ErrUnauthenticated) || who != (access.Principal{}) {
			t.Errorf("%s: %+v, %v", name, who, err)
		}
	}
}

// A key that the issuer newly signs with is found, the old one is good no more, and
// made-up ones do not make us ask the issuer again and again.
func TestRotation(t *testing.T) {
	l := newLogin(t)
	i, clock := newIssuer(t, l, nil)
	old := l.token(clock.now(), nil)
	if _, err := i.Principal(t.Context(), old); err != nil {
		t.Fatal(err)
	}
	l.rotate("second")
	clock.add(time.Minute)
	if _, err := i.Principal(t.Context(), l.token(clock.now(), nil)); err != nil {
		t.Errorf("after the issuer took a new key: %v", err)
	}
	if _, err := i.Principal(t.Context(), old); !errors.Is(err, graph.ErrUnauthenticated) {
		t.Errorf("the key that the issuer took back is good: %v", err)
	}
	before := l.fetches.Load()
	forger := newLogin(t)
	for n := range 50 {
		forger.rotate(fmt.Sprint("made-up-", n))
		_, _ = i.Principal(t.Context(), forger.token(clock.now(), map[string]any{"iss": l.URL}))
	}
	if n := l.fetches.Load() - before; n > 1 {
		t.Errorf("50 made-up keys made us ask the issuer %d times", n)
	}
}

// While the issuer is down that is said, and nobody is taken for somebody who is
// refused; when it is back, so are we.
func TestIssuerDown(t *testing.T) {
	l := newLogin(t)
	i, clock := newIssuer(t, l, nil)
	token := l.token(clock.now(), nil)
	l.down.Store(true)
	if _, err := i.Principal(t.Context(), token); !errors.Is(err, graph.ErrUnavailable) {
		t.Errorf("at first: %v", err)
	}
	l.down.Store(false)
	clock.add(time.Minute)
	if _, err := i.Principal(t.Context(), token); err != nil {
		t.Errorf("when it is back: %v", err)
	}
	l.down.Store(true)
	clock.add(time.Minute)
	if _, err := i.Principal(t.Context(), token); err != nil {
		t.Errorf("keys that are known do while it is down: %v", err)
	}
	l.rotate("second")
	if _, err := i.Principal(t.Context(), l.token(clock.now(), nil)); !errors.Is(err, graph.ErrUnavailable) {
		t.Errorf("a key that is not known while it is down: %v", err)
	}
}

// Whoever is in a session when their token expires may not go on.
func TestStill(t *testing.T) {
	l := newLogin(t)
	i, clock := newIssuer(t, l, nil)
	who, err := i.Principal(t.Context(), l.token(clock.now(), nil))
	if err != nil || i.Still(t.Context(), who) != nil {
		t.Fatalf("%+v, %v", who, err)
	}
	clock.add(time.Hour)
	if err := i.Still(t.Context(), who); !errors.Is(err, graph.ErrForbidden) {
		t.Errorf("after the token has expired: %v", err)
	}
}

func TestOptionsAreChecked(t *testing.T) {
	for field, o := range map[string]oidc.Options{
		"--oidc-issuer":   {Issuer: "http://login.example.org", Audience: "x"},
		"--oidc-audience": {Issuer: "https://login.example.org"},
	} {
		_, err := oidc.New(o)
		var e *graph.Error
		if !errors.As(err, &e) || e.Field != field {
			t.Errorf("%+v: %v", o, err)
		}
	}
}
