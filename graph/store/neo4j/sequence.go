package neo4j

import (
	"context"
	"iter"

	"github.com/entente/entente/graph"
)

// The sizes of the pages in which sequences are read: the first is small, for who
// looks at a few things and leaves, the next ones grow.
const (
	firstPage = 100
	lastPage  = 1000
)

// pages yields what next reads, page after page, until it says that there is no
// more. Everything is yielded between two reads, never within one.
func pages[V any](ctx context.Context, q querier, next func(limit int) (page []V, more bool, err error)) iter.Seq2[V, error] {
	return func(yield func(V, error) bool) {
		limit := firstPage
		for more := true; more; limit = min(4*limit, lastPage) {
			var page []V
			var err error
			if err = q.usable(ctx); err == nil {
				page, more, err = next(limit)
			}
			if err != nil {
				var none V
				yield(none, err)
				return
			}
			if !emit(ctx, q, page, yield) {
				return
			}
		}
	}
}

// emit yields the values of a page, and reports whether the loop goes on. A
// context that is done, or a store that is closed, ends it with its error.
func emit[V any](ctx context.Context, q querier, page []V, yield func(V, error) bool) bool {
	var none V
	for _, v := range page {
		if err := q.usable(ctx); err != nil {
			yield(none, err)
			return false
		}
		if !yield(v, nil) {
			return false
		}
	}
	if err := q.usable(ctx); err != nil {
		yield(none, err)
		return false
	}
	return true
}

// mapped gives a sequence of what f makes of the values of seq.
func mapped[V, W any](seq iter.Seq2[V, error], f func(V) W) iter.Seq2[W, error] {
	return func(yield func(W, error) bool) {
		for v, err := range seq {
			var w W
			if err == nil {
				w = f(v)
			}
			if !yield(w, err) {
				return
			}
		}
	}
}

// distinct gives the ids, each once, where it stands first.
func distinct[ID ~string](ids []ID) []ID {
	seen := make(map[ID]bool, len(ids))
	out := make([]ID, 0, len(ids))
	for _, id := range ids {
		if !seen[id] {
			seen[id] = true
			out = append(out, id)
		}
	}
	return out
}

// texts gives ids or other words as a parameter.
func texts[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = string(v)
	}
	return out
}

// wordsOf gives the words of a query as a parameter, folded. What contains each of
// them is then held against MatchWords.
func wordsOf(query string) []string {
	return append([]string{}, graph.Words(graph.Fold(query))...)
}
