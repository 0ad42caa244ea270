package graph

import (
	"context"
	"iter"
)

// Link says that an expansion leads from an actor to another one.
type Link struct{ At, Other ActorID }

// Reacher is a Snapshot that tells whom an expansion reaches, and not how, faster
// than Reach does by Expand.
type Reacher interface {
	// Reach yields a link for each two actors that an edge of Expand would join,
	// once: from an actor of the frontier to the one at the other end.
	Reach(ctx context.Context, frontier []ActorID, q ExpandQuery) iter.Seq2[Link, error]
}

// Reach tells whom an expansion reaches: by the snapshot's own Reacher, else by its
// Expand.
func Reach(ctx context.Context, s Snapshot, frontier []ActorID, q ExpandQuery) iter.Seq2[Link, error] {
	if r, ok := As[Reacher](s); ok {
		return r.Reach(ctx, frontier, q)
	}
	return ReachByExpand(ctx, s, frontier, q)
}

// ReachByExpand is Reach by the port alone.
func ReachByExpand(ctx context.Context, s Snapshot, frontier []ActorID, q ExpandQuery) iter.Seq2[Link, error] {
	return func(yield func(Link, error) bool) {
		seen := map[Link]bool{}
		for h, err := range s.Expand(ctx, frontier, q) {
			if err != nil {
				yield(Link{}, err)
				return
			}
			l := Link{h.At, h.Other()}
			if seen[l] {
				continue
			}
			seen[l] = true
			if !yield(l, nil) {
				return
			}
		}
	}
}
