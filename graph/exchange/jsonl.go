package exchange

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"iter"

	"github.com/entente/entente/graph"
)

// jsonLines is the project's own format: one record a line, the whole of it. The
// first line may say what the file holds.
var jsonLines = Format{
	Name: "jsonl", Extension: ".jsonl", MediaType: "application/jsonl", Whole: true,
	Description: "JSON Lines, one whole record a line; what import reads",
	Write:       writeJSONL,
}

// jsonlVersion names the version of the format in the first line of a file.
const jsonlVersion = "entente-jsonl/1"

// MaxLine is the greatest length of a line, in bytes: far above what people
// write, and little enough to hold one in memory.
const MaxLine = 16 << 20

// jsonLine is a line of a file: what the file holds, or a record.
type jsonLine struct {
	About *About `json:"about,omitempty"`
	graph.Record
}

func writeJSONL(w io.Writer, about About, records iter.Seq2[graph.Record, error]) error {
	out := bufio.NewWriter(w)
	var line bytes.Buffer
	enc := json.NewEncoder(&line)
	enc.SetEscapeHTML(false)
	write := func(v jsonLine) error {
		line.Reset()
		if err := enc.Encode(v); err != nil {
			return fmt.Errorf("write %s: %w", v.ID(), err)
		}
		if line.Len() > MaxLine {
			return graph.Errorf(graph.ErrTooLarge, "%s has %d bytes; a line has at most %d", v.ID(), line.Len(), MaxLine)
		}
		_, err := out.Write(line.Bytes())
		return err
	}
	about.Format, about.Cite = jsonlVersion, about.Citation()
	if err := write(jsonLine{About: &about}); err != nil {
		return err
	}
	for r, err := range records {
		if err != nil {
			return err
		}
		if err := write(jsonLine{Record: r}); err != nil {
			return err
		}
	}
	return out.Flush()
}
