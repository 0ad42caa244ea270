package httpapi

import (
	"net/http"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/atlas"
	"github.com/entente/entente/server/access"
)

// wantedRestriction is what somebody says of a restriction they want made.
type wantedRestriction struct {
	ID     string      `json:"id"`
	Role   access.Role `json:"role"`
	Reason string      `json:"reason"`
	Ahead  bool        `json:"ahead"` // it is not recorded yet
}

// restrictions lists the restrictions by GET, and makes or changes one by POST.
func (a *api) restrictions(w http.ResponseWriter, r *http.Request) {
	if !onlyMethods(w, r, http.MethodGet, http.MethodPost) || !a.restricts(w, r) {
		return
	}
	if r.Method == http.MethodGet {
		all, err := a.Restrictions.List(r.Context())
		if err != nil {
			a.fail(w, r, err)
			return
		}
		writeJSON(w, map[string]any{"restrictions": append([]access.Restriction{}, all...)})
		return
	}
	made, err := a.restrict(w, r)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	a.Log.InfoContext(r.Context(), "a restriction was made", "id", made.ID, "role", made.Role.String(), "by", made.By)
	writeJSON(w, made)
}

func (a *api) restrict(w http.ResponseWriter, r *http.Request) (access.Restriction, error) {
	var wanted wantedRestriction
	err := readJSON(w, r, &wanted, `{"id": "source:x", "role": "EDITOR", "reason": "confidential"}; with "ahead": true for what is not recorded yet`)
	if err != nil {
		return access.Restriction{}, err
	}
	n := access.NewRestriction{ID: wanted.ID, Role: wanted.Role, Reason: wanted.Reason}
	if err := n.Check(); err != nil {
		return access.Restriction{}, err
	}
	if !wanted.Ahead {
		v, err := a.Atlas.Open(r.Context(), atlas.ViewInput{})
		if err != nil {
			return access.Restriction{}, err
		}
		defer func() { _ = v.Close() }() // nothing was written, so nothing is lost
		if known, err := access.Known(r.Context(), v.Snapshot(), n.ID); err != nil || !known {
			if err == nil {
				err = access.NotKnown(n.ID)
			}
			return access.Restriction{}, err
		}
	}
	return a.Restrictions.Set(r.Context(), n, access.FromContext(r.Context()).Name)
}

// restriction lifts a restriction by DELETE.
func (a *api) restriction(w http.ResponseWriter, r *http.Request) {
	if !onlyMethods(w, r, http.MethodDelete) || !a.restricts(w, r) {
		return
	}
	id := r.PathValue("id")
	if err := a.Restrictions.Lift(r.Context(), id); err != nil {
		a.fail(w, r, err)
		return
	}
	a.Log.InfoContext(r.Context(), "a restriction was lifted", "id", id, "by", access.FromContext(r.Context()).Name)
	writeJSON(w, map[string]string{"id": id, "state": "lifted"})
}

// restricts reports whether the service keeps restrictions, and answers if not.
func (a *api) restricts(w http.ResponseWriter, r *http.Request) bool {
	if a.Restrictions == nil {
		a.fail(w, r, graph.Errorf(graph.ErrNotFound, "this service keeps no restrictions"))
		return false
	}
	return true
}
