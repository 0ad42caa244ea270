package measure

import (
	"container/list"
	"context"
	"errors"
	"fmt"
	"math"
	"runtime/debug"
	"runtime/metrics"
	"sync"
)

// Cache keeps what took long to build, as projections, up to a number of bytes: of
// all values those that were asked for last. It is safe for use by many
// goroutines.
type Cache[K comparable, V any] struct {
	most  int64
	size  func(V) int64
	short func() bool

	mu       sync.Mutex
	bytes    int64
	entries  map[K]*list.Element // of *entry[K, V]
	recent   *list.List          // the one asked for last first
	building map[K]*flight[V]
}

type entry[K comparable, V any] struct {
	key   K
	value V
	bytes int64
}

// flight is one building of a value, for all who wait for it.
type flight[V any] struct {
	done     chan struct{} // closed when value, err and panicked are set
	value    V
	err      error
	panicked any
	waiting  int // how many still want it
	cancel   context.CancelFunc
}

// NewCache makes a cache of most bytes; size gives the bytes of a value. Whenever
// short reports that memory is short the cache lets go of everything and keeps
// nothing more until it no longer is; MemoryShort serves for it, nil says that
// memory never is.
func NewCache[K comparable, V any](most int64, size func(V) int64, short func() bool) *Cache[K, V] {
	if short == nil {
		short = func() bool { return false }
	}
	return &Cache[K, V]{
		most: most, size: size, short: short,
		entries: map[K]*list.Element{}, recent: list.New(), building: map[K]*flight[V]{},
	}
}

// Get gives the value of a key, building it if it is not kept. Several who ask for
// one key at a time share one building, which ends with the last of them: its
// context is done when every one of theirs is. An error is given to all who wait
// and is not kept. The value is shared: nobody may change it.
func (c *Cache[K, V]) Get(ctx context.Context, key K, build func(context.Context) (V, error)) (V, error) {
	var none V
	if ctx.Err() != nil {
		return none, ctx.Err()
	}
	c.mu.Lock()
	if c.short() {
		c.drop()
	}
	if e, ok := c.entries[key]; ok {
		c.recent.MoveToFront(e)
		c.mu.Unlock()
		return e.Value.(*entry[K, V]).value, nil
	}
	f, ok := c.building[key]
	if !ok {
		f = c.start(ctx, key, build)
	}
	f.waiting++
	c.mu.Unlock()
	select {
	case <-f.done:
	case <-ctx.Done():
		c.leave(key, f)
		return none, ctx.Err()
	}
	if f.panicked != nil {
		panic(f.panicked)
	}
	return f.value, f.err
}

// errNotBuilt is the error of a building that ended without any.
var errNotBuilt = errors.New("BUG: building for the cache ended without an answer")

// start begins to build. The caller holds the lock.
func (c *Cache[K, V]) start(ctx context.Context, key K, build func(context.Context) (V, error)) *flight[V] {
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	f := &flight[V]{done: make(chan struct{}), cancel: cancel, err: errNotBuilt}
	c.building[key] = f
	go func() {
		defer cancel()
		defer c.land(key, f)
		defer func() {
			if p := recover(); p != nil {
				f.panicked = fmt.Sprintf("BUG: building for the cache: %v\n%s", p, debug.Stack())
			}
		}()
		f.value, f.err = build(ctx)
	}()
	return f
}

// land gives what was built to all who wait, and keeps it.
func (c *Cache[K, V]) land(key K, f *flight[V]) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.building[key] == f {
		delete(c.building, key)
		if f.err == nil && f.panicked == nil {
			c.keep(key, f.value)
		}
	}
	close(f.done)
}

// leave takes back a wish for a value; a building that nobody wants any more ends,
// and whoever asks next begins another.
func (c *Cache[K, V]) leave(key K, f *flight[V]) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if f.waiting--; f.waiting > 0 {
		return
	}
	if c.building[key] == f {
		delete(c.building, key)
	}
	f.cancel()
}

// keep puts a value in and lets go of the oldest ones that no longer fit. A value
// that is too large alone is not kept. The caller holds the lock.
func (c *Cache[K, V]) keep(key K, value V) {
	bytes := c.size(value)
	if bytes > c.most || c.short() {
		return
	}
	c.entries[key] = c.recent.PushFront(&entry[K, V]{key, value, bytes})
	for c.bytes += bytes; c.bytes > c.most; {
		oldest := c.recent.Remove(c.recent.Back()).(*entry[K, V])
		delete(c.entries, oldest.key)
		c.bytes -= oldest.bytes
	}
}

// Drop lets go of everything that is kept. What is being built goes on.
func (c *Cache[K, V]) Drop() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.drop()
}

func (c *Cache[K, V]) drop() {
	clear(c.entries)
	c.recent.Init()
	c.bytes = 0
}

// Kept gives how many values are kept and their bytes.
func (c *Cache[K, V]) Kept() (values int, bytes int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.entries), c.bytes
}

// shortShare is from what share of the memory limit on memory is short. The
// runtime collects ever more often as it comes near the limit.
const shortShare = .9

// MemoryShort reports whether the program uses nine tenths of the memory that it
// may (GOMEMLIMIT); never if it has no limit.
func MemoryShort() bool {
	s := []metrics.Sample{{Name: "/gc/gomemlimit:bytes"}, {Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	metrics.Read(s)
	limit := s[0].Value.Uint64()
	return limit < math.MaxInt64 && float64(s[1].Value.Uint64()-s[2].Value.Uint64()) > shortShare*float64(limit)
}
