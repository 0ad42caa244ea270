package main

import (
	"context"
	"crypto/tls"
	"log/slog"
	"strings"
	"sync"
	"time"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/server/access"
	"github.com/entente/entente/server/access/oidc"
	"github.com/entente/entente/server/httpapi"
)

// accessFlags say who may do what, and how their requests come in.
type accessFlags struct {
	TLSCert    string `group:"web" name:"tls-cert" placeholder:"FILE" help:"Certificate, with those that it rests on, as PEM. It is read again when the file changes."`
	TLSKey     string `group:"web" name:"tls-key" placeholder:"FILE" help:"Private key of the certificate, as PEM."`
	TLSByProxy bool   `group:"web" name:"tls-by-proxy" help:"Something in front does TLS: a proxy, or a container's port that is open to one machine only. Without this or a certificate no address is taken that other machines reach."`

	Anonymous string `group:"access" default:"auto" enum:"auto,reader,nobody" placeholder:"ROLE" help:"Role of whoever shows no key: reader or nobody; auto is reader on the loopback address and nobody with --public."`

	OIDCIssuer    string   `group:"access" name:"oidc-issuer" placeholder:"URL" help:"OpenID Connect issuer whose tokens are good besides keys, as https://login.example.org."`
	OIDCAudience  string   `group:"access" name:"oidc-audience" placeholder:"NAME" help:"For whom the issuer's tokens must be made out: the client id of this service there."`
	OIDCNameClaim string   `group:"access" name:"oidc-name-claim" default:"preferred_username" placeholder:"CLAIM" help:"Claim that names the author of what somebody records; sub where it is missing."`
	OIDCRoleClaim string   `group:"access" name:"oidc-role-claim" default:"roles" placeholder:"CLAIM" help:"Claim that lists somebody's roles; dots lead into objects, as realm_access.roles."`
	OIDCRole      []string `group:"access" name:"oidc-role" placeholder:"VALUE=ROLE" help:"What a value of that claim means, as desk-africa=editor; once for each. Without any the values are the names of the roles."`
}

// checkAccess reports what is wrong with the flags.
func (f accessFlags) checkAccess() error {
	if (f.TLSCert == "") != (f.TLSKey == "") {
		return graph.InField("--tls-cert", graph.Errorf(graph.ErrInvalid, "a certificate (--tls-cert) and its key (--tls-key) go together; give both"))
	}
	if f.OIDCIssuer == "" && (f.OIDCAudience != "" || len(f.OIDCRole) > 0) {
		return graph.InField("--oidc-issuer", graph.Errorf(graph.ErrInvalid, "is missing; the other --oidc flags say how its tokens are read"))
	}
	_, err := f.issuer(slog.New(slog.DiscardHandler))
	return err
}

// unknown gives the role of whoever shows no key.
func (c *serveCommand) unknown() access.Role {
	if c.Anonymous == "reader" || c.Anonymous == "auto" && !c.Public {
		return access.Reader
	}
	return access.Nobody
}

// issuer makes the issuer that the flags name, or gives nil if they name none.
func (f accessFlags) issuer(log *slog.Logger) (*oidc.Issuer, error) {
	if f.OIDCIssuer == "" {
		return nil, nil
	}
	o := oidc.Options{Issuer: f.OIDCIssuer, Audience: f.OIDCAudience, NameClaim: f.OIDCNameClaim, RoleClaim: f.OIDCRoleClaim, Log: log}
	for _, pair := range f.OIDCRole {
		at := strings.LastIndexByte(pair, '=')
		if at < 1 {
			return nil, graph.InField("--oidc-role", graph.Errorf(graph.ErrInvalid, "%q is no pair; write the claim's value and a role, as desk-africa=editor", pair))
		}
		role, err := access.ParseRole(pair[at+1:])
		if err != nil {
			return nil, graph.InField("--oidc-role", err)
		}
		if o.Roles == nil {
			o.Roles = map[string]access.Role{}
		}
		o.Roles[pair[:at]] = role
	}
	return oidc.New(o)
}

// letIn says in the options who is let in, and gives the token of the first key if
// this is the first start.
func (c *serveCommand) letIn(ctx context.Context, store graph.Store, o *httpapi.Options) (first string, err error) {
	o.Unknown = c.unknown()
	keys := access.NewKeys(store, o.Log, nil)
	tokens := access.Tokens{Keys: keys}
	issuer, err := c.issuer(o.Log)
	if err != nil {
		return "", err
	}
	if issuer != nil {
		tokens.Issuer = issuer
	}
	o.Keys, o.Tokens = keys, tokens
	return keys.First(ctx)
}

// certificate is a certificate on disk that may be renewed while the service runs.
type certificate struct {
	certFile, keyFile string
	log               *slog.Logger

	mu   sync.Mutex
	held *tls.Certificate
	read time.Time
}

// certificateFresh is how long a certificate counts before its files are read again.
const certificateFresh = time.Minute

// tlsConfig gives the configuration of TLS, or nil where something in front does it.
func (f accessFlags) tlsConfig(log *slog.Logger) (*tls.Config, error) {
	if f.TLSCert == "" {
		return nil, nil
	}
	c := &certificate{certFile: f.TLSCert, keyFile: f.TLSKey, log: log}
	if _, err := c.get(nil); err != nil {
		return nil, graph.InField("--tls-cert", graph.Errorf(graph.ErrInvalid, "the certificate and its key cannot be used: %v", err))
	}
	return &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: c.get, NextProtos: []string{"h2", "http/1.1"}}, nil
}

// get gives the certificate. One that cannot be read does not take the place of
// one that could.
func (c *certificate) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.held != nil && time.Since(c.read) < certificateFresh {
		return c.held, nil
	}
	c.read = time.Now()
	fresh, err := tls.LoadX509KeyPair(c.certFile, c.keyFile)
	switch {
	case err == nil:
		c.held = &fresh
	case c.held == nil:
		return nil, err
	default:
		c.log.Error("the renewed certificate cannot be used; the one before goes on", "error", err)
	}
	return c.held, nil
}
