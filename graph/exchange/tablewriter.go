package exchange

import (
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// tableWriter writes a table as encoding/csv does (RFC 4180), which has every cell
// looked through letter by letter; most cells here are numbers.
type tableWriter struct {
	w       io.Writer
	newline string
	buf     []byte
}

func newTableWriter(w io.Writer, newline string) *tableWriter {
	return &tableWriter{w: w, newline: newline, buf: make([]byte, 0, written+written/8)}
}

// cell writes a value of a column's type. What a spreadsheet would read as a formula
// gets an apostrophe in front.
func (t *tableWriter) cell(kind, value string) {
	switch {
	case kind != "string":
		t.buf = append(append(t.buf, value...), ',')
	case value != "" && strings.IndexByte("=+-@\t\r\n", value[0]) >= 0:
		t.text("'" + value)
	default:
		t.text(value)
	}
}

func (t *tableWriter) texts(all ...string) {
	for _, s := range all {
		t.text(s)
	}
}

// text writes a text as it is, in quotes if it needs them.
func (t *tableWriter) text(s string) {
	if !needsQuotes(s) {
		t.buf = append(append(t.buf, s...), ',')
		return
	}
	t.buf = append(t.buf, '"')
	for i := range len(s) {
		switch c := s[i]; {
		case c == '"':
			t.buf = append(t.buf, `""`...)
		case c == '\n':
			t.buf = append(t.buf, t.newline...)
		case c == '\r' && t.newline == "\r\n": // stands before each \n, and nowhere else
		default:
			t.buf = append(t.buf, c)
		}
	}
	t.buf = append(t.buf, `",`...)
}

// needsQuotes reports whether a reader would take the text for something else
// without them: it has a letter of CSV in it, begins with a space, or ends the input of
// PostgreSQL.
func needsQuotes(s string) bool {
	if s == "" {
		return false
	}
	for i := range len(s) {
		switch s[i] {
		case ',', '"', '\r', '\n':
			return true
		}
	}
	first, _ := utf8.DecodeRuneInString(s)
	return unicode.IsSpace(first) || s == `\.`
}

// endRow ends a row, which has a cell.
func (t *tableWriter) endRow() error {
	t.buf = append(t.buf[:len(t.buf)-1], t.newline...)
	if len(t.buf) < written {
		return nil
	}
	return t.end()
}

// end passes on what is written.
func (t *tableWriter) end() error {
	_, err := t.w.Write(t.buf)
	t.buf = t.buf[:0]
	return err
}
