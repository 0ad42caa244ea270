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
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// The attack suite sends a running program what somebody would who means it harm,
// and looks at three things: what it answers, how much memory it takes for that,
// and how a normal question fares meanwhile. `make attack` runs the long form and
// prints the table of docs/reliability.md; `make test` runs a short one.

// longAttack says that the suite runs its long form.
var longAttack = os.Getenv("ENTENTE_ATTACK") == "long"

// most bounds the memory that one attack may cost.
const mostGrowth = 200 << 20

// size gives how often something is sent: in the short form, and in the long one.
func size(short, long int) int {
	if longAttack {
		return long
	}
	return short
}

// target is a program under attack, a process of its own.
type target struct {
	t      testing.TB
	pid    int
	wait   func() error // for its end
	url    string
	key    string // the administrator's
	client *http.Client
}

// startTarget starts the program on the bundled record; by another program, if one is
// named, which becomes it.
func startTarget(t *testing.T, env []string, by ...string) *target {
	t.Helper()
	link := filepath.Join(t.TempDir(), "entente")
	if err := os.Symlink(executable(t), link); err != nil {
		t.Fatal(err)
	}
	args := append(by, link, "serve", "-addr", "127.0.0.1:0", "-rate", "0", "-log-level", "error")
	cmd := exec.CommandContext(t.Context(), args[0], args[1:]...)
	cmd.Env = append(append(os.Environ(), "ENTENTE_QUERY_TIMEOUT=1m"), env...) // a test machine may be busy
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	wait := sync.OnceValue(cmd.Wait)
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = wait()
	})
	s := &target{t: t, pid: cmd.Process.Pid, wait: wait, client: &http.Client{
		Transport: &http.Transport{MaxIdleConnsPerHost: 64, MaxConnsPerHost: 256}, Timeout: time.Minute,
	}}
	t.Cleanup(s.client.CloseIdleConnections)
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if page, ok := strings.CutPrefix(lines.Text(), "  page "); ok {
			s.url = strings.TrimSuffix(strings.TrimSpace(page), "/")
		}
		if key := tokenLine.FindString(lines.Text()); key != "" {
			s.key = key
		}
		if strings.HasPrefix(lines.Text(), "Interrupt") {
			go func() { _, _ = io.Copy(io.Discard, out) }() // so that the program never waits for us
			return s
		}
	}
	t.Fatal("the program ended before it was ready")
	return nil
}

// memory gives the resident memory of the target, now and at its highest since it
// was last told to begin anew, in bytes.
func (s *target) memory() (now, highest int64) {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.pid))
	if err != nil {
		s.t.Fatalf("the program is gone: %v", err)
	}
	for line := range strings.Lines(string(b)) {
		name, rest, _ := strings.Cut(line, ":")
		kb, _ := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(rest), " kB"), 10, 64)
		switch name {
		case "VmRSS":
			now = kb << 10
		case "VmHWM":
			highest = kb << 10
		}
	}
	return now, highest
}

// forget begins the highest memory anew.
func (s *target) forget() {
	_ = os.WriteFile(fmt.Sprintf("/proc/%d/clear_refs", s.pid), []byte("5"), 0) // a kernel without it shows growth too large, never too small
}

// send sends a request and gives its status and the beginning of its body. A
// connection that the target breaks off has status 0.
func (s *target) send(r *http.Request) (int, string) {
	resp, err := s.client.Do(r)
	if err != nil {
		return 0, err.Error()
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(io.LimitReader(resp.Body, 4096))
	_, _ = io.Copy(io.Discard, resp.Body)
	if err != nil {
		return 0, err.Error()
	}
	return resp.StatusCode, string(b)
}

func (s *target) request(ctx context.Context, method, path, kind string, body io.Reader) *http.Request {
	r, err := http.NewRequestWithContext(ctx, method, s.url+path, body)
	if err != nil {
		s.t.Fatal(err)
	}
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	return r
}

// ask asks an operation, and takes the newer media type, whose status tells whether
// it was executed.
func (s *target) ask(ctx context.Context, query string, variables map[string]any) (int, string) {
	b, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		s.t.Fatal(err)
	}
	return s.send(s.operation(ctx, b))
}

func (s *target) operation(ctx context.Context, body []byte) *http.Request {
	r := s.request(ctx, http.MethodPost, "/graphql", "application/json", bytes.NewReader(body))
	r.Header.Set("Accept", "application/graphql-response+json")
	return r
}

// normal is a question as people ask it.
const normal = `{ actor(id: "mali") { name relations(first: 20) { nodes { kind { name } to { name } evidence(first: 3) { nodes { quotation } } } } } }`

// probe asks the normal question again and again until it is told to stop, and
// gives the times, sorted. It shows a key, and so is another client than those who
// attack.
func (s *target) probe(ctx context.Context, stop <-chan struct{}) []time.Duration {
	var out []time.Duration
	question, err := json.Marshal(map[string]string{"query": normal})
	if err != nil {
		s.t.Fatal(err)
	}
	for {
		r := s.operation(ctx, question)
		r.Header.Set("Authorization", "Bearer "+s.key)
		begin := time.Now()
		status, body := s.send(r)
		took := time.Since(begin)
		if status != http.StatusOK && status != http.StatusServiceUnavailable {
			s.t.Errorf("a normal question meanwhile: %d %.300s", status, body)
		}
		if status == http.StatusOK {
			out = append(out, took)
		}
		select {
		case <-stop:
			slices.Sort(out)
			return out
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// attack is one thing that is done to the program. It reports what is wrong with the
// answers.
type attack struct {
	name string
	do   func(ctx context.Context, s *target) error
	want string // the answer, in words for the table
}

// measured is what came of an attack.
type measured struct {
	attack
	growth     int64
	quiet, hit []time.Duration // times of the normal question
}

func (m measured) String() string {
	ratio := "–"
	if len(m.quiet) > 0 && len(m.hit) > 0 {
		ratio = fmt.Sprintf("%.1f", float64(middle(m.hit))/float64(middle(m.quiet)))
	}
	return fmt.Sprintf("| %s | %s | %d MiB | %s |", m.name, m.want, m.growth>>20, ratio)
}

func middle(sorted []time.Duration) time.Duration { return sorted[len(sorted)/2] }

// TestAttacks attacks the program on the embedded store.
func TestAttacks(t *testing.T) {
	s := startTarget(t, []string{"ENTENTE_DATA=" + t.TempDir()})
	rows := s.endure(attacks())
	t.Logf("| attack | answer | memory | a normal question took, times its quiet median |\n| --- | --- | --- | --- |\n%s", strings.Join(rows, "\n"))
}

// endure does one attack after another, and gives the rows of the table.
func (s *target) endure(all []attack) []string {
	stop := make(chan struct{})
	go func() { time.Sleep(time.Duration(size(500, 5000)) * time.Millisecond); close(stop) }()
	quiet := s.probe(s.t.Context(), stop)
	var rows []string
	for _, a := range all {
		m := measured{attack: a, quiet: quiet}
		before, _ := s.memory()
		s.forget()
		stop, probed := make(chan struct{}), make(chan struct{})
		go func() { defer close(probed); m.hit = s.probe(s.t.Context(), stop) }()
		if err := a.do(s.t.Context(), s); err != nil {
			s.t.Errorf("%s: %v", a.name, err)
		}
		close(stop)
		<-probed
		_, highest := s.memory()
		if m.growth = max(highest-before, 0); m.growth > mostGrowth {
			s.t.Errorf("%s: the memory grew by %d MiB", a.name, m.growth>>20)
		}
		rows = append(rows, m.String())
	}
	return rows
}

// flood runs something many times, and gives the first error. What runs at once is
// below what one client may, whose places come free a moment after their answers.
func flood(n int, do func(i int) error) error {
	const atOnce = 12
	var next atomic.Int64
	var wg sync.WaitGroup
	errs := make(chan error, atOnce)
	for range atOnce {
		wg.Go(func() {
			for i := next.Add(1); i <= int64(n); i = next.Add(1) {
				if err := do(int(i)); err != nil {
					errs <- err
					return
				}
			}
		})
	}
	wg.Wait()
	close(errs)
	return <-errs
}

// answered reports an answer that is not one of the statuses, or lacks a part.
func answered(status int, body string, has string, statuses ...int) error {
	if !slices.Contains(statuses, status) || !strings.Contains(body, has) {
		return fmt.Errorf("answered %d %.300s; wanted one of %v with %q", status, body, statuses, has)
	}
	return nil
}
