package graph

import "strings"

// Ids are stable, case-sensitive, and at most MaxID bytes. An actor's id is a
// slug of small letters, digits and hyphens; the others carry the word for what
// they name and a colon.

// ActorID is a slug without a colon, as "cote-divoire".
type ActorID string

// RelationID is "relation:" and a name.
type RelationID string

// EvidenceID is "evidence:" and a name.
type EvidenceID string

// SourceID is "source:" and a name.
type SourceID string

// EventID is "event:" and a name.
type EventID string

// MaxID is the greatest length of an id in bytes. Those of evidence may be a
// little longer, since they are made of the id of what it is for, and a number.
const MaxID = 128

const maxEvidenceID = MaxID + 16

// The words before the colon of an id.
const (
	RelationPrefix = "relation:"
	EvidencePrefix = "evidence:"
	SourcePrefix   = "source:"
	EventPrefix    = "event:"
)

// CheckActorID reports what is wrong with an actor's id, as ErrInvalid, or nil.
func CheckActorID(id ActorID) error {
	s := string(id)
	ok := s != "" && len(s) <= MaxID && !strings.HasPrefix(s, "-") && !strings.HasSuffix(s, "-")
	for _, c := range []byte(s) {
		ok = ok && (c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-')
	}
	if !ok {
		return Errorf(ErrInvalid, "%s is not an actor's id; write small letters, digits and hyphens, at most %d, as in cote-divoire", quote(s), MaxID)
	}
	return nil
}

// checkID reports what is wrong with an id that begins with a prefix.
func checkID(s, prefix string) error {
	most := MaxID
	if prefix == EvidencePrefix {
		most = maxEvidenceID
	}
	name, ok := strings.CutPrefix(s, prefix)
	ok = ok && name != "" && len(s) <= most
	for _, c := range []byte(name) {
		ok = ok && (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '.' || c == '_')
	}
	if !ok {
		return Errorf(ErrInvalid, "%s is not an id here; write %s and then letters, digits, '-', '.' or '_', at most %d bytes in all", quote(s), prefix, most)
	}
	return nil
}
