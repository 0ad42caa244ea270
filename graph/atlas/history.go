package atlas

import (
	"context"
	"slices"

	"github.com/entente/entente/graph"
)

// Version is what one revision did to one record.
type Version struct {
	graph.Change
}

// Subject gives the record as the revision left it; as it was before, if the
// revision retracted it.
func (v *Version) Subject() Node {
	r := v.After
	if r == nil {
		r = v.Before
	}
	switch {
	case r.Actor != nil:
		return r.Actor
	case r.Source != nil:
		return r.Source
	case r.Event != nil:
		return r.Event
	}
	return r.Relation
}

// Fields compares the record with what it was before, field by field.
func (v *Version) Fields() []FieldChange { return fieldChanges(v.Before, v.After) }

type (
	// VersionPage is a page of versions.
	VersionPage = Page[Version]
	// VersionItem is a version with its place in a list.
	VersionItem = Item[Version]
)

// The place of a version is its revision and the id of the record.
func keyOfVersion(v *Version) graph.Key {
	return graph.Key{Strength: float64(v.Revision), ID: v.ID()}
}

func changeKey(k *graph.Key) *graph.ChangeKey {
	if k == nil {
		return nil
	}
	return &graph.ChangeKey{Revision: graph.RevisionNumber(k.Strength), ID: k.ID}
}

// History gives a page of the versions of each record, by id, the newest first: of
// those that the view knows of. It takes one read, whatever the number of records.
func (v *View) History(ctx context.Context, ids []string, q PageQuery) (map[string]*VersionPage, error) {
	f := graph.ChangeFilter{IDs: ids, UpTo: v.Number(), Descending: true}
	if v.Number() == 0 {
		f.IDs = []string{} // nothing is recorded
	}
	return versionsBy(ctx, v.atlas, f, q, ids, func(id string) list { return v.newList("history", id) }, graph.Change.ID)
}

// Entries gives a page of what each revision changed, by number, in the order of the
// ids; only changes of some kinds, if any are given. It takes one read, whatever the
// number of revisions.
func (a *Atlas) Entries(ctx context.Context, of []graph.RevisionNumber, kinds []graph.ChangeKind, q PageQuery) (map[graph.RevisionNumber]*VersionPage, error) {
	f := graph.ChangeFilter{Since: slices.Min(of) - 1, UpTo: slices.Max(of), Descending: true}
	wanted := func(c graph.Change) graph.RevisionNumber {
		if len(kinds) > 0 && !slices.Contains(kinds, c.Kind()) {
			return 0
		}
		return c.Revision
	}
	return versionsBy(ctx, a, f, q, of, func(n graph.RevisionNumber) list { return newList(n, "entries", kinds) }, wanted)
}

// versionsBy reads changes once and gives the page of each list that they belong to;
// of says to which.
func versionsBy[K comparable](ctx context.Context, a *Atlas, f graph.ChangeFilter, q PageQuery, keys []K, name func(K) list, of func(graph.Change) K) (map[K]*VersionPage, error) {
	if err := q.validate(); err != nil {
		return nil, err
	}
	h, err := a.historian(ctx)
	if err != nil {
		return nil, err
	}
	lists := map[K]*versionCollector{}
	for _, k := range keys {
		c := &versionCollector{list: name(k)}
		after, err := c.list.key(q.After)
		if err != nil {
			return nil, err
		}
		c.after = changeKey(after)
		lists[k] = c
	}
	full := 0
	for c, err := range h.Changes(ctx, f) {
		if err != nil {
			return nil, err
		}
		if l := lists[of(c)]; l != nil && l.take(f, c, q.First) {
			full++
		}
		if full == len(lists) && !q.Count {
			break
		}
	}
	pages := make(map[K]*VersionPage, len(lists))
	for k, c := range lists {
		pages[k] = newPage(c.list, q, c.found, keyOfVersion)
		pages[k].Total = graph.Count{N: min(c.n, MaxCount), Exact: c.n <= MaxCount}
	}
	return pages, nil
}

// versionCollector gathers one page.
type versionCollector struct {
	list  list
	after *graph.ChangeKey
	found []Version
	n     int
}

// take counts a change, keeps it if it belongs to a page of first, and reports
// whether that filled it.
func (c *versionCollector) take(f graph.ChangeFilter, x graph.Change, first int) (filled bool) {
	c.n++
	if len(c.found) > first || c.after != nil && f.Compare(x.Key(), *c.after) <= 0 {
		return false
	}
	c.found = append(c.found, Version{x})
	return len(c.found) > first
}
