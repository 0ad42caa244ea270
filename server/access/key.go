package access

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/entente/entente/graph"
)

// TokenPrefix begins the token of every key, so that scanners of leaked secrets
// know one.
const TokenPrefix = "ent_"

// Key lets whoever shows its token do what its role may, under its name. The token
// itself is told once, when the key is made, and kept nowhere.
type Key struct {
	ID        string    `json:"id"`
	Name      string    `json:"name"` // whose it is; the author of what is recorded with it
	Role      Role      `json:"role"`
	Created   time.Time `json:"created"`
	CreatedBy string    `json:"createdBy,omitempty"`
	Until     time.Time `json:"until,omitzero"`    // from when on it is good no more; zero for never
	LastUsed  time.Time `json:"lastUsed,omitzero"` // to about ten minutes
	Revoked   time.Time `json:"revoked,omitzero"`  // zero while it was not
}

// State says in one word whether a key is good: good, expired or revoked.
func (k Key) State(now time.Time) string {
	switch {
	case !k.Revoked.IsZero():
		return "revoked"
	case !k.Until.IsZero() && !now.Before(k.Until):
		return "expired"
	}
	return "good"
}

// NewKey is what somebody decides about a key.
type NewKey struct {
	Name  string
	Role  Role
	Until time.Time
}

const maxName = 100

// Check reports what is wrong with the key, as ErrInvalid.
func (n NewKey) Check(now time.Time) error {
	if err := CheckName(n.Name); err != nil {
		return graph.InField("name", err)
	}
	if n.Role < Reader || n.Role > Administrator {
		return graph.InField("role", graph.Errorf(graph.ErrInvalid, "is missing; there are %s", strings.Join(names[1:], ", ")))
	}
	if !n.Until.IsZero() && !n.Until.After(now) {
		return graph.InField("until", graph.Errorf(graph.ErrInvalid, "%s is past; the key would never be good", n.Until.Format(time.RFC3339)))
	}
	return nil
}

// CheckName reports why nobody can be called so, as ErrInvalid.
func CheckName(name string) error {
	printable := strings.IndexFunc(name, func(r rune) bool { return !unicode.IsPrint(r) }) < 0
	if name == "" || strings.TrimSpace(name) != name || !printable || utf8.RuneCountInString(name) > maxName {
		return graph.Errorf(graph.ErrInvalid, "say whose key it is in 1 to %d printable characters: what is recorded with it names that author", maxName)
	}
	return nil
}

// keyPaper is a key as it lies on the desk.
type keyPaper struct {
	Key
	Hash string `json:"hash"` // SHA-256 of the token. The token is random, so that no slower hash is called for

	version uint64
}

func (k keyPaper) paper() (graph.Paper, error) {
	body, err := json.Marshal(k)
	return graph.Paper{Drawer: keyDrawer, ID: k.ID, Version: k.version, Body: body}, err
}

func readKey(p graph.Paper) (keyPaper, error) {
	k := keyPaper{version: p.Version}
	if err := json.Unmarshal(p.Body, &k); err != nil {
		return k, fmt.Errorf("the key %s on the desk cannot be read: %w", p.ID, err)
	}
	k.ID = p.ID
	return k, nil
}

// opens reports whether a token is that of the key.
func (k keyPaper) opens(token string) bool {
	return subtle.ConstantTimeCompare([]byte(k.Hash), []byte(hashOf(token))) == 1
}

func hashOf(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// newToken makes the token of a key: it begins with the id, by which the key is
// found; the rest is secret.
func newToken(id string) string { return TokenPrefix + id + "_" + strings.ToLower(rand.Text()) }

func newKeyID() string { return strings.ToLower(rand.Text()[:10]) }

// idOf gives the id of the key that a token names.
func idOf(token string) (string, bool) {
	rest, ok := strings.CutPrefix(token, TokenPrefix)
	id, secret, ok2 := strings.Cut(rest, "_")
	return id, ok && ok2 && id != "" && secret != ""
}
