package atlas

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/store/storetest"
)

// breaking is a store that ends in the middle: it fails to file or to apply when
// told to.
type breaking struct {
	*storetest.Model
	mu     sync.Mutex
	filing func(graph.Paper) bool // which filing fails; nil for none
	apply  func(graph.Batch) bool // after which batch the answer is lost; nil for none
}

var errBroken = errors.New("the line is cut")

func (b *breaking) File(ctx context.Context, p graph.Paper) (graph.Paper, error) {
	b.mu.Lock()
	fails := b.filing != nil && b.filing(p)
	b.mu.Unlock()
	if fails {
		return graph.Paper{}, errBroken
	}
	return b.Model.File(ctx, p)
}

func (b *breaking) Apply(ctx context.Context, x graph.Batch) (graph.Revision, error) {
	r, err := b.Model.Apply(ctx, x)
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.apply != nil && len(x.Put)+len(x.Retract) > 0 && b.apply(x) {
		return graph.Revision{}, errBroken
	}
	return r, err
}

const fewRelations = "mali -CALLS 2023-08-15 id=call-> russia\nmali -SUPPORTS 2023-08 id=support-> niger"

// proposing makes an atlas over a store that can break, with a proposal to retract
// the call.
func proposing(t *testing.T) (*Atlas, *breaking, *Proposal) {
	t.Helper()
	b := &breaking{Model: storetest.Holding(t, fewRelations)}
	a := New(b, Options{})
	p, err := a.Propose(t.Context(), Head{Author: "contributor", Reason: "no call"}, ProposeInput{Retract: []string{"relation:call"}})
	if err != nil {
		t.Fatal(err)
	}
	return a, b, p
}

func held(t *testing.T, a *Atlas) map[string]bool {
	t.Helper()
	v := view(t, a, ViewInput{})
	out := map[string]bool{}
	for r, err := range v.Snapshot().FindRelations(t.Context(), graph.RelationQuery{}) {
		if err != nil {
			t.Fatal(err)
		}
		out[string(r.ID)] = true
	}
	return out
}

// TestReviewIsHealed cuts a review at each of its steps, and has another editor come
// later: what was decided first stands, and happened once.
func TestReviewIsHealed(t *testing.T) {
	decided := func(p graph.Paper) bool { return p.Drawer == proposalDrawer }
	for name, c := range map[string]struct {
		cut  func(*breaking)
		late bool // whether the second decision is the one that stands
		same bool // whether the first review finds out by itself that it was done
	}{
		"before it is filed": {
			cut: func(b *breaking) { b.filing = decided }, late: true,
		},
		"before it is recorded": {
			cut: func(b *breaking) { b.apply = func(graph.Batch) bool { panic("the process ends") } },
		},
		"after it is recorded": {
			cut: func(b *breaking) { b.apply = func(graph.Batch) bool { return true } }, same: true,
		},
		"before it is filed as done": {
			cut: func(b *breaking) {
				n := 0
				b.filing = func(p graph.Paper) bool {
					n++
					return decided(p) && n > 1
				}
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			a, b, p := proposing(t)
			c.cut(b)
			func() {
				defer func() { _ = recover() }() // the process that ends
				if _, err := a.Review(t.Context(), "first", ReviewInput{Proposal: p.ID, Reason: "so"}); (err == nil) != c.same {
					t.Errorf("the review that was cut says %v", err)
				}
			}()
			b.filing, b.apply = nil, nil
			later := New(b, Options{}) // another server
			_, err := later.Review(t.Context(), "second", ReviewInput{Proposal: p.ID, Accept: []int{}, Reason: "no"})
			now, readErr := later.Proposal(t.Context(), p.ID)
			if readErr != nil {
				t.Fatal(readErr)
			}
			d := now.Review()
			if d == nil {
				t.Fatalf("nobody decided: %v", err)
			}
			there := held(t, later)["relation:call"]
			newest := view(t, later, ViewInput{}).Number()
			if c.late {
				if err != nil || d.Reviewer != "second" || !there || newest != 1 {
					t.Errorf("error %v, decided by %s, the call is there: %t, revision %d", err, d.Reviewer, there, newest)
				}
				return
			}
			if !errors.Is(err, graph.ErrConflict) || d.Reviewer != "first" || there || newest != 2 || d.Revision != 2 {
				t.Errorf("error %v, decided by %s as revision %d, the call is there: %t, revision %d", err, d.Reviewer, d.Revision, there, newest)
			}
		})
	}
}

// TestReviewOfManyAtOnce has many editors decide on one proposal at the same time, on
// two servers: one decision stands, and what it says is what is recorded.
func TestReviewOfManyAtOnce(t *testing.T) {
	for round := range 20 {
		a, b, p := proposing(t)
		servers := []*Atlas{a, New(b, Options{})}
		var wg sync.WaitGroup
		var mu sync.Mutex
		done := 0
		for i := range 8 {
			wg.Go(func() {
				in := ReviewInput{Proposal: p.ID, Reason: "so"}
				if i%2 == 1 {
					in.Accept = []int{}
				}
				_, err := servers[i/4].Review(t.Context(), fmt.Sprintf("editor %d", i), in)
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					done++
				} else if !errors.Is(err, graph.ErrConflict) {
					t.Errorf("editor %d: %v", i, err)
				}
			})
		}
		wg.Wait()
		now, err := a.Proposal(t.Context(), p.ID)
		if err != nil {
			t.Fatal(err)
		}
		accepted := now.State() == ProposalAccepted
		if done != 1 || now.Review() == nil || held(t, a)["relation:call"] == accepted {
			t.Fatalf("round %d: %d decisions were taken, the state is %s, held %v", round, done, now.State(), held(t, a))
		}
	}
}

// TestProposeAtOnce sends one request many times at once: there is one proposal.
func TestProposeAtOnce(t *testing.T) {
	b := &breaking{Model: storetest.Holding(t, fewRelations)}
	servers := []*Atlas{New(b, Options{}), New(b, Options{})}
	var wg sync.WaitGroup
	for i := range 16 {
		wg.Go(func() {
			h := Head{Author: "contributor", Reason: "no call", Key: "k"}
			if p, err := servers[i%2].Propose(t.Context(), h, ProposeInput{Retract: []string{"relation:call"}}); err != nil || p.ID == "" {
				t.Errorf("%v %v", p, err)
			}
		})
	}
	wg.Wait()
	found, err := servers[0].Proposals(t.Context(), "", PageQuery{First: 10, Count: true})
	if err != nil || found.TotalCount() != 1 {
		t.Errorf("%v proposals, %v", found.TotalCount(), err)
	}
}
