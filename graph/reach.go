package graph

import (
	"context"
	"iter"
)

// Link says that an expansion leads from an actor to another one.
type Link struct {
	At, Other ActorID
	Strength  float64 // |weight| × confidence of the strongest edge that leads there
}

// Reacher is a Snapshot that tells whom an expansion reaches, and not by what, faster
// than Reach does by Expand.
type Reacher interface {
	// Reach yields a link for each two actors that an edge of Expand would join,
	// once: from an actor of the frontier to the one at the other end.
	Reach(ctx context.Context, frontier []ActorID, q ExpandQuery) iter.Seq2[Link, error]

	// Breadth guesses, without a read, how much a Reach from the frontier would look
	// at: a walk between two ends goes on from the one with less.
	Breadth(frontier []ActorID) int
}

// Reach tells whom an expansion reaches: by the snapshot's own Reacher, else by its
// Expand.
func Reach(ctx context.Context, s Snapshot, frontier []ActorID, q ExpandQuery) iter.Seq2[Link, error] {
	if r, ok := As[Reacher](s); ok {
		return r.Reach(ctx, frontier, q)
	}
	return ReachByExpand(ctx, s, frontier, q)
}

// Breadth guesses how much a Reach from the frontier would look at: by the
// snapshot's own Reacher, else by the number of actors.
func Breadth(s Snapshot, frontier []ActorID) int {
	if r, ok := As[Reacher](s); ok {
		return r.Breadth(frontier)
	}
	return len(frontier)
}

// ReachByExpand is Reach by the port alone.
func ReachByExpand(ctx context.Context, s Snapshot, frontier []ActorID, q ExpandQuery) iter.Seq2[Link, error] {
	return func(yield func(Link, error) bool) {
		places := map[[2]ActorID]int{}
		var links []Link
		for h, err := range s.Expand(ctx, frontier, q) {
			if err != nil {
				yield(Link{}, err)
				return
			}
			l := Link{h.At, h.Other(), h.Strength()}
			at, known := places[[2]ActorID{l.At, l.Other}]
			if !known {
				places[[2]ActorID{l.At, l.Other}] = len(links)
				links = append(links, l)
				continue
			}
			links[at].Strength = max(links[at].Strength, l.Strength)
		}
		for _, l := range links {
			if !yield(l, nil) {
				return
			}
		}
	}
}
