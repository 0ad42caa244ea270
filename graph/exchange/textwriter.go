package exchange

import (
	"bufio"
	"io"
)

// textWriter writes text until the first error, and keeps that.
type textWriter struct {
	w   *bufio.Writer
	err error
}

// written is how much of a file is collected before it is passed on.
const written = 64 << 10

func newTextWriter(w io.Writer) textWriter { return textWriter{w: bufio.NewWriterSize(w, written)} }

func (t *textWriter) text(s string) {
	if t.err == nil {
		_, t.err = t.w.WriteString(s)
	}
}

func (t *textWriter) texts(all ...string) {
	for _, s := range all {
		t.text(s)
	}
}

func (t *textWriter) bytes(b []byte) {
	if t.err == nil {
		_, t.err = t.w.Write(b)
	}
}

// end passes on the rest and gives the first error.
func (t *textWriter) end() error {
	if t.err != nil {
		return t.err
	}
	return t.w.Flush()
}
