package embedded

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	_ "modernc.org/sqlite" // the driver "sqlite"
)

// database is the file: one connection that writes, and some that read beside it.
type database struct {
	write   *sql.DB // of one connection, which is:
	conn    *sql.Conn
	read    *sql.DB
	readers prepared // statements on read
	writers prepared // statements on conn
}

// openDatabase opens the file in the folder, makes it or brings it to the newest
// schema, and gives the schema it had. durable says whether a commit waits for
// the disk.
func openDatabase(ctx context.Context, dir string, durable bool) (*database, int, error) {
	address, err := fileAddress(filepath.Join(dir, fileName))
	if err != nil {
		return nil, 0, unusable(dir, err, "has no path")
	}
	db := &database{}
	was, err := db.open(ctx, address, durable)
	if err != nil {
		_ = db.close() // the first error says it all
		switch {
		case errors.Is(err, errNotOurs):
			return nil, 0, unusable(dir, err, "has a file %s that is no record of Entente; move that file away, or choose another folder", fileName)
		case errors.Is(err, errTooNew):
			return nil, 0, unusable(dir, err, "was written by a newer release; use that release, or choose another folder")
		}
		return nil, 0, unopened(ctx, dir, fault(ctx, err))
	}
	return db, was, nil
}

// fileAddress writes a path as SQLite's URI, in which some characters mean something.
func fileAddress(path string) (string, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") { // C:/…
		path = "/" + path
	}
	return (&url.URL{Scheme: "file", Path: path}).String(), nil
}

func (db *database) open(ctx context.Context, address string, durable bool) (was int, err error) {
	const common = "?_pragma=busy_timeout(5000)&_pragma=trusted_schema(off)&_pragma=temp_store(memory)"
	if db.write, err = sql.Open("sqlite", address+common); err != nil {
		return 0, err
	}
	if db.conn, err = db.write.Conn(ctx); err != nil {
		return 0, err
	}
	if _, err = schemaOf(ctx, db.conn); err != nil { // before anything is changed in a file that is not ours
		return 0, err
	}
	if err = db.tune(ctx, durable); err != nil {
		return 0, err
	}
	if was, err = migrate(ctx, db.conn, migrations); err != nil {
		return was, err
	}
	if db.read, err = sql.Open("sqlite", address+common+"&_pragma=query_only(on)"); err != nil {
		return was, err
	}
	readers := max(4, runtime.GOMAXPROCS(0))
	db.read.SetMaxOpenConns(readers)
	db.read.SetMaxIdleConns(readers)
	db.readers.prepare = db.read.PrepareContext
	db.writers.prepare = db.conn.PrepareContext
	return was, nil
}

// tune sets how the writing connection works. WAL lets readers read while it
// writes; FULL makes each commit wait until the log is on the disk, so that what
// was acknowledged survives a power cut, and fullfsync asks macOS to mean it.
func (db *database) tune(ctx context.Context, durable bool) error {
	var mode string
	if err := db.conn.QueryRowContext(ctx, "PRAGMA journal_mode = WAL").Scan(&mode); err != nil {
		return err
	}
	if mode != "wal" {
		return fmt.Errorf("journal mode is %s", mode)
	}
	synchronous := "FULL"
	if !durable {
		synchronous = "OFF"
	}
	// 16 MiB of pages, so that a bulk load does not go to the log for each index it fills.
	_, err := db.conn.ExecContext(ctx, "PRAGMA synchronous = "+synchronous+"; PRAGMA fullfsync = ON; PRAGMA cache_size = -16384")
	return err
}

func (db *database) close() error {
	var errs []error
	for _, p := range []*prepared{&db.readers, &db.writers} {
		errs = append(errs, p.close())
	}
	if db.read != nil {
		errs = append(errs, db.read.Close())
	}
	if db.conn != nil {
		errs = append(errs, db.conn.Close())
	}
	if db.write != nil {
		errs = append(errs, db.write.Close()) // the last to close: it empties the log into the file
	}
	return errors.Join(errs...)
}

// prepared keeps statements that were prepared, by their text.
type prepared struct {
	prepare func(context.Context, string) (*sql.Stmt, error)
	mu      sync.Mutex
	byText  map[string]*sql.Stmt
}

// statement is what is done with a prepared statement. It is not closed.
type statement interface {
	ExecContext(ctx context.Context, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, args ...any) (*sql.Rows, error)
}

func (p *prepared) statement(ctx context.Context, text string) (statement, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if st, ok := p.byText[text]; ok {
		return st, nil
	}
	st, err := p.prepare(ctx, text)
	if err != nil {
		return nil, err
	}
	if p.byText == nil {
		p.byText = map[string]*sql.Stmt{}
	}
	p.byText[text] = st
	return st, nil
}

func (p *prepared) close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	var errs []error
	for _, st := range p.byText {
		errs = append(errs, st.Close())
	}
	p.byText = nil
	return errors.Join(errs...)
}
