package embedded

import (
	"context"
	"database/sql"
	"math"
	"time"

	"github.com/entente/entente/graph"
)

// timeFormat writes the time of a revision so that texts compare as times do.
const timeFormat = "2006-01-02T15:04:05.000000Z"

const selectRevision = `SELECT number, time, author, reason, coalesce(key, '') FROM revision `

func scanRevision(rows *sql.Rows) (r graph.Revision, err error) {
	var at string
	if err := rows.Scan(&r.Number, &at, &r.Author, &r.Reason, &r.Key); err != nil {
		return r, err
	}
	if r.Time, err = time.Parse(timeFormat, at); err != nil {
		return r, damaged("time of revision %d: %w", r.Number, err)
	}
	return r, nil
}

const (
	revisionsUp    = selectRevision + `WHERE number > ?1 AND number <= ?2 AND time <= ?3 AND (?4 IS NULL OR number IN (SELECT value FROM json_each(?4))) ORDER BY number LIMIT ?5`
	revisionsDown  = selectRevision + `WHERE number > ?1 AND number <= ?2 AND time <= ?3 AND (?4 IS NULL OR number IN (SELECT value FROM json_each(?4))) ORDER BY number DESC LIMIT ?5`
	revisionOfKey  = selectRevision + `WHERE key = ?`
	newestRevision = selectRevision + `ORDER BY number DESC LIMIT 1`
)

// firstRevisions is how many revisions are read first: who follows the record asks
// for the newest again and again.
const firstRevisions = 8

// findRevisions puts the revisions that match, chunk by chunk.
func (s *Store) findRevisions(ctx context.Context, f graph.RevisionFilter, put func(graph.Revision) bool) error {
	low, high := int64(0), int64(s.memory.newest.Load().newest.Number) // after low, up to high
	after := int64(min(f.After, math.MaxInt64))
	text := revisionsUp
	switch {
	case f.Descending:
		text = revisionsDown
		if after > 0 {
			high = min(high, after-1)
		}
	default:
		low = after
	}
	var numbers any
	if f.Numbers != nil {
		numbers = list(f.Numbers)
	}
	by := "9" // after every time
	if y := f.RecordedBy.UTC().Year(); !f.RecordedBy.IsZero() && y >= 0 && y <= 9999 {
		by = f.RecordedBy.UTC().Format(timeFormat)
	}
	for limit := firstRevisions; ; limit = min(8*limit, readChunk) {
		all, err := query(ctx, s, text, scanRevision, low, high, by, numbers, limit)
		if err != nil {
			return err
		}
		for _, r := range all {
			if f.Match(r) && !put(r) {
				return nil
			}
		}
		if len(all) < limit {
			return nil
		}
		last := int64(all[len(all)-1].Number)
		if f.Descending {
			high = last - 1
		} else {
			low = last
		}
	}
}
