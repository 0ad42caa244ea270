package exchange

import (
	"io"
	"iter"
	"strings"

	"github.com/entente/entente/graph"
)

// Format is a way to write the record.
type Format struct {
	Name        string // as in /export/csv
	Extension   string // of file names, with its dot
	MediaType   string
	Description string // one line for a reader
	// Whole says that the format holds all of a record, so that reading a file
	// gives what was written. The others hold relations with what a picture or a
	// table of them needs.
	Whole bool
	// Page says that the file is a page that a browser shows, by PagePolicy.
	Page bool
	// Write writes a file. An error of the sequence ends it, and what was written
	// until then is no whole file. It may go over the records several times, and
	// they must be the same each time, as those of a snapshot are.
	Write func(w io.Writer, about About, records iter.Seq2[graph.Record, error]) error
}

// Formats lists the formats. A new one is one file and one line here.
func Formats() []Format {
	return []Format{
		jsonLines,
		csvTable,
		csvPair,
		gexf,
		graphML,
		cytoscape,
		cx2,
		d3,
		jsonLD,
		turtle,
		markdownBrief,
		htmlBrief,
		bibTeX,
		ris,
		cslJSON,
	}
}

// FormatByName finds a format, or says which there are (ErrNotFound).
func FormatByName(name string) (Format, error) {
	var names []string
	for _, f := range Formats() {
		if f.Name == name {
			return f, nil
		}
		names = append(names, f.Name)
	}
	return Format{}, graph.InField("format", graph.Errorf(graph.ErrNotFound, "%s is not a format; there are %s", quote(name), strings.Join(names, ", ")))
}
