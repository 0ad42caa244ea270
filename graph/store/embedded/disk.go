package embedded

import (
	"errors"
	"os"
	"sync/atomic"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/entente/entente/graph"
)

// disk is what holds the data folder. It remembers whether the last write failed
// because of it.
type disk struct {
	dir    string
	failed atomic.Pointer[graph.Error]
}

// wrote notes how a write ended.
func (d *disk) wrote(err error) {
	var e *graph.Error
	switch {
	case err == nil:
		d.failed.Store(nil)
	case ofDisk(err) && errors.As(err, &e):
		d.failed.Store(e)
	}
}

// ofDisk reports whether an error says that nothing can be written for now.
func ofDisk(err error) bool {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return false
	}
	switch e.Code() & 0xff {
	case sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN:
		return true
	}
	return false
}

// room is what a disk must have room for to count as one that can be written again:
// more than most writes need.
const room = 1 << 20

// ready reports why the disk cannot be written, if the last write failed and it still
// cannot. While writes succeed it costs nothing: whoever asks whether a service is
// ready may ask often.
func (d *disk) ready() error {
	failed := d.failed.Load()
	if failed == nil {
		return nil
	}
	if err := d.try(); err != nil {
		return failed
	}
	d.failed.CompareAndSwap(failed, nil)
	return nil
}

// try writes a file to the disk, and takes it away again.
func (d *disk) try() (err error) {
	f, err := os.CreateTemp(d.dir, "entente-room-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close(), os.Remove(f.Name())) }()
	if _, err := f.Write(make([]byte, room)); err != nil {
		return err
	}
	return f.Sync()
}
