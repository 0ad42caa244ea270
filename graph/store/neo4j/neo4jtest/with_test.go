package neo4jtest

import (
	"bufio"
	"errors"
	"io"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// roleVariable is set in processes that a test starts from its own binary: its value is the test that is to play along.
const roleVariable = "NEO4JTEST_ROLE"

// with returns the command, built, with an environment in which EnvURL is as given.
func with(t *testing.T, env string, args ...string) *exec.Cmd {
	t.Helper()
	program := filepath.Join(t.TempDir(), "with")
	if out, err := exec.Command("go", "build", "-o", program, "./with").CombinedOutput(); err != nil {
		t.Fatalf("build with: %v\n%s", err, out)
	}
	cmd := exec.Command(program, args...)
	cmd.Env = append(os.Environ(), env)
	return cmd
}

// running starts with and returns what its command, which prints EnvURL first, says of the server.
func running(t *testing.T, cmd *exec.Cmd) Server {
	t.Helper()
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() }) // fails when it has ended, as it should have
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		t.Fatalf("the command said nothing: %v", err)
	}
	server, err := parseServer(strings.TrimSpace(line))
	if err != nil {
		t.Fatal(err)
	}
	return server
}

func exitCodeOf(t *testing.T, err error) int {
	t.Helper()
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		t.Fatalf("with ended with %v, want an exit code", err)
	}
	return exit.ExitCode()
}

func TestWithStartsAServerAndStopsIt(t *testing.T) {
	skipWithoutEngine(t)
	cmd := with(t, EnvURL+"=", "-heap", "512", "--", "sh", "-c", `echo "$`+EnvURL+`"; read -r answer; exit "$answer"`)
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	server := running(t, cmd)
	if got := ask(t, server, `RETURN 1`); got != int64(1) {
		t.Errorf("RETURN 1 = %v", got)
	}
	if _, err := io.WriteString(stdin, "7\n"); err != nil {
		t.Fatal(err)
	}
	if got := exitCodeOf(t, cmd.Wait()); got != 7 {
		t.Errorf("with ended with %d, want the command's 7", got)
	}
	if answers(server) {
		t.Errorf("the server at %s still answers", server.URI)
	}
}

// Nothing can clean up after SIGKILL: the server sees by itself that it is alone.
func TestServerEndsWithTheProcessThatStartedIt(t *testing.T) {
	skipWithoutEngine(t)
	cmd := with(t, EnvURL+"=", "--", "sh", "-c", `echo "$`+EnvURL+`"; read -r answer`)
	if _, err := cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	server := running(t, cmd)
	if !answers(server) {
		t.Fatalf("the server at %s does not answer", server.URI)
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // killed
	tick, deadline := time.NewTicker(100*time.Millisecond), time.After(stopWithin)
	defer tick.Stop()
	for answers(server) {
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatalf("the server at %s outlived with by %s", server.URI, stopWithin)
		}
	}
}

func TestWithUsesTheServerItIsGiven(t *testing.T) {
	server := Fresh(t)
	env, err := server.env()
	if err != nil {
		t.Fatal(err)
	}
	t.Run("and passes signals on", func(t *testing.T) {
		cmd := with(t, env, "--", "sh", "-c", `trap 'exit 3' TERM; echo "$`+EnvURL+`"; while :; do read -r answer; done`)
		if _, err := cmd.StdinPipe(); err != nil {
			t.Fatal(err)
		}
		if got := running(t, cmd); got != server {
			t.Errorf("the command got %+v, want %+v", got, server)
		}
		if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
			t.Fatal(err)
		}
		if got := exitCodeOf(t, cmd.Wait()); got != 3 {
			t.Errorf("with ended with %d, want 3, which is what the command makes of SIGTERM", got)
		}
	})
	t.Run("and names the signal that ended the command", func(t *testing.T) {
		cmd := with(t, env, "--", "sh", "-c", `kill -KILL $$`)
		if got, want := exitCodeOf(t, cmd.Run()), 128+int(syscall.SIGKILL); got != want {
			t.Errorf("with ended with %d, want %d", got, want)
		}
	})
	t.Run("unless it refuses", func(t *testing.T) {
		wrong := server
		wrong.Password += "?"
		env, err := wrong.env()
		if err != nil {
			t.Fatal(err)
		}
		out, err := with(t, env, "--", "true").CombinedOutput()
		if got := exitCodeOf(t, err); got != 1 || !strings.Contains(string(out), EnvURL) {
			t.Errorf("with a wrong password: code %d, %q; want 1 and the name of the variable", got, out)
		}
	})
}

func skipWithoutEngine(t *testing.T) {
	t.Helper()
	_, err := findEngine(t.Context())
	failOrSkip(t, err)
}

// answers tells whether anything listens at the server's address.
func answers(server Server) bool {
	u, err := url.Parse(server.URI)
	if err != nil {
		return false
	}
	conn, err := net.Dial("tcp", u.Host)
	if err != nil {
		return false
	}
	return conn.Close() == nil
}
