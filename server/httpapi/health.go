package httpapi

import (
	"context"
	"encoding/json"
	"net/http"
	"runtime"
	"time"
)

// readyTimeout is how long a store may take to say that it is ready. Whoever asks
// asks again soon.
const readyTimeout = 2 * time.Second

// health says that the program runs.
func (a *api) health(w http.ResponseWriter, r *http.Request) {
	if onlyMethods(w, r, http.MethodGet, http.MethodHead) {
		writeJSON(w, map[string]string{"status": "running"})
	}
}

// ready says whether questions can be answered: whether the store can be read, and
// written as far as it knows. Why not is for the log: anybody may ask.
func (a *api) ready(w http.ResponseWriter, r *http.Request) {
	if !onlyMethods(w, r, http.MethodGet, http.MethodHead) {
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), readyTimeout)
	defer cancel()
	if a.Ready != nil {
		err := a.Ready(ctx)
		a.Telemetry.Metrics.Ready(err == nil)
		if err != nil {
			a.Log.WarnContext(ctx, "not ready", "error", err)
			writeProblem(w, r, problem{Status: http.StatusServiceUnavailable, Code: codeUnavailable, Detail: "the store cannot be read or written for now; the log says why"})
			return
		}
	}
	writeJSON(w, map[string]string{"status": "ready"})
}

// version says what runs here.
func (a *api) version(w http.ResponseWriter, r *http.Request) {
	if onlyMethods(w, r, http.MethodGet, http.MethodHead) {
		writeJSON(w, map[string]string{"program": "Entente", "version": a.Version, "store": a.Store, "go": runtime.Version()})
	}
}

func writeJSON(w http.ResponseWriter, v any) { writeJSONAs(w, http.StatusOK, v) }

func writeJSONAs(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v) // the reader has gone if this fails
}
