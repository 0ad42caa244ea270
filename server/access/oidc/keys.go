package oidc

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
)

// unfetchedKey finds in a context where to say that the keys could not be fetched.
type unfetchedKey struct{}

// watched is a set of keys that tells a wrong signature from keys that cannot be
// had: the verifier's error does not.
type watched struct{ *oidc.RemoteKeySet }

// VerifySignature gives what a token says, if one of the keys signed it.
func (w watched) VerifySignature(ctx context.Context, token string) ([]byte, error) {
	payload, err := w.RemoteKeySet.VerifySignature(ctx, token)
	if err != nil && strings.HasPrefix(err.Error(), "fetching keys") {
		if unfetched, ok := ctx.Value(unfetchedKey{}).(*error); ok {
			*unfetched = err
		}
	}
	return payload, err
}

const (
	fetchAgain = 2 * time.Second // how soon the same address is fetched again
	maxFetched = 1 << 20         // bytes
)

// remembering passes on what it fetched not long ago: whoever sends tokens with
// made-up key ids must not have us ask the issuer each time.
type remembering struct {
	next http.RoundTripper
	now  func() time.Time

	mu   sync.Mutex
	last map[string]fetched
}

type fetched struct {
	at     time.Time
	status int
	header http.Header
	body   []byte
}

// RoundTrip fetches an address of the issuer.
func (f *remembering) RoundTrip(r *http.Request) (*http.Response, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	url := r.URL.String()
	got, ok := f.last[url]
	if age := f.now().Sub(got.at); !ok || age < 0 || age >= fetchAgain {
		resp, err := f.next.RoundTrip(r)
		if err != nil {
			return nil, err
		}
		body, err := io.ReadAll(io.LimitReader(resp.Body, maxFetched))
		_ = resp.Body.Close() // it was read
		if err != nil {
			return nil, err
		}
		got = fetched{f.now(), resp.StatusCode, resp.Header, body}
		if f.last == nil {
			f.last = map[string]fetched{}
		}
		f.last[url] = got // the issuer has two addresses: about itself, and its keys
	}
	return &http.Response{
		StatusCode: got.status, Status: http.StatusText(got.status), Header: got.header, Request: r,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Body: io.NopCloser(bytes.NewReader(got.body)), ContentLength: int64(len(got.body)),
	}, nil
}
