package exchange

import (
	"encoding/xml"
	"io"
)

// xmlWriter writes XML until the first error, and keeps that.
type xmlWriter struct{ textWriter }

func newXMLWriter(w io.Writer) *xmlWriter { return &xmlWriter{newTextWriter(w)} }

// escaped writes a text or an attribute's value. What XML cannot hold becomes
// U+FFFD.
func (x *xmlWriter) escaped(s string) {
	if x.err == nil {
		x.err = xml.EscapeText(x.w, []byte(s))
	}
}

// attribute writes an attribute, unless it is empty.
func (x *xmlWriter) attribute(name, value string) {
	if value == "" {
		return
	}
	x.texts(" ", name, `="`)
	x.escaped(value)
	x.text(`"`)
}
