package traverse

import (
	"context"
	"errors"
	"iter"
	"reflect"

	"github.com/entente/entente/graph"
)

// inTandem runs so many walks of one question, which read together: each runs until
// it needs a read, and waits for the others; reads that ask the same of different
// actors are then made as one. So the number of reads depends on how deep the walks
// go, not on how many there are. The first error ends all of them.
func inTandem(ctx context.Context, snap graph.Snapshot, walks int, walk func(i int, snap graph.Snapshot) error) error {
	steps := make([]func() (*reading, bool), walks)
	errs := make([]error, walks)
	for i := range walks {
		next, stop := iter.Pull(func(yield func(*reading) bool) { errs[i] = walk(i, tandem{snap, yield}) })
		defer stop()
		steps[i] = next
	}
	for {
		var asked []*reading
		for i, next := range steps {
			if next == nil {
				continue
			}
			r, more := next()
			if more {
				asked = append(asked, r)
				continue
			}
			if steps[i] = nil; errs[i] != nil {
				return errs[i]
			}
		}
		if len(asked) == 0 {
			return nil
		}
		readTogether(ctx, snap, asked)
	}
}

// tandem is a snapshot as one of several walks reads it.
type tandem struct {
	graph.Snapshot
	wait func(*reading) bool // until it is read; false if it will not be
}

// reading is a read that a walk waits for.
type reading struct {
	ids    []graph.ActorID
	query  *graph.ExpandQuery // nil for a look-up of the actors
	hops   []graph.Hop
	actors []graph.Actor
	err    error
}

var errGivenUp = errors.New("another walk of the question failed")

// Expand is graph.Snapshot.Expand.
func (t tandem) Expand(_ context.Context, frontier []graph.ActorID, q graph.ExpandQuery) iter.Seq2[graph.Hop, error] {
	return read(t, &reading{ids: frontier, query: &q}, func(r *reading) []graph.Hop { return r.hops })
}

// Actors is graph.Snapshot.Actors.
func (t tandem) Actors(_ context.Context, ids []graph.ActorID) iter.Seq2[graph.Actor, error] {
	return read(t, &reading{ids: ids}, func(r *reading) []graph.Actor { return r.actors })
}

func read[V any](t tandem, r *reading, values func(*reading) []V) iter.Seq2[V, error] {
	return func(yield func(V, error) bool) {
		var none V
		if !t.wait(r) {
			yield(none, errGivenUp)
			return
		}
		for _, v := range values(r) {
			if !yield(v, nil) {
				return
			}
		}
		if r.err != nil {
			yield(none, r.err)
		}
	}
}

// readTogether fills readings, those that ask the same by one read of the store.
func readTogether(ctx context.Context, snap graph.Snapshot, asked []*reading) {
	for len(asked) > 0 {
		var same, others []*reading
		for _, r := range asked {
			if reflect.DeepEqual(r.query, asked[0].query) {
				same = append(same, r)
			} else {
				others = append(others, r)
			}
		}
		var err error
		if q := same[0].query; q != nil {
			err = share(snap.Expand(ctx, idsOf(same), *q), same,
				func(h graph.Hop) graph.ActorID { return h.At },
				func(r *reading, h graph.Hop) { r.hops = append(r.hops, h) })
		} else {
			err = share(snap.Actors(ctx, idsOf(same)), same,
				func(a graph.Actor) graph.ActorID { return a.ID },
				func(r *reading, a graph.Actor) { r.actors = append(r.actors, a) })
		}
		for _, r := range same {
			r.err = err
		}
		asked = others
	}
}

func idsOf(all []*reading) []graph.ActorID {
	var out []graph.ActorID
	for _, r := range all {
		out = append(out, r.ids...)
	}
	return out
}

// share gives each value to the readings that asked for its actor.
func share[V any](seq iter.Seq2[V, error], among []*reading, of func(V) graph.ActorID, give func(*reading, V)) error {
	by := map[graph.ActorID][]*reading{}
	for _, r := range among {
		for id := range set(r.ids) {
			by[id] = append(by[id], r)
		}
	}
	for v, err := range seq {
		if err != nil {
			return err
		}
		for _, r := range by[of(v)] {
			give(r, v)
		}
	}
	return nil
}
