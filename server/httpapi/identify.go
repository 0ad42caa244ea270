package httpapi

import (
	"context"
	"net/http"
	"strings"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/server/access"
	"github.com/entente/entente/server/telemetry"
)

// Identifier says who shows a token. One that is not good is ErrUnauthenticated.
type Identifier interface {
	Principal(ctx context.Context, token string) (access.Principal, error)
	// Still reports why somebody may not go on with a session, if they may not
	// any more.
	Still(ctx context.Context, who access.Principal) error
}

// identify gives who sends a request, by the token in its Authorization header;
// who sends none has the role of the unknown. Credentials of another scheme are for
// a proxy on the way and say nothing here.
func (a *api) identify(r *http.Request) (access.Principal, error) {
	who, err := a.shown(r)
	telemetry.AccountOf(r.Context()).Asker(who.Name)
	return who, err
}

// shown gives who a request shows itself to be.
func (a *api) shown(r *http.Request) (access.Principal, error) {
	values := r.Header.Values("Authorization")
	if len(values) > 1 {
		return access.Principal{}, graph.Errorf(graph.ErrUnauthenticated, "there are several Authorization headers; send one")
	}
	if len(values) == 0 {
		return access.Principal{Role: a.Unknown}, nil
	}
	scheme, token, _ := strings.Cut(values[0], " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return access.Principal{Role: a.Unknown}, nil
	}
	return a.ofToken(r.Context(), strings.TrimSpace(token))
}

// ofToken gives who shows a token.
func (a *api) ofToken(ctx context.Context, token string) (access.Principal, error) {
	if a.Tokens == nil {
		return access.Principal{}, graph.Errorf(graph.ErrUnauthenticated, "this service knows no keys")
	}
	who, err := a.Tokens.Principal(ctx, token)
	who.Role = max(who.Role, a.Unknown) // whoever says who they are may do no less
	if err != nil {
		return access.Principal{}, err
	}
	return who, nil
}

// needing answers only who has a role. It is told from a request before anything
// else of it is looked at.
func (a *api) needing(role access.Role, next http.HandlerFunc) http.HandlerFunc {
	if role == access.Nobody { // whether the program runs is told without asking the store about keys
		return next
	}
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Add("Vary", "Authorization")
		who, err := a.identify(r)
		if err == nil {
			err = who.Require(role)
		}
		if err != nil {
			a.fail(w, r, err)
			return
		}
		next(w, r.WithContext(access.WithPrincipal(r.Context(), who)))
	}
}
