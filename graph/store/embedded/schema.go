package embedded

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// migrations are the steps from an empty file to the newest schema, in the order
// of their names; the first makes schema 1. A step that was released never
// changes.
//
//go:embed schema/*.sql
var migrations embed.FS

// applicationID marks a SQLite file as ours: "entn" in its header.
const applicationID = 0x656e746e

// notOurs and tooNew say why a file is left alone.
var (
	errNotOurs = errors.New("not a record of Entente")
	errTooNew  = errors.New("a newer schema")
)

// migrate brings the file to the newest schema, each step in a transaction of
// its own with its number, and gives the schema that it had. A file that is not
// ours, or newer than the steps, is not touched.
//
// The number is SQLite's user_version. A migration tool would add a table of its
// own to a file that is meant to be read, and a dozen modules, for these lines.
func migrate(ctx context.Context, conn *sql.Conn, steps fs.FS) (was int, err error) {
	names, err := fs.Glob(steps, "schema/*.sql")
	if err != nil {
		return 0, err
	}
	slices.Sort(names)
	if was, err = schemaOf(ctx, conn); err != nil {
		return 0, err
	}
	if was > len(names) {
		return was, fmt.Errorf("%w: %d, newer than %d", errTooNew, was, len(names))
	}
	for i, name := range names[was:] {
		text, err := fs.ReadFile(steps, name)
		if err != nil {
			return was, err
		}
		step := fmt.Sprintf("BEGIN IMMEDIATE;\n%s;\nPRAGMA application_id = %d;\nPRAGMA user_version = %d;\nCOMMIT;", text, applicationID, was+i+1)
		if _, err := conn.ExecContext(ctx, step); err != nil {
			_, _ = conn.ExecContext(context.WithoutCancel(ctx), "ROLLBACK")
			return was, fmt.Errorf("%s: %w", strings.TrimPrefix(name, "schema/"), err)
		}
	}
	return was, nil
}

// schemaOf gives the schema of the file: 0 for an empty one.
func schemaOf(ctx context.Context, conn *sql.Conn) (int, error) {
	var application, schema, tables int
	err := conn.QueryRowContext(ctx, `SELECT
		(SELECT application_id FROM pragma_application_id),
		(SELECT user_version FROM pragma_user_version),
		(SELECT count(*) FROM sqlite_schema)`).Scan(&application, &schema, &tables)
	var e *sqlite.Error
	switch {
	case errors.As(err, &e) && e.Code()&0xff == sqlite3.SQLITE_NOTADB:
		return 0, fmt.Errorf("%w: %w", errNotOurs, err)
	case err != nil:
		return 0, err
	case application != applicationID && (tables > 0 || schema > 0):
		return 0, errNotOurs
	}
	return schema, nil
}
