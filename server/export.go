package main

import (
	"cmp"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/atlas"
	"github.com/entente/entente/graph/exchange"
	"github.com/entente/entente/server/export"
)

// Run writes the selection.
func (c *exportCommand) Run(p *process) (err error) {
	format, err := exchange.FormatByName(c.Format)
	if err != nil {
		return asFlag(err)
	}
	selection, err := exchange.ParseSelection(c.words())
	if err != nil {
		return asFlag(err)
	}
	r, err := c.openToRead(p)
	if err != nil {
		return err
	}
	defer func() { err = cmp.Or(err, r.Close()) }()
	e, err := export.Open(p.ctx, atlas.New(r, atlas.Options{}), selection, format)
	if err != nil {
		return asFlag(err)
	}
	defer func() { err = cmp.Or(err, e.Close()) }()
	e.About.Program = "Entente " + release()
	said := newProgress(p.stderr, "records")
	defer said.end()
	write := func(w io.Writer) error { return format.Write(w, e.About, counted(e.Records(p.ctx), said)) }
	if c.Output == "" {
		return writeTo(p.stdout, write)
	}
	return writeFile(c.Output, write)
}

// asFlag names the flag that is wrong instead of the word that it stands for.
func asFlag(err error) error {
	var e *graph.Error
	if !errors.As(err, &e) || e.Field == "" {
		return err
	}
	named := *e
	word := strings.TrimPrefix(strings.TrimPrefix(e.Field, "view."), "filter.") // not nested here
	word, index, _ := strings.Cut(word, "[")
	if named.Field = flagOf(word); index != "" {
		named.Field += "[" + index
	}
	return &named
}

// writeTo writes to what the program was given to write to.
func writeTo(w io.Writer, write func(io.Writer) error) error {
	return unwritable("standard output", write(w))
}

// writeFile writes a file under another name first, so that a file that is there is
// a whole one.
func writeFile(name string, write func(io.Writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+"-*")
	if err != nil {
		return unwritable(name, err)
	}
	err = write(f)
	err = cmp.Or(err, f.Chmod(0o644), f.Close()) // a temporary file is its owner's only
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		_ = f.Close()
		_ = os.Remove(f.Name())
	}
	return unwritable(name, err)
}

// unwritable says that a file cannot be written, if it is the file that fails.
func unwritable(name string, err error) error {
	if err == nil || graph.KindOf(err) != nil || errors.Is(err, context.Canceled) {
		return err
	}
	return &graph.Error{Kind: graph.ErrUnavailable, Field: name, Message: "cannot be written", Err: err}
}
