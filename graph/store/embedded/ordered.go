package embedded

import (
	"iter"
	"sort"
)

// blockLen bounds a block of a sorted list: an insertion copies one block, and
// the list of blocks.
const blockLen = 512

// ordered is a sorted list of numbers that never changes: merge makes another
// one, which shares the blocks that stay the same. No block is empty.
type ordered struct{ blocks [][]uint32 }

// merge gives the list with more numbers, which are sorted too.
func (o ordered) merge(more []uint32, compare func(a, b uint32) int) ordered {
	if len(more) == 0 {
		return o
	}
	if len(o.blocks) == 0 {
		return ordered{split(nil, more)}
	}
	out := make([][]uint32, 0, len(o.blocks)+len(more)/blockLen+1)
	for i, block := range o.blocks {
		n := len(more) // how many of more belong before the next block
		if i+1 < len(o.blocks) {
			next := o.blocks[i+1][0]
			n = sort.Search(len(more), func(j int) bool { return compare(next, more[j]) < 0 })
		}
		if n == 0 {
			out = append(out, block)
			continue
		}
		out = split(out, mergeTwo(block, more[:n], compare))
		more = more[n:]
	}
	return ordered{out}
}

// split appends list to blocks, in as many blocks of equal length as it needs.
func split(blocks [][]uint32, list []uint32) [][]uint32 {
	parts := (len(list) + blockLen - 1) / blockLen
	for ; parts > 0; parts-- {
		n := len(list) / parts
		block := make([]uint32, n)
		copy(block, list)
		blocks = append(blocks, block)
		list = list[n:]
	}
	return blocks
}

func mergeTwo(a, b []uint32, compare func(a, b uint32) int) []uint32 {
	out := make([]uint32, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if compare(b[0], a[0]) < 0 {
			out, b = append(out, b[0]), b[1:]
		} else {
			out, a = append(out, a[0]), a[1:]
		}
	}
	return append(append(out, a...), b...)
}

// from yields the numbers from the first one for which reached is true; reached
// is false for all before it and true for all after it. Nil yields all.
func (o ordered) from(reached func(uint32) bool) iter.Seq[uint32] {
	return func(yield func(uint32) bool) {
		block, at := 0, 0
		if reached != nil && len(o.blocks) > 0 {
			// The first block that begins past the place; the place is in the one before.
			block = max(0, sort.Search(len(o.blocks), func(i int) bool { return reached(o.blocks[i][0]) })-1)
			at = sort.Search(len(o.blocks[block]), func(i int) bool { return reached(o.blocks[block][i]) })
		}
		for ; block < len(o.blocks); block++ {
			for _, n := range o.blocks[block][at:] {
				if !yield(n) {
					return
				}
			}
			at = 0
		}
	}
}

// len gives how many numbers there are.
func (o ordered) len() int {
	n := 0
	for _, b := range o.blocks {
		n += len(b)
	}
	return n
}

// flat gives the whole list in one piece.
func (o ordered) flat() []uint32 {
	out := make([]uint32, 0, o.len())
	for _, b := range o.blocks {
		out = append(out, b...)
	}
	return out
}
