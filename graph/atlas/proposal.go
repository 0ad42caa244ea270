package atlas

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/entente/entente/graph"
)

// The drawers in which the desk keeps proposals, what tells the keys of their
// authors, and how many there are.
const (
	proposalDrawer       = "proposal"
	proposalKeyDrawer    = "proposal-key"
	proposalNumberDrawer = "proposal-number"
)

const proposalPrefix = "proposal:"

// ProposalState says how far a proposal has come.
type ProposalState string

// The states.
const (
	ProposalOpen           ProposalState = "OPEN"            // nobody has decided
	ProposalAccepted       ProposalState = "ACCEPTED"        // all of it was recorded
	ProposalPartlyAccepted ProposalState = "PARTLY_ACCEPTED" // a part of it was recorded
	ProposalRejected       ProposalState = "REJECTED"        // nothing of it was recorded
)

// ProposalStates lists them.
var ProposalStates = []ProposalState{ProposalOpen, ProposalAccepted, ProposalPartlyAccepted, ProposalRejected}

// Proposal is a change of the record that waits for an editor's word, or had it.
type Proposal struct {
	ID       string               `json:"id"`
	Author   string               `json:"author"`
	Reason   string               `json:"reason"`
	Proposed time.Time            `json:"proposed"`
	Over     graph.RevisionNumber `json:"over"` // the newest revision when it was made
	Entries  []ProposalEntry      `json:"entries"`
	Decision *Decision            `json:"decision,omitempty"`

	version uint64
}

// ProposalEntry is one record that a proposal would add, correct or retract.
type ProposalEntry struct {
	Was *graph.Record        `json:"was,omitempty"` // the version that would end
	Is  *graph.Record        `json:"is,omitempty"`  // the version that would begin
	Of  graph.RevisionNumber `json:"of,omitempty"`  // the revision of the version that would end
}

// Decision is what an editor said to a proposal.
type Decision struct {
	Reviewer string               `json:"reviewer"`
	Reason   string               `json:"reason"`
	Time     time.Time            `json:"time"`
	Accept   []int                `json:"accept,omitempty"` // which entries; none rejects it
	Done     bool                 `json:"done"`             // whether what was accepted is recorded
	Revision graph.RevisionNumber `json:"revision,omitempty"`
}

// State says how far the proposal has come.
func (p *Proposal) State() ProposalState {
	switch d := p.Decision; {
	case d == nil || !d.Done:
		return ProposalOpen
	case len(d.Accept) == 0:
		return ProposalRejected
	case len(d.Accept) < len(p.Entries):
		return ProposalPartlyAccepted
	}
	return ProposalAccepted
}

// Review gives what an editor decided, or nil.
func (p *Proposal) Review() *Decision {
	if p.Decision == nil || !p.Decision.Done {
		return nil
	}
	return p.Decision
}

// ProposeInput is a change that is proposed.
type ProposeInput struct {
	Record   RecordInput
	Correct  CorrectInput
	Retract  []string
	Scenario string // what this scenario changes; empty for nothing
}

func (in ProposeInput) build(ctx context.Context, v *View, d *draft) error {
	d.root = "input.record"
	if err := in.Record.build(ctx, v, d); err != nil {
		return err
	}
	d.root = "input.correct"
	if err := in.Correct.build(ctx, v, d); err != nil {
		return err
	}
	d.root = "input"
	if err := retraction("retract", in.Retract)(ctx, v, d); err != nil || in.Scenario == "" {
		return err
	}
	return v.proposeScenario(ctx, d, in.Scenario)
}

// proposeScenario puts what a scenario changes into the draft. What changed in the
// record since the scenario's base is a fault: the scenario did not know it.
func (v *View) proposeScenario(ctx context.Context, d *draft, id string) error {
	s, err := v.atlas.Scenario(ctx, id)
	if err != nil {
		return graph.InField("input.scenario", err)
	}
	what, err := v.atlas.openScenario(ctx, s)
	if err != nil {
		return err
	}
	defer func() { _ = what.Close() }() // nothing was written, so nothing is lost
	changes, err := what.scenarioChanges(ctx, nil)
	if err != nil {
		return err
	}
	var all []graph.Record
	for _, c := range changes {
		all = append(all, *either(c.After, c.Before))
	}
	held, err := v.held(ctx, all)
	if err != nil {
		return err
	}
	for _, c := range changes {
		now, there := held[c.ID()]
		if there != (c.Before != nil) || there && revisionOf(now) != revisionOf(*c.Before) {
			d.bad("input.scenario", "%s changed in the record since revision %d, which the scenario lies over", c.ID(), s.Base)
			continue
		}
		if c.After == nil {
			d.retract, d.retractAt = append(d.retract, c.Before.Relation.ID), append(d.retractAt, "input.scenario")
			continue
		}
		d.add(*c.After, place{"input.scenario", func(field string) string { return fmt.Sprintf("(%s).%s", c.ID(), field) }})
	}
	return nil
}

func either(a, b *graph.Record) *graph.Record {
	if a != nil {
		return a
	}
	return b
}

// revisionOf gives the revision that recorded a version.
func revisionOf(r graph.Record) graph.RevisionNumber {
	switch {
	case r.Actor != nil:
		return r.Actor.Revision
	case r.Source != nil:
		return r.Source.Revision
	case r.Event != nil:
		return r.Event.Revision
	case r.Relation != nil:
		return r.Relation.Revision
	}
	return 0
}

// Propose files a change for an editor to decide on. It is checked as if it were
// recorded now.
func (a *Atlas) Propose(ctx context.Context, h Head, in ProposeInput) (*Proposal, error) {
	if err := h.check(); err != nil {
		return nil, graph.InField("input", err)
	}
	id, known, err := a.proposalOf(ctx, h)
	if err != nil || known != nil {
		return known, err
	}
	p, err := a.proposal(ctx, h, in)
	if err != nil {
		return nil, err
	}
	if p.ID = id; id == "" {
		if p.ID, err = a.nameProposal(ctx, h); err != nil {
			return nil, err
		}
	}
	err = a.fileProposal(ctx, p)
	if errors.Is(err, graph.ErrConflict) { // the same request, at the same time
		return a.Proposal(ctx, p.ID)
	}
	if err != nil {
		return nil, err
	}
	return a.shown(ctx, p)
}

// proposal puts a proposal together.
func (a *Atlas) proposal(ctx context.Context, h Head, in ProposeInput) (*Proposal, error) {
	v, err := a.Open(ctx, ViewInput{})
	if err != nil {
		return nil, err
	}
	defer func() { _ = v.Close() }() // nothing was written by it, so nothing is lost
	d, err := v.draft(ctx, h, h.seed(), in.build)
	if err != nil {
		return nil, err
	}
	batch, err := graph.Prepare(ctx, v.snap, graph.Batch{BatchHead: h.batch(), Put: d.put, Retract: d.retract})
	if err != nil {
		return nil, d.explain(err)
	}
	all, err := v.whole(ctx, batch.Put)
	if err != nil {
		return nil, err
	}
	for _, id := range batch.Retract {
		all = append(all, graph.Record{Relation: &graph.Relation{ID: id}})
	}
	held, err := v.unmasked().held(ctx, all)
	if err != nil {
		return nil, err
	}
	p := &Proposal{Author: h.Author, Reason: h.Reason, Proposed: time.Now().UTC().Truncate(time.Microsecond), Over: v.Number()}
	for i, r := range all {
		var e ProposalEntry
		if i < len(batch.Put) {
			e.Is = &r
		}
		if was, ok := held[r.ID()]; ok {
			e.Was, e.Of = &was, revisionOf(was)
		}
		p.Entries = append(p.Entries, e)
	}
	return p, nil
}

// keyPaper gives the id of the paper that tells which proposal a key made.
func keyPaper(h Head) string {
	sum := sha256.Sum256([]byte(h.scoped()))
	return hex.EncodeToString(sum[:16])
}

// proposalOf gives the proposal that the key of a request made before, or the id
// that it was given if it did not come to be filed.
func (a *Atlas) proposalOf(ctx context.Context, h Head) (id string, p *Proposal, err error) {
	desk, err := a.desk()
	if err != nil || h.Key == "" {
		return "", nil, err
	}
	for paper, err := range desk.Papers(ctx, graph.PaperFilter{Drawer: proposalKeyDrawer, IDs: []string{keyPaper(h)}}) {
		if err != nil {
			return "", nil, err
		}
		id = string(paper.Body)
	}
	if id == "" {
		return "", nil, nil
	}
	p, err = a.Proposal(ctx, id)
	if errors.Is(err, graph.ErrNotFound) {
		return id, nil, nil
	}
	if err == nil && p.Reason != h.Reason {
		return "", nil, graph.InField("input.key", graph.Errorf(graph.ErrConflict, "the key was used for another request, which made %s; give each request a key of its own", id))
	}
	return id, p, err
}

// nameProposal gives a proposal the next number, and notes it under the key.
func (a *Atlas) nameProposal(ctx context.Context, h Head) (string, error) {
	desk, err := a.desk()
	if err != nil {
		return "", err
	}
	id := ""
	for id == "" {
		last := graph.Paper{Drawer: proposalNumberDrawer, ID: "last", Body: []byte("0")}
		for p, err := range desk.Papers(ctx, graph.PaperFilter{Drawer: last.Drawer, IDs: []string{last.ID}}) {
			if err != nil {
				return "", err
			}
			last = p
		}
		n, err := strconv.Atoi(string(last.Body))
		if err != nil {
			return "", fmt.Errorf("the number of the last proposal: %w", err)
		}
		last.Body = []byte(strconv.Itoa(n + 1))
		_, err = desk.File(ctx, last)
		switch {
		case err == nil:
			id = fmt.Sprintf("%s%06d", proposalPrefix, n+1)
		case !errors.Is(err, graph.ErrConflict): // another took the number
			return "", err
		}
	}
	if h.Key == "" {
		return id, nil
	}
	_, err = desk.File(ctx, graph.Paper{Drawer: proposalKeyDrawer, ID: keyPaper(h), Body: []byte(id)})
	if !errors.Is(err, graph.ErrConflict) {
		return id, err
	}
	id, _, err = a.proposalOf(ctx, h) // the same request, at the same time
	return id, err
}

// fileProposal puts the proposal on the desk.
func (a *Atlas) fileProposal(ctx context.Context, p *Proposal) error {
	desk, err := a.desk()
	if err != nil {
		return err
	}
	body, err := json.Marshal(p)
	if err != nil {
		return fmt.Errorf("write %s: %w", p.ID, err)
	}
	if len(body) > graph.MaxPaper {
		return graph.InField("input", graph.Errorf(graph.ErrTooLarge, "the proposal is too large; one holds at most %d MiB", graph.MaxPaper>>20))
	}
	paper, err := desk.File(ctx, graph.Paper{Drawer: proposalDrawer, ID: p.ID, Version: p.version, Body: body})
	if err == nil {
		p.version = paper.Version
	}
	return err
}

// Proposal gives a proposal by its id. One that is not there is ErrNotFound.
func (a *Atlas) Proposal(ctx context.Context, id string) (*Proposal, error) {
	p, err := a.filedProposal(ctx, id)
	if err != nil {
		return nil, err
	}
	return a.shown(ctx, p)
}

// filedProposal gives a proposal as it is filed, with what the mask hides of it.
func (a *Atlas) filedProposal(ctx context.Context, id string) (*Proposal, error) {
	found, err := a.proposals(ctx, graph.PaperFilter{Drawer: proposalDrawer, IDs: []string{id}}, "", 1)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, graph.Errorf(graph.ErrNotFound, "there is no proposal %q; the field proposals lists them", id)
	}
	return &found[0], nil
}

// proposals reads up to most proposals, of one state if one is given.
func (a *Atlas) proposals(ctx context.Context, f graph.PaperFilter, state ProposalState, most int) ([]Proposal, error) {
	desk, err := a.desk()
	if err != nil {
		return nil, err
	}
	m, err := a.newestMasked(ctx)
	if err != nil {
		return nil, err
	}
	var out []Proposal
	for paper, err := range desk.Papers(ctx, f) {
		if err != nil {
			return nil, err
		}
		p := Proposal{version: paper.Version}
		if err := json.Unmarshal(paper.Body, &p); err != nil {
			return nil, fmt.Errorf("read %s: %w", paper.ID, err)
		}
		if state != "" && p.State() != state || m != nil && hides(m.Mask, &p) {
			continue
		}
		if out = append(out, p); len(out) >= most {
			break
		}
	}
	return out, nil
}

type (
	// ProposalPage is a page of proposals.
	ProposalPage = Page[Proposal]
	// ProposalItem is a proposal with its place in a list.
	ProposalItem = Item[Proposal]
)

// Proposals gives a page of the proposals, of one state if one is given, the oldest
// first.
func (a *Atlas) Proposals(ctx context.Context, state ProposalState, q PageQuery) (*ProposalPage, error) {
	if err := q.validate(); err != nil {
		return nil, err
	}
	l := newList(0, "proposals", state) // of no revision: they are no part of the record
	after, err := l.key(q.After)
	if err != nil {
		return nil, err
	}
	f := graph.PaperFilter{Drawer: proposalDrawer}
	if after != nil {
		f.After = after.ID
	}
	items, err := a.proposals(ctx, f, state, q.First+1)
	if err != nil {
		return nil, err
	}
	for i := range items {
		shown, err := a.shown(ctx, &items[i])
		if err != nil {
			return nil, err
		}
		items[i] = *shown
	}
	p := newPage(l, q, items, func(p *Proposal) graph.Key { return graph.Key{ID: p.ID} })
	if !q.Count {
		return p, nil
	}
	if mask, err := a.mask(ctx); err == nil && mask == nil && state == "" {
		p.Total, err = a.countPapers(ctx, proposalDrawer)
		return p, err
	}
	all, err := a.proposals(ctx, graph.PaperFilter{Drawer: proposalDrawer}, state, MaxCount+1)
	p.Total = graph.Count{N: min(len(all), MaxCount), Exact: len(all) <= MaxCount}
	return p, err
}

// ProposedChange is one entry of a proposal, as it is read.
type ProposedChange struct {
	Index    int
	Accepted *bool // nil while nobody has decided
	Version  *Version
}

// Changes gives the entries as they are read, in their order.
func (p *Proposal) Changes() []*ProposedChange {
	out := make([]*ProposedChange, len(p.Entries))
	for i, e := range p.Entries {
		c := graph.Change{Revision: p.Over, Before: e.Was, After: e.Is}
		own(e.Was, e.Of)
		own(e.Is, p.Over)
		out[i] = &ProposedChange{Index: i, Version: &Version{c}}
		if d := p.Review(); d != nil {
			accepted := slices.Contains(d.Accept, i)
			out[i].Accepted = &accepted
		}
	}
	return out
}

// own writes a revision on a record that was kept without one.
func own(r *graph.Record, n graph.RevisionNumber) {
	switch {
	case r == nil:
	case r.Actor != nil:
		r.Actor.Revision = n
	case r.Source != nil:
		r.Source.Revision = n
	case r.Event != nil:
		r.Event.Revision = n
		r.Event.Own()
	case r.Relation != nil:
		r.Relation.Revision = n
		r.Relation.Own()
	}
}

// ProposalPayload is a proposal that was made or decided on.
type ProposalPayload struct{ Proposal *Proposal }
