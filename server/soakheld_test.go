package main

import (
	"context"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
)

// held is what a program holds: memory is what it lives on, after its garbage was
// collected.
type held struct{ goroutines, files, heap int64 }

var (
	goroutinesLine = regexp.MustCompile(`^goroutine profile: total (\d+)`)
	heapLine       = regexp.MustCompile(`^# HeapAlloc = (\d+)`)
)

func (s *soak) held(t *testing.T) held {
	t.Helper()
	numberIn := func(path string, in *regexp.Regexp) (n int64) {
		if err := s.lines(t.Context(), path, func(line string) {
			if found := in.FindStringSubmatch(line); found != nil {
				n, _ = strconv.ParseInt(found[1], 10, 64)
			}
		}); err != nil || n == 0 {
			t.Fatalf("%s tells %d, %v", path, n, err)
		}
		return n
	}
	heap := numberIn("/debug/pprof/heap?debug=1&gc=1", heapLine)
	files, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", s.pid))
	if err != nil {
		t.Fatal(err)
	}
	return held{numberIn("/debug/pprof/goroutine?debug=1", goroutinesLine), int64(len(files)), heap}
}

// A program may hold a little more than before: what the last minute needed, and what
// each write adds to a record that is kept in memory.
const (
	moreThings  = 10
	moreHeap    = 32 << 20
	heapOfWrite = 8 << 10
)

// settled waits until the program has let go of what the run held, and reports what it
// does not let go of.
func (s *soak) settled(t *testing.T, before held) held {
	t.Helper()
	s.client.CloseIdleConnections()
	most := held{before.goroutines + moreThings, before.files + moreThings, before.heap + moreHeap + heapOfWrite*int64(s.acknowledged())}
	var now held
	for range 100 {
		now = s.held(t)
		if now.goroutines <= most.goroutines && now.files <= most.files && now.heap <= most.heap {
			return now
		}
		time.Sleep(100 * time.Millisecond) // it is the program that is waited for
	}
	t.Errorf("left behind: %+v, before %+v", now, before)
	return now
}

// lastReason is the reason of the write that ends a run.
const lastReason = "the last one"

// follow subscribes for a while, again and again, each time to what comes after what it
// was told last, until it was told of the last write. Each revision must come once, in
// order.
func (s *soak) follow(ctx context.Context) {
	after := 0
	for ended := false; !ended; {
		if ctx.Err() != nil {
			s.t.Errorf("a subscriber is not told of what came after revision %d", after)
			return
		}
		var err error
		if after, ended, err = s.listen(ctx, after); err != nil && ctx.Err() == nil {
			s.t.Error(err)
			return
		}
	}
}

// listen subscribes, and gives the last revision that it was told of and whether that
// was the last write.
func (s *soak) listen(ctx context.Context, after int) (last int, ended bool, err error) {
	c, err := s.dial(ctx, true)
	if err != nil {
		return after, false, fmt.Errorf("a WebSocket: %w", err)
	}
	defer func() { _ = c.CloseNow() }()
	from := ""
	if after > 0 {
		from = fmt.Sprintf("(after: %d)", after)
	}
	text := `{"id":"s","type":"subscribe","payload":{"query":"subscription { revisions` + from + ` { number reason } }"}}`
	if err := c.Write(ctx, websocket.MessageText, []byte(text)); err != nil {
		return after, false, err
	}
	for range 50 {
		_, b, err := c.Read(ctx)
		if err != nil {
			return after, false, fmt.Errorf("a subscriber is cut off after revision %d: %w", after, err)
		}
		body := string(b)
		found := numberOfRevision.FindStringSubmatch(body)
		switch {
		case found != nil:
		case strings.Contains(body, `"ping"`):
			continue
		case strings.Contains(body, `"UNAVAILABLE"`) && s.away.Load()%2 == 1:
			s.excused.Add(1)
			pause(ctx, 100*time.Millisecond)
			return after, false, nil
		default:
			return after, false, fmt.Errorf("a subscriber is told %s", body)
		}
		n, _ := strconv.Atoi(found[1])
		if after > 0 && n != after+1 {
			return after, false, fmt.Errorf("after revision %d a subscriber is told of %d", after, n)
		}
		after = n
		s.told.Add(1)
		if strings.Contains(body, lastReason) {
			return after, true, nil
		}
	}
	return after, false, nil
}
