package embedded

import (
	"context"
	"iter"

	"github.com/entente/entente/graph"
)

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

// listing puts candidates as relations: in chunks, for the records that are not
// read yet.
type listing struct {
	s       *snapshot
	ctx     context.Context
	put     func(graph.Listed) bool
	ids     []graph.ActorID
	waiting []candidate
	unread  []uint32
	read    []graph.Relation // their records; the reader gets copies
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
	if len(l.unread) > 0 { // each for itself: one may stand in the lists of both its ends
		if l.read, err = l.s.listed(l.ctx, l.unread, l.read); err != nil {
			return false, err
		}
	}
	records := l.read
	for i, c := range l.waiting {
		r := c.record
		if r == nil {
			r, records = &records[0], records[1:]
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
