package gql

import (
	"context"
	"errors"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/atlas"
	"github.com/entente/entente/server/gql/input"
)

type proposalResolver struct{}

// Entries lists what the proposal would do. What it would add is known by its id to
// what refers to it, although it is not recorded.
func (proposalResolver) Entries(ctx context.Context, obj *atlas.Proposal) ([]*atlas.ProposedChange, error) {
	return made(ctx, obj, func(v *view, p *atlas.Proposal) ([]*atlas.ProposedChange, error) {
		all := p.Changes()
		for _, c := range all {
			if c.Version.Kind() == graph.Added && p.State() == atlas.ProposalOpen {
				v.learn([]any{c.Version.Subject()})
			}
		}
		return all, nil
	})
}

// Review gives what an editor decided.
func (proposalResolver) Review(ctx context.Context, obj *atlas.Proposal) (*atlas.Decision, error) {
	return made(ctx, obj, func(_ *view, p *atlas.Proposal) (*atlas.Decision, error) { return p.Review(), nil })
}

type proposalEntryResolver struct{}

// Version gives what the entry would do.
func (proposalEntryResolver) Version(ctx context.Context, obj *atlas.ProposedChange) (*atlas.Version, error) {
	return made(ctx, obj, func(_ *view, c *atlas.ProposedChange) (*atlas.Version, error) { return c.Version, nil })
}

type proposalReviewResolver struct{ atlas *atlas.Atlas }

// Revision gives the revision that recorded what was accepted.
func (r proposalReviewResolver) Revision(ctx context.Context, obj *atlas.Decision) (*graph.Revision, error) {
	return revision(ctx, r.atlas, obj, func(d *atlas.Decision) graph.RevisionNumber { return d.Revision })
}

type proposalPayloadResolver struct{}

// Proposal gives the proposal.
func (proposalPayloadResolver) Proposal(ctx context.Context, obj *atlas.ProposalPayload) (*atlas.Proposal, error) {
	return made(ctx, obj, func(_ *view, p *atlas.ProposalPayload) (*atlas.Proposal, error) { return p.Proposal, nil })
}

// Propose files a change for an editor to decide on.
func (r mutationResolver) Propose(ctx context.Context, in input.Propose) (*atlas.ProposalPayload, error) {
	p, err := r.atlas.Propose(ctx, in.Head(author(ctx)), in.Things())
	return proposed(ctx, p, err)
}

// Review decides on a proposal.
func (r mutationResolver) Review(ctx context.Context, in atlas.ReviewInput) (*atlas.ProposalPayload, error) {
	p, err := r.atlas.Review(ctx, author(ctx), in)
	return proposed(ctx, p, err)
}

// proposed answers with a proposal, in the view of what it was proposed over or came
// to.
func proposed(ctx context.Context, p *atlas.Proposal, err error) (*atlas.ProposalPayload, error) {
	if err != nil {
		return nil, err
	}
	n := int(p.Over)
	if d := p.Review(); d != nil && d.Revision > 0 {
		n = int(d.Revision)
	}
	in := &atlas.ViewInput{Revision: &n}
	if n == 0 {
		in = nil
	}
	return ask(ctx, in, func(*view) (*atlas.ProposalPayload, error) { return &atlas.ProposalPayload{Proposal: p}, nil })
}

// Proposal looks a proposal up by its id.
func (r queryResolver) Proposal(ctx context.Context, id string) (*atlas.Proposal, error) {
	return ask(ctx, nil, func(*view) (*atlas.Proposal, error) {
		p, err := r.atlas.Proposal(ctx, id)
		if errors.Is(err, graph.ErrNotFound) {
			return nil, nil
		}
		return p, err
	})
}

// Proposals lists the proposals.
func (r queryResolver) Proposals(ctx context.Context, state *atlas.ProposalState, first *int, after *string) (*atlas.ProposalPage, error) {
	q := page(ctx, first, after, 20)
	return ask(ctx, nil, func(*view) (*atlas.ProposalPage, error) { return r.atlas.Proposals(ctx, or(state, ""), q) })
}
