package embedded

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/entente/entente/graph"
)

// backupFile is the name of a backup until it is whole.
const backupFile = fileName + ".part"

// Backup copies the record in a data folder into another folder, which is made if it
// is not there, and gives the newest revision that is in the copy. The copy is a data
// folder too. A service may use the folder meanwhile and write to it: the copy holds
// what was recorded at one moment, the desk included. A folder that holds a record
// already is ErrConflict; if the copy fails, nothing of it stays.
func Backup(ctx context.Context, dir, to string) (newest graph.Revision, err error) {
	if _, err := os.Stat(filepath.Join(dir, fileName)); err != nil {
		return newest, unusable(dir, err, "holds no record")
	}
	if err := emptyFolder(to); err != nil {
		return newest, err
	}
	part := filepath.Join(to, backupFile)
	defer func() {
		if err != nil {
			_ = os.Remove(part) // why it failed says more
		}
	}()
	if err := vacuumInto(ctx, dir, part); err != nil {
		return newest, err
	}
	if newest, err = newestIn(ctx, part); err != nil {
		return newest, unusable(to, err, "holds a copy that cannot be read")
	}
	if err := os.Rename(part, filepath.Join(to, fileName)); err != nil {
		return newest, unusable(to, err, "cannot be written")
	}
	syncFolder(to)
	return newest, nil
}

// emptyFolder makes a folder, or reports that it holds a record.
func emptyFolder(dir string) error {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return unusable(dir, err, "cannot be made; choose another one, or check the permissions of the folder above it")
	}
	switch _, err := os.Stat(filepath.Join(dir, fileName)); {
	case err == nil:
		return graph.Errorf(graph.ErrConflict, "the folder %s holds a record already; back up into a new one", dir)
	case !errors.Is(err, fs.ErrNotExist):
		return unusable(dir, err, "cannot be read")
	}
	// What a backup left that was killed.
	if err := os.Remove(filepath.Join(dir, backupFile)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return unusable(dir, err, "cannot be written")
	}
	return nil
}

// vacuumInto writes the record in a data folder into a new file, as it is at one
// moment. SQLite reads it in one transaction, beside whoever writes.
func vacuumInto(ctx context.Context, dir, file string) error {
	address, err := fileAddress(filepath.Join(dir, fileName))
	if err != nil {
		return unusable(dir, err, "has no path")
	}
	db, err := sql.Open("sqlite", address+"?_pragma=busy_timeout(5000)&_pragma=trusted_schema(off)")
	if err != nil {
		return fault(ctx, err)
	}
	defer func() { _ = db.Close() }() // it only read
	conn, err := db.Conn(ctx)
	if err != nil {
		return unopened(ctx, dir, fault(ctx, err))
	}
	defer func() { _ = conn.Close() }()
	was, err := schemaOf(ctx, conn)
	switch {
	case errors.Is(err, errNotOurs) || err == nil && was == 0:
		return unusable(dir, err, "has a file %s that is no record of Entente", fileName)
	case err != nil && !errors.Is(err, errTooNew): // which is copied as it is
		return unopened(ctx, dir, fault(ctx, err))
	}
	if _, err := conn.ExecContext(ctx, "VACUUM INTO ?", file); err != nil {
		return fault(ctx, err)
	}
	return syncFile(file)
}

// syncFile waits until a file is on the disk.
func syncFile(name string) error {
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return unusable(name, err, "cannot be read")
	}
	if err := cmp.Or(f.Sync(), f.Close()); err != nil {
		return unusable(name, err, "cannot be written to the disk")
	}
	return nil
}

// newestIn reads the newest revision from a file; a zero one if there is none.
func newestIn(ctx context.Context, file string) (r graph.Revision, err error) {
	address, err := fileAddress(file)
	if err != nil {
		return r, err
	}
	db, err := sql.Open("sqlite", address+"?_pragma=query_only(on)&_pragma=trusted_schema(off)")
	if err != nil {
		return r, err
	}
	defer func() { _ = db.Close() }() // it only read
	rows, err := db.QueryContext(ctx, newestRevision)
	if err != nil {
		return r, err
	}
	defer func() { _ = rows.Close() }()
	if rows.Next() {
		if r, err = scanRevision(rows); err != nil {
			return r, err
		}
	}
	return r, rows.Err()
}
