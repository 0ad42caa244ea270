// Package scalar writes and reads the scalars of the schema.
//
// A value that is not there, such as an empty text, a day beyond all days or a
// period that was not given, is written as null.
package scalar

import (
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"github.com/entente/entente/graph"
)

// MarshalString writes a text; none as null.
func MarshalString(s string) graphql.Marshaler {
	if s == "" {
		return graphql.Null
	}
	return graphql.MarshalString(s)
}

// UnmarshalString reads a text.
func UnmarshalString(v any) (string, error) { return graphql.UnmarshalString(v) }

// MarshalDate writes a day; one beyond all days as null.
func MarshalDate(d graph.Day) graphql.Marshaler {
	if !d.IsFinite() {
		return graphql.Null
	}
	return quoted(d.String())
}

// UnmarshalDate reads a day.
func UnmarshalDate(v any) (graph.Day, error) {
	s, ok := v.(string)
	if !ok {
		return 0, graph.Errorf(graph.ErrInvalid, "%s is not a day; write it in quotes as \"YYYY-MM-DD\", as in \"2023-08-15\"", show(v))
	}
	return graph.ParseDay(s)
}

// MarshalDateTime writes a moment in UTC.
func MarshalDateTime(t time.Time) graphql.Marshaler {
	return quoted(t.UTC().Format(time.RFC3339Nano))
}

// UnmarshalDateTime reads a moment. A day alone is not one: it would be read at its
// start by some and at its end by others.
func UnmarshalDateTime(v any) (time.Time, error) {
	s, _ := v.(string)
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		return t, graph.Errorf(graph.ErrInvalid, "%s is not a moment; write it as \"2023-08-15T12:00:00Z\"", show(v))
	}
	return t, nil
}

// MarshalEDTF writes a period as it was written; one that was not given as null.
func MarshalEDTF(p graph.Period) graphql.Marshaler {
	if p.IsZero() {
		return graphql.Null
	}
	return quoted(p.String())
}

// UnmarshalEDTF reads a period; null, where a field may be null, is none.
func UnmarshalEDTF(v any) (graph.Period, error) {
	if v == nil {
		return graph.Period{}, nil
	}
	s, ok := v.(string)
	if !ok {
		return graph.Period{}, graph.Errorf(graph.ErrInvalid, "%s is not a period; write it in quotes, as in \"2023-07-26\" or \"2022-08-15/..\"", show(v))
	}
	return graph.ParsePeriod(s)
}

// MarshalURL writes an address; none as null.
func MarshalURL(s string) graphql.Marshaler { return MarshalString(s) }

// UnmarshalURL reads an http or https address; null, where a field may be null, is
// none.
func UnmarshalURL(v any) (string, error) {
	if v == nil {
		return "", nil
	}
	s, _ := v.(string)
	if u, err := url.Parse(s); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return "", graph.Errorf(graph.ErrInvalid, "%s is not an http or https address", show(v))
	}
	return s, nil
}

// MarshalRevisionNumber writes the number of a revision.
func MarshalRevisionNumber(n graph.RevisionNumber) graphql.Marshaler {
	return graphql.WriterFunc(func(w io.Writer) { _, _ = io.WriteString(w, strconv.FormatUint(uint64(n), 10)) })
}

// UnmarshalRevisionNumber reads the number of a revision.
func UnmarshalRevisionNumber(v any) (graph.RevisionNumber, error) {
	n, err := graphql.UnmarshalInt(v)
	if err != nil || n < 1 {
		return 0, graph.Errorf(graph.ErrInvalid, "%s is not the number of a revision; they are numbered from 1", show(v))
	}
	return graph.RevisionNumber(n), nil
}

// quoted writes a text that needs no escaping.
func quoted(s string) graphql.Marshaler {
	return graphql.WriterFunc(func(w io.Writer) { _, _ = io.WriteString(w, `"`+s+`"`) })
}

// show writes a value for a message, cut to a length a person reads.
func show(v any) string {
	const most = 60
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprintf("a %T", v)
	}
	if len(b) > most {
		return string([]rune(string(b[:most]))) + "…"
	}
	return string(b)
}
