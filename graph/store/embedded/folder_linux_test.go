package embedded_test

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/entente/entente/graph/store/embedded"
)

// asNobody runs f without the rights of root, which no folder refuses: on this
// thread alone, which then ends.
func asNobody(f func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		runtime.LockOSThread() // never unlocked: the thread ends with the goroutine
		const nobody = 65534
		_ = unix.Setfsgid(nobody)
		_ = unix.Setfsuid(nobody)
		f()
	}()
	<-done
}

func TestFolderThatCannotBeWritten(t *testing.T) {
	above := t.TempDir()
	if err := os.Chmod(filepath.Dir(above), 0o755); err != nil { // nobody may pass here
		t.Fatal(err)
	}
	dir := filepath.Join(above, "data")
	if err := os.Mkdir(dir, 0o555); err != nil {
		t.Fatal(err)
	}
	var err1, err2 error
	asNobody(func() {
		_, err1 = embedded.Open(t.Context(), dir, embedded.Options{})
		_, err2 = embedded.Open(t.Context(), filepath.Join(dir, "new"), embedded.Options{})
	})
	unavailable(t, err1, dir, "cannot be written", "permissions")
	unavailable(t, err2, filepath.Join(dir, "new"), "cannot be made", "permissions")
}
