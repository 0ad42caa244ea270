package exchange

import (
	"archive/zip"
	"io"
	"iter"
	"strings"
	"time"

	"github.com/entente/entente/graph"
)

// csvPair is a table of actors and one of relations in a zip. The headers are those
// that Gephi looks for (Id, Label, Source, Target, Type) and those of neo4j-admin's
// import (:ID, :LABEL, :START_ID, :END_ID, :TYPE) side by side; each takes the other's
// for plain columns.
var csvPair = Format{
	Name: "csv-pair", Extension: ".zip", MediaType: "application/zip",
	Description: "nodes.csv and edges.csv in a zip, for Gephi, Neo4j's importers and data frames",
	Write:       writeCSVPair,
}

// writeCSVPair writes the actors, then the relations: it goes over the records twice.
func writeCSVPair(w io.Writer, about About, records iter.Seq2[graph.Record, error]) error {
	z := zip.NewWriter(w)
	open := func(name string) (io.Writer, error) {
		// The day of the revision, not that of the file: the same bytes for ever.
		return z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: zipTime(about.Recorded)})
	}
	f, err := open("about.txt")
	if err != nil {
		return err
	}
	if _, err := io.WriteString(f, strings.Join(about.lines(), "\n")+"\n\n"+csvPairHelp); err != nil {
		return err
	}
	d := newDrawing()
	if f, err = open("nodes.csv"); err != nil {
		return err
	}
	if err := writeNodes(newTableWriter(f, "\n"), d, records); err != nil {
		return err
	}
	if f, err = open("edges.csv"); err != nil {
		return err
	}
	if err := writeEdges(newTableWriter(f, "\n"), d, records); err != nil {
		return err
	}
	return z.Close()
}

const csvPairHelp = `nodes.csv   the actors at the ends of the relations
edges.csv   the relations, one a row

Gephi: File, Import spreadsheet, first nodes.csv, then edges.csv into the same workspace.
Neo4j: neo4j-admin database import full neo4j --multiline-fields=true --nodes=nodes.csv --relationships=edges.csv
`

// zipTime gives a time that a zip can hold, whose years begin with 1980.
func zipTime(t time.Time) time.Time {
	if t.Year() < 1980 {
		return time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	return t.UTC().Truncate(2 * time.Second) // a zip counts two seconds at a time
}

func writeNodes(out *tableWriter, d drawing, records iter.Seq2[graph.Record, error]) error {
	out.texts("Id", "Label")
	for _, c := range actorColumns[1:] { // the label stands first
		out.text(c.name)
	}
	out.texts(":ID", ":LABEL")
	if err := out.endRow(); err != nil {
		return err
	}
	err := d.draw(records, func(a *graph.Actor) error {
		out.text(string(a.ID))
		for _, c := range actorColumns {
			out.cell(c.kind, c.value(a))
		}
		out.texts(string(a.ID), "Actor;"+string(a.Kind))
		return out.endRow()
	}, nil)
	if err != nil {
		return err
	}
	return out.end()
}

func writeEdges(out *tableWriter, d drawing, records iter.Seq2[graph.Record, error]) error {
	out.texts("Source", "Target", "Type", "Id")
	for _, c := range columns {
		out.text(c.name)
	}
	out.texts(":START_ID", ":END_ID", ":TYPE")
	if err := out.endRow(); err != nil {
		return err
	}
	err := d.draw(records, nil, func(r *row) error {
		kind := "Directed"
		if r.kind.Symmetric {
			kind = "Undirected"
		}
		out.texts(string(r.From), string(r.To), kind, string(r.ID))
		for _, c := range columns {
			out.cell(c.kind, c.value(r))
		}
		out.texts(string(r.From), string(r.To), string(r.kind.Name))
		return out.endRow()
	})
	if err != nil {
		return err
	}
	return out.end()
}
