package importer

import (
	"archive/zip"
	"errors"
	"io"
	"slices"
)

// isSpreadsheet reports whether an archive is a document of an office program.
func isSpreadsheet(z *zip.Reader) bool {
	return slices.ContainsFunc(z.File, func(e *zip.File) bool { return e.Name == "[Content_Types].xml" })
}

// sheet opens a sheet of the file as a table: the named one, or the first.
func (f File) sheet(m *Meter, name string) (*table, io.Closer, error) {
	raw, err := f.Open()
	if err != nil {
		return nil, nil, err
	}
	t, in, err := f.sheetOf(raw.(io.ReaderAt), m, name)
	if err != nil {
		return nil, nil, errors.Join(err, raw.Close())
	}
	return t, closers{in, raw}, nil
}

func (f File) sheetOf(at io.ReaderAt, m *Meter, name string) (*table, io.Closer, error) {
	z, err := zip.NewReader(at, f.Size)
	if err != nil {
		return nil, nil, unreadable(f.Name, err)
	}
	b, err := newWorkbook(f.Name, z, m)
	if err != nil {
		return nil, nil, err
	}
	return b.table(name)
}
