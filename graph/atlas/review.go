package atlas

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/entente/entente/graph"
)

// ReviewInput is an editor's word on a proposal.
type ReviewInput struct {
	Proposal string
	Accept   []int // the entries that are recorded; nil (not merely empty) for all, none to reject it
	Reason   string
}

// Review decides on a proposal: what is accepted is recorded as one revision of its
// author. A proposal that was decided on, and an accepted entry whose record changed
// since it was proposed, are ErrConflict.
//
// The decision is filed first, then carried out under a key of the proposal, then
// filed as done. Whoever finds one that was not carried out, since a server ended in
// the middle, carries it out: the key makes sure that it happens once.
func (a *Atlas) Review(ctx context.Context, reviewer string, in ReviewInput) (*Proposal, error) {
	if strings.TrimSpace(in.Reason) == "" {
		return nil, invalid("input.reason", "is empty; say why, for who proposed it")
	}
	for range maxAttempts {
		p, err := a.filedProposal(ctx, in.Proposal)
		if err != nil {
			return nil, graph.InField("input.proposal", err)
		}
		if d := p.Decision; d != nil && !d.Done {
			if err := a.carryOut(ctx, p); err != nil {
				return nil, err
			}
			continue
		}
		if d := p.Decision; d != nil {
			return nil, graph.InField("input.proposal", graph.Errorf(graph.ErrConflict, "the proposal was decided on already, by %s: %s", d.Reviewer, p.State()))
		}
		if p.Decision, err = in.decision(reviewer, p); err != nil {
			return nil, err
		}
		if err = a.fileProposal(ctx, p); errors.Is(err, graph.ErrConflict) { // another decided at the same time
			continue
		}
		if err == nil && !p.Decision.Done {
			err = a.carryOut(ctx, p)
		}
		if err != nil {
			return nil, err
		}
		return a.shown(ctx, p)
	}
	return nil, graph.InField("input.proposal", graph.Errorf(graph.ErrConflict, "others are deciding on the proposal; read it again"))
}

// decision gives what the input decides.
func (in ReviewInput) decision(reviewer string, p *Proposal) (*Decision, error) {
	d := &Decision{Reviewer: reviewer, Reason: in.Reason, Time: time.Now().UTC().Truncate(time.Microsecond)}
	if in.Accept == nil {
		for i := range p.Entries {
			d.Accept = append(d.Accept, i)
		}
		return d, nil
	}
	for n, i := range in.Accept {
		switch {
		case i < 0 || i >= len(p.Entries):
			return nil, invalid(fmt.Sprintf("input.accept[%d]", n), "%d is no entry; they are numbered from 0 to %d", i, len(p.Entries)-1)
		case slices.Contains(in.Accept[:n], i):
			return nil, invalid(fmt.Sprintf("input.accept[%d]", n), "entry %d stands twice", i)
		}
	}
	d.Accept = slices.Sorted(slices.Values(in.Accept))
	d.Done = len(d.Accept) == 0
	return d, nil
}

// carryOut records what was accepted and files the decision as done. What cannot be
// recorded leaves the proposal open.
func (a *Atlas) carryOut(ctx context.Context, p *Proposal) error {
	r, err := a.accept(ctx, p)
	if kind := graph.KindOf(err); errors.Is(kind, graph.ErrInvalid) || errors.Is(kind, graph.ErrConflict) || errors.Is(kind, graph.ErrTooLarge) {
		p.Decision = nil
		return errors.Join(err, ignoreConflict(a.fileProposal(ctx, p)))
	}
	if err != nil {
		return err
	}
	p.Decision.Done, p.Decision.Revision = true, r.Number
	a.feed.learn(r)
	return ignoreConflict(a.fileProposal(ctx, p)) // another carried it out as well
}

func ignoreConflict(err error) error {
	if errors.Is(err, graph.ErrConflict) {
		return nil
	}
	return err
}

// accept records the accepted entries, once.
func (a *Atlas) accept(ctx context.Context, p *Proposal) (graph.Revision, error) {
	if err := a.writing.lock(ctx); err != nil {
		return graph.Revision{}, err
	}
	defer a.writing.unlock()
	head := graph.BatchHead{
		Author: p.Author, Key: "review of " + p.ID,
		Reason: fmt.Sprintf("%s\nAccepted by %s: %s", p.Reason, p.Decision.Reviewer, p.Decision.Reason),
	}
	var err error
	for range maxAttempts {
		if r, known := a.recorded(ctx, head.Key); known {
			return r, nil
		}
		var b graph.Batch
		var d *draft
		if b, d, err = a.acceptedBatch(ctx, p); err == nil {
			after := b.After
			b.BatchHead = head
			b.After = after
			var r graph.Revision
			if r, err = a.store.Apply(ctx, b); err == nil {
				return r, nil
			}
			err = d.explain(err)
			if errors.Is(err, graph.ErrConflict) { // something else was recorded meanwhile
				continue
			}
		}
		break
	}
	// Another may have carried it out, which is what stands in the way now.
	if r, known := a.recorded(ctx, head.Key); known {
		return r, nil
	}
	return graph.Revision{}, err
}

// acceptedBatch gives the accepted entries as a batch over the newest revision, if
// they are still what they were proposed for.
func (a *Atlas) acceptedBatch(ctx context.Context, p *Proposal) (graph.Batch, *draft, error) {
	v, err := a.Open(ctx, ViewInput{})
	if err != nil {
		return graph.Batch{}, nil, err
	}
	defer func() { _ = v.Close() }() // nothing was written by it, so nothing is lost
	var all []graph.Record
	for _, i := range p.Decision.Accept {
		all = append(all, *either(p.Entries[i].Is, p.Entries[i].Was))
	}
	held, err := v.held(ctx, all)
	if err != nil {
		return graph.Batch{}, nil, err
	}
	d := &draft{}
	for n, i := range p.Decision.Accept {
		e := p.Entries[i]
		if now := revisionOf(held[all[n].ID()]); now != e.Of {
			return graph.Batch{}, nil, graph.InField("input.accept", graph.Errorf(graph.ErrConflict, "entry %d: %s", i, changedSince(all[n].ID(), e.Of, now)))
		}
		at := fmt.Sprintf("entries[%d]", i)
		if e.Is == nil {
			d.retract, d.retractAt = append(d.retract, e.Was.Relation.ID), append(d.retractAt, at)
			continue
		}
		d.add(*e.Is, place{path: at})
	}
	return graph.Batch{BatchHead: graph.BatchHead{After: v.Number()}, Put: d.put, Retract: d.retract}, d, nil
}

// changedSince says how a record changed since it was proposed to change it.
func changedSince(id string, was, now graph.RevisionNumber) string {
	switch {
	case was == 0:
		return fmt.Sprintf("%s was recorded by revision %d since it was proposed; reject it, or propose a correction", id, now)
	case now == 0:
		return fmt.Sprintf("%s was retracted since it was proposed; reject the entry", id)
	}
	return fmt.Sprintf("%s was changed by revision %d since it was proposed; reject the entry, or have it proposed anew", id, now)
}
