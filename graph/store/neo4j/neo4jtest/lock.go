package neo4jtest

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// lock waits for the lock of that name, which one process on this machine holds at a time; the system gives it up for a
// process that dies.
func lock(name string) (unlock func() error, err error) {
	path, err := lockPath(name)
	if err != nil {
		return nil, err
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	for {
		err = unix.Flock(int(file.Fd()), unix.LOCK_EX)
		if err == nil {
			return file.Close, nil
		}
		if !errors.Is(err, unix.EINTR) {
			return nil, errors.Join(fmt.Errorf("lock %s: %w", file.Name(), err), file.Close())
		}
	}
}

// forgetLock deletes the file of a lock that nobody will ask for any more.
func forgetLock(name string) error {
	path, err := lockPath(name)
	if err != nil {
		return err
	}
	if err := os.Remove(path); !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

func lockPath(name string) (string, error) {
	dir, err := cacheDir()
	return filepath.Join(dir, name+".lock"), err
}

// cacheDir returns the folder that keeps locks and the resolved class path from one run to the next.
func cacheDir() (string, error) {
	base, err := os.UserCacheDir()
	if err != nil {
		base = os.TempDir() // a user without a home, as in some containers
	}
	dir := filepath.Join(base, "entente-test")
	return dir, os.MkdirAll(dir, 0o755)
}
