package main

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// mounted runs a command with a small disk of its own at a folder. It takes no rights
// where the machine lets anybody make a namespace.
var mounted = []string{"unshare", "--user", "--map-root-user", "--mount", "sh", "-c", `mount -t tmpfs -o size=24m none "$0" && exec "$@"`}

// TestDiskThatFails takes the room away from a running program and gives it back:
// meanwhile writes are refused in words and reads go on; afterwards it goes on by
// itself, and nothing was half-done.
func TestDiskThatFails(t *testing.T) {
	t.Run("no file may grow", func(t *testing.T) {
		s := startTarget(t, []string{"ENTENTE_DATA=" + t.TempDir()})
		limit := func(most uint64) {
			if err := unix.Prlimit(s.pid, unix.RLIMIT_FSIZE, &unix.Rlimit{Cur: most, Max: unix.RLIM_INFINITY}, nil); err != nil {
				t.Fatal(err)
			}
		}
		s.withoutRoom(t, func() { limit(4096) }, func() { limit(unix.RLIM_INFINITY) }, "fails")
	})
	dir := t.TempDir()
	if exec.CommandContext(t.Context(), mounted[0], append(mounted[1:], dir, "true")...).Run() != nil {
		return // the machine lets nobody mount: the first part says the same of the program
	}
	t.Run("a full disk", func(t *testing.T) {
		s := startTarget(t, []string{"ENTENTE_DATA=" + dir}, append(mounted, dir)...)
		file := fmt.Sprintf("/proc/%d/root%s/large", s.pid, dir)
		s.withoutRoom(t, func() { fill(t, file) }, func() {
			if err := os.Remove(file); err != nil {
				t.Fatal(err)
			}
		}, "is full")
	})
}

// fill writes to a file until there is no room.
func fill(t *testing.T, file string) {
	t.Helper()
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for err == nil {
		_, err = f.Write(make([]byte, 4096))
	}
	if !errors.Is(err, syscall.ENOSPC) {
		t.Fatal(err)
	}
}

func (s *target) withoutRoom(t *testing.T, take, give func(), word string) {
	t.Helper()
	ctx := t.Context()
	recorded := func(body string) bool {
		return strings.Contains(body, `"number"`) && !strings.Contains(body, `"errors"`)
	}
	written := 0
	if _, body := s.write(ctx, written); !recorded(body) {
		t.Fatalf("a write before: %.300s", body)
	}
	take()
	var body string
	for recorded(body) || written == 0 { // what room there is in the files is used up
		written++
		_, body = s.write(ctx, written)
	}
	if !strings.Contains(body, `"UNAVAILABLE"`) || !strings.Contains(body, "the disk of the data folder "+word) {
		t.Errorf("a write without room: %.400s", body)
	}
	for path, want := range map[string]int{"/readyz": 503, "/healthz": 200, "/export/csv": 200} {
		if status, body := s.get(ctx, path); status != want {
			t.Errorf("%s without room: %d %.300s", path, status, body)
		}
	}
	if status, body := s.ask(ctx, normal, nil); status != http.StatusOK || !strings.Contains(body, "Mali") {
		t.Errorf("a question without room: %d %.300s", status, body)
	}
	give()
	if status, body := s.get(ctx, "/readyz"); status != http.StatusOK {
		t.Errorf("/readyz when there is room again: %d %.300s", status, body)
	}
	if _, body := s.write(ctx, written); !recorded(body) {
		t.Errorf("the write again: %.400s", body)
	}
	want := fmt.Sprintf(`"number":%d}`, 2+written)
	if _, body := s.ask(ctx, `{ service { newest { number } } }`, nil); !strings.Contains(body, want) {
		t.Errorf("after %d writes the newest revision is %s", written+1, body)
	}
}
