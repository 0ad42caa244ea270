package embedded

import (
	"context"

	"github.com/entente/entente/graph"
)

// rederive brings the derived columns of all versions up to the rules of this
// release, if another one derived them last: else what is kept in memory would
// not be what graph makes of the record. It says whether it had to.
func (s *Store) rederive(ctx context.Context) (done bool, err error) {
	last, err := query(ctx, s, `SELECT rules FROM derivation`, scanned[string])
	if err != nil || len(last) == 1 && last[0] == rules() {
		return false, err
	}
	run := func(text string, args ...any) error {
		st, err := s.db.writers.statement(ctx, text)
		if err == nil {
			_, err = st.ExecContext(context.WithoutCancel(ctx), args...)
		}
		return fault(ctx, err)
	}
	if err := run(`BEGIN IMMEDIATE`); err != nil {
		return false, err
	}
	defer func() {
		if err != nil {
			_ = run(`ROLLBACK`)
		}
	}()
	for _, step := range []func() error{
		func() error {
			return eachVersion(ctx, s, `relation`, func(version int64, r *graph.Relation) error {
				d := deriveRelation(r)
				return run(`UPDATE relation SET start_min = ?, start_max = ?, end_min = ?, end_max = ?, start_unknown = ?, end_unknown = ?, modality = ?,
					weight = ?, intensity = ?, confidence = ?, published_first = ?, published_all = ?, words = nullif(?, '') WHERE version = ?`,
					append(d.columns(nil), version)...)
			})
		},
		func() error {
			return eachVersion(ctx, s, `event`, func(version int64, e *graph.Event) error {
				d := deriveEvent(*e)
				return run(`UPDATE event SET start_min = ?, end_max = ?, words = ? WHERE version = ?`, d.startMin, d.endMax, d.words, version)
			})
		},
		func() error {
			return eachVersion(ctx, s, `source`, func(version int64, x *graph.Source) error {
				return run(`UPDATE source SET words = ? WHERE version = ?`, wordsOfSource(*x), version)
			})
		},
		func() error { return run(`DELETE FROM derivation`) },
		func() error { return run(`INSERT INTO derivation (rules) VALUES (?)`, rules()) },
		func() error { return run(`COMMIT`) },
	} {
		if err := step(); err != nil {
			return false, err
		}
	}
	return true, nil
}

// eachVersion hands out the records of a table, chunk by chunk.
func eachVersion[V any](ctx context.Context, s *Store, table string, do func(version int64, v *V) error) error {
	text := `SELECT version, record FROM ` + table + ` WHERE version > ? ORDER BY version LIMIT ?`
	for last, n := int64(0), readChunk; n == readChunk; {
		all, err := query(ctx, s, text, scanStored, last, readChunk)
		if err != nil {
			return err
		}
		for _, x := range all {
			var v V
			if err := graph.Unmarshal(x.record, &v); err != nil {
				return damaged("version %d of a %s: %w", x.version, table, err)
			}
			if err := do(int64(x.version), &v); err != nil {
				return err
			}
			last = int64(x.version)
		}
		n = len(all)
	}
	return nil
}
