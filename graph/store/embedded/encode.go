package embedded

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/entente/entente/graph"
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

// spaced writes the words of a folded text with a space between them: as the
// file is searched for them.
func spaced(folded string) string { return strings.Join(graph.Words(folded), " ") }

// publicationOf says when evidence was public.
func publicationOf(all []graph.Evidence) publication {
	p := publication{first: graph.MaxDay, all: graph.MinDay}
	for _, e := range all {
		day := publicFrom(e)
		p.all = max(p.all, day)
		if e.Stance == graph.Supports {
			p.first = min(p.first, day)
		}
	}
	return p
}

// publicFrom gives the first day by which graph.Evidence.PublicBy says that the
// evidence was public; graph.MaxDay if there is none.
func publicFrom(e graph.Evidence) graph.Day {
	if e.Published.IsZero() {
		return graph.MaxDay
	}
	return e.Published.Bounds(graph.NeverObserved).EndMax
}
