package atlas

import (
	"iter"

	"github.com/entente/entente/graph"
)

// PageQuery asks for a part of a list.
type PageQuery struct {
	First int    // how many, 0 to MaxFirst
	After string // only those after this cursor; empty for the first
	Count bool   // whether to count the whole list
}

func (q PageQuery) validate() error {
	if q.First < 0 || q.First > MaxFirst {
		return invalid("first", "%d is not between 0 and %d", q.First, MaxFirst)
	}
	return nil
}

// Page is a part of a list, in its order.
type Page[T any] struct {
	Items    []*Item[T]
	PageInfo PageInfo
	Total    graph.Count // of the whole list, if it was asked for
}

// Item is an entry of a list with its place in it.
type Item[T any] struct {
	Node *T
	key  graph.Key
	list list
}

type (
	// ActorPage is a page of actors.
	ActorPage = Page[graph.Actor]
	// ActorItem is an actor with its place in a list.
	ActorItem = Item[graph.Actor]
	// RelationPage is a page of relations.
	RelationPage = Page[graph.Relation]
	// RelationItem is a relation with its place in a list.
	RelationItem = Item[graph.Relation]
	// EvidencePage is a page of evidence.
	EvidencePage = Page[graph.Evidence]
	// EvidenceItem is a piece of evidence with its place in a list.
	EvidenceItem = Item[graph.Evidence]
	// EventPage is a page of events.
	EventPage = Page[graph.Event]
	// EventItem is an event with its place in a list.
	EventItem = Item[graph.Event]
	// SourcePage is a page of sources.
	SourcePage = Page[graph.Source]
	// SourceItem is a source with its place in a list.
	SourceItem = Item[graph.Source]
	// RevisionPage is a page of revisions.
	RevisionPage = Page[graph.Revision]
	// RevisionItem is a revision with its place in a list.
	RevisionItem = Item[graph.Revision]
)

// PageInfo says where a page stands in its list.
type PageInfo struct {
	HasNextPage     bool
	HasPreviousPage bool
	StartCursor     string // empty on an empty page
	EndCursor       string // empty on an empty page
}

// Cursor gives the cursor of the item.
func (i *Item[T]) Cursor() string { return i.list.cursor(i.key) }

// Nodes gives the entries of the page without their places.
func (p *Page[T]) Nodes() []*T {
	out := make([]*T, len(p.Items))
	for i, x := range p.Items {
		out[i] = x.Node
	}
	return out
}

// Elements gives the entries of the page as values of any type.
func (p *Page[T]) Elements() []any {
	out := make([]any, len(p.Items))
	for i, x := range p.Items {
		out[i] = x.Node
	}
	return out
}

// TotalCount gives how many there are in the whole list, counted to MaxCount.
func (p *Page[T]) TotalCount() int { return p.Total.N }

// CountIsExact reports whether TotalCount is all there are.
func (p *Page[T]) CountIsExact() bool { return p.Total.Exact }

// newPage makes a page of up to q.First of the items, which go one beyond the page
// if there are more.
func newPage[T any](l list, q PageQuery, items []T, key func(*T) graph.Key) *Page[T] {
	p := &Page[T]{PageInfo: PageInfo{HasNextPage: len(items) > q.First, HasPreviousPage: q.After != ""}}
	items = items[:min(len(items), q.First)]
	p.Items = make([]*Item[T], len(items))
	for i := range items {
		p.Items[i] = &Item[T]{Node: &items[i], key: key(&items[i]), list: l}
	}
	if n := len(items); n > 0 {
		p.PageInfo.StartCursor, p.PageInfo.EndCursor = p.Items[0].Cursor(), p.Items[n-1].Cursor()
	}
	return p
}

// NeighborPage is a part of the list of an actor's neighbors.
type NeighborPage struct{ Page[Neighbor] }

// Elements gives the neighbors with their places, and the page itself.
func (p *NeighborPage) Elements() []any {
	out := make([]any, 0, len(p.Items)+1)
	for _, x := range p.Items {
		out = append(out, x)
	}
	return append(out, p)
}

// NeighborItem is a neighbor with its place in the list.
type NeighborItem = Item[Neighbor]

// readPage reads a page of a list that find yields in its order after a key, the
// zero key for the first; and counts all of it, if that is asked for.
func readPage[T any](l list, q PageQuery, find func(after graph.Key) iter.Seq2[T, error], key func(*T) graph.Key) (*Page[T], error) {
	after, err := l.key(q.After)
	if err != nil {
		return nil, err
	}
	if after == nil {
		after = &graph.Key{}
	}
	var items []T
	for x, err := range find(*after) {
		if err != nil {
			return nil, err
		}
		if items = append(items, x); len(items) > q.First {
			break
		}
	}
	p := newPage(l, q, items, key)
	if !q.Count {
		return p, nil
	}
	p.Total, err = count(find(graph.Key{}))
	return p, err
}

// count counts what a sequence yields, no further than MaxCount.
func count[T any](all iter.Seq2[T, error]) (graph.Count, error) {
	c := graph.Count{Exact: true}
	for _, err := range all {
		if err != nil {
			return c, err
		}
		if c.N == MaxCount {
			c.Exact = false
			break
		}
		c.N++
	}
	return c, nil
}
