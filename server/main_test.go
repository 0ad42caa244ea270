package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/entente/entente/graph/store/neo4j/neo4jtest"
)

// The test binary is the program too, for scripts and for what only a process of
// its own can show.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"entente": main, "entente-killed": killedImport})
}

// ran is a command that has ended.
type ran struct {
	status         int
	stdout, stderr string
}

// runCommand runs a command with a text on standard input.
func runCommand(t testing.TB, stdin io.Reader, args ...string) ran {
	t.Helper()
	return runIn(t, nil, stdin, args...)
}

// runIn runs a command in an environment.
func runIn(t testing.TB, env []string, stdin io.Reader, args ...string) ran {
	t.Helper()
	var stdout, stderr bytes.Buffer
	status := run(t.Context(), args, stdin, &stdout, &stderr, env)
	return ran{status, stdout.String(), stderr.String()}
}

// onEveryStore runs a test on an empty store of every kind, which the environment
// names. For Neo4j that is a real one.
func onEveryStore(t *testing.T, test func(t *testing.T, env []string)) {
	t.Run("embedded", func(t *testing.T) {
		test(t, []string{"ENTENTE_DATA=" + t.TempDir()})
	})
	t.Run("neo4j", func(t *testing.T) {
		server := neo4jtest.Fresh(t)
		test(t, []string{"ENTENTE_STORE=" + server.URI, "ENTENTE_NEO4J_USER=" + server.User, "ENTENTE_NEO4J_PASSWORD=" + server.Password})
	})
}

// service is a program that serves.
type service struct {
	t      testing.TB
	url    string
	cancel context.CancelFunc
	ended  chan int
	out    *lines
	log    *lines
}

// start starts the service on a free port with the flags, and waits until it says
// where it is. It is stopped when the test ends.
func start(t testing.TB, flags ...string) *service {
	t.Helper()
	return startIn(t, nil, flags...)
}

// startIn starts the service in an environment.
func startIn(t testing.TB, env []string, flags ...string) *service {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	s := &service{t: t, cancel: cancel, ended: make(chan int, 1), out: newLines(), log: newLines()}
	args := append([]string{"serve", "-addr", "127.0.0.1:0"}, flags...)
	go func() { s.ended <- run(ctx, args, strings.NewReader(""), s.out, s.log, env) }()
	t.Cleanup(func() { s.stop() })
	page, ok := s.out.await(s.ended, "  page ")
	if !ok {
		t.Fatalf("the service ended before it said where it is:\n%s%s", s.out, s.log)
	}
	s.url = strings.TrimSuffix(strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(page), "page")), "/")
	return s
}

// startBundled starts the service on a new record of the bundled data.
func startBundled(t testing.TB, flags ...string) *service {
	t.Helper()
	return start(t, append([]string{"-data", t.TempDir()}, flags...)...)
}

// stop stops the service and gives its exit status; once it has ended, the same
// again.
func (s *service) stop() int {
	s.cancel()
	status := <-s.ended
	s.ended <- status
	return status
}

// get gives the status and the body of an address.
func (s *service) get(path string) (int, string) {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), http.MethodGet, s.url+path, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	return s.do(r)
}

func (s *service) do(r *http.Request) (int, string) {
	s.t.Helper()
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	resp, err := client.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return resp.StatusCode, string(b)
}

// ask asks an operation and gives its answer, which must have no errors.
func (s *service) ask(query string) json.RawMessage {
	s.t.Helper()
	body, err := json.Marshal(map[string]string{"query": query})
	if err != nil {
		s.t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(s.t.Context(), http.MethodPost, s.url+"/graphql", bytes.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	status, text := s.do(r)
	var answer struct {
		Data   json.RawMessage
		Errors []struct{ Message string }
	}
	if err := json.Unmarshal([]byte(text), &answer); err != nil || status != http.StatusOK || len(answer.Errors) > 0 {
		s.t.Fatalf("status %d, %v:\n%s", status, err, text)
	}
	return answer.Data
}

// lines collects what a program writes, and lets a test wait for a line of it.
type lines struct {
	mu   sync.Mutex
	text bytes.Buffer
	more chan struct{} // closed and made anew with each write
}

func newLines() *lines { return &lines{more: make(chan struct{})} }

func (l *lines) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	close(l.more)
	l.more = make(chan struct{})
	return l.text.Write(b)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// await waits for a line that begins so, or for the end of the program.
func (l *lines) await(ended chan int, prefix string) (string, bool) {
	for {
		l.mu.Lock()
		text, more := l.text.String(), l.more
		l.mu.Unlock()
		s := bufio.NewScanner(strings.NewReader(text))
		for s.Scan() {
			if strings.HasPrefix(s.Text(), prefix) {
				return s.Text(), true
			}
		}
		select {
		case <-more:
		case status := <-ended:
			ended <- status
			return fmt.Sprint("exit status ", status), false
		}
	}
}

// update writes what a test compares with anew, instead of comparing.
var update = os.Getenv("ENTENTE_UPDATE") != ""
