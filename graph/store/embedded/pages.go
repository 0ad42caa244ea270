package embedded

import "slices"

// pageLen is how many values a page holds: a change copies one page, so few
// enough to copy quickly, and many enough that the list of pages stays short.
const pageLen = 256

// pages is a list that can be changed while others read it as it was: what is
// changed is copied, page by page, and the rest is shared.
type pages[T any] struct {
	list []*[pageLen]T
	n    uint32
}

// at gives the place of value i, which must be below n.
func (p pages[T]) at(i uint32) *T { return &p.list[i/pageLen][i%pageLen] }

// add appends v and gives its index. A list that p was copied from does not see
// it, as it reads no further than its own n; so only one of the lists that share
// pages may go on to grow, which is the writer's newest.
func (p *pages[T]) add(v T) uint32 {
	i := p.n
	if i%pageLen == 0 && int(i/pageLen) == len(p.list) {
		p.list = append(p.list, new([pageLen]T))
	}
	p.n++
	*p.at(i) = v
	return i
}

// set puts changed values in place, each in a copy of its page.
func (p *pages[T]) set(changes map[uint32]T) {
	if len(changes) == 0 {
		return
	}
	p.list = slices.Clone(p.list)
	copied := map[uint32]bool{}
	for i, v := range changes {
		page := i / pageLen
		if !copied[page] {
			c := *p.list[page]
			p.list[page], copied[page] = &c, true
		}
		*p.at(i) = v
	}
}
