package embedded

import (
	"context"
	"database/sql"
	"iter"
	"slices"

	"github.com/entente/entente/graph"
)

const selectRelations = `SELECT version, born, id, record FROM relation WHERE id IN (SELECT value FROM json_each(?1)) AND born <= ?2 AND died > ?2`

// Relations yields the relations among ids.
func (s *snapshot) Relations(ctx context.Context, ids []graph.RelationID) iter.Seq2[graph.Relation, error] {
	return recordsOf(ctx, s, selectRelations, ids, finishRelation)
}

func finishRelation(r *graph.Relation, from row) {
	r.Revision = from.born
	r.Own()
}

const selectListed = `SELECT q.key, r.record FROM json_each(?1) q CROSS JOIN relation r ON r.version = q.value`

// listed reads the records of versions, in their order. They stand in the memory of
// space, if there is enough.
func (s *snapshot) listed(ctx context.Context, versions []uint32, space []graph.Relation) ([]graph.Relation, error) {
	clear(space)
	out := slices.Grow(space[:0], len(versions))[:len(versions)]
	scan := func(rows *sql.Rows) (i int, err error) {
		var record string
		if err := rows.Scan(&i, &record); err != nil {
			return i, err
		}
		if err := graph.Unmarshal(record, &out[i]); err != nil {
			return i, damaged("version %d of a relation: %w", versions[i], err)
		}
		finishRelation(&out[i], row{born: graph.RevisionNumber(s.state.versions.at(versions[i]).born)})
		return i, nil
	}
	read, err := query(ctx, s.s, selectListed, scan, list(versions))
	if err != nil {
		return nil, err
	}
	for i := range versions {
		if i >= len(read) || read[i] != i {
			return nil, damaged("version %d of a relation is not there", versions[i])
		}
	}
	return out, nil
}

const selectVersions = `SELECT version, born, id, record FROM relation WHERE version IN (SELECT value FROM json_each(?1))` +
	matchWordsOf + `?2` + inWords

// read reads the records of versions, but for those whose words do not match.
func (s *snapshot) read(ctx context.Context, versions []uint32, words string) (map[uint32]*graph.Relation, error) {
	all, err := query(ctx, s.s, selectVersions, scanRecord(finishRelation), list(versions), words)
	if err != nil {
		return nil, err
	}
	out := make(map[uint32]*graph.Relation, len(all))
	for i := range all {
		out[all[i].version] = &all[i].value
	}
	return out, nil
}
