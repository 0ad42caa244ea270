package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

var tokenLine = regexp.MustCompile(`ent_[a-z0-9]+_[a-z0-9]+`)

// with sends a request with a key.
func (s *service) with(token, method, path, body string) (int, string) {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), method, s.url+path, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	return s.do(r)
}

// The first start tells the administrator's key, and no later one does. It makes
// other keys, and nobody without one does.
func TestFirstStart(t *testing.T) {
	dir := t.TempDir()
	s := start(t, "-data", dir, "-empty")
	token := tokenLine.FindString(s.out.String())
	if token == "" || strings.Count(s.out.String(), token) != 1 || strings.Contains(s.log.String(), token) {
		t.Fatalf("the key is not told once:\n%s", s.out)
	}
	for name, c := range map[string]struct {
		token  string
		status int
	}{"nobody": {"", 401}, "somebody wrong": {token + "x", 401}, "the administrator": {token, 201}} {
		if status, body := s.with(c.token, http.MethodPost, "/keys", `{"name": "Ada", "role": "EDITOR"}`); status != c.status {
			t.Errorf("%s: %d %s", name, status, body)
		}
	}
	if status, _ := s.get("/export/csv"); status != 200 {
		t.Errorf("reading on the loopback takes a key: %d", status)
	}
	s.stop()
	again := start(t, "-data", dir)
	if out := again.out.String(); tokenLine.MatchString(out) {
		t.Errorf("a later start tells a key:\n%s", out)
	}
	if status, _ := again.with(token, http.MethodGet, "/keys", ""); status != 200 {
		t.Errorf("the first key is good no more: %d", status)
	}
}

// Keys are made, listed and revoked in the store while no service runs on it, and
// through the service while one does.
func TestKeyCommands(t *testing.T) {
	dir := t.TempDir()
	if got := runCommand(t, nil, "key", "list", "-data", dir); got.status != 3 || !strings.Contains(got.stderr, "holds no record") {
		t.Errorf("without a record: %+v", got)
	}
	s := start(t, "-data", dir, "-empty")
	first := tokenLine.FindString(s.out.String())
	if got := runCommand(t, nil, "key", "list", "-data", dir); got.status != 5 || !strings.Contains(got.stderr, "--service http://127.0.0.1:8080") {
		t.Errorf("while the service runs: %+v", got)
	}
	env := []string{"ENTENTE_SERVICE=" + s.url, "ENTENTE_SERVICE_KEY=" + first}
	made := runIn(t, env, nil, "key", "create", "-role", "contributor", "-until", "2099-12-31", "Ada Lovelace")
	if made.status != 0 || !regexp.MustCompile(`^ent_[a-z0-9]+_[a-z0-9]+\n$`).MatchString(made.stdout) {
		t.Fatalf("%+v", made)
	}
	list := runIn(t, env, nil, "key", "list")
	if list.status != 0 || !regexp.MustCompile(`Ada Lovelace +contributor +good +\d{4}-\d\d-\d\d +2100-01-01 00:00:00 +never`).MatchString(list.stdout) {
		t.Errorf("%+v", list)
	}
	id := strings.Split(made.stdout, "_")[1]
	if got := runIn(t, env, nil, "key", "revoke", id); got.status != 0 || !strings.Contains(got.stdout, "Ada Lovelace is revoked") {
		t.Errorf("%+v", got)
	}
	for name, c := range map[string]struct {
		env    []string
		args   []string
		status int
		says   string
	}{
		"no key":          {env[:1], []string{"key", "list"}, 6, "ENTENTE_SERVICE_KEY"},
		"a revoked key":   {[]string{env[0], "ENTENTE_SERVICE_KEY=" + strings.TrimSpace(made.stdout)}, []string{"key", "list"}, 6, "the key is not good"},
		"no service":      {[]string{"ENTENTE_SERVICE=http://127.0.0.1:1", env[1]}, []string{"key", "list"}, 5, "does not answer"},
		"over the net":    {[]string{"ENTENTE_SERVICE=http://a.example", env[1]}, []string{"key", "list"}, 2, "use https"},
		"no such key":     {env, []string{"key", "revoke", "nosuch"}, 3, "there is no key"},
		"no name":         {env, []string{"key", "create", " "}, 2, "say whose key it is"},
		"a past day":      {env, []string{"key", "create", "-until", "2001-01-01", "Ada"}, 2, "is past"},
		"no day":          {env, []string{"key", "create", "-until", "soon", "Ada"}, 2, `"soon" is no day`},
		"no role":         {env, []string{"key", "create", "-role", "root", "Ada"}, 2, "must be one of"},
		"no subcommand":   {env, []string{"key"}, 2, `expected one of "create"`},
		"not an Entente":  {[]string{"ENTENTE_SERVICE=" + s.url + "/nowhere", env[1]}, []string{"key", "list"}, 5, "not as Entente does"},
		"another address": {[]string{"ENTENTE_SERVICE=ftp://x", env[1]}, []string{"key", "list"}, 2, "--service"},
	} {
		if got := runIn(t, c.env, nil, c.args...); got.status != c.status || !strings.Contains(got.stderr, c.says) {
			t.Errorf("%s: %+v", name, got)
		}
	}
	s.stop()
	if got := runCommand(t, nil, "key", "list", "-data", dir); got.status != 0 || !strings.Contains(got.stdout, "revoked") || !strings.Contains(got.stdout, "administrator") {
		t.Errorf("after the service has stopped: %+v", got)
	}
	made = runCommand(t, nil, "key", "create", "-data", dir, "Bo")
	again := start(t, "-data", dir)
	if status, body := again.with(strings.TrimSpace(made.stdout), http.MethodGet, "/export/csv", ""); status != 200 {
		t.Errorf("a key made while no service ran: %d %s", status, body)
	}
}

// certificateFor writes a certificate for the loopback address that signs itself.
func certificateFor(t *testing.T, dir string) (cert, key string, pool *x509.CertPool) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "entente"}, NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, private.Public(), private)
	if err != nil {
		t.Fatal(err)
	}
	pkcs8, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	cert, key, pool = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem"), x509.NewCertPool()
	certPEM := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	pool.AppendCertsFromPEM(certPEM)
	for name, b := range map[string][]byte{cert: certPEM, key: pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: pkcs8})} {
		if err := os.WriteFile(name, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return cert, key, pool
}

// With a certificate the service speaks TLS, HTTP/2 too, and nothing else.
func TestTLS(t *testing.T) {
	cert, key, pool := certificateFor(t, t.TempDir())
	s := start(t, "-data", t.TempDir(), "-empty", "-tls-cert", cert, "-tls-key", key)
	if !strings.HasPrefix(s.url, "https://127.0.0.1:") {
		t.Fatalf("it says that it is at %s", s.url)
	}
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}, ForceAttemptHTTP2: true, DisableKeepAlives: true}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.url+"/version", nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := (&http.Client{Transport: transport}).Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != 200 || resp.ProtoMajor != 2 || !json.Valid(body) || resp.Header.Get("Strict-Transport-Security") == "" {
		t.Errorf("%v %v %s, %v", resp.Status, resp.Header, body, err)
	}
	old := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool, MaxVersion: tls.VersionTLS11}}}
	if resp, err := old.Get(s.url + "/version"); err == nil {
		resp.Body.Close()
		t.Error("it speaks TLS 1.1")
	}
}

// Flags of access that do not fit are told before anything is opened.
func TestAccessFlags(t *testing.T) {
	cert, _, _ := certificateFor(t, t.TempDir())
	for _, c := range []struct {
		flags []string
		want  string
	}{
		{[]string{"-tls-cert", cert}, "--tls-cert: a certificate (--tls-cert) and its key (--tls-key) go together"},
		{[]string{"-tls-cert", cert, "-tls-key", cert}, "--tls-cert: the certificate and its key cannot be used"},
		{[]string{"-addr", "0.0.0.0:0", "-public"}, "--tls-by-proxy"},
		{[]string{"-oidc-issuer", "http://login.example.org", "-oidc-audience", "x"}, "--oidc-issuer"},
		{[]string{"-oidc-issuer", "https://login.example.org"}, "--oidc-audience: is missing"},
		{[]string{"-oidc-audience", "x"}, "--oidc-issuer: is missing"},
		{[]string{"-oidc-issuer", "https://login.example.org", "-oidc-audience", "x", "-oidc-role", "x"}, "--oidc-role"},
		{[]string{"-oidc-issuer", "https://login.example.org", "-oidc-audience", "x", "-oidc-role", "x=root"}, `--oidc-role: "root" is no role`},
		{[]string{"-anonymous", "editor"}, "--anonymous"},
	} {
		got := runCommand(t, nil, append([]string{"serve", "-data", filepath.Join(t.TempDir(), "none")}, c.flags...)...)
		if got.status != 2 || !strings.Contains(got.stderr, c.want) {
			t.Errorf("%v: status %d, %s", c.flags, got.status, got.stderr)
		}
	}
}

// Who may read without a key is for the operator to say.
func TestAnonymous(t *testing.T) {
	s := start(t, "-data", t.TempDir(), "-empty", "-anonymous", "nobody")
	token := tokenLine.FindString(s.out.String())
	question := `{"query": "{ service { version } }"}`
	if status, body := s.with("", http.MethodPost, "/graphql", question); !strings.Contains(body, "UNAUTHENTICATED") {
		t.Errorf("%d %s", status, body)
	}
	if status, body := s.with(token, http.MethodPost, "/graphql", question); status != 200 || !strings.Contains(body, `"version"`) {
		t.Errorf("%d %s", status, body)
	}
	if status, _ := s.get("/"); status != 200 {
		t.Errorf("the page, which asks for the key: %d", status)
	}
}
