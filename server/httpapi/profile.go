package httpapi

import (
	"net/http"
	"strconv"
)

// maxProfile is how long, in seconds, one profile may take.
const maxProfile = 30

// profiled asks for the seconds that a profile takes, so that nobody starts a long
// one by mistake.
func (a *api) profiled(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if !onlyMethods(w, r, http.MethodGet) {
			return
		}
		n, err := strconv.Atoi(r.URL.Query().Get("seconds"))
		if err != nil || n < 1 || n > maxProfile {
			writeProblem(w, r, problem{
				Status: http.StatusBadRequest, Code: codeInvalid, Field: "seconds",
				Detail: "say how many seconds it may take, 1 to " + strconv.Itoa(maxProfile) + ", as ?seconds=10",
			})
			return
		}
		next(w, r)
	}
}
