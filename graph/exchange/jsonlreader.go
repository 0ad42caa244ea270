package exchange

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
	"unicode/utf8"

	"github.com/entente/entente/graph"
)

// Reader reads JSON Lines record by record. What is wrong with a line is an
// ErrInvalid whose field is "line 7", and does not end the reading: the next call
// reads the next line.
type Reader struct {
	in   *bufio.Reader
	line int    // of the record read last, from 1
	buf  []byte // the line read last

	readable bool // some line was JSON
	strange  int  // lines that were not, so far
}

// NewReader makes a Reader of a file. A byte-order mark, the line ends of
// Windows, empty lines and a missing line end at the end are allowed.
func NewReader(r io.Reader) *Reader { return &Reader{in: bufio.NewReaderSize(r, 64<<10)} }

// Line gives the line of the record that was read last, from 1.
func (r *Reader) Line() int { return r.line }

// mostStrange is how many lines of no JSON show that a file is of another format.
const mostStrange = 20

// Foreign reports whether the file is of another format, as it seems: it began with
// many lines, and none of them was JSON.
func (r *Reader) Foreign() bool { return !r.readable && r.strange >= mostStrange }

// judge keeps what the line read last says of the file's format.
func (r *Reader) judge() {
	if !r.readable && json.Valid(r.buf) {
		r.readable = true
	}
	r.strange++
}

// CopyRecords copies the lines of a file of JSON Lines that hold records, in one
// spelling of line ends: what two files of the same records have in common, whatever
// they say about themselves. The lines are not checked.
func CopyRecords(w io.Writer, file io.Reader) error {
	r := NewReader(file)
	for {
		_, err := r.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if len(bytes.TrimSpace(r.buf)) == 0 || r.tellsAbout() {
			continue
		}
		if _, err := w.Write(append(r.buf, '\n')); err != nil {
			return err
		}
	}
}

// tellsAbout reports whether the line read last says what the file holds.
func (r *Reader) tellsAbout() bool {
	if !bytes.Contains(r.buf[:min(len(r.buf), 64)], []byte(`"about"`)) { // which begins with it; reading every line takes long
		return false
	}
	v, err := parseLine(r.buf)
	return err == nil && v.About != nil && v.Record == (graph.Record{})
}

// Read gives the next record, io.EOF after the last one, and a reading error of
// the file as it is.
func (r *Reader) Read() (graph.Record, error) {
	for {
		tooLong, err := r.next()
		if err != nil {
			return graph.Record{}, err
		}
		if tooLong {
			return graph.Record{}, r.fault(graph.Errorf(graph.ErrInvalid, "is longer than %d bytes; write one record a line", MaxLine))
		}
		if len(bytes.TrimSpace(r.buf)) == 0 {
			continue
		}
		v, err := parseLine(r.buf)
		if err != nil {
			r.judge()
			return graph.Record{}, r.fault(err)
		}
		r.readable = true
		if v.About == nil {
			if v.Record == (graph.Record{}) {
				return v.Record, r.fault(graph.Errorf(graph.ErrInvalid, `is empty; write {"actor": …}, {"source": …}, {"event": …} or {"relation": …}`))
			}
			return v.Record, nil
		}
		if err := r.header(v); err != nil {
			return graph.Record{}, r.fault(err)
		}
	}
}

// header checks a line that says what the file holds.
func (r *Reader) header(v jsonLine) error {
	switch {
	case v.Record != graph.Record{}:
		return graph.Errorf(graph.ErrInvalid, "holds about and a record; write them on two lines")
	case v.About.Format != jsonlVersion:
		return graph.InField("about.format", graph.Errorf(graph.ErrInvalid, "%s is not a format that is read here; %s is", quote(v.About.Format), jsonlVersion))
	}
	return nil
}

// fault names the line in front of what is wrong with it: "line 7" or "line 7:
// relation.period".
func (r *Reader) fault(err error) error {
	var e *graph.Error
	if !errors.As(err, &e) {
		return err
	}
	named := *e
	named.Field = strings.TrimSuffix(fmt.Sprintf("line %d: %s", r.line, e.Field), ": ")
	return &named
}

// next reads the next line into buf, without its end. Of a line that is too long
// the rest is passed over.
func (r *Reader) next() (tooLong bool, err error) {
	r.buf = r.buf[:0]
	r.line++
	for {
		part, err := r.in.ReadSlice('\n')
		if tooLong = tooLong || len(r.buf)+len(part) > MaxLine; !tooLong {
			r.buf = append(r.buf, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case errors.Is(err, io.EOF) && (len(r.buf) > 0 || tooLong):
		case err != nil:
			r.line--
			return false, err
		}
		if r.line == 1 {
			r.buf = bytes.TrimPrefix(r.buf, []byte("\uFEFF"))
		}
		r.buf = bytes.TrimRight(r.buf, "\r\n")
		return tooLong, nil
	}
}

// parseLine reads one line. What is wrong is ErrInvalid, with the field where it
// is known.
func parseLine(b []byte) (jsonLine, error) {
	var v jsonLine
	switch {
	case bytes.IndexByte(b, 0) >= 0:
		return v, graph.Errorf(graph.ErrInvalid, "has a NUL at byte %d; this is no text", bytes.IndexByte(b, 0)+1)
	case !utf8.Valid(b):
		return v, graph.Errorf(graph.ErrInvalid, "is not valid UTF-8 at byte %d; save the file as UTF-8", invalidAt(b)+1)
	}
	if err := checkMembers(b); err != nil {
		return v, err
	}
	if err := json.Unmarshal(b, &v); err != nil {
		return v, explain(b, err)
	}
	return v, nil
}

func invalidAt(b []byte) int {
	at := 0
	for at < len(b) {
		c, n := utf8.DecodeRune(b[at:])
		if c == utf8.RuneError && n <= 1 {
			break
		}
		at += n
	}
	return at
}

// explain says what kept a line from being read in words for its author, without
// the names of Go's types.
func explain(b []byte, err error) error {
	var syntax *json.SyntaxError
	var mistyped *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return graph.Errorf(graph.ErrInvalid, "is not JSON: %s at byte %d", strings.TrimPrefix(syntax.Error(), "json: "), syntax.Offset)
	case errors.As(err, &mistyped):
		wrong := graph.Errorf(graph.ErrInvalid, "is %s; write %s", plainValue(mistyped.Value), wanting(mistyped.Type))
		wrong.Field = strings.TrimPrefix(mistyped.Field, "Record.") // the embedded struct of a jsonLine
		return wrong
	}
	if err := checkTexts(b); err != nil { // what reads itself from a text: the periods
		return err
	}
	return graph.Errorf(graph.ErrInvalid, "cannot be read: %v", err)
}

// plainValue names what stands in the file: "number 1e400" is a number.
func plainValue(v string) string {
	switch word, _, _ := strings.Cut(v, " "); word {
	case "bool":
		return "true or false"
	case "array":
		return "a list"
	case "object":
		return "an object"
	case "string":
		return "a text"
	}
	return "a number"
}

// ReadJSONL yields the records of a file, until its end or the first thing wrong
// with it, which names the line.
func ReadJSONL(r io.Reader) iter.Seq2[graph.Record, error] {
	return func(yield func(graph.Record, error) bool) {
		in := NewReader(r)
		for {
			v, err := in.Read()
			if errors.Is(err, io.EOF) {
				return
			}
			if !yield(v, err) || err != nil {
				return
			}
		}
	}
}
