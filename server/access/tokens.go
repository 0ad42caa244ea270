package access

import (
	"context"
	"strings"
)

// Tokens tells keys of the service's own from tokens of an issuer.
type Tokens struct {
	Keys   *Keys
	Issuer interface {
		Principal(ctx context.Context, token string) (Principal, error)
		Still(ctx context.Context, who Principal) error
	} // nil for none
}

// Principal gives who shows a token. One that is not good is ErrUnauthenticated.
func (t Tokens) Principal(ctx context.Context, token string) (Principal, error) {
	if t.Issuer != nil && !strings.HasPrefix(token, TokenPrefix) {
		return t.Issuer.Principal(ctx, token)
	}
	return t.Keys.Principal(ctx, token)
}

// Still reports why somebody may not go on with what they do.
func (t Tokens) Still(ctx context.Context, who Principal) error {
	if t.Issuer != nil && who.KeyID == "" {
		return t.Issuer.Still(ctx, who)
	}
	return t.Keys.Still(ctx, who)
}
