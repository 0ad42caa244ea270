// Package replay copies a record with all its history from one store to another,
// revision by revision, and computes the digest by which two stores are compared.
package replay

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"time"

	"github.com/entente/entente/graph"
)

// Digest says what a store holds: its revisions, what each of them changed, and the
// papers on its desk. Two stores with the same digest hold the same.
type Digest struct {
	Revisions graph.RevisionNumber
	Changes   int
	Papers    int
	Sum       [sha256.Size]byte
}

// String writes the sum as "sha256:…".
func (d Digest) String() string { return "sha256:" + hex.EncodeToString(d.Sum[:]) }

// line is a line of what is digested: one of its members is set.
type line struct {
	Revision  *head         `json:"revision,omitempty"`
	Recorded  *graph.Record `json:"recorded,omitempty"`
	Retracted string        `json:"retracted,omitempty"`
	Paper     *graph.Paper  `json:"paper,omitempty"`
}

// head is a revision as it is digested.
type head struct {
	Number graph.RevisionNumber `json:"number"`
	Time   time.Time            `json:"time"`
	Author string               `json:"author"`
	Reason string               `json:"reason"`
	Key    string               `json:"key"`
}

// DigestOf computes the digest of what a store holds up to a revision, and of its desk.
// It calls count for each change that is read.
func DigestOf(ctx context.Context, s graph.Store, upTo graph.RevisionNumber, count func()) (Digest, error) {
	d := Digest{Revisions: upTo}
	sum := sha256.New()
	last := graph.RevisionNumber(0)
	revisions := headers{ctx: ctx, store: s}
	for c, err := range s.Changes(ctx, graph.ChangeFilter{UpTo: upTo}) {
		if err != nil {
			return d, err
		}
		if c.Revision != last {
			last = c.Revision
			r, err := revisions.number(last)
			if err != nil {
				return d, err
			}
			if err := add(sum, line{Revision: &head{r.Number, r.Time.UTC(), r.Author, r.Reason, r.Key}}); err != nil {
				return d, err
			}
		}
		l := line{Recorded: c.After}
		if c.After == nil {
			l.Retracted = c.ID()
		}
		if err := add(sum, l); err != nil {
			return d, err
		}
		d.Changes++
		count()
	}
	for p, err := range s.Papers(ctx, graph.PaperFilter{}) {
		if err != nil {
			return d, err
		}
		if err := add(sum, line{Paper: &p}); err != nil {
			return d, err
		}
		d.Papers++
	}
	sum.Sum(d.Sum[:0])
	return d, nil
}

func add(sum hash.Hash, l line) error {
	b, err := json.Marshal(l)
	if err != nil {
		return fmt.Errorf("digest: %w", err)
	}
	_, err = sum.Write(append(b, '\n'))
	return err
}

// headers reads revisions in their order, some at a time.
type headers struct {
	ctx   context.Context
	store graph.Store
	read  []graph.Revision
}

// headersAtOnce is how many revisions are held.
const headersAtOnce = 1000

// number gives the revision of a number, which is not below one asked for before.
func (h *headers) number(n graph.RevisionNumber) (graph.Revision, error) {
	for len(h.read) > 0 && h.read[0].Number < n {
		h.read = h.read[1:]
	}
	if len(h.read) > 0 {
		return h.read[0], nil
	}
	for r, err := range h.store.Revisions(h.ctx, graph.RevisionFilter{After: n - 1}) {
		if err != nil {
			return r, err
		}
		if h.read = append(h.read, r); len(h.read) == headersAtOnce {
			break
		}
	}
	if len(h.read) == 0 {
		return graph.Revision{}, fmt.Errorf("BUG: there are changes of revision %d, and no revision", n)
	}
	return h.read[0], nil
}

// Newest gives the newest revision of a store, or a zero one while there is none.
func Newest(ctx context.Context, s graph.Store) (graph.Revision, error) {
	for r, err := range s.Revisions(ctx, graph.RevisionFilter{Descending: true}) {
		return r, err
	}
	return graph.Revision{}, nil
}
