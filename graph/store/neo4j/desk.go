package neo4j

import (
	"cmp"
	"context"
	"crypto/rand"
	_ "embed"
	"iter"
	"slices"

	"github.com/entente/entente/graph"
)

var (
	//go:embed cypher/papers_all.cypher
	papersAllCypher string
	//go:embed cypher/papers_of.cypher
	papersOfCypher string
	//go:embed cypher/papers_among.cypher
	papersAmongCypher string
	//go:embed cypher/papers_read.cypher
	papersReadCypher string
	//go:embed cypher/paper_lock.cypher
	paperLockCypher string
	//go:embed cypher/paper_file.cypher
	paperFileCypher string
	//go:embed cypher/paper_discard.cypher
	paperDiscardCypher string
)

// A paper is a node of its own, and its lock the only one that who files it waits
// for: not that of the writers of the record, and no load.

// Papers yields the papers that match f, by drawer and id: first where they are,
// then as many together as the largest paper has bytes.
func (s *Store) Papers(ctx context.Context, f graph.PaperFilter) iter.Seq2[graph.Paper, error] {
	statement, p := papersOfCypher, parameters{"drawer": f.Drawer, "after": f.After}
	switch {
	case f.Drawer == "":
		statement, p["after"] = papersAllCypher, ""
	case f.IDs != nil:
		statement, p["ids"] = papersAmongCypher, distinct(f.IDs)
	}
	var found []place
	more := true
	return matching(pages(ctx, s, func(limit int) ([]graph.Paper, bool, error) {
		if len(found) == 0 {
			p["limit"] = limit
			rows, err := s.query(ctx, statement, p)
			if err != nil || len(rows) == 0 {
				return nil, false, err
			}
			for _, row := range rows {
				found = append(found, place{text(row.Values[0]), text(row.Values[1]), integer(row.Values[2])})
			}
			last := found[len(found)-1]
			p["drawer"], p["after"], more = last.drawer, last.id, len(rows) == limit
		}
		n, size := 0, int64(0)
		for n < len(found) && (n == 0 || size+found[n].bytes <= graph.MaxPaper) {
			size += found[n].bytes
			n++
		}
		page, err := s.readPapers(ctx, found[:n])
		found = found[n:]
		return page, more || len(found) > 0, err
	}), f.Match)
}

// place is where a paper is, and how large it was.
type place struct {
	drawer, id string
	bytes      int64
}

// readPapers reads papers, as they are now: one that is gone meanwhile is not read.
func (s *Store) readPapers(ctx context.Context, places []place) ([]graph.Paper, error) {
	wanted := make([]any, len(places))
	for i, p := range places {
		wanted[i] = parameters{"drawer": p.drawer, "id": p.id}
	}
	rows, err := s.query(ctx, papersReadCypher, parameters{"papers": wanted})
	if err != nil {
		return nil, err
	}
	out := make([]graph.Paper, len(rows))
	for i, row := range rows {
		body, _ := row.Values[3].([]byte)
		out[i] = graph.Paper{Drawer: text(row.Values[0]), ID: text(row.Values[1]), Version: uint64(integer(row.Values[2])), Body: body}
	}
	slices.SortFunc(out, func(a, b graph.Paper) int { return cmp.Or(cmp.Compare(a.Drawer, b.Drawer), cmp.Compare(a.ID, b.ID)) })
	return out, nil
}

// File puts a paper on the desk.
func (s *Store) File(ctx context.Context, p graph.Paper) (graph.Paper, error) {
	if err := p.Check(); err != nil {
		return graph.Paper{}, err
	}
	body := p.Body
	if body == nil {
		body = []byte{}
	}
	attempt := rand.Text()
	err := s.onDesk(ctx, p.Drawer, p.ID, attempt, func(tx transaction, held paperState, _ bool) error {
		if slices.Contains(held.attempts, attempt) { // done, and the answer was lost
			return nil
		}
		if err := graph.CheckFiling(p, held.version); err != nil {
			return err
		}
		return tx.run(ctx, paperFileCypher, parameters{
			"drawer": p.Drawer, "id": p.ID, "version": int64(p.Version) + 1, "body": body, "bytes": len(body), "attempts": held.and(attempt),
		})
	})
	if err != nil {
		return graph.Paper{}, err
	}
	p.Version++
	return p, nil
}

// Discard takes a paper off the desk.
func (s *Store) Discard(ctx context.Context, drawer, id string, version uint64) error {
	return s.onDesk(ctx, drawer, id, rand.Text(), func(tx transaction, held paperState, again bool) error {
		if !again || held.version != 0 { // else it is gone, as was asked, and the answer was lost
			if err := graph.CheckDiscard(drawer, id, version, held.version); err != nil {
				return err
			}
		}
		return tx.run(ctx, paperDiscardCypher, parameters{"drawer": drawer, "id": id})
	})
}

// paperState is what the desk holds of a paper.
type paperState struct {
	version  uint64   // 0 for none
	attempts []string // who filed it last, the newest at the end
}

// keptAttempts is how many filings a paper remembers. Who lost an answer asks again
// within seconds; that many others would have to file the same paper meanwhile for
// it to be told of a conflict where there was none.
const keptAttempts = 8

func (p paperState) and(attempt string) []string {
	all := append(slices.Clone(p.attempts), attempt)
	return all[max(0, len(all)-keptAttempts):]
}

// onDesk runs work under the lock of a paper, and again where the answer to its
// commit was lost, which work is told.
func (s *Store) onDesk(ctx context.Context, drawer, id, attempt string, work func(tx transaction, held paperState, again bool) error) error {
	lost := -1
	err := again(ctx, func() error {
		lost++
		return s.write(ctx, func(tx transaction) error {
			rows, err := tx.query(ctx, paperLockCypher, parameters{"drawer": drawer, "id": id, "attempt": attempt})
			if err != nil {
				return err
			}
			return work(tx, paperState{uint64(integer(rows[0].Values[0])), listOfTexts(rows[0].Values[1])}, lost > 0)
		})
	})
	if isAway(err) && lost > 0 && ctx.Err() == nil {
		return &graph.Error{Kind: graph.ErrUnavailable, Message: "the database went away meanwhile, and whether it was done is not known; read the paper again", Err: err}
	}
	return s.fault(ctx, err)
}

// listOfTexts reads a property that is a list of texts.
func listOfTexts(v any) []string {
	list, _ := v.([]any)
	out := make([]string, len(list))
	for i, x := range list {
		out[i] = text(x)
	}
	return out
}
