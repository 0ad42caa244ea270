package atlas

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/entente/entente/graph"
)

const revisionPrefix = "revision:"

// RevisionID gives the id of a revision, as "revision:12".
func RevisionID(n graph.RevisionNumber) string { return fmt.Sprintf("%s%d", revisionPrefix, n) }

func parseRevisionID(id string) (graph.RevisionNumber, bool) {
	digits, ok := strings.CutPrefix(id, revisionPrefix)
	n, err := strconv.ParseUint(digits, 10, 63)
	return graph.RevisionNumber(n), ok && err == nil && n > 0 && RevisionID(graph.RevisionNumber(n)) == id
}

// Revision gives a revision by its number. One that is not recorded is ErrNotFound.
func (a *Atlas) Revision(ctx context.Context, number int) (*graph.Revision, error) {
	if number < 1 {
		return nil, invalid("number", "%d is below 1; revisions are numbered from 1", number)
	}
	n := graph.RevisionNumber(number)
	found, err := a.RevisionsByNumber(ctx, []graph.RevisionNumber{n})
	if err != nil {
		return nil, err
	}
	if found[n] == nil {
		return nil, graph.InField("number", a.noRevision(ctx, n))
	}
	return found[n], nil
}

// RevisionsByNumber gives the revisions with the numbers, by number.
func (a *Atlas) RevisionsByNumber(ctx context.Context, numbers []graph.RevisionNumber) (map[graph.RevisionNumber]*graph.Revision, error) {
	out := make(map[graph.RevisionNumber]*graph.Revision, len(numbers))
	if len(numbers) == 0 {
		return out, nil
	}
	for r, err := range a.told(ctx, graph.RevisionFilter{Numbers: numbers}) {
		if err != nil {
			return nil, err
		}
		out[r.Number] = &r
	}
	return out, nil
}

// Revisions gives a page of the revisions, the newest first.
func (a *Atlas) Revisions(ctx context.Context, q PageQuery) (*RevisionPage, error) {
	if err := q.validate(); err != nil {
		return nil, err
	}
	l := newList(0, "revisions") // of no revision: what comes after a number never changes
	after, err := l.key(q.After)
	if err != nil {
		return nil, err
	}
	f := graph.RevisionFilter{Descending: true}
	if after != nil {
		f.After = graph.RevisionNumber(after.Strength)
	}
	var items []graph.Revision
	for r, err := range a.told(ctx, f) {
		if err != nil {
			return nil, err
		}
		if items = append(items, r); len(items) > q.First {
			break
		}
	}
	p := newPage(l, q, items, func(r *graph.Revision) graph.Key { return graph.Key{Strength: float64(r.Number)} })
	if q.Count {
		p.Total, err = a.countRevisions(ctx)
	}
	return p, err
}

// countRevisions counts the revisions: they are numbered from 1 without gaps.
func (a *Atlas) countRevisions(ctx context.Context) (graph.Count, error) {
	for newest, err := range a.store.Revisions(ctx, graph.RevisionFilter{Descending: true}) {
		return graph.Count{N: int(min(newest.Number, math.MaxInt)), Exact: true}, err
	}
	return graph.Count{Exact: true}, nil
}
