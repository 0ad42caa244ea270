package embedded

import (
	"context"
	"database/sql"
	"errors"
	"iter"

	"github.com/entente/entente/graph"
)

// The desk lies in the same file as the record, since one folder is to be one
// thing to back up. So SQLite lets one of all that write go at a time: who files a
// paper waits for its turn as a batch does, behind a load for as long as the load
// takes, and no longer than its context allows. Who reads papers waits for nobody.

const (
	papersAfter = `SELECT drawer, id, version, body FROM paper WHERE (drawer, id) > (?1, ?2) ORDER BY drawer, id LIMIT ?3`
	papersOf    = `SELECT drawer, id, version, body FROM paper WHERE drawer = ?1 AND id > ?2 ORDER BY id LIMIT ?3`
	papersAmong = `SELECT drawer, id, version, body FROM paper WHERE drawer = ?1 AND id > ?2 AND id IN (SELECT value FROM json_each(?4)) ORDER BY id LIMIT ?3`

	paperVersion = `SELECT version FROM paper WHERE drawer = ? AND id = ?`
	filePaper    = `INSERT INTO paper (drawer, id, version, body) VALUES (?1, ?2, ?3, ?4)
	ON CONFLICT (drawer, id) DO UPDATE SET version = ?3, body = ?4`
	discardPaper = `DELETE FROM paper WHERE drawer = ? AND id = ?`
)

// papersRead is how many bytes of papers are read before they are yielded: as
// much as the largest paper, so that reading many costs no more memory than two.
const papersRead = graph.MaxPaper

// Papers yields the papers that match f, by drawer and id.
func (s *Store) Papers(ctx context.Context, f graph.PaperFilter) iter.Seq2[graph.Paper, error] {
	return sequence(ctx, s.usable, func(put func(graph.Paper) bool) error {
		drawer, after := f.Drawer, f.After
		text, args := papersOf, []any{nil, nil, readChunk}
		switch {
		case f.Drawer == "":
			text, after = papersAfter, ""
		case f.IDs != nil:
			text, args = papersAmong, append(args, list(f.IDs))
		}
		for {
			args[0], args[1] = drawer, after
			page, more, err := s.readPapers(ctx, text, args)
			if err != nil {
				return err
			}
			for _, p := range page {
				if f.Match(p) && !put(p) {
					return nil
				}
			}
			if !more {
				return nil
			}
			drawer, after = page[len(page)-1].Drawer, page[len(page)-1].ID
		}
	})
}

// errEnough ends a read that has as much as it wants.
var errEnough = errors.New("enough was read")

// readPapers reads papers by a statement, up to its limit or papersRead bytes, and
// says whether there may be more.
func (s *Store) readPapers(ctx context.Context, text string, args []any) (page []graph.Paper, more bool, err error) {
	size := 0
	_, err = query(ctx, s, text, func(rows *sql.Rows) (none struct{}, err error) {
		var p graph.Paper
		if err := rows.Scan(&p.Drawer, &p.ID, &p.Version, &p.Body); err != nil {
			return none, err
		}
		page = append(page, p)
		if size += len(p.Body); size >= papersRead {
			return none, errEnough
		}
		return none, nil
	}, args...)
	if errors.Is(err, errEnough) {
		return page, true, nil
	}
	return page, len(page) == readChunk, err
}

// File puts a paper on the desk. It is on the disk when it returns.
func (s *Store) File(ctx context.Context, p graph.Paper) (graph.Paper, error) {
	if err := s.usable(ctx); err != nil {
		return graph.Paper{}, err
	}
	if err := p.Check(); err != nil {
		return graph.Paper{}, err
	}
	body := p.Body
	if body == nil {
		body = []byte{} // nil would be NULL
	}
	err := s.onDesk(ctx, p.Drawer, p.ID, func(held uint64) error { return graph.CheckFiling(p, held) },
		filePaper, p.Drawer, p.ID, int64(p.Version+1), body)
	if err != nil {
		return graph.Paper{}, err
	}
	p.Version++
	return p, nil
}

// Discard takes a paper off the desk.
func (s *Store) Discard(ctx context.Context, drawer, id string, version uint64) error {
	return s.onDesk(ctx, drawer, id, func(held uint64) error { return graph.CheckDiscard(drawer, id, version, held) }, discardPaper, drawer, id)
}

// onDesk runs a statement, which is a transaction of its own, in the writer's turn
// if check finds nothing against it. check is given the version of the paper on
// the desk, 0 for none: nobody else changes it meanwhile.
func (s *Store) onDesk(ctx context.Context, drawer, id string, check func(held uint64) error, text string, args ...any) error {
	if err := s.waitForTurn(ctx); err != nil {
		return err
	}
	defer s.giveTurn()
	held, err := query(ctx, s, paperVersion, scanned[uint64], drawer, id)
	if err != nil {
		return err
	}
	var version uint64
	if len(held) == 1 {
		version = held[0]
	}
	if err := check(version); err != nil {
		return err
	}
	err = s.exec(text, args...)
	s.disk.wrote(err)
	return err
}
