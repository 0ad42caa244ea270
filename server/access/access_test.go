package access_test

import (
	"encoding/json"
	"errors"
	"slices"
	"testing"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/server/access"
)

// Each role may do what those before it may, and nothing more.
func TestRequire(t *testing.T) {
	for i, needed := range access.Roles() {
		if err := access.Require(t.Context(), needed); !errors.Is(err, graph.ErrUnauthenticated) {
			t.Errorf("nobody may do what takes %s: %v", needed, err)
		}
		for j, has := range access.Roles() {
			ctx := access.WithPrincipal(t.Context(), access.Principal{Name: "ada", Role: has})
			err := access.Require(ctx, needed)
			if j >= i && err != nil || j < i && !errors.Is(err, graph.ErrForbidden) {
				t.Errorf("%s does what takes %s: %v", has, needed, err)
			}
		}
	}
	open := access.WithPrincipal(t.Context(), access.Principal{Role: access.Reader})
	if err := access.Require(open, access.Reader); err != nil {
		t.Errorf("somebody unknown who may read: %v", err)
	}
	if err := access.Require(open, access.Editor); !errors.Is(err, graph.ErrUnauthenticated) {
		t.Errorf("somebody unknown who records: %v", err)
	}
}

func TestRoleNames(t *testing.T) {
	for _, r := range access.Roles() {
		if got, err := access.ParseRole(r.String()); got != r || err != nil {
			t.Errorf("%s reads as %s, %v", r, got, err)
		}
		b, err := json.Marshal(r)
		var got access.Role
		if err != nil || json.Unmarshal(b, &got) != nil || got != r {
			t.Errorf("%s is written %s, %v, and read as %s", r, b, err, got)
		}
	}
	if got, err := access.ParseRole("editor"); got != access.Editor || err != nil {
		t.Errorf("editor reads as %s, %v", got, err)
	}
	for _, s := range []string{"", "NOBODY", "root", "Role(7)"} {
		if got, err := access.ParseRole(s); !errors.Is(err, graph.ErrInvalid) {
			t.Errorf("%q reads as %s", s, got)
		}
	}
	if got := access.FromContext(t.Context()); got != (access.Principal{}) || slices.Contains(access.Roles(), got.Role) {
		t.Errorf("where nobody said who asks it is %+v", got)
	}
}
