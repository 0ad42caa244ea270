package neo4j

import (
	"cmp"
	"context"
	_ "embed"
	"errors"
	"iter"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/entente/entente/graph"
)

//go:embed cypher/lease_chunk.cypher
var leaseChunkCypher string

// loadChunk is how many records a load writes in one transaction: enough to make
// transactions few, little enough for the memory that Neo4j gives one.
const loadChunk = 2500

// undoWithin bounds how long a load that failed takes out what it wrote, while its
// caller waits or is gone. What is left then, the next writer takes out.
const undoWithin = 5 * time.Minute

// Load records a stream as one revision. It writes chunk by chunk under the number
// of the revision to come, which no reader asks for yet, and then records and
// publishes the revision. Other writers wait meanwhile.
func (s *Store) Load(ctx context.Context, head graph.BatchHead, records iter.Seq2[graph.Record, error]) (graph.Revision, error) {
	l := load{lease: lease{s: s, attempt: newAttempt(head)}}
	before, err := s.inTurn(ctx, l.attempt, func(tx transaction, now state) (graph.Revision, error) {
		if err := graph.CheckHead(head); err != nil {
			return graph.Revision{}, err
		}
		l.revision = now.newest + 1
		return graph.Revision{}, tx.take(ctx, l.lease)
	})
	if err != nil || before.Number != 0 { // its key is recorded already
		return before, err
	}
	stop := l.stayAlive(ctx)
	err = l.all(ctx, records)
	stop()
	if err != nil {
		l.abandon(ctx)
		return graph.Revision{}, err
	}
	r, err := l.finish(ctx)
	if err != nil {
		l.abandon(ctx)
		return graph.Revision{}, err
	}
	return r, s.publish(ctx, l.attempt)
}

// load is a load under way.
type load struct {
	lease
	chunks   int // how many chunks are written
	contents contents
}

// all checks the records chunk by chunk, while the chunk before is written.
func (l *load) all(ctx context.Context, records iter.Seq2[graph.Record, error]) error {
	checked := make(chan rows)
	writer, ctx := errgroup.WithContext(ctx)
	writer.Go(func() error {
		for r := range checked {
			if err := l.writeChunk(ctx, r); err != nil {
				return err
			}
		}
		return nil
	})
	err := l.check(ctx, records, checked)
	close(checked)
	return cmp.Or(writer.Wait(), err)
}

// check checks the records and gives them on as rows.
func (l *load) check(ctx context.Context, records iter.Seq2[graph.Record, error], checked chan<- rows) error {
	checker := graph.NewChecker(unpublished(l.s, l.s, l.revision-1))
	count := 0
	give := func(chunk []graph.Record) error {
		complete, err := checker.Check(ctx, chunk, count)
		if err != nil {
			return err
		}
		count += len(chunk)
		l.contents.add(complete)
		select {
		case checked <- rowsOf(complete, nil):
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	chunk := make([]graph.Record, 0, loadChunk)
	for r, err := range records {
		if err != nil {
			return err
		}
		if chunk = append(chunk, r); len(chunk) == loadChunk {
			if err := give(chunk); err != nil {
				return err
			}
			chunk = chunk[:0]
		}
	}
	if count == 0 && len(chunk) == 0 {
		return &graph.Faults{List: []graph.Fault{{Record: -1, Field: "records", Message: "there are none; nothing would be recorded"}}}
	}
	if len(chunk) == 0 {
		return nil
	}
	return give(chunk)
}

// writeChunk writes a chunk in one transaction. The number of chunks on the Meta
// node tells, when an answer was lost, whether the chunk is there.
func (l *load) writeChunk(ctx context.Context, r rows) error {
	err := l.write(ctx, func(tx transaction, now state) error {
		if now.chunk > l.chunks {
			return nil
		}
		if err := tx.writeRows(ctx, r, l.revision); err != nil {
			return err
		}
		return tx.run(ctx, leaseChunkCypher, parameters{"chunk": l.chunks + 1})
	})
	l.chunks++
	return err
}

// finish records the revision and ends the lease.
func (l *load) finish(ctx context.Context) (r graph.Revision, err error) {
	err = l.write(ctx, func(tx transaction, now state) (err error) {
		r, err = tx.create(ctx, now, l.attempt, l.contents)
		return err
	})
	var done *recorded
	if errors.As(err, &done) {
		return done.revision, nil
	}
	return r, err
}

// abandon takes out what the load has written. If that fails, the next writer
// takes it out.
func (l *load) abandon(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), undoWithin)
	defer cancel()
	err := l.undo(ctx)
	var done *recorded
	if errors.As(err, &done) { // it was canceled when it was recorded already
		err = l.s.publish(ctx, l.attempt)
	}
	if err != nil {
		l.s.options.Log.WarnContext(ctx, "a load failed, and what it wrote is still there; the next write takes it out", "revision", uint64(l.revision), "error", err)
	}
}
