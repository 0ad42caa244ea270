package atlas

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"math"

	"github.com/entente/entente/graph"
)

// list names a list so that a cursor of one is never taken for a cursor of
// another: what is listed, of whom, in which order, how filtered, and at which
// revision.
type list struct {
	digest   [8]byte
	revision graph.RevisionNumber
}

// newList makes a list of a name and of all that its entries and their order
// depend on besides the revision.
func newList(revision graph.RevisionNumber, name string, parts ...any) list {
	b, err := json.Marshal(append([]any{name}, parts...))
	if err != nil {
		panic(fmt.Sprintf("BUG: the parts of list %s cannot be written: %v", name, err))
	}
	l := list{revision: revision}
	sum := sha256.Sum256(b)
	copy(l.digest[:], sum[:])
	return l
}

// newList makes a list of what the view reads.
func (v *View) newList(name string, parts ...any) list {
	if state := v.State(); state != "" {
		parts = append(parts, state)
	}
	return newList(v.Number(), name, parts...)
}

// filterPart gives a filter in a form that JSON can write; days beyond all days
// have none.
func filterPart(f graph.RelationFilter) any {
	number := func(d *graph.Day) *int32 { return (*int32)(d) }
	if f.Dates == "" {
		f.Dates = graph.Stated
	}
	part := struct {
		graph.RelationFilter
		On, PublishedBy *int32
		During          []int32
	}{RelationFilter: f, On: number(f.On), PublishedBy: number(f.PublishedBy), During: windowPart(f.During)}
	return part
}

func windowPart(w *graph.Window) []int32 {
	if w == nil {
		return nil
	}
	return []int32{int32(w.First), int32(w.Last)}
}

// A cursor is base64url of: the version, a checksum of the rest, the digest of the
// list, the revision, and the key: its day, its strength and its id.
const cursorVersion = 1

const maxCursor = 400 // bytes; the longest id and all the rest make fewer

// cursor writes a place in the list.
func (l list) cursor(k graph.Key) string {
	b := make([]byte, 5, 64)
	b[0] = cursorVersion
	b = append(b, l.digest[:]...)
	b = binary.AppendUvarint(b, uint64(l.revision))
	b = binary.AppendVarint(b, int64(k.Day))
	b = binary.BigEndian.AppendUint64(b, math.Float64bits(k.Strength))
	b = append(b, k.ID...)
	binary.BigEndian.PutUint32(b[1:], crc32.ChecksumIEEE(b[5:]))
	return base64.RawURLEncoding.EncodeToString(b)
}

// key reads a cursor of the list; nil for none. A cursor of anything else is
// ErrInvalid. Nothing of a cursor is trusted: it only ever says where to go on.
func (l list) key(after string) (*graph.Key, error) {
	if after == "" {
		return nil, nil
	}
	digest, revision, key, err := readCursor(after)
	switch {
	case err != nil:
		return nil, invalid("after", "this is not a cursor; give the endCursor of the page before, as it is")
	case digest != l.digest:
		return nil, invalid("after", "the cursor belongs to another list, filter, direction, order or state of a scenario; ask as you did for the page it comes from")
	case revision != l.revision:
		return nil, invalid("after", "the cursor belongs to revision %d and this list is read at revision %d; to read on where you were, ask with view: {revision: %d}", revision, l.revision, revision)
	}
	return &key, nil
}

var errNoCursor = errors.New("not a cursor")

func readCursor(s string) (digest [8]byte, revision graph.RevisionNumber, key graph.Key, err error) {
	if len(s) > maxCursor {
		return digest, 0, key, errNoCursor
	}
	b, err := base64.RawURLEncoding.Strict().DecodeString(s)
	if err != nil || len(b) < 5+len(digest) || b[0] != cursorVersion || binary.BigEndian.Uint32(b[1:]) != crc32.ChecksumIEEE(b[5:]) {
		return digest, 0, key, errNoCursor
	}
	b = b[5+copy(digest[:], b[5:]):]
	number, n := binary.Uvarint(b)
	if n <= 0 {
		return digest, 0, key, errNoCursor
	}
	b = b[n:]
	day, n := binary.Varint(b)
	if n <= 0 || day < math.MinInt32 || day > math.MaxInt32 || len(b) < n+8 {
		return digest, 0, key, errNoCursor
	}
	b = b[n:]
	key = graph.Key{Day: graph.Day(day), Strength: math.Float64frombits(binary.BigEndian.Uint64(b)), ID: string(b[8:])}
	if math.IsNaN(key.Strength) || math.IsInf(key.Strength, 0) {
		return digest, 0, key, errNoCursor
	}
	return digest, graph.RevisionNumber(number), key, nil
}
