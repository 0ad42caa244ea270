package embedded

import (
	"context"
	"database/sql"
	"encoding/json"
	"iter"

	"github.com/entente/entente/graph"
)

// readChunk is how many rows are read from the file at once: enough to make
// statements few, little enough that nothing waits long for the first.
const readChunk = 512

// query reads all that a statement answers. It holds nothing when it returns.
func query[V any](ctx context.Context, s *Store, text string, scan func(*sql.Rows) (V, error), args ...any) ([]V, error) {
	s.reading.RLock()
	defer s.reading.RUnlock()
	if err := s.usable(ctx); err != nil {
		return nil, err
	}
	return queryIn(ctx, &s.db.readers, text, scan, args...)
}

// queryIn is query by the statements of a connection.
func queryIn[V any](ctx context.Context, in *prepared, text string, scan func(*sql.Rows) (V, error), args ...any) ([]V, error) {
	st, err := in.statement(ctx, text)
	if err != nil {
		return nil, fault(ctx, err)
	}
	rows, err := st.QueryContext(ctx, args...)
	if err != nil {
		return nil, fault(ctx, err)
	}
	defer rows.Close() // what matters is rows.Err
	var out []V
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, fault(ctx, err)
		}
		out = append(out, v)
	}
	return out, fault(ctx, rows.Err())
}

// scanned reads a row of one column.
func scanned[V any](rows *sql.Rows) (v V, err error) { return v, rows.Scan(&v) }

// row is a record as it stands in a table.
type row struct {
	version uint32
	born    graph.RevisionNumber
	id      string
	json    string
}

// scanRecord gives a scanner of rows (version, born, id, record) that makes of
// each record a value with its revision.
func scanRecord[V any](finish func(*V, row)) func(*sql.Rows) (found[V], error) {
	return func(rows *sql.Rows) (found[V], error) {
		var r row
		var f found[V]
		if err := rows.Scan(&r.version, &r.born, &r.id, &r.json); err != nil {
			return f, err
		}
		if err := graph.Unmarshal(r.json, &f.value); err != nil {
			return f, damaged("version %d of %s: %w", r.version, r.id, err)
		}
		f.version, f.id = r.version, r.id
		finish(&f.value, r)
		return f, nil
	}
}

// found is a value read from a table.
type found[V any] struct {
	version uint32
	id      string
	value   V
}

// stored is a record as text, with the number of its version.
type stored struct {
	version uint32
	record  string
}

func scanStored(rows *sql.Rows) (x stored, err error) { return x, rows.Scan(&x.version, &x.record) }

// list writes values as a JSON array, which a statement takes apart by
// json_each: so one statement serves lists of any length.
func list[V any](values []V) string {
	if len(values) == 0 {
		return "[]"
	}
	b, err := json.Marshal(values)
	if err != nil {
		panic("embedded: a list of ids or numbers that cannot be written: " + err.Error())
	}
	return string(b)
}

// distinct gives the values, each once, where it is given first.
func distinct[V comparable](values []V) []V {
	seen := make(map[V]struct{}, len(values))
	out := make([]V, 0, len(values))
	for _, v := range values {
		if _, ok := seen[v]; !ok {
			seen[v] = struct{}{}
			out = append(out, v)
		}
	}
	return out
}

// sequence yields what produce puts. Before each value, and at the end, usable
// may end it with an error. put answers false when produce should return, which
// then returns nil.
func sequence[V any](ctx context.Context, usable func(context.Context) error, produce func(put func(V) bool) error) iter.Seq2[V, error] {
	return func(yield func(V, error) bool) {
		var none V
		left := false
		err := usable(ctx)
		if err == nil {
			e := produce(func(v V) bool {
				if err = usable(ctx); err != nil {
					return false
				}
				left = !yield(v, nil)
				return !left
			})
			if err == nil {
				err = e
			}
		}
		if left {
			return
		}
		if err == nil {
			err = usable(ctx)
		}
		if err != nil {
			yield(none, err)
		}
	}
}
