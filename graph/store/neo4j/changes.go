package neo4j

import (
	"cmp"
	"context"
	_ "embed"
	"iter"
	"math"
	"slices"
	"strings"

	"github.com/entente/entente/graph"
)

var (
	//go:embed cypher/changes_up.cypher
	changesUpCypher string
	//go:embed cypher/changes_down.cypher
	changesDownCypher string
	//go:embed cypher/changes_large.cypher
	changesLargeCypher string
	//go:embed cypher/changes_of.cypher
	changesOfCypher string
	//go:embed cypher/changes_read.cypher
	changesReadCypher string
)

// Changes yields the changes that match f, of the revisions published when it is
// first read.
func (s *Store) Changes(ctx context.Context, f graph.ChangeFilter) iter.Seq2[graph.Change, error] {
	if f.UpTo != 0 && f.Since >= f.UpTo {
		return pages(ctx, s, func(int) ([]graph.Change, bool, error) { return nil, false, nil })
	}
	r := &changeReader{ctx: ctx, s: s, f: f}
	more := r.moreRevisions
	if f.IDs != nil {
		more = r.ofIDs
	} else {
		r.seek()
	}
	return pages(ctx, s, func(limit int) ([]graph.Change, bool, error) {
		for len(r.waiting) < limit && !r.last {
			if err := more(); err != nil {
				return nil, false, err
			}
		}
		n := min(len(r.waiting), limit)
		page, err := r.read(r.waiting[:n])
		r.waiting = r.waiting[n:]
		return page, len(r.waiting) > 0 || !r.last, err
	})
}

// changeReader finds first where changes are, in the order of the filter, and reads
// the records of as many as are wanted.
type changeReader struct {
	ctx     context.Context
	s       *Store
	f       graph.ChangeFilter
	waiting []graph.ChangeKey // those to be read next
	last    bool              // whether they are the last ones

	after, before int64           // the revisions to be looked at, neither included
	revisions     []revisionNames // those looked at, of which the first is next
	afterID       string          // where to go on in a large one
}

// revisionNames are the ids of what a revision recorded, nil if they are many, and
// retracted.
type revisionNames struct {
	number              graph.RevisionNumber
	large               bool
	recorded, retracted []string
}

// seek sets the bounds by the filter.
func (r *changeReader) seek() {
	r.after, r.before = revisionValue(r.f.Since), int64(math.MaxInt64)
	if r.f.UpTo != 0 && r.f.UpTo < math.MaxInt64 {
		r.before = int64(r.f.UpTo) + 1
	}
	k := r.f.After
	switch {
	case k == nil:
	case r.f.Descending:
		if k.Revision < math.MaxInt64 {
			r.before = min(r.before, int64(k.Revision)+1)
		}
	case k.Revision > 0:
		r.after = max(r.after, revisionValue(k.Revision)-1)
	}
}

// revisionsRead is how many revisions are looked at together.
const revisionsRead = 50

// moreRevisions finds the changes of the next revision.
func (r *changeReader) moreRevisions() error {
	if len(r.revisions) == 0 {
		if err := r.lookAtRevisions(); err != nil || len(r.revisions) == 0 {
			r.last = true
			return err
		}
	}
	next := r.revisions[0]
	if next.large {
		return r.moreOfLarge(next)
	}
	r.revisions = r.revisions[1:]
	r.wait(next.number, append(next.recorded, next.retracted...))
	return nil
}

func (r *changeReader) lookAtRevisions() error {
	statement := changesUpCypher
	if r.f.Descending {
		statement = changesDownCypher
	}
	rows, err := r.s.query(r.ctx, statement, parameters{"after": r.after, "before": r.before, "limit": revisionsRead})
	if err != nil || len(rows) == 0 {
		return err
	}
	for _, row := range rows {
		v := row.Values
		r.revisions = append(r.revisions, revisionNames{revisionNumber(v[0]), v[1] == nil, listOfTexts(v[1]), listOfTexts(v[2])})
	}
	last := integer(rows[len(rows)-1].Values[0])
	if r.f.Descending {
		r.before = last
	} else {
		published := integer(rows[0].Values[3])
		r.after, r.before = last, min(r.before, published+1)
	}
	return nil
}

// moreOfLarge finds the next changes of a large revision.
func (r *changeReader) moreOfLarge(next revisionNames) error {
	if k := r.f.After; r.afterID == "" && k != nil && k.Revision == next.number {
		r.afterID = k.ID
	}
	rows, err := r.s.query(r.ctx, changesLargeCypher, parameters{"revision": int64(next.number), "after": r.afterID, "limit": lastPage})
	if err != nil {
		return err
	}
	var ids []string
	for _, row := range rows {
		ids = append(ids, text(row.Values[0]))
	}
	for _, id := range next.retracted {
		if id > r.afterID && (len(rows) < lastPage || id < ids[len(rows)-1]) {
			ids = append(ids, id)
		}
	}
	if len(rows) == lastPage {
		r.afterID = ids[len(rows)-1]
	} else {
		r.afterID, r.revisions = "", r.revisions[1:]
	}
	r.wait(next.number, ids)
	return nil
}

// wait lets the changes of records in a revision wait to be read.
func (r *changeReader) wait(n graph.RevisionNumber, ids []string) {
	var keys []graph.ChangeKey
	for _, id := range ids {
		keys = append(keys, graph.ChangeKey{Revision: n, ID: id})
	}
	r.keep(keys)
}

// keep lets those of the changes that the filter wants wait, in its order.
func (r *changeReader) keep(keys []graph.ChangeKey) {
	keys = slices.DeleteFunc(keys, func(k graph.ChangeKey) bool {
		return k.Revision <= r.f.Since || r.f.UpTo != 0 && k.Revision > r.f.UpTo || r.f.After != nil && r.f.Compare(k, *r.f.After) <= 0
	})
	slices.SortFunc(keys, r.f.Compare)
	r.waiting = append(r.waiting, keys...)
}

// ofIDs finds the changes of the records that the filter names.
func (r *changeReader) ofIDs() error {
	r.last = true
	p := parameters{}
	for label, ids := range byNoun(r.f.IDs, func(id string) string { return id }) {
		slices.Sort(ids)
		p[label] = slices.Compact(ids)
	}
	rows, err := r.s.query(r.ctx, changesOfCypher, p)
	if err != nil {
		return err
	}
	var keys []graph.ChangeKey
	for i, row := range rows {
		id, born, died, published := text(row.Values[0]), integer(row.Values[1]), integer(row.Values[2]), integer(row.Values[3])
		keys = append(keys, graph.ChangeKey{Revision: graph.RevisionNumber(born), ID: id})
		replaced := i+1 < len(rows) && text(rows[i+1].Values[0]) == id && integer(rows[i+1].Values[1]) == died
		if died <= published && !replaced {
			keys = append(keys, graph.ChangeKey{Revision: graph.RevisionNumber(died), ID: id})
		}
	}
	r.keep(keys)
	return nil
}

// byNoun sorts things by what their ids name, under the names of the parameters of
// changes_read.cypher and changes_of.cypher.
func byNoun[V any](all []V, id func(V) string) map[string][]V {
	out := map[string][]V{"actors": {}, "sources": {}, "events": {}, "relations": {}}
	for _, v := range all {
		noun := nounOf(id(v))
		out[noun] = append(out[noun], v)
	}
	return out
}

func nounOf(id string) string {
	switch {
	case strings.HasPrefix(id, graph.SourcePrefix):
		return "sources"
	case strings.HasPrefix(id, graph.EventPrefix):
		return "events"
	case strings.HasPrefix(id, graph.RelationPrefix):
		return "relations"
	}
	return "actors"
}

// read reads the changes at keys.
func (r *changeReader) read(keys []graph.ChangeKey) ([]graph.Change, error) {
	if len(keys) == 0 {
		return nil, nil
	}
	places := make([]any, len(keys))
	for i, k := range keys {
		places[i] = parameters{"place": i, "id": k.ID, "revision": int64(k.Revision)}
	}
	p := parameters{}
	for noun, some := range byNoun(places, func(place any) string { return text(place.(parameters)["id"]) }) {
		p[noun] = some
	}
	rows, err := r.s.query(r.ctx, changesReadCypher, p)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(rows, func(a, b row) int { return cmp.Compare(integer(a.Values[0]), integer(b.Values[0])) })
	out := make([]graph.Change, 0, len(rows))
	for _, row := range rows {
		k, v := keys[integer(row.Values[0])], row.Values
		c := graph.Change{Revision: k.Revision}
		if c.Before, err = decodeRecord(k.ID, text(v[2]), revisionNumber(v[1])); err != nil {
			return nil, err
		}
		if c.After, err = decodeRecord(k.ID, text(v[3]), k.Revision); err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, nil
}

// decodeRecord reads a record of any kind, or nothing of no text.
func decodeRecord(id, record string, born graph.RevisionNumber) (*graph.Record, error) {
	if record == "" {
		return nil, nil
	}
	switch nounOf(id) {
	case "sources":
		x, err := decodeSource(record, born)
		return &graph.Record{Source: &x}, err
	case "events":
		x, err := decodeEvent(record, born)
		return &graph.Record{Event: &x}, err
	case "relations":
		x, err := decodeRelation(record, born)
		return &graph.Record{Relation: &x}, err
	}
	x, err := decodeActor(record, born)
	return &graph.Record{Actor: &x}, err
}
