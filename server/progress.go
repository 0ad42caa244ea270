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
	began    time.Time
	done     func() int64 // how much of total is done
	total    int64        // 0 if nobody knows
}

func newProgress(w io.Writer, what string) *progress {
	p := &progress{w: w, what: what, terminal: isTerminal(w), every: 10 * time.Second, told: time.Now(), began: time.Now()}
	if p.terminal {
		p.every = 200 * time.Millisecond
	}
	return p
}

// of lets the progress tell its part of a whole, and the time that is left.
func (p *progress) of(done func() int64, total int64) *progress {
	p.done, p.total = done, total
	return p
}

// again begins a progress anew over the same things, of which the number is known now.
// Formats that write actors before relations go over the records more than once.
func (p *progress) again() {
	if p.n == 0 {
		return
	}
	if p.done == nil {
		p.what += " again"
		p.of(func() int64 { return int64(p.n) }, int64(p.n))
	}
	p.n, p.began = 0, time.Now()
}

// count counts one thing done. The clock is asked now and then only.
func (p *progress) count() {
	p.n++
	if p.n%1000 != 0 || time.Since(p.told) < p.every {
		return
	}
	p.told = time.Now()
	if p.terminal {
		say(p.w, "\r\x1b[K%s", p.line(time.Since(p.began)))
		return
	}
	say(p.w, "%s\n", p.line(time.Since(p.began)))
}

// line says how many are done, how many a second, and when all will be, when so much
// time has passed.
func (p *progress) line(passed time.Duration) string {
	s := fmt.Sprintf("%s %s …", grouped(p.n), p.what)
	if passed < time.Second {
		return s
	}
	s += fmt.Sprintf(" %s/s", grouped(int(float64(p.n)/passed.Seconds())))
	if p.total == 0 || p.done() == 0 {
		return s
	}
	part := min(float64(p.done())/float64(p.total), 1)
	left := time.Duration(float64(passed) * (1 - part) / part).Round(time.Second)
	return s + fmt.Sprintf(", %.0f %%, about %s left", 100*part, left)
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

// plural writes a number with its noun, of which the plural has an s unless it is
// given.
func plural(n int, noun string, many ...string) string {
	switch {
	case n == 1:
		return "1 " + noun
	case len(many) > 0:
		return grouped(n) + " " + many[0]
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
