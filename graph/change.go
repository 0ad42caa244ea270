package graph

import (
	"cmp"
	"context"
	"iter"
	"slices"
)

// ChangeKind says what a revision did to a record.
type ChangeKind string

// The kinds of changes.
const (
	Added     ChangeKind = "ADDED"     // it was not recorded before
	Corrected ChangeKind = "CORRECTED" // a new version took the place of another
	Retracted ChangeKind = "RETRACTED" // it ended to be recorded
)

// ChangeKinds lists every kind of change.
var ChangeKinds = []ChangeKind{Added, Corrected, Retracted}

// Change is what one revision did to one record.
type Change struct {
	Revision RevisionNumber
	Before   *Record // the version that ended; nil if it was added
	After    *Record // the version that began; nil if it was retracted
}

// ID gives the id of the record that changed.
func (c Change) ID() string {
	if c.After != nil {
		return c.After.ID()
	}
	return c.Before.ID()
}

// Kind says what was done.
func (c Change) Kind() ChangeKind {
	switch {
	case c.Before == nil:
		return Added
	case c.After == nil:
		return Retracted
	}
	return Corrected
}

// Key gives the place of the change among all.
func (c Change) Key() ChangeKey { return ChangeKey{c.Revision, c.ID()} }

// ChangeKey is the place of a change: one revision changes a record at most once.
type ChangeKey struct {
	Revision RevisionNumber
	ID       string
}

// ChangeFilter chooses changes. Every field narrows it.
type ChangeFilter struct {
	Since RevisionNumber // only of the revisions after it; 0 for all
	UpTo  RevisionNumber // only of it and the revisions before it; 0 for all
	IDs   []string       // only of these records; nil for all

	// Descending lists the newest revision first. Within a revision the changes
	// stand in the order of the ids of their records, ascending either way.
	Descending bool
	After      *ChangeKey // only what comes after it in that order; nil for the first
}

// Match reports whether the filter keeps c.
func (f ChangeFilter) Match(c Change) bool {
	return c.Revision > f.Since && (f.UpTo == 0 || c.Revision <= f.UpTo) &&
		(f.IDs == nil || slices.Contains(f.IDs, c.ID())) &&
		(f.After == nil || f.Compare(c.Key(), *f.After) > 0)
}

// Compare orders changes as the filter asks.
func (f ChangeFilter) Compare(a, b ChangeKey) int {
	byNumber := cmp.Compare(a.Revision, b.Revision)
	if f.Descending {
		byNumber = -byNumber
	}
	return cmp.Or(byNumber, cmp.Compare(a.ID, b.ID))
}

// Historian tells what each revision of a Store changed.
type Historian interface {
	// Changes yields the changes that match f, in its order. It goes no further
	// than the revision that was the newest when it began.
	Changes(ctx context.Context, f ChangeFilter) iter.Seq2[Change, error]
}
