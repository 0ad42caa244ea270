package main

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/exchange/importer"
)

// openFiles looks at the files, so that what is not there is told before anything is
// begun. Standard input is kept in a file until done is called, since an import may
// read it twice.
func (d *dataImport) openFiles() (done func(), err error) {
	var spools []string
	done = func() {
		for _, name := range spools {
			_ = os.Remove(name) // it lies in the folder for temporary files
		}
	}
	for _, name := range d.Files {
		path := name
		if name == "-" {
			if path, err = spool(d.p.stdin); err != nil {
				return done, err
			}
			spools = append(spools, path)
		}
		info, err := os.Stat(path)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return done, graph.InField(name, graph.Errorf(graph.ErrNotFound, "there is no such file"))
		case err != nil:
			return done, unreadable(name, err)
		case info.IsDir():
			return done, unreadable(name, errors.New("it is a folder; name the files in it"))
		}
		d.files = append(d.files, importer.File{Name: nameOf(name), Size: info.Size(), Open: func() (io.ReadCloser, error) { return openNamed(nameOf(name), path) }})
	}
	d.hand, err = d.readNames()
	return done, err
}

func openNamed(name, path string) (io.ReadCloser, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, unreadable(name, err)
	}
	return f, nil
}

// spool keeps standard input in a file.
func spool(in io.Reader) (string, error) {
	f, err := os.CreateTemp("", "entente-import-*")
	if err != nil {
		return "", unwritable("standard input", err)
	}
	_, err = io.Copy(f, in)
	if err = cmp.Or(err, f.Close()); err != nil {
		_ = os.Remove(f.Name())
		return "", unreadable("standard input", err)
	}
	return f.Name(), nil
}

// readerVersion is part of the key of an import: a release that reads a format anew
// records what it reads otherwise, from the same file.
const readerVersion = 1

// head says who records what and why. The key is a digest of all that the reading
// depends on.
func (d *dataImport) head() (graph.BatchHead, error) {
	sum := sha256.New()
	_, _ = fmt.Fprintf(sum, "%s %d %s %v\n%s", d.format.Name, readerVersion, d.Encoding, d.LeaveOut, d.Sheet) // a digest takes all
	var names []string
	for _, f := range d.files {
		names = append(names, f.Name)
		if err := digestFile(sum, f); err != nil {
			return graph.BatchHead{}, err
		}
	}
	for _, name := range []string{d.Names, d.Mapping} {
		if b, err := os.ReadFile(name); err == nil { // what cannot be read was told before
			_, _ = fmt.Fprintf(sum, "%d\n%s", len(b), b)
		}
	}
	key := cmp.Or(d.Key, d.format.Name+"-"+hex.EncodeToString(sum.Sum(nil)[:16]))
	return d.headOf(d.format.Title+" from ", names, key), nil
}

func digestFile(sum io.Writer, f importer.File) error {
	in, err := f.Open()
	if err != nil {
		return err
	}
	_, _ = fmt.Fprintf(sum, "%d\n", f.Size) // so that two files are not one
	_, err = io.Copy(sum, in)
	return unreadableUnless(f.Name, cmp.Or(err, in.Close()))
}

func unreadableUnless(name string, err error) error {
	if err == nil {
		return nil
	}
	return unreadable(name, err)
}

// mapped gives the format of the mapping.
func (c *importCommand) mapped() (importer.Format, error) {
	if c.Format != jsonlFormat {
		return importer.Format{}, graph.InField("--mapping", graph.Errorf(graph.ErrInvalid, "is given together with --format; a mapping is for tables of your own"))
	}
	f, err := os.Open(c.Mapping)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return importer.Format{}, graph.InField(c.Mapping, graph.Errorf(graph.ErrNotFound, "there is no such file"))
		}
		return importer.Format{}, unreadable(c.Mapping, err)
	}
	defer func() { _ = f.Close() }() // it was only read
	m, err := importer.ReadMapping(c.Mapping, f)
	if err != nil {
		return importer.Format{}, err
	}
	return m.Format(), nil
}

// runGuess proposes a mapping for a table.
func (c *importCommand) runGuess(p *process) (err error) {
	if len(c.Files) != 1 {
		return graph.InField("--guess", graph.Errorf(graph.ErrInvalid, "reads one table; %d files are given", len(c.Files)))
	}
	d := &dataImport{importCommand: c, p: p}
	done, err := d.openFiles()
	defer done()
	if err != nil {
		return err
	}
	r, err := d.openOrImagine(p, c.beginFlags)
	if err != nil {
		return err
	}
	defer func() { err = cmp.Or(err, r.Close()) }()
	base, err := r.Snapshot(p.ctx, 0)
	if err != nil {
		return err
	}
	defer func() { err = cmp.Or(err, base.Close()) }()
	guess, err := importer.GuessMapping(p.ctx, d.files[0], base, importer.Options{Encoding: c.Encoding, Sheet: c.Sheet})
	if err != nil {
		return err
	}
	text, err := guess.YAML()
	if err != nil {
		return err
	}
	_, err = io.WriteString(p.stdout, text)
	return err
}
