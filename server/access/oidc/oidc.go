// Package oidc says who shows a token that an OpenID Connect issuer signed: a JWT
// of the institute's own login.
package oidc

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/server/access"
)

// Options say whose tokens count, and how they are read.
type Options struct {
	Issuer    string                 // its address, as its tokens write it
	Audience  string                 // for whom tokens must be made out
	NameClaim string                 // the claim that names somebody; where it is missing, sub does
	RoleClaim string                 // the claim that lists roles; dots lead into objects, as realm_access.roles
	Roles     map[string]access.Role // what its values mean; nil for the names of the roles themselves

	Log *slog.Logger
	Now func() time.Time // nil for the machine's clock
}

// Check reports what is wrong with the options, as ErrInvalid with the flag's name.
func (o Options) Check() error {
	u, err := url.Parse(o.Issuer)
	if err != nil || u.Host == "" || u.Scheme != "https" && (u.Scheme != "http" || !loopback(u.Hostname())) {
		return graph.InField("--oidc-issuer", graph.Errorf(graph.ErrInvalid, "%q is no address of an issuer; write it as https://login.example.org", o.Issuer))
	}
	if o.Audience == "" {
		return graph.InField("--oidc-audience", graph.Errorf(graph.ErrInvalid, "is missing: without it every token of the issuer would do, also one made out for another service"))
	}
	return nil
}

func loopback(host string) bool { return host == "localhost" || host == "127.0.0.1" || host == "::1" }

// Issuer says who shows a token of an issuer. It asks the issuer for its keys when
// it first needs them, and again when a token is signed by one that it does not
// know.
type Issuer struct {
	options Options
	client  *http.Client

	mu       sync.Mutex
	verifier *oidc.IDTokenVerifier
	tried    time.Time // when the issuer was last asked in vain
	failed   error
}

const (
	askWithin = 5 * time.Second // for an answer of the issuer
	askAgain  = 5 * time.Second // how soon an issuer that did not answer is asked again
)

// New makes an Issuer. It does not ask the issuer yet.
func New(o Options) (*Issuer, error) {
	if err := o.Check(); err != nil {
		return nil, err
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	client := &http.Client{Transport: &remembering{next: http.DefaultTransport, now: o.Now}, Timeout: askWithin}
	return &Issuer{options: o, client: client}, nil
}

// Principal gives who shows a token. One that is not good is ErrUnauthenticated;
// that the issuer's keys cannot be had is ErrUnavailable.
func (i *Issuer) Principal(ctx context.Context, token string) (access.Principal, error) {
	v, err := i.ready()
	if err != nil {
		return access.Principal{}, away(err)
	}
	var unfetched error
	t, err := v.Verify(context.WithValue(ctx, unfetchedKey{}, &unfetched), token)
	if unfetched != nil {
		i.options.Log.WarnContext(ctx, "the issuer's keys cannot be had", "error", unfetched)
		return access.Principal{}, away(unfetched)
	}
	var expired *oidc.TokenExpiredError
	if errors.As(err, &expired) {
		return access.Principal{}, graph.Errorf(graph.ErrUnauthenticated, "the token has expired; log in again")
	}
	if err != nil {
		return access.Principal{}, &graph.Error{Kind: graph.ErrUnauthenticated, Message: "the token is not one of the issuer for this service", Err: err}
	}
	var claims map[string]any
	if err := t.Claims(&claims); err != nil {
		return access.Principal{}, &graph.Error{Kind: graph.ErrUnauthenticated, Message: "the claims of the token cannot be read", Err: err}
	}
	who := access.Principal{Name: t.Subject, Role: i.role(claims), Until: t.Expiry}
	doubtful := i.options.NameClaim == "email" && claims["email_verified"] == false
	if name, ok := find(claims, i.options.NameClaim).(string); ok && !doubtful && access.CheckName(name) == nil {
		who.Name = name
	}
	if access.CheckName(who.Name) != nil {
		return access.Principal{}, graph.Errorf(graph.ErrUnauthenticated, "the token names nobody")
	}
	return who, nil
}

func away(err error) error {
	return &graph.Error{Kind: graph.ErrUnavailable, Message: "the issuer of the token does not answer; try again", Err: err}
}

// ready gives the verifier, once the issuer has told about itself.
func (i *Issuer) ready() (*oidc.IDTokenVerifier, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	now := i.options.Now()
	if i.verifier != nil || i.failed != nil && now.Sub(i.tried) < askAgain {
		return i.verifier, i.failed
	}
	// The keys are fetched with this context long after the request that came first.
	ctx := oidc.ClientContext(context.Background(), i.client)
	p, err := oidc.NewProvider(ctx, i.options.Issuer)
	if err != nil {
		i.tried, i.failed = now, err
		i.options.Log.Warn("the issuer does not answer", "issuer", i.options.Issuer, "error", err)
		return nil, err
	}
	var told struct {
		Keys       string   `json:"jwks_uri"`
		Algorithms []string `json:"id_token_signing_alg_values_supported"`
	}
	if err := p.Claims(&told); err != nil {
		return nil, fmt.Errorf("read what the issuer says of itself: %w", err)
	}
	keys := watched{oidc.NewRemoteKeySet(ctx, told.Keys)}
	i.failed = nil
	i.verifier = oidc.NewVerifier(i.options.Issuer, keys, &oidc.Config{
		ClientID: i.options.Audience, SupportedSigningAlgs: asymmetric(told.Algorithms), Now: i.options.Now,
	})
	return i.verifier, nil
}

// asymmetric gives the algorithms that only the issuer can sign with.
func asymmetric(algorithms []string) []string {
	var out []string
	for _, a := range algorithms {
		switch a {
		case oidc.RS256, oidc.RS384, oidc.RS512, oidc.ES256, oidc.ES384, oidc.ES512, oidc.PS256, oidc.PS384, oidc.PS512, oidc.EdDSA:
			out = append(out, a)
		}
	}
	if out == nil {
		out = []string{oidc.RS256}
	}
	return out
}

// Still reports that somebody's token has expired, as ErrForbidden.
func (i *Issuer) Still(_ context.Context, who access.Principal) error {
	if !who.Until.IsZero() && !i.options.Now().Before(who.Until) {
		return graph.Errorf(graph.ErrForbidden, "the token has expired; log in again")
	}
	return nil
}

// role gives the greatest role that the claims speak of.
func (i *Issuer) role(claims map[string]any) access.Role {
	var values []string
	switch v := find(claims, i.options.RoleClaim).(type) {
	case string:
		values = strings.Fields(v)
	case []any:
		for _, one := range v {
			if s, ok := one.(string); ok {
				values = append(values, s)
			}
		}
	}
	most := access.Nobody
	for _, v := range values {
		role := i.options.Roles[v]
		if i.options.Roles == nil {
			role, _ = access.ParseRole(v) // what is no role of ours is one of another service
		}
		most = max(most, role)
	}
	return most
}

// find gives the claim at a path, or nil.
func find(claims map[string]any, path string) any {
	if v, ok := claims[path]; ok { // a name with dots in it, such as an address
		return v
	}
	var at any = claims
	for name := range strings.SplitSeq(path, ".") {
		object, _ := at.(map[string]any)
		at = object[name]
	}
	return at
}
