package importer

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/entente/entente/graph"
)

// longestSlug bounds the ids that are made of names.
const longestSlug = 80

// slug makes an id of a prefix and a name: small letters, digits and hyphens. A name
// that has none of those, or is cut, gets a digest.
func slug(prefix, name string) string {
	words := slugWords(name)
	if words == "" || len(words) > longestSlug {
		return slugWithDigest(prefix, name)
	}
	return join(prefix, words)
}

// slugWithDigest makes an id that no other name has.
func slugWithDigest(prefix, name string) string {
	words := slugWords(name)
	words = strings.TrimRight(words[:min(len(words), longestSlug)], "-")
	sum := sha256.Sum256([]byte(name))
	return join(prefix, join(words, hex.EncodeToString(sum[:4])))
}

func join(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "-" + b
}

// slugWords writes a name in small letters, digits and hyphens.
func slugWords(name string) string {
	var b strings.Builder
	for _, c := range graph.Fold(name) {
		switch {
		case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
			b.WriteRune(c)
		case c == '\'':
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	return strings.Trim(b.String(), "-")
}
