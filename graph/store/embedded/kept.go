package embedded

import (
	"context"
	"iter"

	"github.com/entente/entente/graph"
)

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
		if at != everywhere && s.state.nodes.at(at).has&x.some == 0 {
			return
		}
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
