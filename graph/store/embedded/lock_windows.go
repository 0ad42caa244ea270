package embedded

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// lockAt is the byte that is locked. It lies far behind what the file holds,
// since on Windows what is locked cannot be read by others.
const lockAt = 1 << 30

// tryLock takes the lock of the file, which the system gives back when the
// process ends, however it ends. It answers false if another holds it, were it
// in this very process.
func tryLock(f *os.File) (bool, error) {
	err := windows.LockFileEx(windows.Handle(f.Fd()),
		windows.LOCKFILE_EXCLUSIVE_LOCK|windows.LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, &windows.Overlapped{Offset: lockAt})
	if errors.Is(err, windows.ERROR_LOCK_VIOLATION) {
		return false, nil
	}
	return err == nil, err
}
