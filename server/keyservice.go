package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/server/access"
)

// remoteKeys are the keys of a running service.
type remoteKeys struct {
	base   string
	token  string
	client *http.Client
}

// remoteWithin bounds an answer of the service.
const remoteWithin = 30 * time.Second

func newRemoteKeys(service, token string) (*remoteKeys, error) {
	u, err := url.Parse(service)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return nil, graph.InField("--service", graph.Errorf(graph.ErrInvalid, "%q is no address of a service; write it as http://127.0.0.1:8080", service))
	}
	if u.Scheme == "http" && !isLoopback(u.Hostname()) {
		return nil, graph.InField("--service", graph.Errorf(graph.ErrInvalid, "%s would carry the key over the network for all to read; use https", service))
	}
	if token == "" {
		return nil, graph.Errorf(graph.ErrUnauthenticated, "put an administrator's key into the environment variable %s", keyVariable)
	}
	return &remoteKeys{base: strings.TrimSuffix(service, "/"), token: token, client: &http.Client{Timeout: remoteWithin}}, nil
}

// Create has the service make a key. Who makes it is said by the key that is shown.
func (s *remoteKeys) Create(ctx context.Context, n access.NewKey, _ string) (access.Key, string, error) {
	var made struct {
		access.Key
		Token string `json:"token"`
	}
	wanted := struct {
		Name  string      `json:"name"`
		Role  access.Role `json:"role"`
		Until time.Time   `json:"until,omitzero"`
	}(n)
	err := s.ask(ctx, http.MethodPost, "/keys", wanted, &made)
	return made.Key, made.Token, err
}

// List gives the keys of the service.
func (s *remoteKeys) List(ctx context.Context) ([]access.Key, error) {
	var list struct{ Keys []access.Key }
	err := s.ask(ctx, http.MethodGet, "/keys", nil, &list)
	return list.Keys, err
}

// Revoke has the service end a key.
func (s *remoteKeys) Revoke(ctx context.Context, id string) (access.Key, error) {
	var key access.Key
	err := s.ask(ctx, http.MethodDelete, "/keys/"+url.PathEscape(id), nil, &key)
	return key, err
}

// ask sends a request to the service and reads its answer.
func (s *remoteKeys) ask(ctx context.Context, method, path string, body, into any) error {
	var sent io.Reader
	if body != nil {
		b, err := json.Marshal(body)
		if err != nil {
			return err
		}
		sent = bytes.NewReader(b)
	}
	r, err := http.NewRequestWithContext(ctx, method, s.base+path, sent)
	if err != nil {
		return err
	}
	r.Header.Set("Authorization", "Bearer "+s.token)
	r.Header.Set("Content-Type", "application/json")
	resp, err := s.client.Do(r)
	if err != nil {
		return &graph.Error{Kind: graph.ErrUnavailable, Message: "the service does not answer at " + s.base, Err: err}
	}
	defer func() { _ = resp.Body.Close() }() // it was only read
	answer, err := io.ReadAll(io.LimitReader(resp.Body, graph.MaxPaper))
	if err != nil {
		return &graph.Error{Kind: graph.ErrUnavailable, Message: "the service broke off its answer", Err: err}
	}
	if resp.StatusCode >= http.StatusBadRequest {
		return refusedBy(s.base, resp.StatusCode, answer)
	}
	if err := json.Unmarshal(answer, into); err != nil {
		return &graph.Error{Kind: graph.ErrUnavailable, Message: s.base + " does not answer as Entente does", Err: err}
	}
	return nil
}

// refusedBy gives the error that a service answered with.
func refusedBy(base string, status int, answer []byte) error {
	var said struct{ Code, Detail, Field string }
	if err := json.Unmarshal(answer, &said); err != nil || said.Detail == "" {
		return graph.Errorf(graph.ErrUnavailable, "%s answers %d, and not as Entente does", base, status)
	}
	kinds := map[string]error{
		"INVALID": graph.ErrInvalid, "NOT_FOUND": graph.ErrNotFound, "CONFLICT": graph.ErrConflict, "TOO_LARGE": graph.ErrTooLarge,
		"UNAUTHENTICATED": graph.ErrUnauthenticated, "FORBIDDEN": graph.ErrForbidden, "RATE_LIMITED": graph.ErrRateLimited,
	}
	kind, ok := kinds[said.Code]
	if !ok {
		kind = graph.ErrUnavailable
	}
	return graph.InField(said.Field, graph.Errorf(kind, "%s", said.Detail))
}
