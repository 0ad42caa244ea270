package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"go.uber.org/goleak"
)

// The service says where to look, answers there, and leaves nothing running.
func TestServe(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	dir := filepath.Join(t.TempDir(), "record")
	s := start(t, "-data", dir)
	for _, line := range []string{"  GraphQL   " + s.url + "/graphql", "  GraphiQL  " + s.url + "/graphiql", "  record    " + dir + " (embedded)", "revision 1: the bundled data"} {
		if !strings.Contains(s.out.String(), line) {
			t.Errorf("the greeting lacks %q:\n%s", line, s.out)
		}
	}
	for path, want := range map[string]string{
		"/": "<html", "/graphiql": "<html", "/healthz": "running", "/readyz": "ready", "/version": `"store":"embedded"`,
		"/export/csv?kinds=CALLS": "assimi-goita", "/export/graphml?of=niger&on=2023-08-15": "<graphml",
	} {
		if status, body := s.get(path); status != http.StatusOK || !strings.Contains(body, want) {
			t.Errorf("%s: %d %.200s", path, status, body)
		}
	}
	if status := s.stop(); status != 0 {
		t.Errorf("exit status %d:\n%s", status, s.log)
	}
	if !strings.Contains(s.log.String(), "path=/version status=200") || !strings.Contains(s.log.String(), "request=") {
		t.Errorf("requests are not logged:\n%s", s.log)
	}
	// The record is kept, and the bundled data is not recorded twice.
	again := start(t, "-data", dir)
	if !strings.Contains(again.out.String(), "revision 1 of ") {
		t.Errorf("the second start:\n%s", again.out)
	}
	again.stop()
}

func TestServeEmpty(t *testing.T) {
	s := startBundled(t, "-empty")
	if !strings.Contains(s.out.String(), "nothing is recorded yet") || !strings.Contains(s.out.String(), "0 actors, 0 relations") {
		t.Errorf("the greeting:\n%s", s.out)
	}
	for _, format := range []string{"jsonl", "csv", "graphml"} {
		if status, body := s.get("/export/" + format); status != http.StatusOK || strings.Contains(body, "relation:") {
			t.Errorf("%s: %d %s", format, status, body)
		}
	}
}

// What keeps the service from starting is told with what to do, and its status
// says what kind of trouble it is.
func TestServeCannotStart(t *testing.T) {
	dir := t.TempDir()
	s := start(t, "-data", dir)
	addr := strings.TrimPrefix(s.url, "http://")
	for _, c := range []struct {
		flags  []string
		status int
		want   string
	}{
		{[]string{"-addr", addr, "-data", t.TempDir()}, 5, "another program listens on " + addr + ", perhaps another Entente; stop that one, or choose another port"},
		{[]string{"-addr", "127.0.0.1:0", "-data", dir}, 5, "is in use by another process"},
		{[]string{"-addr", "0.0.0.0:0"}, 2, "can be reached from other machines"},
		{[]string{"-addr", ":0"}, 2, "can be reached from other machines"},
		{[]string{"-addr", "[::]:0"}, 2, "can be reached from other machines"},
		{[]string{"-store", "neo4j://127.0.0.1:1", "-neo4j-password-file", "/nowhere"}, 5, "/nowhere: cannot be read"},
	} {
		got := runCommand(t, nil, append([]string{"serve"}, c.flags...)...)
		if got.status != c.status || !strings.Contains(got.stderr, c.want) {
			t.Errorf("%v: status %d, want %d:\n%s", c.flags, got.status, c.status, got.stderr)
		}
	}
	for _, args := range [][]string{{"import", "-data", dir, "-"}, {"export", "-data", dir}, {"check", "-record", "-data", dir, "-"}} {
		if got := runCommand(t, strings.NewReader(""), args...); got.status != 5 || !strings.Contains(got.stderr, "is in use by another process") {
			t.Errorf("%v: status %d:\n%s", args, got.status, got.stderr)
		}
	}
}

// TestServeLimitsOfAClient sets what one client may ask, and asks over HTTP/2.
func TestServeLimitsOfAClient(t *testing.T) {
	documents := filepath.Join(t.TempDir(), "documents.json")
	if err := os.WriteFile(documents, []byte(`{"version": "{ service { version } }"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	s := start(t, "-data", t.TempDir(), "-empty", "-rate", "0.5", "-documents", documents, "-only-documents", "-max-memory", "8000000000")
	p := new(http.Protocols)
	p.SetUnencryptedHTTP2(true)
	client := &http.Client{Transport: &http.Transport{Protocols: p}}
	defer client.CloseIdleConnections()
	codes := map[int]int{}
	for range 4 {
		resp, err := client.Get(s.url + "/graphql?documentId=version")
		if err != nil {
			t.Fatal(err)
		}
		codes[resp.StatusCode]++
		if resp.ProtoMajor != 2 {
			t.Errorf("answered by %s", resp.Proto)
		}
		if resp.StatusCode == http.StatusTooManyRequests && resp.Header.Get("Retry-After") == "" {
			t.Error("a client that asks too often is not told when to come back")
		}
		_ = resp.Body.Close()
	}
	if codes[http.StatusOK] != 2 || codes[http.StatusTooManyRequests] != 2 {
		t.Errorf("of four questions at once at one in two seconds: %v", codes)
	}
	if status, body := s.get("/graphql?query={kinds{name}}"); status != http.StatusForbidden {
		t.Errorf("a document that is not trusted: %d %s", status, body)
	}
	quiet := start(t, "-data", t.TempDir(), "-empty", "-no-introspection")
	if status, body := quiet.get("/graphql?query={__schema{types{name}}}"); !strings.Contains(body, "FORBIDDEN") {
		t.Errorf("introspection that is turned off: %d %s", status, body)
	}
	if status, body := quiet.get("/graphql?query={__typename}"); !strings.Contains(body, `"Query"`) {
		t.Errorf("the name of a type is no introspection: %d %s", status, body)
	}
	for flags, want := range map[string]string{
		"-documents /nowhere": "the file /nowhere cannot be read",
		"-documents serve.go": "is not a JSON object of texts by id",
		"-only-documents":     "name the file of the operations that are trusted",
		"-proxy example.org":  `"example.org" is no address`,
		"-rate=-1":            "must not be below 0",
	} {
		got := runCommand(t, nil, append([]string{"serve", "-addr", "127.0.0.1:0", "-data", t.TempDir()}, strings.Fields(flags)...)...)
		if !strings.Contains(got.stderr, want) {
			t.Errorf("%s: %s", flags, got.stderr)
		}
	}
}

func TestServePublic(t *testing.T) {
	s := start(t, "-data", t.TempDir(), "-addr", "0.0.0.0:0", "-public", "-tls-by-proxy")
	if !strings.Contains(s.out.String(), "Other machines can reach 0.0.0.0:") && !strings.Contains(s.out.String(), "Other machines can reach [::]:") {
		t.Errorf("no warning:\n%s", s.out)
	}
	if !strings.Contains(s.out.String(), "Reading and writing take a key.") {
		t.Errorf("nothing about keys:\n%s", s.out)
	}
	for path, want := range map[string]int{"/healthz": 200, "/export/csv": 401, "/": 200} {
		if status, _ := s.get(path); status != want {
			t.Errorf("status %d of %s", status, path)
		}
	}
}

// The limits of the command line are those of the service.
func TestServeLimits(t *testing.T) {
	s := startBundled(t, "-max-body", "100", "-max-depth", "2", "-host", "proxy.example", "-log-level", "error", "-log-format", "json")
	post := func(body, host string) (int, string) {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.url+"/graphql", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/json")
		r.Host = host
		return s.do(r)
	}
	for _, c := range []struct {
		body, host string
		status     int
		want       string
	}{
		{`{"query":"{ service { version } }"}`, "proxy.example", 200, `"version"`},
		{`{"query":"{ service { version } }"}`, "evil.example", 421, "--host"},
		{`{"query":"{ service { newest { number } } }"}`, "localhost", 400, "TOO_LARGE"},
		{`{"query":"` + strings.Repeat("#", 100) + `"}`, "localhost", 413, "100 bytes"},
	} {
		if status, body := post(c.body, c.host); status != c.status || !strings.Contains(body, c.want) {
			t.Errorf("%.60s of %s: %d %s", c.body, c.host, status, body)
		}
	}
	if s.log.String() != "" {
		t.Errorf("logged below error:\n%s", s.log)
	}
}

// halfSent is a request whose body is not all sent yet, while the service waits
// for it.
type halfSent struct {
	conn net.Conn
	in   *bufio.Reader
	rest string
}

// sendHalf begins a request, and returns when the service has begun to read its
// body: it says "100 Continue" then.
func sendHalf(t testing.TB, url string) *halfSent {
	t.Helper()
	conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", strings.TrimPrefix(url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	body := `{"query":"{ actor(id: \"mali\") { name } }"}`
	fmt.Fprintf(conn, "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nExpect: 100-continue\r\nConnection: close\r\nContent-Length: %d\r\n\r\n", len(body))
	h := &halfSent{conn, bufio.NewReader(conn), body}
	line, err := h.in.ReadString('\n')
	if err != nil || !strings.Contains(line, "100 Continue") {
		t.Fatalf("got %q, %v", line, err)
	}
	_, _ = h.in.ReadString('\n')
	return h
}

// finish sends the rest and gives the answer.
func (h *halfSent) finish() (string, error) {
	if _, err := io.WriteString(h.conn, h.rest); err != nil {
		return "", err
	}
	resp, err := http.ReadResponse(h.in, nil)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	return string(b), err
}

// A service that is told to stop takes no new connections, finishes what it is
// answering, and ends well.
func TestStopFinishesRunningAnswers(t *testing.T) {
	s := startBundled(t)
	running := sendHalf(t, s.url)
	s.cancel()
	awaitRefusal(t, s.url)
	if answer, err := running.finish(); err != nil || !strings.Contains(answer, `{"data":{"actor":{"name":"Mali"}}}`) {
		t.Errorf("the running question is answered %q, %v", answer, err)
	}
	if status := s.stop(); status != 0 || !strings.Contains(s.out.String(), "Stopping") {
		t.Errorf("exit status %d:\n%s%s", status, s.out, s.log)
	}
}

// awaitRefusal waits until no connection is taken any more.
func awaitRefusal(t testing.TB, url string) {
	t.Helper()
	for t.Context().Err() == nil {
		conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", strings.TrimPrefix(url, "http://"))
		if err != nil {
			return
		}
		_ = conn.Close()
	}
}

// What does not finish in the time that it is given is broken off.
func TestStopBreaksOff(t *testing.T) {
	s := startBundled(t, "-grace", "10ms")
	running := sendHalf(t, s.url)
	if status := s.stop(); status != 0 || !strings.Contains(s.log.String(), "answers were broken off") {
		t.Errorf("exit status %d:\n%s", status, s.log)
	}
	if answer, err := running.finish(); err == nil && strings.Contains(answer, "data") {
		t.Errorf("answered after all: %s", answer)
	}
}

// program starts the program as a process of its own, serving.
func program(t *testing.T) (*exec.Cmd, string) {
	t.Helper()
	link := filepath.Join(t.TempDir(), "entente") // testscript runs main by this name
	if err := os.Symlink(executable(t), link); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), link, "-addr", "127.0.0.1:0", "-data", t.TempDir(), "-grace", "1h")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if page, ok := strings.CutPrefix(lines.Text(), "  page "); ok {
			go func() { // so that the program never waits for us
				for lines.Scan() {
				}
			}()
			return cmd, strings.TrimSuffix(strings.TrimSpace(page), "/")
		}
	}
	t.Fatal("the program ended before it said where it is")
	return nil, ""
}

func executable(t *testing.T) string {
	t.Helper()
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// SIGTERM stops the program cleanly.
func TestSIGTERM(t *testing.T) {
	cmd, url := program(t)
	running := sendHalf(t, url)
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	awaitRefusal(t, url)
	if answer, err := running.finish(); err != nil || !strings.Contains(answer, "Mali") {
		t.Errorf("the running question is answered %q, %v", answer, err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("the program ends with %v", err)
	}
}

// A second signal does not wait for what is running.
func TestSecondSignal(t *testing.T) {
	cmd, url := program(t)
	sendHalf(t, url)
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	awaitRefusal(t, url)
	again := time.NewTicker(10 * time.Millisecond) // the first one is taken in by and by
	defer again.Stop()
	for {
		select {
		case err := <-ended:
			if err == nil {
				t.Error("the program waited for the running question")
			}
			return
		case <-again.C:
			_ = cmd.Process.Signal(syscall.SIGTERM) // gone already, if this fails
		}
	}
}

// A canceled import leaves nothing behind, and says so by its status.
func TestCanceledImport(t *testing.T) {
	dir := t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	n := 0
	records := readerFunc(func(b []byte) (int, error) {
		if n++; n == 200 {
			cancel()
		}
		return copy(b, fmt.Sprintf("{\"actor\":{\"id\":\"actor-%d\",\"kind\":\"STATE\",\"names\":[{\"text\":\"A\"}]}}\n", n)), nil
	})
	var stdout, stderr bytes.Buffer
	status := run(ctx, []string{"import", "-data", dir, "-"}, records, &stdout, &stderr, nil)
	if status != 130 || !strings.Contains(stderr.String(), "entente: canceled") {
		t.Errorf("exit status %d: %s%s", status, &stdout, &stderr)
	}
	if got := runCommand(t, nil, "export", "-data", dir); got.status != 0 || strings.Contains(got.stdout, "actor-1") || !strings.Contains(got.stdout, `"revision":1`) {
		t.Errorf("after it: status %d, %.300s%s", got.status, got.stdout, got.stderr)
	}
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(b []byte) (int, error) { return f(b) }

// A broken line deep in a file is told by its number, and nothing is recorded.
func TestBrokenLineDeepInAFile(t *testing.T) {
	dir := t.TempDir()
	var file strings.Builder
	for i := range 20_000 {
		fmt.Fprintf(&file, "{\"actor\":{\"id\":\"actor-%d\",\"kind\":\"STATE\",\"names\":[{\"text\":\"A\"}]}}\n", i)
	}
	file.WriteString(`{"actor":{"id":"broken"`)
	got := runCommand(t, strings.NewReader(file.String()), "import", "-data", dir, "-")
	if want := "entente: standard input: line 20001: is not JSON: unexpected end of JSON input at byte 23"; got.status != 2 || !strings.Contains(got.stderr, want) {
		t.Errorf("status %d: %s", got.status, got.stderr)
	}
	if got := runCommand(t, nil, "export", "-data", dir); strings.Contains(got.stdout, "actor-1") {
		t.Error("something of the file was recorded")
	}
}

// What a store exports, imported into an empty one, is exported again as the same
// file, but for when it was recorded.
func TestRoundTripThroughTheStore(t *testing.T) {
	file := filepath.Join(t.TempDir(), "all.jsonl")
	dir := t.TempDir()
	start(t, "-data", dir).stop() // begins with the bundled data
	if got := runCommand(t, nil, "export", "-data", dir, "-output", file); got.status != 0 {
		t.Fatal(got.stderr)
	}
	first, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	onEveryStore(t, func(t *testing.T, env []string) {
		if got := runIn(t, env, nil, "import", "-empty", file); got.status != 0 || !strings.Contains(got.stdout, " as revision 1: ") || !strings.HasSuffix(got.stdout, " new\n") {
			t.Fatalf("status %d: %s%s", got.status, got.stdout, got.stderr)
		}
		if got := runIn(t, env, nil, "import", "-empty", file); got.status != 0 || !strings.HasPrefix(got.stdout, "nothing changed: revision 1") {
			t.Errorf("a second time: status %d: %s%s", got.status, got.stdout, got.stderr)
		}
		again := runIn(t, env, nil, "export")
		_, a, _ := strings.Cut(string(first), "\n")
		about, b, _ := strings.Cut(again.stdout, "\n")
		if a != b || strings.Count(a, "\n") < 500 {
			t.Errorf("%d bytes became %d; %s", len(a), len(b), again.stderr)
		}
		var says struct {
			About struct {
				Format, License string
				Revision        int
				Recorded        time.Time
			}
		}
		if err := json.Unmarshal([]byte(about), &says); err != nil || says.About.Revision != 1 || says.About.Recorded.IsZero() || !strings.Contains(says.About.License, "CC BY 4.0") {
			t.Errorf("the file says of itself %s, %v", about, err)
		}
		if got := runIn(t, env, nil, "import", "-key", "again", file); got.status != 0 || !strings.Contains(got.stdout, ": 0 new, ") {
			t.Errorf("with another key: status %d: %s%s", got.status, got.stdout, got.stderr)
		}
	})
}
