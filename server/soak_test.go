package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/entente/entente/graph/store/neo4j/neo4jtest"
)

// The soak keeps a program busy with reads, writes and subscriptions, and then looks
// for wrong answers, for lost writes and for what was left behind: goroutines,
// memory, open files. ENTENTE_SOAK says how long each store takes; a few seconds if
// it says nothing. `make soak` runs fifteen minutes each and prints what
// docs/reliability.md has.

func soakTime(t *testing.T) (d time.Duration, long bool) {
	t.Helper()
	given := os.Getenv("ENTENTE_SOAK")
	if given == "" {
		return 3 * time.Second, false
	}
	d, err := time.ParseDuration(given)
	if err != nil {
		t.Fatalf("ENTENTE_SOAK: %v", err)
	}
	return d, true
}

// standingQuestions are asked of revision 1, so that their answers never change.
var standingQuestions = []string{
	`{ relations(first: 50, view: {revision: 1}) { totalCount nodes { id from { id } to { id } weight confidence evidence { nodes { quotation } } } } }`,
	`{ neighborhood(of: ["niger"], hops: 2, limit: 40, view: {revision: 1}, filter: {on: "2023-08-15"}) { actors { actor { id } distance } relations { id } } }`,
	`{ paths(from: "mali", to: "france", view: {revision: 1}, filter: {on: "2023-08-15"}) { paths { hops score steps { from { id } to { id } } } } }`,
	`{ influence(by: "russia", view: {revision: 1}, filter: {on: "2023-08-15"}) { influences { over { id } score } } }`,
	`{ search(text: "niger", view: {revision: 1}) { actor { id } score } }`,
	`{ actors(first: 100, view: {revision: 1}) { nodes { id name } } }`,
	`{ dyad(a: "mali", b: "russia", view: {revision: 1}, filter: {on: "2023-08-15"}) { net sign } }`,
}

// soak is a run.
type soak struct {
	*target
	right []string     // the answers to the standing questions
	away  atomic.Int64 // odd while the database is, so that an answer may be that it is

	reads, excused, told, next atomic.Int64

	mu            sync.Mutex
	asking, tells []time.Duration // how long reads and writes took while the database was there
	recorded      map[int]int     // the revision of each write that was acknowledged
}

func TestSoak(t *testing.T) {
	t.Run("embedded", func(t *testing.T) {
		soaked(t, []string{"ENTENTE_DATA=" + t.TempDir()}, nil)
	})
	t.Run("Neo4j", func(t *testing.T) {
		db, interrupt := interruptible(t)
		soaked(t, []string{"ENTENTE_STORE=" + db.URI, "ENTENTE_NEO4J_USER=" + db.User, "ENTENTE_NEO4J_PASSWORD=" + db.Password,
			"ENTENTE_QUERY_TIMEOUT=30s"}, interrupt) // the program gives up before its clients do
	})
}

// interruptible gives a Neo4j and what takes it away and gives it back: the long form
// kills it and starts it again, which takes half a minute; the short one breaks its
// connections off until the program says that it is not ready.
func interruptible(t *testing.T) (neo4jtest.Server, func(*soak)) {
	if _, long := soakTime(t); long {
		db := neo4jtest.Start(t, t.TempDir(), neo4jtest.Options{HeapMiB: 512})
		return db.Server, func(*soak) { db.Kill(t); db.Restart(t) }
	}
	proxy, server := neo4jtest.Between(t, neo4jtest.Fresh(t))
	return server, func(s *soak) {
		proxy.Away(true)
		if _, err := await(t.Context(), func() (int, string) { return s.get(t.Context(), "/readyz") }, http.StatusServiceUnavailable); err != nil {
			t.Errorf("/readyz without a database: %v", err)
		}
		proxy.Away(false)
	}
}

// soaked runs a soak on a store, whose database is taken away and given back in the
// middle if there is an interruption.
func soaked(t *testing.T, env []string, interrupt func(*soak)) {
	d, _ := soakTime(t)
	s := &soak{target: startTarget(t, env), recorded: map[int]int{}}
	for _, q := range standingQuestions {
		status, body := s.ask(t.Context(), q, nil)
		if status != http.StatusOK || strings.Contains(body, `"errors"`) {
			t.Fatalf("%s is answered %d %s", q, status, body)
		}
		s.right = append(s.right, body)
	}
	s.run(t, d/10, nil) // until it has warmed up
	before := s.held(t)
	s.reads.Store(0)
	s.told.Store(0)
	s.asking, s.tells = nil, nil
	s.run(t, d, interrupt)
	after := s.settled(t, before)
	s.nothingLost(t)
	t.Logf("| %s | %v | %d | %s | %d | %s | %d | %d | %d → %d | %d → %d | %d → %d MiB |", strings.TrimPrefix(t.Name(), "TestSoak/"), d,
		s.reads.Load(), times(s.asking), len(s.tells), times(s.tells), s.told.Load(), s.excused.Load(),
		before.goroutines, after.goroutines, before.files, after.files, before.heap>>20, after.heap>>20)
	if s.reads.Load() == 0 || len(s.tells) == 0 || s.told.Load() == 0 {
		t.Errorf("%d reads, %d writes, %d revisions told", s.reads.Load(), len(s.tells), s.told.Load())
	}
}

// times gives the median and the 99th percentile.
func times(all []time.Duration) string {
	if len(all) == 0 {
		return "-"
	}
	slices.Sort(all)
	return fmt.Sprintf("%.1f, %.1f ms", float64(middle(all))/1e6, float64(all[len(all)*99/100])/1e6)
}

// run keeps the program busy for a time, with an interruption in the middle if there
// is one: readers, writers, and subscribers that come and go. It ends when each
// subscriber was told of the last write.
func (s *soak) run(t *testing.T, d time.Duration, interrupt func(*soak)) {
	t.Helper()
	busy, stop := context.WithCancel(t.Context())
	listening, deafen := context.WithCancel(t.Context())
	defer deafen()
	var asking, subscribers sync.WaitGroup
	for i := range 4 {
		asking.Go(func() { s.read(busy, rand.New(rand.NewPCG(uint64(i), 1))) })
	}
	for range 2 {
		asking.Go(func() {
			for busy.Err() == nil {
				s.tell(t.Context(), "a test")
				pause(busy, 20*time.Millisecond)
			}
		})
	}
	for range 3 {
		subscribers.Go(func() { s.follow(listening) })
	}
	pause(busy, d/2)
	if interrupt != nil {
		s.interrupted(t, interrupt)
	}
	pause(busy, d/2)
	stop()
	asking.Wait()
	s.tell(t.Context(), lastReason)
	giveUp := time.AfterFunc(2*time.Minute, deafen)
	defer giveUp.Stop()
	subscribers.Wait()
}

// interrupted takes the database away and gives it back, and waits until the program
// is ready again and has recorded something, by itself.
func (s *soak) interrupted(t *testing.T, interrupt func(*soak)) {
	t.Helper()
	s.away.Add(1)
	defer s.away.Add(1)
	interrupt(s)
	if _, err := await(t.Context(), func() (int, string) { return s.get(t.Context(), "/readyz") }, http.StatusOK); err != nil {
		t.Fatalf("/readyz when the database is back: %v", err)
	}
	had := s.acknowledged()
	if _, err := await(t.Context(), func() (int, string) { return s.acknowledged() - had, "nothing is recorded" }, 1); err != nil && s.acknowledged() == had {
		t.Fatalf("when the database is back: %v", err)
	}
}

func (s *soak) acknowledged() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.recorded)
}

func pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// timed asks, and reports whether the answer counts: it does not if the database was
// away and the answer says so.
func (s *soak) timed(into *[]time.Duration, ask func() (int, string)) (status int, body string, counts bool) {
	before, begin := s.away.Load(), time.Now()
	status, body = ask()
	took := time.Since(begin)
	away := before%2 == 1 || s.away.Load() != before
	if away && (strings.Contains(body, `"UNAVAILABLE"`) || strings.Contains(body, `"TIMEOUT"`)) {
		s.excused.Add(1)
		return status, body, false
	}
	if !away {
		s.mu.Lock()
		*into = append(*into, took)
		s.mu.Unlock()
	}
	return status, body, true
}

// read asks what never changes, now and then what does, and goes on at four fifths
// of what one reader could ask.
func (s *soak) read(ctx context.Context, r *rand.Rand) {
	for ctx.Err() == nil {
		i := r.IntN(len(s.right) + 1)
		question := normal
		if i < len(s.right) {
			question = standingQuestions[i]
		}
		begin := time.Now()
		status, body, counts := s.timed(&s.asking, func() (int, string) { return s.ask(context.WithoutCancel(ctx), question, nil) })
		if counts {
			s.reads.Add(1)
			if status != http.StatusOK || strings.Contains(body, `"errors"`) || i < len(s.right) && body != s.right[i] {
				s.t.Errorf("%s is answered %d %.500s", question, status, body)
				return
			}
		}
		pause(ctx, time.Since(begin)/4)
	}
}

// tell records something new, again and again until it is acknowledged, and reads it
// back.
func (s *soak) tell(ctx context.Context, reason string) {
	n := int(s.next.Add(1))
	for {
		status, body, counts := s.timed(&s.tells, func() (int, string) { return s.record(ctx, n, reason) })
		if !counts {
			pause(ctx, 100*time.Millisecond)
			continue
		}
		found := numberOfRevision.FindStringSubmatch(body)
		if status != http.StatusOK || found == nil {
			s.t.Errorf("a write: %d %.300s", status, body)
			return
		}
		number, _ := strconv.Atoi(found[1])
		s.mu.Lock()
		s.recorded[n] = number
		s.mu.Unlock()
		break
	}
	status, body, counts := s.timed(&s.asking, func() (int, string) {
		return s.ask(ctx, fmt.Sprintf(`{ relation(id: "relation:soak-%d") { id } }`, n), nil)
	})
	if counts && (status != http.StatusOK || !strings.Contains(body, `"id":"relation:soak-`)) {
		s.t.Errorf("what was just recorded: %d %.300s", status, body)
	}
}

var numberOfRevision = regexp.MustCompile(`"number":(\d+)`)

// nothingLost reports a write that was acknowledged and is not in the record, or is
// there twice, and a revision that nobody asked for.
func (s *soak) nothingLost(t *testing.T) {
	t.Helper()
	there := map[int]int{}
	if err := s.lines(t.Context(), "/export/jsonl", func(line string) {
		for _, found := range regexp.MustCompile(`"id":"relation:soak-(\d+)"`).FindAllStringSubmatch(line, -1) {
			n, _ := strconv.Atoi(found[1])
			there[n]++
		}
	}); err != nil {
		t.Fatal(err)
	}
	revisions := map[int]int{}
	for n, number := range s.recorded {
		if there[n] != 1 {
			t.Errorf("write %d, acknowledged as revision %d, is in the record %d times", n, number, there[n])
		}
		if other, twice := revisions[number]; twice {
			t.Errorf("writes %d and %d are both acknowledged as revision %d", n, other, number)
		}
		revisions[number] = n
	}
	if len(there) != len(s.recorded) {
		t.Errorf("%d writes were acknowledged, and %d are in the record", len(s.recorded), len(there))
	}
	want := fmt.Sprintf(`"number":%d}`, 1+len(s.recorded))
	if _, body := s.ask(t.Context(), `{ service { newest { number } } }`, nil); !strings.Contains(body, want) {
		t.Errorf("after %d writes the newest revision is %s", len(s.recorded), body)
	}
}

// lines reads an answer as an administrator, line by line.
func (s *soak) lines(ctx context.Context, path string, line func(string)) error {
	r := s.request(ctx, http.MethodGet, path, "", nil)
	r.Header.Set("Authorization", "Bearer "+s.key)
	resp, err := s.client.Do(r)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", path, resp.Status)
	}
	all := bufio.NewScanner(resp.Body)
	all.Buffer(nil, 16<<20)
	for all.Scan() {
		line(all.Text())
	}
	return errors.Join(all.Err(), ctx.Err())
}
