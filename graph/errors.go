package graph

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Kinds of error. Compare with errors.Is; every error a Store, a Snapshot or
// the atlas returns is one of them, or a context error, or a bug.
var (
	ErrInvalid         = errors.New("invalid")
	ErrNotFound        = errors.New("not found")
	ErrConflict        = errors.New("conflict")
	ErrTooLarge        = errors.New("too large")
	ErrUnavailable     = errors.New("unavailable")
	ErrUnauthenticated = errors.New("unauthenticated") // who asks has not said who they are
	ErrForbidden       = errors.New("forbidden")       // who asks may not do this
	ErrRateLimited     = errors.New("rate limited")    // who asks has asked too often
)

// Error says what went wrong in words that a client may read. What the
// operator needs besides is in Err.
type Error struct {
	Kind    error  // one of the kinds above
	Message string // safe to show: no query text, no address, no driver words
	Field   string // path of the faulty input, as "filter.during.first"; may be empty
	Err     error  // cause, for the log only; may be nil
}

// Error writes the field, the kind, the message and the cause.
func (e *Error) Error() string {
	s := e.Kind.Error() + ": " + e.Message
	if e.Field != "" {
		s = e.Field + ": " + s
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

// Unwrap gives the kind and the cause, so errors.Is finds both.
func (e *Error) Unwrap() []error {
	if e.Err == nil {
		return []error{e.Kind}
	}
	return []error{e.Kind, e.Err}
}

// Errorf makes an Error of the given kind.
func Errorf(kind error, format string, args ...any) *Error {
	return &Error{Kind: kind, Message: fmt.Sprintf(format, args...)}
}

// InField gives err with field set in front of the field it already names. An
// error that is no *Error is returned as it is.
func InField(field string, err error) error {
	var e *Error
	if !errors.As(err, &e) {
		return err
	}
	named := *e
	switch {
	case named.Field == "":
		named.Field = field
	case strings.HasPrefix(named.Field, "["):
		named.Field = field + named.Field
	default:
		named.Field = field + "." + named.Field
	}
	return &named
}

// KindOf gives the kind of err, context.Canceled or DeadlineExceeded, or nil
// for an error nobody foresaw.
func KindOf(err error) error {
	for _, k := range []error{
		ErrInvalid, ErrNotFound, ErrConflict, ErrTooLarge, ErrUnavailable, ErrUnauthenticated, ErrForbidden, ErrRateLimited,
		context.Canceled, context.DeadlineExceeded,
	} {
		if errors.Is(err, k) {
			return k
		}
	}
	return nil
}

// MaxFaults bounds how many faults of one batch are listed: more would help
// nobody, and a file with a million bad lines must not fill the memory.
const MaxFaults = 100

// Fault is one thing wrong in a batch.
type Fault struct {
	Record  int    // index of the record in the batch, from 0; -1 for the batch itself
	Field   string // path inside the record, as "relation.evidence[0].grade"
	Message string // what is wrong and what would be right
}

// Faults lists what is wrong in a batch, in the order of its records. It is
// ErrInvalid.
type Faults struct {
	List []Fault // at most MaxFaults
	More int     // how many further faults were found and not listed
}

// Error writes one fault a line.
func (f *Faults) Error() string {
	var b strings.Builder
	for i, x := range f.List {
		if i > 0 {
			b.WriteByte('\n')
		}
		if x.Record >= 0 {
			fmt.Fprintf(&b, "records[%d].", x.Record)
		}
		fmt.Fprintf(&b, "%s: %s", x.Field, x.Message)
	}
	if f.More > 0 {
		fmt.Fprintf(&b, "\nand %d more", f.More)
	}
	return b.String()
}

// Unwrap makes a Faults an ErrInvalid.
func (f *Faults) Unwrap() error { return ErrInvalid }

func (f *Faults) add(record int, field, format string, args ...any) {
	if len(f.List) >= MaxFaults {
		f.More++
		return
	}
	f.List = append(f.List, Fault{Record: record, Field: field, Message: fmt.Sprintf(format, args...)})
}

// err gives f as an error, in the order of the records, or nil if nothing is wrong.
func (f *Faults) err() error {
	if len(f.List) == 0 {
		return nil
	}
	slices.SortStableFunc(f.List, func(a, b Fault) int { return cmp.Compare(a.Record, b.Record) })
	return f
}

// quote writes s in quotes for a message, cut to a length a person reads and
// with everything unprintable escaped.
func quote(s string) string {
	const most = 60
	cut := s
	if len(cut) > most {
		cut = strings.ToValidUTF8(cut[:most], "") + "…"
	}
	return strconv.Quote(cut)
}
