package scalar_test

import (
	"testing"

	"github.com/entente/entente/server/gql/scalar"
)

// A field that may be left out may be null as well: whether it must be there is said
// by its type, not by its scalar.
func TestNullIsNothing(t *testing.T) {
	if p, err := scalar.UnmarshalEDTF(nil); err != nil || !p.IsZero() {
		t.Errorf("null as a period: %v, %v", p, err)
	}
	if s, err := scalar.UnmarshalURL(nil); err != nil || s != "" {
		t.Errorf("null as an address: %q, %v", s, err)
	}
	for _, v := range []any{"", "soon", 7, true} {
		if _, err := scalar.UnmarshalEDTF(v); err == nil {
			t.Errorf("%v is taken for a period", v)
		}
		if _, err := scalar.UnmarshalURL(v); err == nil {
			t.Errorf("%v is taken for an address", v)
		}
	}
}
