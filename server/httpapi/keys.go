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

// maxKeyBody bounds what somebody says of a key.
const maxKeyBody = 4096

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
	wanted, err := readKey(w, r)
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

func readKey(w http.ResponseWriter, r *http.Request) (wantedKey, error) {
	var wanted wantedKey
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != mediaJSON {
		return wanted, graph.Errorf(graph.ErrInvalid, "send JSON, with the header Content-Type: %s", mediaJSON)
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxKeyBody))
	if err != nil {
		return wanted, graph.Errorf(graph.ErrTooLarge, "the body is longer than %d bytes, or ended too soon", maxKeyBody)
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(&wanted); err != nil {
		if graph.KindOf(err) != nil {
			return wanted, graph.InField("role", err)
		}
		return wanted, graph.Errorf(graph.ErrInvalid, `send a key as {"name": "Ada", "role": "EDITOR", "until": "2027-01-01T00:00:00Z"}; until may be left out`)
	}
	return wanted, nil
}
