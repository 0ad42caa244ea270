package importer

import (
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"

	"github.com/entente/entente/graph"
)

// maxNested bounds how deep elements may lie in one another: far above what
// spreadsheets write, and little enough that a file made to do harm cannot.
const maxNested = 64

// xmlReader reads XML of which it holds little at a time.
type xmlReader struct {
	d     *xml.Decoder
	guard *rowGuard
	depth int
}

func newXMLReader(r io.Reader) *xmlReader {
	guard := &rowGuard{r: r}
	return &xmlReader{d: xml.NewDecoder(guard), guard: guard}
}

// token gives what comes next, io.EOF at the end.
func (x *xmlReader) token() (xml.Token, error) {
	t, err := x.d.Token()
	x.guard.before = x.d.InputOffset()
	var syntax *xml.SyntaxError
	switch {
	case errors.As(err, &syntax):
		return nil, graph.Errorf(graph.ErrInvalid, "is damaged (%s); save it anew, or download it again", syntax.Msg)
	case errors.Is(err, errLongRow):
		return nil, errLongText
	case err != nil:
		return nil, err
	}
	switch t.(type) {
	case xml.StartElement:
		if x.depth++; x.depth > maxNested {
			return nil, graph.Errorf(graph.ErrInvalid, "is damaged (its elements lie more than %d deep)", maxNested)
		}
	case xml.EndElement:
		x.depth--
	}
	return t, nil
}

var errLongText = graph.Errorf(graph.ErrInvalid, "has a text of more than %d bytes; no cell holds so much", maxRow)

// textOf gives the text of the element whose start was read last, up to its end. Of
// rich text that is what stands in its t elements, but for how it is pronounced.
func (x *xmlReader) textOf(rich bool) (string, error) {
	end, silent, within := x.depth-1, 0, !rich
	var b strings.Builder
	for {
		t, err := x.token()
		if err != nil {
			return "", cutShort(err)
		}
		switch e := t.(type) {
		case xml.StartElement:
			switch e.Name.Local {
			case "rPh":
				silent++
			case "t":
				within = true
			}
		case xml.EndElement:
			switch e.Name.Local {
			case "rPh":
				silent--
			case "t":
				within = !rich
			}
			if x.depth == end {
				return unescaped(b.String()), nil
			}
		case xml.CharData:
			if within && silent == 0 {
				b.Write(e)
			}
			if b.Len() > maxRow {
				return "", errLongText
			}
		}
	}
}

// cutShort says of a file that ends within an element that it is cut.
func cutShort(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// escapes are how Excel writes characters that XML cannot hold.
var escapes = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

func unescaped(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	return escapes.ReplaceAllStringFunc(s, func(e string) string {
		n, err := strconv.ParseUint(e[2:6], 16, 16)
		if err != nil {
			return e
		}
		return string(rune(n))
	})
}

// attribute gives an attribute of an element by its local name.
func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
