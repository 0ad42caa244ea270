package main

import (
	"fmt"
	"io"
	"io/fs"
	"time"
)

// progress tells a person how far a long command is: in one line that changes on
// a terminal, in a line now and then elsewhere.
type progress struct {
	w        io.Writer
	what     string
	terminal bool
	every    time.Duration
	told     time.Time
	n        int
}

func newProgress(w io.Writer, what string) *progress {
	p := &progress{w: w, what: what, terminal: isTerminal(w), every: 10 * time.Second, told: time.Now()}
	if p.terminal {
		p.every = 200 * time.Millisecond
	}
	return p
}

// count counts one thing done. The clock is asked now and then only.
func (p *progress) count() {
	p.n++
	if p.n%1000 != 0 || time.Since(p.told) < p.every {
		return
	}
	p.told = time.Now()
	if p.terminal {
		say(p.w, "\r%s %s …", grouped(p.n), p.what)
		return
	}
	say(p.w, "%s %s …\n", grouped(p.n), p.what)
}

// end takes the changing line away.
func (p *progress) end() {
	if p.terminal {
		say(p.w, "\r\x1b[K")
	}
}

// grouped writes a number with its thousands apart: 1,234,567.
func grouped(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// plural writes a number with its noun.
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return grouped(n) + " " + noun + "s"
}

// isTerminal reports whether a person sees what is written.
func isTerminal(w io.Writer) bool {
	f, ok := w.(interface{ Stat() (fs.FileInfo, error) })
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&fs.ModeCharDevice != 0
}
