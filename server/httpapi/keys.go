package httpapi

import (
	"bytes"
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"time"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/server/access"
)

// maxWanted bounds what somebody says of a key or a restriction.
const maxWanted = 16 << 10

// wantedKey is what somebody says of a key they want made.
type wantedKey struct {
	Name  string      `json:"name"`
	Role  access.Role `json:"role"`
	Until time.Time   `json:"until,omitzero"`
}

// toldKey is a key as somebody is told it.
type toldKey struct {
	access.Key
	State string `json:"state"`           // good, expired or revoked
	Token string `json:"token,omitempty"` // only when it is made
}

func told(k access.Key) toldKey { return toldKey{Key: k, State: k.State(time.Now())} }

// keys lists the keys by GET, and makes one by POST.
func (a *api) keys(w http.ResponseWriter, r *http.Request) {
	if !onlyMethods(w, r, http.MethodGet, http.MethodPost) {
		return
	}
	if a.Keys == nil {
		a.fail(w, r, graph.Errorf(graph.ErrNotFound, "this service keeps no keys"))
		return
	}
	if r.Method == http.MethodGet {
		all, err := a.Keys.List(r.Context())
		if err != nil {
			a.fail(w, r, err)
			return
		}
		list := make([]toldKey, len(all))
		for i, k := range all {
			list[i] = told(k)
		}
		writeJSON(w, map[string]any{"keys": list})
		return
	}
	var wanted wantedKey
	err := readJSON(w, r, &wanted, `{"name": "Ada", "role": "EDITOR", "until": "2027-01-01T00:00:00Z"}; until may be left out`)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	key, token, err := a.Keys.Create(r.Context(), access.NewKey(wanted), access.FromContext(r.Context()).Name)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	a.Log.InfoContext(r.Context(), "a key was made", "key", key.ID, "name", key.Name, "role", key.Role.String(), "by", key.CreatedBy)
	w.Header().Set("Location", "/keys/"+key.ID)
	made := told(key)
	made.Token = token
	writeJSONAs(w, http.StatusCreated, made)
}

// key revokes a key by DELETE.
func (a *api) key(w http.ResponseWriter, r *http.Request) {
	if !onlyMethods(w, r, http.MethodDelete) {
		return
	}
	if a.Keys == nil {
		a.fail(w, r, graph.Errorf(graph.ErrNotFound, "this service keeps no keys"))
		return
	}
	key, err := a.Keys.Revoke(r.Context(), r.PathValue("id"))
	if err != nil {
		a.fail(w, r, err)
		return
	}
	a.Log.InfoContext(r.Context(), "a key was revoked", "key", key.ID, "name", key.Name, "by", access.FromContext(r.Context()).Name)
	writeJSON(w, told(key))
}

// readJSON reads what somebody wants; like shows how it is written.
func readJSON(w http.ResponseWriter, r *http.Request, into any, like string) error {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != mediaJSON {
		return graph.Errorf(graph.ErrInvalid, "send JSON, with the header Content-Type: %s", mediaJSON)
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxWanted))
	if err != nil {
		return graph.Errorf(graph.ErrTooLarge, "the body is longer than %d bytes, or ended too soon", maxWanted)
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		if graph.KindOf(err) != nil {
			return graph.InField("role", err)
		}
		return graph.Errorf(graph.ErrInvalid, "send it as %s", like)
	}
	return nil
}
