package neo4j

import (
	"context"
	"crypto/rand"
	_ "embed"
	"errors"
	"time"

	"github.com/entente/entente/graph"
)

var (
	//go:embed cypher/lock.cypher
	lockCypher string
	//go:embed cypher/publish.cypher
	publishCypher string
	//go:embed cypher/revision_create.cypher
	revisionCreateCypher string
)

// state is what stands on the Meta node. It is read under the lock of all
// writers, and holds until the transaction ends.
type state struct {
	published graph.RevisionNumber // the newest revision that readers see
	newest    graph.RevisionNumber // the newest that is committed
	time      time.Time            // when the newest was recorded
	actorsAt  graph.RevisionNumber // the last revision that recorded an actor

	loading graph.RevisionNumber // the revision that a load writes; 0 if there is no load
	loader  string               // who loads
	chunk   int                  // how many chunks the load has written
	alive   bool                 // whether the loader gave a sign of life lately

	done *graph.Revision // what the attempt, or another one with its key, has recorded already
}

// attempt is one call of Apply or Load. Its id is kept on the revision that it
// records: when an answer is lost on the way, it tells whether there was one.
type attempt struct {
	id   string
	head graph.BatchHead
}

func newAttempt(head graph.BatchHead) attempt { return attempt{rand.Text(), head} }

// lock takes the lock of all writers, for as long as the transaction runs.
func (t transaction) lock(ctx context.Context, a attempt) (state, error) {
	rows, err := t.query(ctx, lockCypher, parameters{"attempt": a.id, "key": orNothing(a.head.Key)})
	if err != nil {
		return state{}, err
	}
	if len(rows) != 1 {
		return state{}, graph.Errorf(graph.ErrUnavailable, "the database was emptied while the service ran; start the service again")
	}
	v := rows[0].Values
	s := state{
		published: revisionNumber(v[0]), newest: revisionNumber(v[1]), time: instant(v[2]), actorsAt: revisionNumber(v[3]),
		loading: revisionNumber(v[4]), loader: text(v[5]), chunk: int(integer(v[6])), alive: boolean(v[7]),
	}
	if v[8] != nil {
		r := decodeRevision(v[8:13])
		s.done = &r
	}
	return s, nil
}

// allows reports why the attempt may not write now, if so.
func (s state) allows(a attempt) error {
	switch {
	case s.loading != 0 && s.loader == a.id: // it took the lease, and did not hear of it
		return nil
	case s.loading != 0 && s.alive:
		return errLoading
	case s.loading != 0:
		return errLoadDied
	case a.head.After != 0 && a.head.After != s.newest:
		return graph.Errorf(graph.ErrConflict, "revision %d is not the newest any more; it is %d", a.head.After, s.newest)
	}
	return a.head.CheckTime(s.time)
}

// Why a write cannot have its turn. They never leave the store.
var (
	errLoading  = errors.New("another service loads")
	errLoadDied = errors.New("the load of another service died")
)

// inTurn runs work in a transaction of its own: under the lock of all writers,
// with no load under way, the precondition of the attempt kept, and nothing of the
// attempt recorded yet. What was recorded, by work or before, is published.
func (s *Store) inTurn(ctx context.Context, a attempt, work func(tx transaction, s state) (graph.Revision, error)) (graph.Revision, error) {
	patience := time.NewTimer(s.options.Wait)
	defer patience.Stop()
	for lost := 0; ; {
		revision, published, err := s.turn(ctx, a, work)
		switch {
		case err == nil && published:
			return revision, nil
		case err == nil:
			return revision, s.publish(ctx, a)
		case errors.Is(err, errLoading):
			if err := pause(ctx, patience.C); err != nil {
				return graph.Revision{}, err
			}
		case errors.Is(err, errLoadDied):
			if err := s.repair(ctx); err != nil {
				return graph.Revision{}, err
			}
		case isLost(err) && lost < lostAnswers && ctx.Err() == nil: // committed or not: the attempt's id tells
			lost++
		case isAway(err) && lost > 0 && ctx.Err() == nil:
			return graph.Revision{}, &graph.Error{Kind: graph.ErrUnavailable, Message: "the database went away during the write, and whether it was recorded is not known; try again with the same key", Err: err}
		default:
			return graph.Revision{}, s.fault(ctx, err)
		}
	}
}

// turn is one try of inTurn.
func (s *Store) turn(ctx context.Context, a attempt, work func(tx transaction, s state) (graph.Revision, error)) (r graph.Revision, published bool, err error) {
	err = s.write(ctx, func(tx transaction) error {
		state, err := tx.lock(ctx, a)
		if err != nil {
			return err
		}
		if state.done != nil {
			r = *state.done
		} else if err = state.allows(a); err == nil {
			r, err = work(tx, state)
		}
		published = r.Number <= state.published
		return err
	})
	return r, published, err
}

// pause waits a moment for the load of another service.
func pause(ctx context.Context, patience <-chan time.Time) error {
	moment := time.NewTimer(100 * time.Millisecond)
	defer moment.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-patience:
		return graph.Errorf(graph.ErrUnavailable, "another service is loading records; try again when it has ended")
	case <-moment.C:
		return nil
	}
}

// publish lets readers see all that is committed. It goes on when the caller is
// gone: what is committed is there to be seen.
func (s *Store) publish(ctx context.Context, a attempt) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.options.WriteTimeout)
	defer cancel()
	err := s.execute(ctx, publishCypher, parameters{"attempt": a.id})
	if err == nil {
		return nil
	}
	return &graph.Error{Kind: graph.ErrUnavailable, Message: "the write is recorded, but the database went away before it could be read; try again with the same key", Err: err}
}

// maxRecorded is how many ids of what it recorded a revision keeps with it. Those
// of a larger one are found by going over all ids: what it changed is more then.
const maxRecorded = 5000

// contents say what a revision did.
type contents struct {
	actors    bool     // whether an actor is recorded
	many      bool     // whether more than maxRecorded ids are
	recorded  []string // the ids, if they are not many
	retracted []string
}

// add adds records that are written.
func (c *contents) add(put []graph.Record) {
	for _, r := range put {
		c.actors = c.actors || r.Actor != nil
		if c.many = c.many || len(c.recorded) == maxRecorded; !c.many {
			c.recorded = append(c.recorded, r.ID())
		}
	}
	if c.many {
		c.recorded = nil
	}
}

// create records the revision itself, and so ends a load.
func (t transaction) create(ctx context.Context, s state, a attempt, c contents) (graph.Revision, error) {
	r := graph.Revision{
		Number: s.newest + 1, Time: a.head.RevisionTime(time.Now(), s.time),
		Author: a.head.Author, Reason: a.head.Reason, Key: a.head.Key,
	}
	actorsAt := s.actorsAt
	if c.actors {
		actorsAt = r.Number
	}
	p := parameters{
		"number": int64(r.Number), "time": r.Time, "author": r.Author, "reason": r.Reason, "key": orNothing(r.Key),
		"attempt": a.id, "actorsAt": int64(actorsAt), "recorded": nil, "retracted": nil,
	}
	if !c.many {
		p["recorded"] = c.recorded
	}
	if len(c.retracted) > 0 {
		p["retracted"] = c.retracted
	}
	return r, t.run(ctx, revisionCreateCypher, p)
}

func decodeRevision(v []any) graph.Revision {
	return graph.Revision{Number: revisionNumber(v[0]), Time: instant(v[1]), Author: text(v[2]), Reason: text(v[3]), Key: text(v[4])}
}

// What a row holds. Neo4j gives nil for what is not there.

func text(v any) string { s, _ := v.(string); return s }

func integer(v any) int64 { n, _ := v.(int64); return n }

func number(v any) float64 { x, _ := v.(float64); return x }

func day(v any) graph.Day { return graph.Day(integer(v)) }

func boolean(v any) bool { b, _ := v.(bool); return b }

func revisionNumber(v any) graph.RevisionNumber { return graph.RevisionNumber(integer(v)) }

func instant(v any) time.Time {
	t, ok := v.(time.Time)
	if !ok {
		return time.Time{}
	}
	return t.UTC()
}
