package dataset

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"github.com/entente/entente/graph"
)

// reader reads the files of a folder. Its first fault stops it: everything after
// reads as empty, and err says what was wrong and where.
type reader struct {
	folder   fs.FS
	err      error
	evidence map[string][]graph.Evidence // by what it is evidence for
	places   map[string]cell             // where evidence.csv first speaks of it
}

// cell is one cell of a file.
type cell struct {
	file, column string
	line, at     int // from 1; at counts bytes
	text         string
}

// fault gives an error that names the place of the cell.
func (c cell) fault(format string, args ...any) error {
	e := graph.Errorf(graph.ErrInvalid, format, args...)
	return graph.InField(c.file+":"+strconv.Itoa(c.line)+":"+strconv.Itoa(c.at)+": "+c.column, e)
}

// fail keeps the first fault.
func (r *reader) fail(err error) {
	if r.err == nil && err != nil {
		r.err = err
	}
}

// row is one row of a table.
type row struct {
	r     *reader
	cells map[string]cell
}

// table reads a file whose columns must be just these, in this order.
func (r *reader) table(name string, columns ...string) []row {
	if r.err != nil {
		return nil
	}
	b, err := fs.ReadFile(r.folder, name)
	if err != nil {
		r.fail(err)
		return nil
	}
	in := csv.NewReader(bytes.NewReader(b))
	header, err := in.Read()
	if err != nil {
		r.fail(misread(name, err))
		return nil
	}
	if !slices.Equal(header, columns) {
		r.fail(cell{file: name, column: "header", line: 1, at: 1}.fault("reads %q; the columns must be %q", strings.Join(header, ","), strings.Join(columns, ",")))
		return nil
	}
	var rows []row
	for {
		texts, err := in.Read()
		if errors.Is(err, io.EOF) {
			return rows
		}
		if err != nil {
			r.fail(misread(name, err))
			return nil
		}
		cells := make(map[string]cell, len(columns))
		for i, text := range texts {
			line, at := in.FieldPos(i)
			cells[columns[i]] = cell{file: name, column: columns[i], line: line, at: at, text: text}
		}
		rows = append(rows, row{r, cells})
	}
}

// misread names the place at which a file is no CSV.
func misread(name string, err error) error {
	var e *csv.ParseError
	if errors.As(err, &e) {
		return cell{file: name, column: "row", line: e.Line, at: e.Column}.fault("is not CSV: %v", e.Err)
	}
	return cell{file: name, column: "header", line: 1, at: 1}.fault("cannot be read: %v", err)
}

func (x row) cell(column string) cell { return x.cells[column] }

// fail keeps a fault of a cell.
func (x row) fail(column, format string, args ...any) {
	x.r.fail(x.cell(column).fault(format, args...))
}

// text gives the text of a cell. Space around it is a slip of the spreadsheet that
// nobody would see, so it is a fault.
func (x row) text(column string) string {
	s := x.cell(column).text
	if s != strings.TrimSpace(s) {
		x.fail(column, "has space around it; take it out")
	}
	return s
}

// period reads EDTF; an empty cell is no period.
func (x row) period(column string) graph.Period {
	var p graph.Period
	if err := p.UnmarshalText([]byte(x.text(column))); err != nil {
		x.fail(column, "%s", message(err))
	}
	return p
}

// number reads a number; an empty cell is none.
func (x row) number(column string) *float64 {
	s := x.text(column)
	if s == "" {
		return nil
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		x.fail(column, "%q is not a number", s)
	}
	return &v
}

// count reads a whole number; an empty cell is none.
func (x row) count(column string) *int {
	s := x.text(column)
	if s == "" {
		return nil
	}
	v, err := strconv.Atoi(s)
	if err != nil {
		x.fail(column, "%q is not a whole number", s)
	}
	return &v
}

// list reads the parts of a cell, which a separator parts.
func (x row) list(column, separator string) []string {
	s := x.text(column)
	if s == "" {
		return nil
	}
	parts := strings.Split(s, separator)
	for i, p := range parts {
		parts[i] = strings.TrimSpace(p)
		if parts[i] == "" {
			x.fail(column, "has an empty part; write the parts with %q between them", strings.TrimSpace(separator))
		}
	}
	return parts
}

// pairs reads the parts "name=value" of a cell.
func (x row) pairs(column, separator string) [][2]string {
	var out [][2]string
	for _, part := range x.list(column, separator) {
		name, value, ok := strings.Cut(part, "=")
		if !ok || name == "" || value == "" {
			x.fail(column, "%q is not of the form name=value", part)
			continue
		}
		out = append(out, [2]string{name, value})
	}
	return out
}

// message gives the words of an error of package graph without its kind.
func message(err error) string {
	var e *graph.Error
	if errors.As(err, &e) {
		return e.Message
	}
	return err.Error()
}
