package main

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"strings"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/exchange"
)

// input reads files of JSON Lines one after the other, and knows which line each
// record stood on.
type input struct {
	ctx   context.Context
	names []string
	stdin io.Reader

	read   int // records read so far
	faulty int // lines that could not be read as records so far
	places []place
}

// place says where a run of records stands: the one with index first stands on
// line, and the following ones on the following lines.
type place struct {
	first, line int
	file        string
}

// nameOf gives the name of a file as messages write it.
func nameOf(file string) string {
	if file == "-" {
		return "standard input"
	}
	return file
}

// open opens a file. The errors tell what can be done.
func (in *input) open(file string) (io.ReadCloser, error) {
	if file == "-" {
		return io.NopCloser(in.stdin), nil
	}
	f, err := os.Open(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, graph.InField(file, graph.Errorf(graph.ErrNotFound, "there is no such file"))
	case err != nil:
		return nil, unreadable(file, err)
	}
	return f, nil
}

func unreadable(file string, err error) error {
	return &graph.Error{Kind: graph.ErrUnavailable, Field: file, Message: "cannot be read", Err: err}
}

// reader reads a file record by record. A fault of a line names the file; faulty
// lines do not end the reading.
type reader struct {
	*exchange.Reader
	file string
}

func (r reader) next() (graph.Record, error) {
	v, err := r.Read()
	var e *graph.Error
	switch {
	case err == nil || errors.Is(err, io.EOF):
		return v, err
	case errors.As(err, &e):
		named := *e
		named.Field = r.file + ": " + e.Field
		return v, &named
	}
	return v, unreadable(r.file, err)
}

// each calls do for every record of every file, faulty ones with their error, until
// it fails.
func (in *input) each(do func(r graph.Record, err error) error) error {
	for _, name := range in.names {
		f, err := in.open(name)
		if err != nil {
			return err
		}
		err = in.eachOf(reader{exchange.NewReader(f), nameOf(name)}, do)
		_ = f.Close() // it was only read
		if err != nil {
			return err
		}
	}
	return nil
}

func (in *input) eachOf(r reader, do func(r graph.Record, err error) error) error {
	for {
		v, err := r.next()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case in.ctx.Err() != nil:
			return in.ctx.Err()
		case err != nil && !errors.Is(err, graph.ErrInvalid):
			return err
		case err == nil:
			in.note(r.file, r.Line())
		default:
			in.faulty++
		}
		if err := do(v, err); err != nil {
			return err
		}
		if r.Foreign() {
			return graph.InField(r.file, graph.Errorf(graph.ErrInvalid, "does not look like JSON Lines: none of its first %d lines is JSON; write one record a line, as export does", r.Line()))
		}
	}
}

// note remembers where the record that was read last stands.
func (in *input) note(file string, line int) {
	if n := len(in.places); n == 0 || in.places[n-1].file != file || in.places[n-1].line+in.read-in.places[n-1].first != line {
		in.places = append(in.places, place{in.read, line, file})
	}
	in.read++
}

// records yields the records until the first thing that is wrong.
func (in *input) records() iter.Seq2[graph.Record, error] {
	return func(yield func(graph.Record, error) bool) {
		left := errors.New("the reader has left")
		err := in.each(func(r graph.Record, err error) error {
			if err == nil && !yield(r, nil) {
				return left
			}
			return err
		})
		if err != nil && !errors.Is(err, left) {
			yield(graph.Record{}, err)
		}
	}
}

// where says where the record with an index stands.
func (in *input) where(index int) string {
	for i := len(in.places) - 1; i >= 0; i-- {
		if p := in.places[i]; p.first <= index {
			return fmt.Sprintf("%s: line %d", p.file, p.line+index-p.first)
		}
	}
	return fmt.Sprintf("record %d", index+1)
}

// inLines gives faults of records as faults of the lines that they stand on.
func (in *input) inLines(err error) error {
	var faults *graph.Faults
	if !errors.As(err, &faults) {
		return err
	}
	lines := make([]string, 0, len(faults.List)+1)
	for _, f := range faults.List {
		at := f.Field
		if f.Record >= 0 {
			at = in.where(f.Record) + ": " + f.Field
		}
		lines = append(lines, at+": "+f.Message)
	}
	if faults.More > 0 {
		lines = append(lines, fmt.Sprintf("and %d more; check lists them all", faults.More))
	}
	return graph.Errorf(graph.ErrInvalid, "%s", strings.Join(lines, "\n"))
}

// digest gives a key for the records in the files, or nothing if one of them can be
// read only once. What the files say about themselves is left out: two exports of
// the same records differ in nothing else.
func (in *input) digest() (string, error) {
	sum := sha256.New()
	for _, name := range in.names {
		if name == "-" {
			return "", nil
		}
		if info, err := os.Stat(name); err == nil && !info.Mode().IsRegular() {
			return "", nil
		}
		f, err := in.open(name)
		if err != nil {
			return "", err
		}
		err = exchange.CopyRecords(sum, f)
		if err = cmp.Or(err, f.Close()); err != nil {
			return "", unreadable(name, err)
		}
	}
	return "files-" + hex.EncodeToString(sum.Sum(nil)[:16]), nil
}
