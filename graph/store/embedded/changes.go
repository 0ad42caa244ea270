package embedded

import (
	"context"
	"database/sql"
	"iter"
	"slices"
	"strings"

	"github.com/entente/entente/graph"
)

// Changes yields the changes that match f. The versions that a revision recorded
// are a range of numbers in each table, so nothing is kept for this but the ends
// of the ranges and what was retracted.
func (s *Store) Changes(ctx context.Context, f graph.ChangeFilter) iter.Seq2[graph.Change, error] {
	return sequence(ctx, s.usable, func(put func(graph.Change) bool) error {
		r := changeReader{ctx: ctx, s: s, f: f, put: put, chunk: firstChunk}
		newest := s.memory.newest.Load().newest.Number
		if f.UpTo == 0 || f.UpTo > newest {
			r.f.UpTo = newest
		}
		if f.Since >= r.f.UpTo {
			return nil
		}
		if f.IDs != nil {
			return r.ofIDs()
		}
		return r.ofRevisions()
	})
}

// changeReader reads the changes for one sequence.
type changeReader struct {
	ctx   context.Context
	s     *Store
	f     graph.ChangeFilter // with UpTo set
	put   func(graph.Change) bool
	chunk int  // how many changes are read next
	left  bool // put wants no more
}

// spot is where a change stands: in which table, and the versions before and
// after it, 0 for none.
type spot struct {
	graph.ChangeKey
	table         *changeTable
	before, after uint32
}

// changeTable are the statements on one table of versions.
type changeTable struct {
	born    string // the versions of a range
	bornBy  string // those of a range, in the order of their ids after one
	history string // all versions of some ids
	read    string // the records of versions
	decode  func(text string, born graph.RevisionNumber) (graph.Record, error)
}

// The order of the tables is that of the marks.
const (
	actorTable = iota
	sourceTable
	eventTable
	relationTable
	tables
)

var changeTables = [tables]changeTable{
	newChangeTable("actor", func(a *graph.Actor, r row) graph.Record { a.Revision = r.born; return graph.Record{Actor: a} }),
	newChangeTable("source", func(x *graph.Source, r row) graph.Record { finishSource(x, r); return graph.Record{Source: x} }),
	newChangeTable("event", func(e *graph.Event, r row) graph.Record { finishEvent(e, r); return graph.Record{Event: e} }),
	newChangeTable("relation", func(x *graph.Relation, r row) graph.Record { finishRelation(x, r); return graph.Record{Relation: x} }),
}

func newChangeTable[V any](table string, finish func(*V, row) graph.Record) changeTable {
	on := func(text string) string { return strings.ReplaceAll(text, "TABLE", table) }
	return changeTable{
		born: on(`SELECT x.born, x.id, coalesce(b.version, 0), x.version FROM TABLE x LEFT JOIN TABLE b ON b.id = x.id AND b.died = x.born
			WHERE x.version > ?1 AND x.version <= ?2`),
		bornBy: on(`SELECT ?5, x.id, coalesce(b.version, 0), x.version FROM TABLE x LEFT JOIN TABLE b ON b.id = x.id AND b.died = ?5
			WHERE +x.version > ?1 AND +x.version <= ?2 AND x.id > ?3 ORDER BY x.id LIMIT ?4`),
		history: on(`SELECT version, id, born, died FROM TABLE WHERE id IN (SELECT value FROM json_each(?1)) ORDER BY id, died`),
		read:    on(`SELECT version, born, record FROM TABLE WHERE version IN (SELECT value FROM json_each(?1))`),
		decode: func(text string, born graph.RevisionNumber) (graph.Record, error) {
			v := new(V)
			if err := graph.Unmarshal(text, v); err != nil {
				return graph.Record{}, damaged("a version of a %s born at revision %d: %w", table, born, err)
			}
			return finish(v, row{born: born}), nil
		},
	}
}

const (
	retractions   = `SELECT revision, id, relation_version, 0 FROM retraction WHERE revision >= ?1 AND revision <= ?2`
	retractionsBy = `SELECT revision, id, relation_version, 0 FROM retraction WHERE revision = ?1 AND id > ?2 ORDER BY id LIMIT ?3`
)

// spots runs a statement that gives places of changes.
func (r *changeReader) spots(t int, text string, args ...any) ([]spot, error) {
	return query(r.ctx, r.s, text, func(rows *sql.Rows) (spot, error) {
		x := spot{table: &changeTables[t]}
		return x, rows.Scan(&x.Revision, &x.ID, &x.before, &x.after)
	}, args...)
}

// ofIDs puts the changes of the records that the filter names.
func (r *changeReader) ofIDs() error {
	var ids [tables][]string
	for _, id := range distinct(r.f.IDs) {
		t := actorTable
		switch {
		case strings.HasPrefix(id, graph.SourcePrefix):
			t = sourceTable
		case strings.HasPrefix(id, graph.EventPrefix):
			t = eventTable
		case strings.HasPrefix(id, graph.RelationPrefix):
			t = relationTable
		}
		ids[t] = append(ids[t], id)
	}
	var all []spot
	for t := range ids {
		if len(ids[t]) == 0 {
			continue
		}
		versions, err := query(r.ctx, r.s, changeTables[t].history, scanLife, list(ids[t]))
		if err != nil {
			return err
		}
		all = append(all, changesOf(versions, &changeTables[t])...)
	}
	return r.give(all)
}

// life is when a version was born and died.
type life struct {
	version    uint32
	id         string
	born, died graph.RevisionNumber
}

func scanLife(rows *sql.Rows) (l life, err error) {
	return l, rows.Scan(&l.version, &l.id, &l.born, &l.died)
}

// changesOf gives the changes that the lives of versions tell, which are ordered
// by id and time.
func changesOf(lives []life, table *changeTable) []spot {
	var out []spot
	for i, l := range lives {
		born := spot{graph.ChangeKey{Revision: l.born, ID: l.id}, table, 0, l.version}
		if i > 0 && lives[i-1].id == l.id && lives[i-1].died == l.born {
			born.before = lives[i-1].version
		}
		out = append(out, born)
		replaced := i+1 < len(lives) && lives[i+1].id == l.id && lives[i+1].born == l.died
		if l.died != livingInFile && !replaced {
			out = append(out, spot{graph.ChangeKey{Revision: l.died, ID: l.id}, table, l.version, 0})
		}
	}
	return out
}

// mark is how far the tables went when a revision was recorded, and how much it
// retracted.
type mark struct {
	last      [tables]int64
	retracted int
}

const (
	selectMarks = `SELECT last_actor, last_source, last_event, last_relation, (SELECT count(*) FROM retraction WHERE revision = number)
	FROM revision WHERE number >= ?1 AND number <= ?2 ORDER BY number`

	// marksRead is how many revisions are looked at together, and largeRevision
	// how many changes of one are not held in memory together.
	marksRead     = 256
	largeRevision = 8 * readChunk
)

func scanMark(rows *sql.Rows) (m mark, err error) {
	return m, rows.Scan(&m.last[0], &m.last[1], &m.last[2], &m.last[3], &m.retracted)
}

// ofRevisions puts the changes of all revisions that the filter wants.
func (r *changeReader) ofRevisions() error {
	low, high := r.f.Since+1, r.f.UpTo
	if after := r.f.After; after != nil && r.f.Descending {
		high = min(high, after.Revision)
	} else if after != nil {
		low = max(low, after.Revision)
	}
	for low <= high && !r.left {
		from, to := low, high
		if r.f.Descending {
			from = max(low, high-min(high, marksRead-1))
			high = from - 1
		} else {
			to = min(high, low+marksRead-1)
			low = to + 1
		}
		marks, err := query(r.ctx, r.s, selectMarks, scanMark, int64(from)-1, int64(to))
		if err != nil {
			return err
		}
		if from == 1 {
			marks = slices.Insert(marks, 0, mark{}) // revision 0 held nothing
		}
		if len(marks) != int(to-from)+2 {
			return damaged("of revisions %d to %d some are missing", from, to)
		}
		if err := r.ofMarks(from, marks); err != nil {
			return err
		}
	}
	return nil
}

// ofMarks puts the changes of the revisions from one on, whose marks are given
// after the mark of the one before: some revisions together if they are small.
func (r *changeReader) ofMarks(from graph.RevisionNumber, marks []mark) error {
	n := len(marks) - 1
	size := func(i int) int {
		sum := marks[i+1].retracted
		for t := range tables {
			sum += int(marks[i+1].last[t] - marks[i].last[t])
		}
		return sum
	}
	at := func(i int) int { // the place of the ith revision to be read
		if r.f.Descending {
			return n - 1 - i
		}
		return i
	}
	for i := 0; i < n && !r.left; {
		first, sum := i, size(at(i))
		for i++; i < n && sum+size(at(i)) <= readChunk; i++ {
			sum += size(at(i))
		}
		low, high := min(at(first), at(i-1)), max(at(first), at(i-1))
		var err error
		if sum > largeRevision { // then it is one
			err = r.large(from+graph.RevisionNumber(low), marks[low], marks[low+1])
		} else {
			err = r.small(from+graph.RevisionNumber(low), from+graph.RevisionNumber(high), marks[low], marks[high+1])
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// small puts the changes of a run of revisions, by the marks before and at its end.
func (r *changeReader) small(from, to graph.RevisionNumber, before, end mark) error {
	all, err := r.spots(relationTable, retractions, int64(from), int64(to))
	if err != nil {
		return err
	}
	for t := range changeTables {
		if before.last[t] == end.last[t] {
			continue
		}
		born, err := r.spots(t, changeTables[t].born, before.last[t], end.last[t])
		if err != nil {
			return err
		}
		all = append(all, born...)
	}
	return r.give(all)
}

// large puts the changes of one large revision, page by page along the indexes
// by id.
func (r *changeReader) large(n graph.RevisionNumber, before, end mark) error {
	after := ""
	if k := r.f.After; k != nil && k.Revision == n {
		after = k.ID
	}
	for !r.left {
		page, err := r.spots(relationTable, retractionsBy, int64(n), after, readChunk)
		if err != nil {
			return err
		}
		for t := range changeTables {
			if before.last[t] == end.last[t] {
				continue
			}
			born, err := r.spots(t, changeTables[t].bornBy, before.last[t], end.last[t], after, readChunk, int64(n))
			if err != nil {
				return err
			}
			page = append(page, born...)
		}
		slices.SortFunc(page, r.compare)
		full := len(page) >= readChunk
		if full {
			page = page[:readChunk]
			after = page[readChunk-1].ID
		}
		if err := r.give(page); err != nil || !full {
			return err
		}
	}
	return nil
}

func (r *changeReader) compare(a, b spot) int { return r.f.Compare(a.ChangeKey, b.ChangeKey) }

// give puts the changes at those of the places that the filter wants, in its
// order.
func (r *changeReader) give(all []spot) error {
	all = slices.DeleteFunc(all, func(x spot) bool {
		return x.Revision <= r.f.Since || x.Revision > r.f.UpTo || r.f.After != nil && r.f.Compare(x.ChangeKey, *r.f.After) <= 0
	})
	slices.SortFunc(all, r.compare)
	for len(all) > 0 && !r.left {
		n := min(len(all), r.chunk)
		if err := r.giveChunk(all[:n]); err != nil {
			return err
		}
		all = all[n:]
		r.chunk = min(2*r.chunk, readChunk)
	}
	return nil
}

// giveChunk reads the records at the places, and puts the changes.
func (r *changeReader) giveChunk(chunk []spot) error {
	wanted := map[*changeTable][]uint32{}
	for _, x := range chunk {
		for _, v := range []uint32{x.before, x.after} {
			if v != 0 {
				wanted[x.table] = append(wanted[x.table], v)
			}
		}
	}
	texts := map[*changeTable]map[uint32]versionText{}
	for table, versions := range wanted {
		all, err := query(r.ctx, r.s, table.read, scanVersionText, list(distinct(versions)))
		if err != nil {
			return err
		}
		texts[table] = make(map[uint32]versionText, len(all))
		for _, x := range all {
			texts[table][x.version] = x
		}
	}
	for _, x := range chunk {
		c := graph.Change{Revision: x.Revision}
		var err error
		if c.Before, err = recordOf(texts[x.table], x.table, x.before); err != nil {
			return err
		}
		if c.After, err = recordOf(texts[x.table], x.table, x.after); err != nil {
			return err
		}
		if !r.put(c) {
			r.left = true
			return nil
		}
	}
	return nil
}

// versionText is a version as it stands in a table. Each change decodes it anew:
// what is put belongs to the caller.
type versionText struct {
	version uint32
	born    graph.RevisionNumber
	record  string
}

func scanVersionText(rows *sql.Rows) (x versionText, err error) {
	return x, rows.Scan(&x.version, &x.born, &x.record)
}

func recordOf(texts map[uint32]versionText, table *changeTable, version uint32) (*graph.Record, error) {
	if version == 0 {
		return nil, nil
	}
	x, ok := texts[version]
	if !ok {
		return nil, damaged("version %d of a change is missing", version)
	}
	r, err := table.decode(x.record, x.born)
	return &r, err
}
