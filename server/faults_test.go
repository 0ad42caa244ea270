package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/entente/entente/graph/store/neo4j/neo4jtest"
)

// write records one small relation, named by n, with the administrator's key, and
// gives the status and the answer.
func (s *target) write(ctx context.Context, n int) (int, string) {
	return s.record(ctx, n, "a test")
}

// record is write, with a reason.
func (s *target) record(ctx context.Context, n int, reason string) (int, string) {
	const mutation = `mutation($input: RecordInput!) { record(input: $input) { revision { number } } }`
	name := fmt.Sprintf("relation:soak-%d", n)
	b, err := json.Marshal(map[string]any{"query": mutation, "variables": map[string]any{"input": map[string]any{
		"reason": reason, "key": name,
		"relations": []any{map[string]any{
			"id": name, "from": "mali", "kind": "CALLS", "to": "russia", "period": "2023-08-15",
			"evidence": []any{map[string]any{
				"source": "source:seed-article", "quotation": "had a telephone conversation", "modality": "REPORTED",
				"grade": map[string]any{"reliability": "F", "credibility": 2},
			}},
		}},
	}}})
	if err != nil {
		s.t.Fatal(err)
	}
	r := s.request(ctx, http.MethodPost, "/graphql", "application/json", strings.NewReader(string(b)))
	r.Header.Set("Authorization", "Bearer "+s.key)
	return s.send(r)
}

// written is write, with the status 504 for an answer that does not say that it is
// recorded as a revision: a test machine may be busy.
func (s *target) written(ctx context.Context, n, revision int) (int, string) {
	status, body := s.write(ctx, n)
	if !strings.Contains(body, fmt.Sprintf(`"number":%d}`, revision)) {
		status = http.StatusGatewayTimeout
	}
	return status, body
}

// get gives the status and the beginning of the body of an address.
func (s *target) get(ctx context.Context, path string) (int, string) {
	return s.send(s.request(ctx, http.MethodGet, path, "", nil))
}

// await asks again and again until the answer is as wanted, or gives the last one.
func await(ctx context.Context, ask func() (int, string), status int) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	for {
		got, body := ask()
		if got == status {
			return body, nil
		}
		select {
		case <-ctx.Done():
			return body, fmt.Errorf("still %d: %.300s", got, body)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// TestDatabaseThatGoesAway takes the database away from a running program and gives it
// back: meanwhile it says that it is not ready, and answers UNAVAILABLE; afterwards it
// goes on by itself, and nothing was half-done.
func TestDatabaseThatGoesAway(t *testing.T) {
	proxy, server := neo4jtest.Between(t, neo4jtest.Fresh(t))
	s := startTarget(t, []string{"ENTENTE_STORE=" + server.URI, "ENTENTE_NEO4J_USER=" + server.User, "ENTENTE_NEO4J_PASSWORD=" + server.Password,
		"ENTENTE_QUERY_TIMEOUT=15s", "ENTENTE_EXPORT_TIMEOUT=15s"})
	ctx := t.Context()
	if _, err := await(ctx, func() (int, string) { return s.written(ctx, 1, 2) }, http.StatusOK); err != nil {
		t.Fatalf("a write before: %v", err)
	}
	proxy.Away(true)
	if _, err := await(ctx, func() (int, string) { return s.get(ctx, "/readyz") }, http.StatusServiceUnavailable); err != nil {
		t.Errorf("/readyz without a database: %v", err)
	}
	if status, _ := s.get(ctx, "/healthz"); status != http.StatusOK {
		t.Errorf("/healthz without a database: %d", status)
	}
	for name, ask := range map[string]func() (int, string){
		"a question": func() (int, string) { return s.ask(ctx, normal, nil) },
		"a write":    func() (int, string) { return s.write(ctx, 2) },
		"an export":  func() (int, string) { return s.get(ctx, "/export/csv") },
	} {
		if status, body := ask(); !strings.Contains(body, "UNAVAILABLE") && !strings.Contains(body, "TIMEOUT") || strings.Contains(body, "Neo4j") {
			t.Errorf("%s without a database: %d %.300s", name, status, body)
		}
	}
	proxy.Away(false)
	if _, err := await(ctx, func() (int, string) { return s.get(ctx, "/readyz") }, http.StatusOK); err != nil {
		t.Errorf("/readyz when it is back: %v", err)
	}
	if status, body := s.ask(ctx, normal, nil); status != http.StatusOK || !strings.Contains(body, "Mali") {
		t.Errorf("a question when it is back: %d %.300s", status, body)
	}
	// The same key: once, whether the first got through or not.
	if _, err := await(ctx, func() (int, string) { return s.written(ctx, 2, 3) }, http.StatusOK); err != nil {
		t.Errorf("the write again: %v", err)
	}
}

// TestSIGTERMUnderWrites stops a program that many write to: it answers what it has
// taken, ends well, and every write that was acknowledged is in the record.
func TestSIGTERMUnderWrites(t *testing.T) {
	dir := t.TempDir()
	s := startTarget(t, []string{"ENTENTE_DATA=" + dir})
	var mu sync.Mutex
	acknowledged := map[int]bool{}
	var wg sync.WaitGroup
	half := make(chan struct{})
	const writers, each = 8, 1000
	for w := range writers {
		wg.Go(func() {
			for i := range each {
				n := w*each + i
				status, body := s.write(t.Context(), n)
				if status != http.StatusOK || !strings.Contains(body, `"number"`) {
					return // it has stopped
				}
				mu.Lock()
				acknowledged[n] = true
				if len(acknowledged) == 40 {
					close(half)
				}
				mu.Unlock()
			}
		})
	}
	<-half
	if err := syscall.Kill(s.pid, syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	wg.Wait()
	if err := s.wait(); err != nil {
		t.Errorf("the program ends with %v", err)
	}
	file := filepath.Join(t.TempDir(), "record.jsonl")
	if got := runCommand(t, nil, "export", "-data", dir, "-output", file); got.status != 0 {
		t.Fatal(got.stderr)
	}
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for n := range acknowledged {
		if !strings.Contains(string(b), fmt.Sprintf(`"id":"relation:soak-%d"`, n)) {
			t.Errorf("write %d was acknowledged and is gone", n)
		}
	}
	if len(acknowledged) < 40 || len(acknowledged) == writers*each {
		t.Errorf("%d writes were acknowledged: the program was not stopped in the middle", len(acknowledged))
	}
}
