package embedded

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/entente/entente/graph"
)

// The files of a data folder. SQLite adds entente.db-wal and entente.db-shm.
const (
	fileName = "entente.db"
	lockName = "entente.lock"
)

// unusable says why a data folder cannot be used and what to do.
func unusable(dir string, err error, format string, args ...any) error {
	return &graph.Error{
		Kind:    graph.ErrUnavailable,
		Message: fmt.Sprintf("the data folder %s %s", dir, fmt.Sprintf(format, args...)),
		Err:     err,
	}
}

// unopened says the same of a fault in reading what is in the folder. What
// cannot be foreseen there is damage: the statements are fixed, the file is not.
func unopened(ctx context.Context, dir string, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	words := damagedWords
	if e := new(graph.Error); errors.As(err, &e) {
		words = e.Message
	}
	return unusable(dir, err, "cannot be opened: %s", words)
}

// openFolder makes the folder if it is not there, and takes its lock.
func openFolder(dir string) (*os.File, error) {
	made := false
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		made = true
	}
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return nil, unusable(dir, err, "cannot be made; choose another one, or check the permissions of the folder above it")
	}
	if made {
		syncFolder(filepath.Dir(dir))
	}
	lock, err := os.OpenFile(filepath.Join(dir, lockName), os.O_RDWR|os.O_CREATE, 0o640)
	if err != nil {
		return nil, unusable(dir, err, "cannot be written; check its permissions, or choose another one")
	}
	held, err := tryLock(lock)
	if err == nil && !held {
		err = unusable(dir, nil, "is in use by another process%s; stop that one, or choose another folder", holder(lock))
	} else if err != nil {
		err = unusable(dir, err, "cannot be locked; is it on a network drive? choose one on a local disk")
	}
	if err != nil {
		_ = lock.Close()
		return nil, err
	}
	// The number is for the message above only; the lock itself is the system's.
	_ = lock.Truncate(0)
	_, _ = lock.WriteAt(fmt.Appendf(nil, "%d\n", os.Getpid()), 0)
	return lock, nil
}

// holder says which process holds the lock, if that can be read.
func holder(lock *os.File) string {
	b := make([]byte, 20)
	n, _ := lock.ReadAt(b, 0)
	if pid := strings.TrimSpace(string(b[:n])); pid != "" {
		return " (" + pid + ")"
	}
	return ""
}

// syncFolder makes the names in a folder survive a power cut. Not every system
// can, and the folder can be used all the same.
func syncFolder(dir string) {
	if f, err := os.Open(dir); err == nil {
		_ = f.Sync()
		_ = f.Close()
	}
}
