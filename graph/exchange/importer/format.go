package importer

import (
	"io"
	"slices"
	"strings"

	"github.com/entente/entente/graph"
)

// Format is a data set, or another form of data, that can be read.
type Format struct {
	Name  string // as in --format atop
	Title string // one line for a reader
	// Whole says that a reading holds all that the data set has: what an earlier
	// reading recorded and this one does not hold any more was taken back. The
	// others come in pieces, as the events of a day.
	Whole bool
	// Source is the data set as a publication. Its coverage is told by the data.
	Source graph.Source

	codes    string // scheme of the codes that it gives its own actors
	reliable graph.Grade
	shapes   []shape
	sheet    string // of a spreadsheet; the first if empty
}

// shape is one form of file that a format has, told by its columns or its start.
// Files are read in the order of the shapes, whatever the order they are given in:
// what names things stands before what speaks of them.
type shape struct {
	name     string                               // what the file is, for messages
	columns  []string                             // that it must have, in small letters
	not      []string                             // and must not have
	starts   func(name string, start []byte) bool // for what is no table with a header
	rows     func(r *run, t *table) error
	stream   func(r *run, name string, in io.Reader) error // for what is no table
	noHeader []string                                      // columns of a table without a header
}

// Formats lists the formats. A new one is one file and one line here.
func Formats() []Format {
	return []Format{
		atop,
		cowIGO,
		cowMID,
		cowContiguity,
		cowWar,
		cowDiplomatic,
		strategicRivalries,
		archigos,
		cowCapabilities,
		icews,
		icews14,
		icews18,
		icews0515,
		gdelt,
		polecat,
		unga,
		wikidata,
		followTheMoney,
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
	return Format{}, graph.InField("format", graph.Errorf(graph.ErrNotFound, "%s is not a format that can be read; there are %s", quote(name), strings.Join(names, ", ")))
}

// fits reports whether a table is of the shape.
func (s shape) fits(t *table) bool {
	return s.rows != nil && s.noHeader == nil && t.has(s.columns...) && !slices.ContainsFunc(s.not, func(c string) bool { return t.has(c) })
}
