package measure

import (
	"context"
	"errors"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// counting makes a cache of texts, each of which is as large as it is long, and a
// function to ask it that counts the buildings.
func counting(most int64, short func() bool) (*Cache[string, string], func(t *testing.T, key string) string, *int) {
	c := NewCache[string](most, func(s string) int64 { return int64(len(s)) }, short)
	built := new(int)
	return c, func(t *testing.T, key string) string {
		t.Helper()
		v, err := c.Get(t.Context(), key, func(context.Context) (string, error) {
			*built++
			return "value of " + key, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return v
	}, built
}

func TestCacheBuildsOnce(t *testing.T) {
	_, get, built := counting(1000, nil)
	for range 3 {
		if got := get(t, "a"); got != "value of a" {
			t.Errorf("got %q", got)
		}
	}
	if *built != 1 {
		t.Errorf("built %d times", *built)
	}
}

func TestCacheLetsGoOfWhatWasAskedForLongestAgo(t *testing.T) {
	c, get, built := counting(20, nil) // two values of 10 bytes
	get(t, "a")
	get(t, "b")
	get(t, "a")
	get(t, "c") // b goes
	if values, bytes := c.Kept(); values != 2 || bytes != 20 {
		t.Errorf("keeps %d values of %d bytes", values, bytes)
	}
	get(t, "a")
	if *built != 3 {
		t.Errorf("built %d times: a was let go of", *built)
	}
	get(t, "b")
	if *built != 4 {
		t.Errorf("built %d times: b was kept", *built)
	}
}

func TestCacheDoesNotKeepWhatIsTooLarge(t *testing.T) {
	c, get, _ := counting(20, nil)
	get(t, "a")
	if got := get(t, "a long key, longer than the rest"); !strings.HasSuffix(got, "rest") {
		t.Errorf("got %q", got)
	}
	if values, bytes := c.Kept(); values != 1 || bytes != 10 {
		t.Errorf("keeps %d values of %d bytes", values, bytes)
	}
}

func TestCacheLetsGoWhenMemoryIsShort(t *testing.T) {
	short := false
	c, get, built := counting(1000, func() bool { return short })
	get(t, "a")
	short = true
	get(t, "a")
	get(t, "b")
	if values, bytes := c.Kept(); values != 0 || bytes != 0 || *built != 3 {
		t.Errorf("keeps %d values of %d bytes, built %d", values, bytes, *built)
	}
	short = false
	get(t, "b")
	c.Drop()
	if values, bytes := c.Kept(); values != 0 || bytes != 0 {
		t.Errorf("keeps %d values of %d bytes after Drop", values, bytes)
	}
	get(t, "b")
	if values, _ := c.Kept(); values != 1 {
		t.Errorf("keeps %d values, is of no use after Drop", values)
	}
}

func TestCacheKeepsNoError(t *testing.T) {
	c := NewCache[string](1000, func(string) int64 { return 1 }, nil)
	broken := errors.New("broken")
	if _, err := c.Get(t.Context(), "a", func(context.Context) (string, error) { return "", broken }); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	if v, err := c.Get(t.Context(), "a", func(context.Context) (string, error) { return "whole", nil }); err != nil || v != "whole" {
		t.Errorf("got %q, %v", v, err)
	}
}

func TestCacheShowsPanicsToWhoeverAsked(t *testing.T) {
	c := NewCache[string](1000, func(string) int64 { return 1 }, nil)
	defer func() {
		if p := recover(); p == nil || !strings.Contains(p.(string), "out of cheese") {
			t.Errorf("recovered %v", p)
		}
	}()
	_, _ = c.Get(t.Context(), "a", func(context.Context) (string, error) { panic("out of cheese") })
}

// Many ask for one value at a time: it is built once, and one who leaves does not
// end the building for the others.
func TestCacheSharesOneBuilding(t *testing.T) {
	c := NewCache[string](1000, func(string) int64 { return 1 }, nil)
	var built atomic.Int32
	begun, finish := make(chan struct{}), make(chan struct{})
	build := func(ctx context.Context) (string, error) {
		built.Add(1)
		close(begun)
		<-finish
		return "whole", ctx.Err()
	}
	leaver, leave := context.WithCancel(t.Context())
	left := make(chan error)
	go func() {
		_, err := c.Get(leaver, "a", build)
		left <- err
	}()
	<-begun
	var all sync.WaitGroup
	for range 10 {
		all.Go(func() {
			if v, err := c.Get(t.Context(), "a", build); err != nil || v != "whole" {
				t.Errorf("got %q, %v", v, err)
			}
		})
	}
	for c.waiting("a") < 11 { // all are there
		runtime.Gosched()
	}
	leave()
	if err := <-left; !errors.Is(err, context.Canceled) {
		t.Errorf("the one who left got %v", err)
	}
	close(finish)
	all.Wait()
	if built.Load() != 1 {
		t.Errorf("built %d times", built.Load())
	}
}

// waiting gives how many wait for a value that is being built.
func (c *Cache[K, V]) waiting(key K) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	if f := c.building[key]; f != nil {
		return f.waiting
	}
	return 0
}

// When nobody waits any more the building is told, and whoever asks next has a
// new one.
func TestCacheEndsABuildingThatNobodyWants(t *testing.T) {
	c := NewCache[string](1000, func(string) int64 { return 1 }, nil)
	begun, ended := make(chan struct{}), make(chan struct{})
	ctx, leave := context.WithCancel(t.Context())
	left := make(chan error)
	go func() {
		_, err := c.Get(ctx, "a", func(ctx context.Context) (string, error) {
			close(begun)
			<-ctx.Done()
			close(ended)
			return "", ctx.Err()
		})
		left <- err
	}()
	<-begun
	leave()
	if err := <-left; !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	<-ended
	if v, err := c.Get(t.Context(), "a", func(context.Context) (string, error) { return "whole", nil }); err != nil || v != "whole" {
		t.Errorf("got %q, %v", v, err)
	}
	if _, err := c.Get(ctx, "a", nil); !errors.Is(err, context.Canceled) {
		t.Errorf("asked with a context that is done: %v", err)
	}
}

func TestMemoryShort(t *testing.T) {
	if MemoryShort() {
		t.Error("short although there is no limit")
	}
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(1 << 20)) // far less than the test uses
	if !MemoryShort() {
		t.Error("not short although far above the limit")
	}
}
