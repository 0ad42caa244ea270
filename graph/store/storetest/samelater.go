package storetest

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/graphtest"
)

// answered is a question with the answer that the first store gave.
type answered struct {
	question
	revision graph.RevisionNumber
	answer   any
}

// keptAnswers is how many answers a player remembers.
const keptAnswers = 24

// remember asks something of a revision to remember the answer, and asks for one
// that it remembers once more: an answer at a fixed revision never changes as the
// record grows. What is asked has its own days, so the clock has no part in it.
func (p *player) remember() error {
	if len(p.answered) > 0 {
		if err := p.recall(graphtest.Pick(p.Rand, p.answered)); err != nil {
			return err
		}
	}
	if len(p.answered) == keptAnswers {
		return nil
	}
	q, n := p.question(), graph.RevisionNumber(1+p.IntN(int(p.count)))
	answer, err := askAt(p.ctx, p.a, q, n)
	p.answered = append(p.answered, answered{q, n, answer})
	return err
}

// recall asks both stores what was answered before.
func (p *player) recall(all ...answered) error {
	for _, x := range all {
		for _, s := range []graph.Store{p.a, p.b} {
			now, err := askAt(p.ctx, s, x.question, x.revision)
			if err != nil {
				return err
			}
			if d := difference(x.answer, now); d != "" {
				return fmt.Errorf("revision %d, %s: at revision %d the answer is another one (-before +now):\n%s", x.revision, x.words, p.count, d)
			}
		}
	}
	return nil
}

// somePapers are those that a player files, not filed yet.
func somePapers() []graph.Paper {
	return []graph.Paper{
		{Drawer: "proposal", ID: "a"}, {Drawer: "proposal", ID: "b"}, {Drawer: "proposal", ID: "B"}, {Drawer: "scenario", ID: "a"}, {Drawer: "key", ID: "a"},
	}
}

// file files or discards a paper on both desks, now and then from a version that
// is not the one there, and compares what they say.
func (p *player) file() error {
	known := &p.papers[p.IntN(len(p.papers))]
	paper := *known
	if p.IntN(4) == 0 {
		paper.Version = uint64(p.IntN(4))
	}
	if p.IntN(4) == 0 {
		errX, errY := p.a.Discard(p.ctx, paper.Drawer, paper.ID, paper.Version), p.b.Discard(p.ctx, paper.Drawer, paper.ID, paper.Version)
		if err := p.sameAsKnown(errX, errY, *known, graph.CheckDiscard(paper.Drawer, paper.ID, paper.Version, known.Version)); err != nil {
			return err
		}
		if errX == nil {
			known.Version, known.Body = 0, nil
		}
		return p.desk(graph.PaperFilter{Drawer: paper.Drawer})
	}
	paper.Body = []byte(p.Query())
	x, errX := p.a.File(p.ctx, paper)
	y, errY := p.b.File(p.ctx, paper)
	if err := p.sameAsKnown(errX, errY, *known, graph.CheckFiling(paper, known.Version)); err != nil {
		return err
	}
	if d := difference(x, y); d != "" {
		return fmt.Errorf("the %s %s is filed otherwise (-first store +second store):\n%s", paper.Drawer, paper.ID, d)
	}
	if errX == nil {
		*known = x
	}
	return p.desk(graph.PaperFilter{Drawer: paper.Drawer})
}

// sameAsKnown compares what two desks say of a paper with what they should.
func (p *player) sameAsKnown(x, y error, known graph.Paper, want error) error {
	if err := errors.Join(sameError(want, x), sameError(want, y)); err != nil {
		return fmt.Errorf("the %s %s of version %d: %w", known.Drawer, known.ID, known.Version, err)
	}
	return nil
}

// desk compares what is on both desks with what should be.
func (p *player) desk(f graph.PaperFilter) error {
	var want []graph.Paper
	for _, paper := range p.papers {
		if paper.Version > 0 && f.Match(paper) {
			want = append(want, paper)
		}
	}
	slices.SortFunc(want, func(a, b graph.Paper) int { return cmp.Or(cmp.Compare(a.Drawer, b.Drawer), cmp.Compare(a.ID, b.ID)) })
	for _, s := range []graph.Store{p.a, p.b} {
		got, err := graph.Collect(s.Papers(p.ctx, f))
		if err != nil {
			return err
		}
		if d := difference(want, got); d != "" {
			return fmt.Errorf("%s (-wanted +got):\n%s", words("Papers", f), d)
		}
	}
	return nil
}
