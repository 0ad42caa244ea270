package storetest

import (
	"cmp"
	"context"
	"iter"
	"slices"

	"github.com/entente/entente/graph"
)

// Changes yields the changes that match, by comparing each state with the one
// before.
func (m *Model) Changes(ctx context.Context, f graph.ChangeFilter) iter.Seq2[graph.Change, error] {
	return sequence(ctx, m, func() []graph.Change {
		m.mu.RLock()
		states := slices.Clone(m.states)
		m.mu.RUnlock()
		var out []graph.Change
		last := len(states) - 1
		if f.UpTo != 0 {
			last = min(last, int(f.UpTo))
		}
		for n := int(f.Since) + 1; n <= last; n++ {
			for _, c := range changesBetween(states[n-1], states[n], graph.RevisionNumber(n)) {
				if f.Match(c) {
					out = append(out, c)
				}
			}
		}
		slices.SortFunc(out, func(a, b graph.Change) int { return f.Compare(a.Key(), b.Key()) })
		return out
	})
}

func changesBetween(before, after *state, n graph.RevisionNumber) []graph.Change {
	was, is := before.records(), after.records()
	var out []graph.Change
	for id, r := range is {
		if r.revision != n {
			continue
		}
		c := graph.Change{Revision: n, After: &r.Record}
		if old, ok := was[id]; ok {
			c.Before = &old.Record
		}
		out = append(out, c)
	}
	for id, r := range was {
		if _, still := is[id]; !still {
			out = append(out, graph.Change{Revision: n, Before: &r.Record})
		}
	}
	return out
}

// revised is a record with the revision that recorded it.
type revised struct {
	graph.Record
	revision graph.RevisionNumber
}

// records gives copies of all that the state holds, by id.
func (s *state) records() map[string]revised {
	out := map[string]revised{}
	put := func(r graph.Record, n graph.RevisionNumber) { out[r.ID()] = revised{r, n} }
	for _, x := range s.actors {
		c := x.Clone()
		put(graph.Record{Actor: &c}, x.Revision)
	}
	for _, x := range s.sources {
		c := x.Clone()
		put(graph.Record{Source: &c}, x.Revision)
	}
	for _, x := range s.events {
		c := x.Clone()
		put(graph.Record{Event: &c}, x.Revision)
	}
	for _, x := range s.relations {
		c := x.Clone()
		put(graph.Record{Relation: &c}, x.Revision)
	}
	return out
}

// Papers yields the papers that match.
func (m *Model) Papers(ctx context.Context, f graph.PaperFilter) iter.Seq2[graph.Paper, error] {
	return sequence(ctx, m, func() []graph.Paper {
		m.mu.RLock()
		defer m.mu.RUnlock()
		var out []graph.Paper
		for _, p := range m.papers {
			if f.Match(p) {
				p.Body = slices.Clone(p.Body)
				out = append(out, p)
			}
		}
		return out
	})
}

// File puts a paper on the desk.
func (m *Model) File(ctx context.Context, p graph.Paper) (graph.Paper, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.usable(ctx); err != nil {
		return graph.Paper{}, err
	}
	if err := p.Check(); err != nil {
		return graph.Paper{}, err
	}
	i, found := m.paper(p.Drawer, p.ID)
	if err := graph.CheckFiling(p, m.versionAt(i, found)); err != nil {
		return graph.Paper{}, err
	}
	p.Version++
	kept := p
	kept.Body = slices.Clone(p.Body)
	if found {
		m.papers[i] = kept
	} else {
		m.papers = slices.Insert(m.papers, i, kept)
	}
	return p, nil
}

// Discard takes a paper off the desk.
func (m *Model) Discard(ctx context.Context, drawer, id string, version uint64) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.usable(ctx); err != nil {
		return err
	}
	i, found := m.paper(drawer, id)
	if err := graph.CheckDiscard(drawer, id, version, m.versionAt(i, found)); err != nil {
		return err
	}
	m.papers = slices.Delete(m.papers, i, i+1)
	return nil
}

// paper finds a paper, or where it would stand.
func (m *Model) paper(drawer, id string) (int, bool) {
	return slices.BinarySearchFunc(m.papers, graph.Paper{Drawer: drawer, ID: id}, func(a, b graph.Paper) int {
		return cmp.Or(cmp.Compare(a.Drawer, b.Drawer), cmp.Compare(a.ID, b.ID))
	})
}

func (m *Model) versionAt(i int, found bool) uint64 {
	if !found {
		return 0
	}
	return m.papers[i].Version
}
