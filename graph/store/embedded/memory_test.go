package embedded

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"unsafe"

	"github.com/entente/entente/graph"
)

func TestVersionIsSmall(t *testing.T) {
	if n := unsafe.Sizeof(version{}); n != 56 {
		t.Errorf("a version takes %d bytes; 56 are said", n)
	}
}

// Lists that are merged many times hold what a plain sorted list holds, and the
// ones they were made of stay as they were.
func TestOrdered(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	compare := cmp.Compare[uint32]
	var list ordered
	var plain []uint32
	for step := range 60 {
		before, was := list, slices.Clone(plain)
		more := make([]uint32, r.IntN(400))
		for i := range more {
			more[i] = r.Uint32N(1 << 20)
		}
		slices.Sort(more)
		list = list.merge(more, compare)
		plain = append(plain, more...)
		slices.Sort(plain)
		if got := list.flat(); !slices.Equal(got, plain) {
			t.Fatalf("step %d: %d numbers; wanted %d", step, len(got), len(plain))
		}
		if got := before.flat(); !slices.Equal(got, was) {
			t.Fatalf("step %d changed the list before it", step)
		}
		for _, b := range list.blocks {
			if len(b) == 0 || len(b) > blockLen {
				t.Fatalf("step %d: a block of %d", step, len(b))
			}
		}
		from := r.Uint32N(1 << 20)
		i, _ := slices.BinarySearch(plain, from)
		if got := slices.Collect(list.from(func(n uint32) bool { return n >= from })); !slices.Equal(got, plain[i:]) {
			t.Fatalf("step %d: %d numbers from %d; wanted %d", step, len(got), from, len(plain)-i)
		}
	}
}

func TestPages(t *testing.T) {
	var p pages[int]
	for i := range 3*pageLen + 5 {
		if got := p.add(i); int(got) != i {
			t.Fatalf("number %d is at %d", i, got)
		}
	}
	q := p
	q.set(map[uint32]int{1: -1, 2*pageLen + 1: -2})
	last := q.add(-3)
	for i := range p.n {
		if *p.at(i) != int(i) {
			t.Errorf("the list before has %d at %d", *p.at(i), i)
		}
	}
	if *q.at(1) != -1 || *q.at(2*pageLen + 1) != -2 || *q.at(last) != -3 || *q.at(2) != 2 {
		t.Error("the list after does not have what was set")
	}
}

func TestTop(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, limit := range []int{0, 1, 20, 500} {
		best := graph.NewTop(limit, cmp.Compare[int])
		var all []int
		for range 3000 {
			v := r.IntN(1000)
			all = append(all, v)
			if worst, full := best.Worst(); full && v > worst {
				continue // what worst promises
			}
			best.Add(v)
		}
		slices.Sort(all)
		if limit > 0 {
			all = all[:limit]
		}
		if !slices.Equal(best.Sorted(), all) {
			t.Errorf("the first %d differ", limit)
		}
	}
}

// What Search leaves out unasked, the query would not have found, or not among
// the best: with more actors than it looks at one by one.
func TestSearchIsTheSameAsAskingForAll(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	words := []string{"Mali", "Niger", "Nigeria", "Côte", "d’Ivoire", "République", "of", "the", "President", "Head", "Ouagadougou", "Μάλι", "尼日尔", "X-1", "Ñandú"}
	s, err := OpenMemory(t.Context(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	b := graph.Batch{BatchHead: graph.BatchHead{Author: "test", Reason: "test"}}
	var actors []graph.Actor
	for i := range 1500 {
		a := graph.Actor{ID: graph.ActorID(fmt.Sprintf("a-%d", i)), Kind: graph.ActorKinds[r.IntN(3)], Revision: 1}
		for range 1 + r.IntN(3) {
			name := ""
			for range 1 + r.IntN(3) {
				name += words[r.IntN(len(words))] + " "
			}
			a.Names = append(a.Names, graph.Name{Text: name[:len(name)-1], Language: []string{"", "en", "fr"}[r.IntN(3)]})
		}
		if r.IntN(4) == 0 {
			a.Codes = []graph.Code{{Scheme: "Test", Value: fmt.Sprintf("Q%d", r.IntN(50))}}
		}
		actors = append(actors, a)
		b.Put = append(b.Put, graph.Record{Actor: &a})
	}
	if _, err := s.Apply(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	snap, err := s.Snapshot(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	queries := []string{"m", "mal", "mali", "MLAI", "nigerai", "of the", "the of", "pres head", "presidnet", "ouagadugu", "d'ivoire", "repub", "a-7", "q12", "test:q12", "μαλι", "尼", "x 1", "-", " ", "nandu of", "headx"}
	for range 40 {
		w := []rune(graph.Fold(words[r.IntN(len(words))] + " " + words[r.IntN(len(words))]))
		w[r.IntN(len(w))] = 'x'
		queries = append(queries, string(w[:1+r.IntN(len(w))]))
	}
	for _, text := range queries {
		for _, q := range []graph.SearchQuery{{Text: text, Limit: 10}, {Text: text}, {Text: text, Limit: 100, Kinds: graph.ActorKinds[:1]}} {
			var want []string
			var hits []graph.SearchHit
			for _, a := range actors {
				if hit, ok := q.Hit(a); ok {
					hits = append(hits, hit)
				}
			}
			slices.SortFunc(hits, graph.SearchHit.Compare)
			for _, h := range hits[:atMost(len(hits), q.Limit)] {
				want = append(want, fmt.Sprint(h.Actor.ID, h.Score, h.Matched, h.Language))
			}
			var got []string
			for h, err := range snap.Search(t.Context(), q) {
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, fmt.Sprint(h.Actor.ID, h.Score, h.Matched, h.Language))
			}
			if !slices.Equal(got, want) {
				t.Errorf("%q, at most %d: %d hits, wanted %d\n%v\n%v", text, q.Limit, len(got), len(want), got, want)
			}
		}
	}
}

func atMost(n, limit int) int {
	if limit == 0 {
		return n
	}
	return min(n, limit)
}

// publicFrom is the day from which PublicBy is true.
func TestPublicFrom(t *testing.T) {
	for _, written := range []string{"2023-08-15", "2023-08", "2023", "2023~", "2023-08-15/2023-09", "2023-08-15/..", "[..2023-08-14]", "/2023", ""} {
		e := graph.Evidence{}
		if written != "" {
			e.Published = graph.MustPeriod(written)
		}
		day := publicFrom(e)
		if day == graph.MaxDay {
			if e.PublicBy(graph.Date(9999, 12, 31)) {
				t.Errorf("%q is public at last, and is said never to be", written)
			}
			continue
		}
		if !e.PublicBy(day) || e.PublicBy(day-1) {
			t.Errorf("%q is not public from %v on", written, day)
		}
	}
}
