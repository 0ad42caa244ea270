package importer

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"iter"
	"unicode/utf8"

	"github.com/entente/entente/graph"
)

// eachObject calls do for each object of a file of JSON: of a list, of the member
// "entities" of one object, or of objects that follow one another, one a line or not.
// It holds one object at a time; at says where it stands.
func eachObject(r *run, name string, in io.Reader, do func(raw []byte, at string) error) error {
	s := &objectScanner{in: bufio.NewReaderSize(in, 256<<10), line: 1}
	for {
		raw, line, err := s.next()
		at := fmt.Sprintf("%s: line %d", name, line)
		if errors.Is(err, io.EOF) {
			return nil
		}
		var e *graph.Error
		if err != nil && !errors.As(err, &e) && !errors.Is(err, io.ErrUnexpectedEOF) {
			return unreadable(at, err)
		}
		if errors.Is(err, io.ErrUnexpectedEOF) {
			err = graph.Errorf(graph.ErrInvalid, "ends in the middle of an object; the file is cut")
		}
		if err != nil {
			return inFile(at, err)
		}
		if r.ctx.Err() != nil {
			return r.ctx.Err()
		}
		if !utf8.Valid(raw) {
			return inFile(at, errNotUTF8())
		}
		if err := do(raw, at); err != nil {
			return err
		}
	}
}

// errNotUTF8 says what to do about a file in another encoding.
func errNotUTF8() error {
	return graph.Errorf(graph.ErrInvalid, "is not UTF-8; JSON must be, so save it as UTF-8, or say its encoding with --encoding")
}

// objectScanner finds the objects of a file: those at the top, or those one below a
// wrapper, which is a list or an object with the one member "entities".
type objectScanner struct {
	in   *bufio.Reader
	line int
	buf  []byte

	wrapped bool // the wrapper was read, and not yet what it wraps
}

const wrapperName = `"entities"`

// next gives the next object and the line that it begins on.
func (s *objectScanner) next() ([]byte, int, error) {
	for {
		c, err := s.byte()
		if err != nil {
			return nil, s.line, err
		}
		switch c {
		case '{':
			if s.wraps() {
				s.wrapped = true // the object that follows holds the items
				continue
			}
			if s.wrapped {
				s.wrapped = false
				continue
			}
			line := s.line
			raw, err := s.object()
			return raw, line, err
		case '[', ']', '}', ',', ':', ' ', '\t', '\r', '\n', 0x1e:
		case '"': // the name of an item in a wrapper
			if err := s.skipString(); err != nil {
				return nil, s.line, err
			}
		default:
			if c >= '0' && c <= '9' { // {"entities": …, "success": 1}
				continue
			}
			return nil, s.line, graph.Errorf(graph.ErrInvalid, "is not JSON: %q stands where an object should begin", string(rune(c)))
		}
	}
}

// wraps reports whether the object that begins here is a wrapper.
func (s *objectScanner) wraps() bool {
	ahead, _ := s.in.Peek(64) // fewer near the end
	i := 0
	for i < len(ahead) && (ahead[i] == ' ' || ahead[i] == '\n' || ahead[i] == '\t' || ahead[i] == '\r') {
		i++
	}
	return len(ahead)-i >= len(wrapperName) && string(ahead[i:i+len(wrapperName)]) == wrapperName
}

func (s *objectScanner) byte() (byte, error) {
	c, err := s.in.ReadByte()
	if c == '\n' {
		s.line++
	}
	return c, err
}

func (s *objectScanner) skipString() error {
	for {
		c, err := s.byte()
		if err != nil {
			return whole(err)
		}
		if c == '\\' {
			if _, err := s.byte(); err != nil {
				return whole(err)
			}
		}
		if c == '"' {
			return nil
		}
	}
}

// object reads to the end of the object whose brace was read.
func (s *objectScanner) object() ([]byte, error) {
	s.buf = append(s.buf[:0], '{')
	depth, inString := 1, false
	for depth > 0 {
		c, err := s.byte()
		if err != nil {
			return nil, whole(err)
		}
		if s.buf = append(s.buf, c); len(s.buf) > maxEntity {
			return nil, graph.Errorf(graph.ErrInvalid, "an object is longer than %d bytes", maxEntity)
		}
		switch {
		case inString && c == '\\':
			next, err := s.byte()
			if err != nil {
				return nil, whole(err)
			}
			s.buf = append(s.buf, next)
		case c == '"':
			inString = !inString
		case inString:
		case c == '{' || c == '[':
			depth++
		case c == '}' || c == ']':
			depth--
		}
	}
	return s.buf, nil
}

// whole says that a file ends in the middle.
func whole(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// keysOf gives the keys of a map.
func keysOf[K comparable, V any](m map[K]V) iter.Seq[K] {
	return func(yield func(K) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}
