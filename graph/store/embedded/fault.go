package embedded

import (
	"context"
	"errors"
	"fmt"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/entente/entente/graph"
)

var (
	errClosed         = graph.Errorf(graph.ErrUnavailable, "the store is closed")
	errSnapshotClosed = graph.Errorf(graph.ErrUnavailable, "the snapshot is closed")
)

// fault gives an error of the driver as the port speaks of it. Every such error
// leaves the store through here. A context that is done wins: what it
// interrupted fails in many ways.
func fault(ctx context.Context, err error) error {
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case graph.KindOf(err) != nil:
		return err
	}
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return fmt.Errorf("embedded store: %w", err)
	}
	words, ok := faultWords[e.Code()&0xff]
	if !ok { // a constraint, a wrong statement: a bug, and not for a client's eyes
		return fmt.Errorf("embedded store: %w", err)
	}
	return &graph.Error{Kind: graph.ErrUnavailable, Message: words, Err: err}
}

// faultWords says what the operator can mend. A result code that is not here is
// a bug of this package.
var faultWords = map[int]string{
	sqlite3.SQLITE_FULL:     "the disk of the data folder is full; make room there",
	sqlite3.SQLITE_READONLY: "the data folder cannot be written; check its permissions",
	sqlite3.SQLITE_PERM:     "the data folder cannot be written; check its permissions",
	sqlite3.SQLITE_BUSY:     "another program is writing to the file of the record; close it, and try again",
	sqlite3.SQLITE_LOCKED:   "another program is writing to the file of the record; close it, and try again",
	sqlite3.SQLITE_CORRUPT:  damagedWords,
	sqlite3.SQLITE_NOTADB:   damagedWords,
	sqlite3.SQLITE_IOERR:    "the disk of the data folder fails; check it",
	sqlite3.SQLITE_PROTOCOL: "the file of the record could not be locked; is the data folder on a network drive?",
	sqlite3.SQLITE_CANTOPEN: "the file of the record cannot be opened; is the data folder still there?",
	sqlite3.SQLITE_NOMEM:    "there is not enough memory to read the record",
	sqlite3.SQLITE_TOOBIG:   "a record is too large to be written",

	sqlite3.SQLITE_INTERRUPT: "the read was interrupted; try again",
}

const damagedWords = "the file of the record is damaged; put back a copy of the data folder"

// damaged says that the file holds something that this package never writes.
func damaged(format string, args ...any) error {
	return &graph.Error{Kind: graph.ErrUnavailable, Message: damagedWords, Err: fmt.Errorf(format, args...)}
}
