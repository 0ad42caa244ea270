// Package access says who asks, and what they may do. It knows roles and
// principals; how somebody proves who they are is the business of whoever takes
// their request in.
package access

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/entente/entente/graph"
)

// Role is what somebody may do. Roles are ordered: each may do what those before it
// may.
type Role int

// The roles. The zero Role may do nothing.
const (
	Nobody        Role = iota
	Reader             // reads
	Contributor        // reads, and may propose
	Editor             // records, corrects, retracts, and decides on proposals
	Administrator      // does everything: keys, restrictions, what an operator looks at
)

var names = []string{"NOBODY", "READER", "CONTRIBUTOR", "EDITOR", "ADMINISTRATOR"}

// Roles lists the roles that somebody can be given, from the least.
func Roles() []Role { return []Role{Reader, Contributor, Editor, Administrator} }

// String gives the name of the role, as EDITOR.
func (r Role) String() string {
	if r < 0 || int(r) >= len(names) {
		return fmt.Sprintf("Role(%d)", int(r))
	}
	return names[r]
}

// ParseRole reads the name of a role, in letters of either case.
func ParseRole(s string) (Role, error) {
	if i := slices.Index(names, strings.ToUpper(s)); i > 0 {
		return Role(i), nil
	}
	return Nobody, graph.Errorf(graph.ErrInvalid, "%q is no role; there are %s", s, strings.Join(names[1:], ", "))
}

// MarshalJSON writes the name of the role.
func (r Role) MarshalJSON() ([]byte, error) { return json.Marshal(r.String()) }

// UnmarshalJSON reads the name of a role.
func (r *Role) UnmarshalJSON(b []byte) error {
	var s string
	if err := json.Unmarshal(b, &s); err != nil {
		return err
	}
	role, err := ParseRole(s)
	*r = role
	return err
}

// Principal is who asks. The zero Principal is somebody unknown who may do nothing.
type Principal struct {
	Name  string // who it is, as revisions name them; empty for somebody unknown
	Role  Role
	KeyID string // the id of the key that says so, if one does
	// Until is from when on it is true no more; zero for what says no end. A key
	// may end sooner, when it is revoked.
	Until time.Time
}

// Known reports whether somebody proved who they are.
func (p Principal) Known() bool { return p.Name != "" }

// Require reports why the principal may not do what takes a role: ErrUnauthenticated
// if they have not said who they are, ErrForbidden if their role does not reach.
func (p Principal) Require(role Role) error {
	switch {
	case p.Role >= role:
		return nil
	case !p.Known():
		return graph.Errorf(graph.ErrUnauthenticated,
			"this takes the role %s; send a key in the header Authorization: Bearer ent_…, made with entente key create", role)
	}
	return graph.Errorf(graph.ErrForbidden, "this takes the role %s, and %s has the role %s", role, p.Name, p.Role)
}

type contextKey struct{}

// WithPrincipal says in a context who asks.
func WithPrincipal(ctx context.Context, p Principal) context.Context {
	return context.WithValue(ctx, contextKey{}, p)
}

// FromContext gives who asks; the zero Principal if nobody said so.
func FromContext(ctx context.Context) Principal {
	p, _ := Asker(ctx)
	return p
}

// Asker gives who asks, and whether anybody said so.
func Asker(ctx context.Context) (Principal, bool) {
	p, ok := ctx.Value(contextKey{}).(Principal)
	return p, ok
}

// Require reports why who asks may not do what takes a role, or nil.
func Require(ctx context.Context, role Role) error { return FromContext(ctx).Require(role) }
