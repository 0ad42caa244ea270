package embedded

import (
	"context"
	"iter"
	"sync/atomic"

	"github.com/entente/entente/graph"
)

// snapshot reads the store at one revision, by the state in memory that was the
// newest when it was opened.
type snapshot struct {
	s      *Store
	state  *state
	rev    uint32
	closed atomic.Bool
}

var (
	_ graph.Snapshot    = (*snapshot)(nil)
	_ graph.EdgeScanner = (*snapshot)(nil)
)

func (s *Store) snapshot(now *state, at graph.RevisionNumber) *snapshot {
	return &snapshot{s: s, state: now, rev: uint32(at)}
}

// Revision gives the number of the revision that is read.
func (s *snapshot) Revision() graph.RevisionNumber { return graph.RevisionNumber(s.rev) }

// Close ends the use of the snapshot. It held nothing.
func (s *snapshot) Close() error {
	s.closed.Store(true)
	return nil
}

func (s *snapshot) usable(ctx context.Context) error {
	if s.closed.Load() && !s.s.closed.Load() {
		return errSnapshotClosed
	}
	return s.s.usable(ctx)
}

// number finds an actor, whether or not it holds at the revision.
func (s *snapshot) number(id graph.ActorID) (uint32, bool) { return s.s.memory.number(s.state, id) }

// recordsOf gives a sequence over the records among ids, in the order of ids. The
// statement reads (version, born, id, record) of the ids in the JSON array ?1 at
// the revision ?2.
func recordsOf[V any, ID ~string](ctx context.Context, s *snapshot, text string, ids []ID, finish func(*V, row)) iter.Seq2[V, error] {
	return sequence(ctx, s.usable, func(put func(V) bool) error {
		wanted := distinct(ids)
		for len(wanted) > 0 && s.rev > 0 {
			chunk := wanted[:min(len(wanted), readChunk)]
			wanted = wanted[len(chunk):]
			all, err := query(ctx, s.s, text, scanRecord(finish), list(chunk), int64(s.rev))
			if err != nil {
				return err
			}
			byID := make(map[string]int, len(all))
			for i := range all {
				byID[all[i].id] = i
			}
			for _, id := range chunk {
				if i, ok := byID[string(id)]; ok && !put(all[i].value) {
					return nil
				}
			}
		}
		return nil
	})
}

const selectSources = `SELECT version, born, id, record FROM source WHERE id IN (SELECT value FROM json_each(?1)) AND born <= ?2 AND died > ?2`

// Sources yields the sources among ids.
func (s *snapshot) Sources(ctx context.Context, ids []graph.SourceID) iter.Seq2[graph.Source, error] {
	return recordsOf(ctx, s, selectSources, ids, finishSource)
}

func finishSource(x *graph.Source, r row) { x.Revision = r.born }

// matchWords is the part of a statement that keeps the rows of a table in whose
// words each word of a JSON array begins one, as graph.MatchWords does. An empty
// array keeps all.
const (
	matchWordsOf = ` AND NOT EXISTS (SELECT 1 FROM json_each(`
	inWords      = `) q WHERE instr(' ' || coalesce(words, ''), ' ' || q.value) = 0)`
)

const findSources = `SELECT version, born, id, record FROM source WHERE id > ?1 AND born <= ?2 AND died > ?2` +
	matchWordsOf + `?3` + inWords + ` ORDER BY id LIMIT ?4`

// FindSources yields the sources that match f, by id.
func (s *snapshot) FindSources(ctx context.Context, f graph.SourceFilter, after graph.SourceID) iter.Seq2[graph.Source, error] {
	return sequence(ctx, s.usable, func(put func(graph.Source) bool) error {
		for s.rev > 0 {
			all, err := query(ctx, s.s, findSources, scanRecord(finishSource), string(after), int64(s.rev), queryWords(f.Text), readChunk)
			if err != nil {
				return err
			}
			for _, x := range all {
				if f.Match(x.value) && !put(x.value) {
					return nil
				}
			}
			if len(all) < readChunk {
				return nil
			}
			after = all[len(all)-1].value.ID
		}
		return nil
	})
}

// noWords are no words, as a JSON array.
const noWords = "[]"

// queryWords gives the words of a query as a JSON array.
func queryWords(text string) string { return list(graph.Words(graph.Fold(text))) }
