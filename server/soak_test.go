package main

import (
	"context"
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

	"github.com/coder/websocket"
)

// The soak keeps a program busy with reads, writes and subscriptions, and then looks
// for wrong answers and for what was left behind: goroutines, memory, open files.
// ENTENTE_SOAK says how long it takes; a few seconds if it says nothing. `make soak`
// runs fifteen minutes and prints what docs/reliability.md has.

func soakTime(t *testing.T) time.Duration {
	t.Helper()
	given := os.Getenv("ENTENTE_SOAK")
	if given == "" {
		return 3 * time.Second
	}
	d, err := time.ParseDuration(given)
	if err != nil {
		t.Fatalf("ENTENTE_SOAK: %v", err)
	}
	return d
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

// left is what a program holds.
type left struct{ goroutines, files, memory int64 }

func (s *target) left(ctx context.Context) left {
	r := s.request(ctx, http.MethodGet, "/debug/pprof/goroutine?debug=1", "", nil)
	r.Header.Set("Authorization", "Bearer "+s.key)
	_, body := s.send(r)
	n, _ := strconv.ParseInt(regexp.MustCompile(`total (\d+)`).FindStringSubmatch(body + " total 0")[1], 10, 64)
	files, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", s.pid))
	if err != nil {
		s.t.Fatal(err)
	}
	now, _ := s.memory()
	return left{n, int64(len(files)), now}
}

// soak is a run.
type soak struct {
	*target
	ctx                      context.Context
	reads, writes, told, odd atomic.Int64

	mu    sync.Mutex
	times []time.Duration
}

func TestSoak(t *testing.T) {
	s := &soak{target: startTarget(t, []string{"ENTENTE_DATA=" + t.TempDir()})}
	right := make([]string, len(standingQuestions))
	for i, q := range standingQuestions {
		status, body := s.ask(t.Context(), q, nil)
		if status != http.StatusOK || strings.Contains(body, `"errors"`) {
			t.Fatalf("%s is answered %d %s", q, status, body)
		}
		right[i] = body
	}
	s.run(t, right, soakTime(t)/10) // until it has warmed up
	before := s.left(t.Context())
	s.times = nil
	s.run(t, right, soakTime(t))
	after := s.settled(t, before)
	slices.Sort(s.times)
	t.Logf("%d reads, %d writes, %d revisions told to subscribers; median %v, p99 %v; goroutines %d → %d, open files %d → %d, memory %d → %d MiB",
		s.reads.Load(), s.writes.Load(), s.told.Load(), middle(s.times).Round(time.Microsecond), s.times[len(s.times)*99/100].Round(time.Microsecond),
		before.goroutines, after.goroutines, before.files, after.files, before.memory>>20, after.memory>>20)
	if s.odd.Load() > 0 || s.writes.Load() == 0 || s.told.Load() == 0 {
		t.Errorf("%d wrong answers, %d writes, %d revisions told", s.odd.Load(), s.writes.Load(), s.told.Load())
	}
}

// settled waits until the program has let go of what the run held, and reports what it
// does not let go of.
func (s *soak) settled(t *testing.T, before left) left {
	t.Helper()
	s.client.CloseIdleConnections()
	var now left
	for range 100 {
		now = s.left(t.Context())
		if now.goroutines <= before.goroutines+10 && now.files <= before.files+10 {
			return now
		}
		time.Sleep(100 * time.Millisecond) // it is the program that is waited for
	}
	t.Errorf("left behind: %+v, before %+v", now, before)
	return now
}

// run keeps the program busy for a time: readers, a writer, and subscribers that come
// and go.
func (s *soak) run(t *testing.T, right []string, d time.Duration) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), d)
	defer cancel()
	var wg sync.WaitGroup
	for i := range 4 {
		wg.Go(func() { s.read(ctx, rand.New(rand.NewPCG(uint64(i), 1)), right) })
	}
	wg.Go(func() {
		for ctx.Err() == nil {
			n := int(s.writes.Load())
			if status, body := s.write(t.Context(), n); status != http.StatusOK || strings.Contains(body, `"errors"`) {
				t.Errorf("a write: %d %.300s", status, body)
				return
			}
			s.writes.Add(1)
			pause(ctx, 20*time.Millisecond)
		}
	})
	for range 3 {
		wg.Go(func() {
			for ctx.Err() == nil {
				s.listen(ctx, t)
			}
		})
	}
	wg.Wait()
}

func pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// read asks what never changes, now and then what does, and goes on at four fifths
// of what one reader could ask.
func (s *soak) read(ctx context.Context, r *rand.Rand, right []string) {
	for ctx.Err() == nil {
		i := r.IntN(len(right) + 1)
		question := normal
		if i < len(right) {
			question = standingQuestions[i]
		}
		begin := time.Now()
		status, body := s.ask(context.WithoutCancel(ctx), question, nil)
		took := time.Since(begin)
		if status != http.StatusOK || strings.Contains(body, `"errors"`) || i < len(right) && body != right[i] {
			if s.odd.Add(1) == 1 {
				s.t.Errorf("%s is answered %d %.500s", question, status, body)
			}
		}
		s.reads.Add(1)
		s.mu.Lock()
		s.times = append(s.times, took)
		s.mu.Unlock()
		pause(ctx, took/4)
	}
}

// listen subscribes for a while, and checks that each revision comes once, in order.
func (s *soak) listen(ctx context.Context, t *testing.T) {
	c, err := s.dial(ctx, true)
	if err != nil {
		if ctx.Err() == nil {
			t.Errorf("a WebSocket: %v", err)
			pause(ctx, time.Second)
		}
		return
	}
	defer func() { _ = c.CloseNow() }()
	const text = `{"id":"s","type":"subscribe","payload":{"query":"subscription { revisions { number } }"}}`
	if err := c.Write(ctx, websocket.MessageText, []byte(text)); err != nil {
		return
	}
	last, number := 0, regexp.MustCompile(`"number":(\d+)`)
	for range 50 {
		_, b, err := c.Read(ctx)
		if err != nil {
			return
		}
		found := number.FindSubmatch(b)
		if found == nil {
			if !strings.Contains(string(b), `"ping"`) {
				t.Errorf("a subscriber is told %s", b)
				return
			}
			continue
		}
		n, _ := strconv.Atoi(string(found[1]))
		if last > 0 && n != last+1 {
			t.Errorf("after revision %d a subscriber is told of %d", last, n)
		}
		last = n
		s.told.Add(1)
	}
}
