package neo4j

import (
	"context"
	_ "embed"
	"errors"
	"sync"
	"time"

	"github.com/entente/entente/graph"
)

var (
	//go:embed cypher/lease_take.cypher
	leaseTakeCypher string
	//go:embed cypher/lease_extend.cypher
	leaseExtendCypher string
	//go:embed cypher/lease_end.cypher
	leaseEndCypher string
)

// lease is the place of the writer, held over several transactions: a load is too
// large for one. The Meta node says who holds it, for which revision, and until
// when that counts without another sign of life. Each transaction under the lease
// takes the lock of all writers and looks whether the lease is still its own, so
// a holder that was taken for dead can never write again.
type lease struct {
	s        *Store
	attempt  attempt              // of which the id says who holds the lease
	revision graph.RevisionNumber // that is being written
}

// take takes the lease. The caller holds the lock.
func (t transaction) take(ctx context.Context, l lease) error {
	return t.run(ctx, leaseTakeCypher, parameters{"loader": l.attempt.id, "revision": int64(l.revision), "lease": l.length()})
}

// extend gives a sign of life. The caller holds the lock and the lease.
func (t transaction) extend(ctx context.Context, l lease) error {
	return t.run(ctx, leaseExtendCypher, parameters{"lease": l.length()})
}

func (l lease) length() int64 { return l.s.options.Lease.Milliseconds() }

// write runs work in a transaction while the lease is the holder's own, and again
// where the answer to a commit was lost. Once the revision is recorded there is
// nothing more to write, which is the error *recorded.
func (l lease) write(ctx context.Context, work func(tx transaction, now state) error) error {
	err := again(ctx, func() error {
		return l.s.write(ctx, func(tx transaction) error {
			now, err := tx.lock(ctx, l.attempt)
			switch {
			case err != nil:
				return err
			case now.done != nil:
				return &recorded{*now.done}
			case now.loader != l.attempt.id:
				return graph.Errorf(graph.ErrConflict, "the load gave no sign of life for %v and was taken for dead; nothing of it is recorded; start it again", l.s.options.Lease)
			}
			return work(tx, now)
		})
	})
	var done *recorded
	if errors.As(err, &done) {
		return done
	}
	return l.s.fault(ctx, err)
}

// recorded says that the revision of a lease is recorded already.
type recorded struct{ revision graph.Revision }

func (r *recorded) Error() string { return "the revision is recorded already" }

// stayAlive gives signs of life until stop is called: what is loaded may come
// slowly.
func (l lease) stayAlive(ctx context.Context) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	var done sync.WaitGroup
	done.Go(func() {
		beat := time.NewTicker(l.s.options.Lease / 3)
		defer beat.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-beat.C:
				// One that does not get through is not missed. If none does, the lease is
				// lost, and the next transaction under it sees that.
				_ = l.write(ctx, func(tx transaction, _ state) error { return tx.extend(ctx, l) })
			}
		}
	})
	return func() {
		cancel()
		done.Wait()
	}
}
