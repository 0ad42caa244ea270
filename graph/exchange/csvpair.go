package exchange

import (
	"archive/zip"
	"encoding/csv"
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
	if err := writeNodes(csv.NewWriter(f), d, records); err != nil {
		return err
	}
	if f, err = open("edges.csv"); err != nil {
		return err
	}
	if err := writeEdges(csv.NewWriter(f), d, records); err != nil {
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

func writeNodes(out *csv.Writer, d drawing, records iter.Seq2[graph.Record, error]) error {
	header := []string{"Id", "Label"}
	for _, c := range actorColumns[1:] { // the label stands first
		header = append(header, c.name)
	}
	if err := out.Write(append(header, ":ID", ":LABEL")); err != nil {
		return err
	}
	cells := make([]string, 0, len(header)+2)
	err := d.draw(records, func(a *graph.Actor) error {
		cells = append(cells[:0], string(a.ID))
		for _, c := range actorColumns {
			cells = append(cells, cell(c.kind, c.value(a)))
		}
		cells = append(cells, string(a.ID), "Actor;"+string(a.Kind))
		return out.Write(cells)
	}, nil)
	if err != nil {
		return err
	}
	out.Flush()
	return out.Error()
}

func writeEdges(out *csv.Writer, d drawing, records iter.Seq2[graph.Record, error]) error {
	header := []string{"Source", "Target", "Type", "Id"}
	for _, c := range columns {
		header = append(header, c.name)
	}
	if err := out.Write(append(header, ":START_ID", ":END_ID", ":TYPE")); err != nil {
		return err
	}
	cells := make([]string, 0, len(header)+3)
	err := d.draw(records, nil, func(r *row) error {
		kind := "Directed"
		if r.kind.Symmetric {
			kind = "Undirected"
		}
		cells = append(cells[:0], string(r.From), string(r.To), kind, string(r.ID))
		for _, c := range columns {
			cells = append(cells, cell(c.kind, c.value(r)))
		}
		cells = append(cells, string(r.From), string(r.To), string(r.kind.Name))
		return out.Write(cells)
	})
	if err != nil {
		return err
	}
	out.Flush()
	return out.Error()
}
