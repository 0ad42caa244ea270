package main

import (
	"bytes"
	"io/fs"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/entente/entente/graph"
)

// screen is a terminal to what asks whether it is one.
type screen struct{ bytes.Buffer }

func (*screen) Stat() (fs.FileInfo, error) { return os.Stat(os.DevNull) } // a device of characters

// passes lets a progress go over 3,000 records twice, as exports do.
func passes(p *progress) {
	p.every = 0
	records := func(yield func(graph.Record, error) bool) {
		for range 3000 {
			if !yield(graph.Record{}, nil) {
				return
			}
		}
	}
	for range 2 {
		for range counted(records, p) {
			continue
		}
	}
	p.end()
}

// Elsewhere than on a terminal a progress is plain lines.
func TestProgressInLines(t *testing.T) {
	var out bytes.Buffer
	passes(newProgress(&out, "records"))
	want := "1,000 records …\n2,000 records …\n3,000 records …\n1,000 records again …\n2,000 records again …\n3,000 records again …\n"
	if got := out.String(); got != want {
		t.Errorf("it says %q, want %q", got, want)
	}
}

// On a terminal it is one line that changes, and is gone at the end.
func TestProgressOnATerminal(t *testing.T) {
	out := &screen{}
	p := newProgress(out, "records")
	if !p.terminal || p.every > time.Second {
		t.Errorf("%+v", p)
	}
	passes(p)
	const clear = "\r\x1b[K"
	if got := out.String(); strings.Contains(got, "\n") || !strings.HasPrefix(got, clear+"1,000 records …"+clear) || !strings.HasSuffix(got, clear) {
		t.Errorf("it says %q", got)
	}
}

// A line says how many, how many a second, and when all will be: by the bytes of the
// files that are read, or by the records of the first time over them.
func TestProgressSaysWhatIsLeft(t *testing.T) {
	reading := newProgress(&bytes.Buffer{}, "records read").of(func() int64 { return 25 }, 100)
	reading.n = 5000
	first := newProgress(&bytes.Buffer{}, "records")
	first.n = 5000
	second := newProgress(&bytes.Buffer{}, "records")
	second.n = 4000
	second.again()
	second.n = 1000
	for want, p := range map[string]*progress{
		"5,000 records read … 500/s, 25 %, about 30s left":  reading,
		"5,000 records … 500/s":                             first,
		"1,000 records again … 100/s, 25 %, about 30s left": second,
	} {
		if got := p.line(10 * time.Second); got != want {
			t.Errorf("it says %q, want %q", got, want)
		}
	}
}
