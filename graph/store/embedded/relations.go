package embedded

import (
	"cmp"
	"context"
	"iter"
	"sort"

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

// candidate is a version that a filter may keep, in the list of an actor.
type candidate struct {
	at      uint32 // the actor; any for the whole graph
	version uint32
	record  *graph.Relation // as the filter reads it, if it was read to decide
}

// edge gives the candidate as the filter reads it.
func (s *snapshot) edge(c candidate) graph.Edge {
	if c.record != nil {
		return c.record.Edge()
	}
	return s.state.edge(s.state.versions.at(c.version))
}

// The chunks of candidates that are read from the file grow, so that the first
// page comes soon and a long list takes few reads.
const firstChunk = 32

// kept yields those candidates that the filter keeps, in their order. What the
// memory cannot decide is read from the file, chunk by chunk.
func (s *snapshot) kept(ctx context.Context, x *matcher, candidates iter.Seq[candidate]) iter.Seq2[candidate, error] {
	return func(yield func(candidate, error) bool) {
		var waiting []candidate // the first of them for the file
		var unread []uint32
		chunk := firstChunk
		flush := func() bool {
			if len(unread) > 0 {
				records, err := s.read(ctx, unread, x.text)
				if err != nil {
					yield(candidate{}, err)
					return false
				}
				waiting = x.decide(waiting, unread, records)
			}
			for _, c := range waiting {
				if !yield(c, nil) {
					return false
				}
			}
			waiting, unread = waiting[:0], unread[:0]
			chunk = min(2*chunk, readChunk)
			return true
		}
		for c := range candidates {
			switch x.ask(c.version) {
			case no:
				continue
			case perhaps:
				unread = append(unread, c.version)
				waiting = append(waiting, c)
			case yes:
				if len(unread) == 0 { // nothing to wait for
					if !yield(c, nil) {
						return
					}
					continue
				}
				waiting = append(waiting, c)
			}
			if len(waiting) >= chunk && !flush() {
				return
			}
		}
		flush()
	}
}

// decide keeps those of the waiting candidates that the filter keeps. Those that
// are unread have to be decided by their records.
func (x *matcher) decide(waiting []candidate, unread []uint32, records map[uint32]*graph.Relation) []candidate {
	var out []candidate
	for _, c := range waiting {
		if len(unread) == 0 || unread[0] != c.version {
			out = append(out, c)
			continue
		}
		unread = unread[1:]
		if r, ok := records[c.version]; ok {
			if read, ok := x.keeps(c.version, *r); ok {
				c.record = &read
				out = append(out, c)
			}
		}
	}
	return out
}

// everywhere stands for the whole graph where a number of an actor is expected.
const everywhere = 1<<32 - 1

// candidates gives the versions of an actor, or of the whole graph, newest
// first.
func (s *snapshot) candidates(x *matcher, at uint32, versions iter.Seq[uint32]) iter.Seq[candidate] {
	return func(yield func(candidate) bool) {
		for i := range versions {
			if at != everywhere && !x.touches(i, at) {
				continue
			}
			if !yield(candidate{at: at, version: i}) {
				return
			}
		}
	}
}

// lists gives the actors whose lists are asked for, each once, with their
// numbers; one that is not known has no list. Nil asks for the whole graph.
func (s *snapshot) lists(at []graph.ActorID) (ids []graph.ActorID, numbers []uint32) {
	if at == nil {
		return []graph.ActorID{""}, []uint32{everywhere}
	}
	for _, id := range distinct(at) {
		if n, ok := s.number(id); ok {
			ids, numbers = append(ids, id), append(numbers, n)
		}
	}
	return ids, numbers
}

// edges gives the versions of an actor or of the whole graph, newest first.
func (s *snapshot) edges(at uint32) ordered {
	if at == everywhere {
		return s.state.recent
	}
	return s.state.nodes.at(at).edges
}

// FindRelations yields the relations that q asks for.
func (s *snapshot) FindRelations(ctx context.Context, q graph.RelationQuery) iter.Seq2[graph.Listed, error] {
	return sequence(ctx, s.usable, func(put func(graph.Listed) bool) error {
		x, err := s.matcher(ctx, q.Filter, q.Direction)
		if err != nil {
			return err
		}
		ids, numbers := s.lists(q.At)
		page := listing{s: s, ctx: ctx, put: put}
		for i, at := range numbers {
			n := 0
			for c, err := range s.page(ctx, x, at, q) {
				if err != nil {
					return err
				}
				if more, err := page.add(ids[i], c); err != nil || !more {
					return err
				}
				if n++; n == q.Limit {
					break
				}
			}
		}
		_, err = page.flush()
		return err
	})
}

// page yields what q keeps of one list after q.After, in its order. The caller
// counts to the limit.
func (s *snapshot) page(ctx context.Context, x *matcher, at uint32, q graph.RelationQuery) iter.Seq2[candidate, error] {
	switch q.Order {
	case graph.Strongest:
		return s.strongest(ctx, x, at, q)
	case graph.Oldest:
		return s.kept(ctx, x, s.candidates(x, at, s.oldest(at, q.After)))
	}
	var reached func(uint32) bool
	if q.After != nil {
		reached = func(i uint32) bool { return graph.Newest.Compare(s.state.key(i), *q.After) > 0 }
	}
	return s.kept(ctx, x, s.candidates(x, at, s.edges(at).from(reached)))
}

// oldest yields the versions of a list in the order graph.Oldest. That is the
// newest order read backward, but forward within a day and with the unknown
// starts at the end, where they stand already.
func (s *snapshot) oldest(at uint32, after *graph.Key) iter.Seq[uint32] {
	return func(yield func(uint32) bool) {
		all := s.edges(at).flat()
		day := func(i int) graph.Day { return s.state.versions.at(all[i]).startMin }
		known := sort.Search(len(all), func(i int) bool { return day(i) == graph.MinDay })
		one := func(from, to int) bool {
			for _, i := range all[from:to] {
				if after != nil && graph.Oldest.Compare(s.state.key(i), *after) <= 0 {
					continue
				}
				if !yield(i) {
					return false
				}
			}
			return true
		}
		end := known
		if after != nil && after.Day != graph.MinDay { // what is older than the key came before it
			end = sort.Search(known, func(i int) bool { return day(i) < after.Day })
		} else if after != nil {
			end = 0
		}
		for end > 0 {
			begin := sort.Search(end, func(i int) bool { return day(i) <= day(end-1) })
			if !one(begin, end) {
				return
			}
			end = begin
		}
		one(known, len(all))
	}
}

// strongest yields what q keeps of one list, the strongest first. All of the
// list is looked at.
func (s *snapshot) strongest(ctx context.Context, x *matcher, at uint32, q graph.RelationQuery) iter.Seq2[candidate, error] {
	return func(yield func(candidate, error) bool) {
		best := newTop(q.Limit, compareRanked)
		for c, err := range s.kept(ctx, x, s.candidates(x, at, s.edges(at).from(nil))) {
			if err != nil {
				yield(c, err)
				return
			}
			key := graph.Strongest.KeyOf(s.edge(c))
			if q.After == nil || graph.Strongest.Compare(key, *q.After) > 0 {
				best.add(ranked{key, c})
			}
		}
		for _, r := range best.sorted() {
			if !yield(r.candidate, nil) {
				return
			}
		}
	}
}

// ranked is a candidate with its place in the order of strength.
type ranked struct {
	key graph.Key
	candidate
}

func compareRanked(a, b ranked) int {
	return cmp.Or(graph.Strongest.Compare(a.key, b.key), cmp.Compare(a.version, b.version))
}

// listing puts candidates as relations: in chunks, for the records that are not
// read yet.
type listing struct {
	s       *snapshot
	ctx     context.Context
	put     func(graph.Listed) bool
	ids     []graph.ActorID
	waiting []candidate
	unread  []uint32
}

// add takes a candidate in the list of an actor. It answers false if the reader
// left.
func (l *listing) add(at graph.ActorID, c candidate) (more bool, err error) {
	l.ids, l.waiting = append(l.ids, at), append(l.waiting, c)
	if c.record == nil {
		l.unread = append(l.unread, c.version)
	}
	if len(l.waiting) < readChunk {
		return true, nil
	}
	return l.flush()
}

func (l *listing) flush() (more bool, err error) {
	var records map[uint32]*graph.Relation
	if len(l.unread) > 0 {
		if records, err = l.s.read(l.ctx, distinct(l.unread), "[]"); err != nil {
			return false, err
		}
	}
	for i, c := range l.waiting {
		r := c.record
		if r == nil {
			found, ok := records[c.version]
			if !ok {
				return false, damaged("version %d of a relation is not there", c.version)
			}
			clone := found.Clone() // it may stand in the lists of both its ends
			r = &clone
		}
		if !l.put(graph.Listed{At: l.ids[i], Relation: *r}) {
			return false, nil
		}
	}
	l.ids, l.waiting, l.unread = l.ids[:0], l.waiting[:0], l.unread[:0]
	return true, nil
}

// CountRelations counts what FindRelations would yield.
func (s *snapshot) CountRelations(ctx context.Context, q graph.RelationQuery, most int) ([]graph.Count, error) {
	if err := s.usable(ctx); err != nil {
		return nil, err
	}
	x, err := s.matcher(ctx, q.Filter, q.Direction)
	if err != nil {
		return nil, err
	}
	counted := map[graph.ActorID]graph.Count{}
	ids, numbers := s.lists(q.At)
	for i, at := range numbers {
		if counted[ids[i]], err = s.count(ctx, x, at, most); err != nil {
			return nil, err
		}
	}
	if q.At == nil {
		return []graph.Count{counted[""]}, nil
	}
	out := make([]graph.Count, len(q.At))
	for i, id := range q.At {
		c, ok := counted[id]
		if !ok {
			c = graph.Count{Exact: true}
		}
		out[i] = c
	}
	return out, nil
}

func (s *snapshot) count(ctx context.Context, x *matcher, at uint32, most int) (graph.Count, error) {
	n := 0
	for _, err := range s.kept(ctx, x, s.candidates(x, at, s.edges(at).from(nil))) {
		if err != nil {
			return graph.Count{}, err
		}
		if n == most {
			return graph.Count{N: most}, nil
		}
		if n++; n%4096 == 0 {
			if err := s.usable(ctx); err != nil {
				return graph.Count{}, err
			}
		}
	}
	return graph.Count{N: n, Exact: true}, nil
}
