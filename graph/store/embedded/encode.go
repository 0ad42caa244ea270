package embedded

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// encoder writes records as JSON, one after another into the same buffer. It
// leaves <, > and & as they are: people read the file.
type encoder struct {
	buf bytes.Buffer
	to  *json.Encoder
}

func (e *encoder) encode(v any) (string, error) {
	if e.to == nil {
		e.to = json.NewEncoder(&e.buf)
		e.to.SetEscapeHTML(false)
	}
	e.buf.Reset()
	if err := e.to.Encode(v); err != nil {
		return "", fmt.Errorf("embedded store: a record that cannot be written: %w", err)
	}
	return string(bytes.TrimSuffix(e.buf.Bytes(), []byte("\n"))), nil
}
