package graph

import (
	"context"
	"iter"
	"slices"
)

// Desk keeps papers: what lies beside the record and is no part of it, as
// proposals, scenarios and keys. Papers have no history. Every store of a record
// is a Desk as well, and keeps them where it keeps the record. What a paper says
// is for those who file it; a Desk does not read it.
type Desk interface {
	// Papers yields the papers that match f, by drawer and id.
	Papers(ctx context.Context, f PaperFilter) iter.Seq2[Paper, error]

	// File puts a paper on the desk and gives it with its new version. A paper of
	// version 0 is a new one: if its drawer holds one with its id, that is
	// ErrConflict. Another takes the place of the one with its version: if that is
	// not the version on the desk (any more), it is ErrConflict, and if there is
	// none, ErrNotFound. What is not well formed is ErrInvalid.
	File(ctx context.Context, p Paper) (Paper, error)

	// Discard takes a paper off the desk, if it still has the version: else it is
	// ErrConflict, and if there is none, ErrNotFound.
	Discard(ctx context.Context, drawer, id string, version uint64) error
}

// Paper is one thing on a Desk.
type Paper struct {
	Drawer  string // what kind of thing it is, as "proposal"; small letters and hyphens, at most MaxID bytes
	ID      string // its name in the drawer, case-sensitive; visible ASCII, at most MaxID bytes
	Version uint64 // counts its filings from 1; 0 for one that was never filed
	Body    []byte // what it says, at most MaxPaper bytes
}

// MaxPaper bounds the body of a paper, in bytes: 8 MiB.
const MaxPaper = 8 << 20

// Check reports what is wrong with the paper, as ErrInvalid.
func (p Paper) Check() error {
	ok := p.Drawer != "" && len(p.Drawer) <= MaxID
	for _, c := range []byte(p.Drawer) {
		ok = ok && (c >= 'a' && c <= 'z' || c == '-')
	}
	if !ok {
		return InField("drawer", Errorf(ErrInvalid, "%s is no drawer; write small letters and hyphens, at most %d", quote(p.Drawer), MaxID))
	}
	ok = p.ID != "" && len(p.ID) <= MaxID
	for _, c := range []byte(p.ID) {
		ok = ok && c > ' ' && c <= '~'
	}
	if !ok {
		return InField("id", Errorf(ErrInvalid, "%s is no id of a paper; write visible ASCII, at most %d bytes", quote(p.ID), MaxID))
	}
	if len(p.Body) > MaxPaper {
		return InField("body", Errorf(ErrTooLarge, "the paper has %d bytes; at most %d are kept", len(p.Body), MaxPaper))
	}
	return nil
}

// PaperFilter chooses papers. Every field narrows it.
type PaperFilter struct {
	Drawer string   // in this drawer; empty for all
	IDs    []string // with one of these ids; nil for all
	After  string   // whose id comes after it; for one drawer only
}

// Match reports whether the filter keeps p.
func (f PaperFilter) Match(p Paper) bool {
	return (f.Drawer == "" || p.Drawer == f.Drawer) && (f.IDs == nil || slices.Contains(f.IDs, p.ID)) && p.ID > f.After
}

// CheckFiling reports why a paper cannot be filed over the version that the desk
// holds, 0 for none: ErrConflict or ErrNotFound.
func CheckFiling(p Paper, held uint64) error {
	switch {
	case p.Version == held:
		return nil
	case held == 0:
		return noPaper(p.Drawer, p.ID)
	case p.Version == 0:
		return Errorf(ErrConflict, "there is a %s %s already", p.Drawer, quote(p.ID))
	}
	return Errorf(ErrConflict, "the %s %s was changed meanwhile (version %d, not %d); read it again", p.Drawer, quote(p.ID), held, p.Version)
}

// CheckDiscard reports why a paper of the version cannot be discarded where the
// desk holds another, 0 for none: ErrConflict or ErrNotFound.
func CheckDiscard(drawer, id string, version, held uint64) error {
	if held == 0 {
		return noPaper(drawer, id)
	}
	return CheckFiling(Paper{Drawer: drawer, ID: id, Version: version}, held)
}

func noPaper(drawer, id string) error {
	return Errorf(ErrNotFound, "there is no %s %s", drawer, quote(id))
}
