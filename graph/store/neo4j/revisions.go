package neo4j

import (
	"context"
	_ "embed"
	"iter"
	"math"
	"time"

	"github.com/entente/entente/graph"
)

var (
	//go:embed cypher/revisions.cypher
	revisionsCypher string
	//go:embed cypher/revisions_descending.cypher
	revisionsDescendingCypher string
)

// Revisions yields the revisions that match, of those published when it is first
// read.
func (s *Store) Revisions(ctx context.Context, f graph.RevisionFilter) iter.Seq2[graph.Revision, error] {
	statement := revisionsCypher
	after, before := revisionValue(f.After), int64(math.MaxInt64) // neither is included
	if f.Descending {
		statement = revisionsDescendingCypher
		if f.After != 0 {
			after, before = 0, after
		}
	}
	numbers := make([]int64, len(f.Numbers))
	for i, n := range f.Numbers {
		numbers[i] = revisionValue(n)
	}
	p := parameters{"numbers": numbers, "recordedBy": f.RecordedBy.UTC()}
	if f.RecordedBy.IsZero() {
		p["recordedBy"] = endOfTime
	}
	first := true
	return pages(ctx, s, func(limit int) ([]graph.Revision, bool, error) {
		if first { // who follows the record asks for the newest again and again
			first, limit = false, firstRevisions
		}
		if f.Numbers != nil && len(f.Numbers) == 0 {
			return nil, false, nil
		}
		p["after"], p["before"], p["limit"] = after, before, limit
		rows, err := s.query(ctx, statement, p)
		if err != nil || len(rows) == 0 {
			return nil, false, err
		}
		page := make([]graph.Revision, 0, len(rows))
		for _, row := range rows {
			page = append(page, decodeRevision(row.Values))
		}
		last := int64(page[len(page)-1].Number)
		if f.Descending {
			before = last
		} else {
			published := integer(rows[0].Values[5])
			after, before = last, min(before, published+1)
		}
		return page, len(rows) == limit, nil
	})
}

// firstRevisions is how many revisions are read first.
const firstRevisions = 8

// endOfTime is later than every revision.
var endOfTime = time.Date(9999, time.December, 31, 0, 0, 0, 0, time.UTC)

// revisionValue gives the number of a revision as a parameter: the greatest number
// that Neo4j knows for one beyond.
func revisionValue(n graph.RevisionNumber) int64 { return int64(min(n, math.MaxInt64)) }
