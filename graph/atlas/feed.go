package atlas

import (
	"context"
	"errors"
	"iter"
	"math"
	"slices"
	"sync"
	"time"

	"github.com/entente/entente/graph"
)

// DefaultPoll is how often a store is asked for revisions of other servers while
// somebody waits.
const DefaultPoll = time.Second

// FollowQuery asks for revisions as they are recorded.
type FollowQuery struct {
	After  *int             // those after this number, recorded already or not; 0 for all; nil for those to come
	Actors []graph.ActorID  // only those that change something of one of these: ids or codes; empty for all
	Kinds  []graph.KindName // only those that change a relation of one of these kinds; empty for all
}

// followChunk is how many revisions a follower reads at once.
const followChunk = 100

// Follow yields the revisions that q asks for, each once and in order, those
// recorded already first, then each as it is recorded, by whatever server, until the
// context is done. Nothing is kept for who reads slowly: they read on from the store
// where they stopped. Who stops can go on after the last number that they saw.
func (a *Atlas) Follow(ctx context.Context, q FollowQuery) (iter.Seq2[graph.Revision, error], error) {
	newest, err := a.feed.ask(ctx)
	if err != nil {
		return nil, err
	}
	at := newest
	if q.After != nil {
		if *q.After < 0 {
			return nil, invalid("after", "%d is below 0; give the number of the last revision that you know, or 0 for all", *q.After)
		}
		if at = graph.RevisionNumber(*q.After); at > newest {
			return nil, graph.InField("after", a.noRevision(ctx, at))
		}
	}
	if err := a.followable(ctx, &q); err != nil {
		return nil, err
	}
	return func(yield func(graph.Revision, error) bool) {
		a.feed.enter()
		defer a.feed.leave()
		f := follower{a: a, q: q, at: at}
		for {
			newest, more := a.feed.newest()
			err := f.readTo(ctx, newest, yield)
			switch {
			case errors.Is(err, errLeft):
				return
			case errors.Is(err, graph.ErrUnavailable) && ctx.Err() == nil: // what was recorded is still there when it answers again
				more = a.feed.soon()
			case err != nil:
				yield(graph.Revision{}, err)
				return
			}
			select {
			case <-more:
			case <-ctx.Done():
				yield(graph.Revision{}, ctx.Err())
				return
			}
		}
	}, nil
}

// errLeft says that a follower left.
var errLeft = errors.New("the follower left")

// follower reads on where it stopped.
type follower struct {
	a  *Atlas
	q  FollowQuery
	at graph.RevisionNumber // the last one that it has read
}

// readTo reads as far as a revision.
func (f *follower) readTo(ctx context.Context, newest graph.RevisionNumber, yield func(graph.Revision, error) bool) error {
	for f.at < newest {
		chunk, err := f.a.recordedAfter(ctx, f.at, newest)
		if err != nil {
			return err
		}
		for _, r := range chunk {
			fits, err := f.a.fits(ctx, r.Number, f.q)
			if err != nil {
				return err
			}
			f.at = r.Number
			if fits && !yield(r, nil) {
				return errLeft
			}
		}
	}
	return nil
}

// followable checks the actors of the query, and gives it their ids.
func (a *Atlas) followable(ctx context.Context, q *FollowQuery) error {
	if len(q.Actors) == 0 {
		return nil
	}
	v, err := a.Open(ctx, ViewInput{})
	if err != nil {
		return err
	}
	defer func() { _ = v.Close() }() // nothing was written, so nothing is lost
	q.Actors, err = v.actors(ctx, "actors", q.Actors)
	return err
}

// recordedAfter reads the next revisions, of which there is at least one.
func (a *Atlas) recordedAfter(ctx context.Context, at, newest graph.RevisionNumber) ([]graph.Revision, error) {
	if r, ok := a.feed.last(at + 1); ok {
		return []graph.Revision{r}, nil
	}
	var out []graph.Revision
	for r, err := range a.store.Revisions(ctx, graph.RevisionFilter{After: at}) {
		if err != nil {
			return nil, err
		}
		if r.Number > newest {
			break
		}
		if out = append(out, r); len(out) == followChunk {
			break
		}
	}
	if len(out) == 0 {
		return nil, graph.Errorf(graph.ErrUnavailable, "revision %d cannot be read; try again", at+1)
	}
	return out, nil
}

// fits reports whether a revision changes what is asked for.
func (a *Atlas) fits(ctx context.Context, n graph.RevisionNumber, q FollowQuery) (bool, error) {
	if len(q.Actors) == 0 && len(q.Kinds) == 0 {
		return a.anySeen(ctx, n)
	}
	h, err := a.historian(ctx)
	if err != nil {
		return false, err
	}
	actor, kind := len(q.Actors) == 0, len(q.Kinds) == 0
	for c, err := range h.Changes(ctx, graph.ChangeFilter{Since: n - 1, UpTo: n}) {
		if err != nil {
			return false, err
		}
		for _, r := range []*graph.Record{c.Before, c.After} {
			byActor, byKind := touches(r, q)
			if len(q.Actors) > 0 && len(q.Kinds) > 0 { // one relation has both
				actor = actor || byActor && byKind
				kind = actor
				continue
			}
			actor, kind = actor || byActor, kind || byKind
		}
		if actor && kind {
			return true, nil
		}
	}
	return false, nil
}

// touches reports whether a record is or names one of the actors, and whether it is a
// relation of one of the kinds.
func touches(r *graph.Record, q FollowQuery) (actor, kind bool) {
	if r == nil {
		return false, false
	}
	named := func(ids ...graph.ActorID) bool {
		return slices.ContainsFunc(ids, func(id graph.ActorID) bool { return slices.Contains(q.Actors, id) })
	}
	switch {
	case r.Actor != nil:
		return named(r.Actor.ID), false
	case r.Relation != nil:
		x := r.Relation
		return named(x.From, x.To, x.About.Actor, x.Place), slices.Contains(q.Kinds, x.Kind)
	case r.Event != nil:
		return named(append(participants(*r.Event), r.Event.Place)...), false
	}
	return false, false
}

// feed tells who waits that there are new revisions. One loop asks the store, however
// many wait, and none while nobody does.
type feed struct {
	store graph.Store
	every time.Duration

	mu      sync.Mutex
	recent  graph.Revision // the newest that is known
	more    chan struct{}  // closed when there is a newer one
	waiting int
	stop    context.CancelFunc // of the loop that asks
}

func newFeed(s graph.Store, every time.Duration) *feed {
	if every <= 0 {
		every = DefaultPoll
	}
	return &feed{store: s, every: every, more: make(chan struct{})}
}

// newest gives the newest revision that is known, and what is closed when there is
// a newer one.
func (f *feed) newest() (graph.RevisionNumber, <-chan struct{}) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.recent.Number, f.more
}

// soon gives what is closed after a while, to try again.
func (f *feed) soon() <-chan struct{} {
	c := make(chan struct{})
	time.AfterFunc(f.every, func() { close(c) })
	return c
}

// last gives a revision if it is the newest one.
func (f *feed) last(n graph.RevisionNumber) (graph.Revision, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.recent, f.recent.Number == n
}

// learn says that there is a revision.
func (f *feed) learn(r graph.Revision) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if r.Number > f.recent.Number {
		f.recent = r
		close(f.more)
		f.more = make(chan struct{})
	}
}

// ask asks the store for the newest revision.
func (f *feed) ask(ctx context.Context) (graph.RevisionNumber, error) {
	for r, err := range f.store.Revisions(ctx, graph.RevisionFilter{Descending: true}) {
		if err != nil {
			return 0, err
		}
		f.learn(r)
		break
	}
	n, _ := f.newest()
	return n, nil
}

// enter begins to wait. The first who waits begins the loop.
func (f *feed) enter() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.waiting++; f.waiting == 1 {
		ctx, cancel := context.WithCancel(context.Background())
		f.stop = cancel
		go f.loop(ctx)
	}
}

// leave ends to wait. The last who waits ends the loop.
func (f *feed) leave() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.waiting--; f.waiting == 0 {
		f.stop()
	}
}

// maxBackoff is how many times longer than usual a loop waits at most when the store
// does not answer.
const maxBackoff = 30

// loop asks the store again and again. When it does not answer, those who wait go on
// waiting: what was recorded meanwhile is still there when it does.
func (f *feed) loop(ctx context.Context) {
	failed := 0
	for {
		wait := f.every * time.Duration(math.Min(maxBackoff, math.Pow(2, float64(failed))))
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return
		}
		if _, err := f.ask(ctx); err != nil {
			failed++
		} else {
			failed = 0
		}
	}
}
