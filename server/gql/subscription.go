package gql

import (
	"context"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/atlas"
)

type subscriptionResolver struct{ *resolver }

// Revisions tells of the revisions as they are recorded. The channel holds none: who
// reads slowly is waited for by nobody but the one who reads for them.
func (r subscriptionResolver) Revisions(ctx context.Context, after *int, actors []string, kinds []graph.KindName) (<-chan *graph.Revision, error) {
	all, err := r.atlas.Follow(ctx, atlas.FollowQuery{After: after, Actors: actorIDs(actors), Kinds: kinds})
	if err != nil {
		return nil, err
	}
	out := make(chan *graph.Revision)
	go func() {
		defer close(out)
		for revision, err := range all {
			if err != nil {
				return // the context is done, or the record cannot be read: who listens goes on with after
			}
			select {
			case out <- &revision:
			case <-ctx.Done():
				return
			}
		}
	}()
	return out, nil
}
