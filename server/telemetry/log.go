// Package telemetry tells the operator what the service does. What it makes is
// built once and handed on as values; there are no globals.
package telemetry

import (
	"context"
	"io"
	"log/slog"
)

// LogFormat is a form of log lines.
type LogFormat string

// The forms of log lines.
const (
	LogText LogFormat = "text" // key=value, for people
	LogJSON LogFormat = "json" // one object a line, for machines
)

// requestAttr names the id of the request in a log line.
const requestAttr = "request"

// NewLogger makes a logger that writes lines of at least a level to w, each with
// the id of the request it belongs to.
func NewLogger(w io.Writer, format LogFormat, level slog.Level) *slog.Logger {
	o := &slog.HandlerOptions{Level: level}
	var h slog.Handler = slog.NewTextHandler(w, o)
	if format == LogJSON {
		h = slog.NewJSONHandler(w, o)
	}
	return slog.New(requestHandler{h})
}

// requestHandler adds the request's id to what is logged within a request, unless
// the line has it already.
type requestHandler struct{ slog.Handler }

func (h requestHandler) Handle(ctx context.Context, r slog.Record) error {
	id, named := RequestID(ctx), false
	r.Attrs(func(a slog.Attr) bool {
		named = a.Key == requestAttr
		return !named
	})
	if id != "" && !named {
		r.AddAttrs(slog.String(requestAttr, id))
	}
	return h.Handler.Handle(ctx, r)
}

func (h requestHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return requestHandler{h.Handler.WithAttrs(attrs)}
}

func (h requestHandler) WithGroup(name string) slog.Handler {
	return requestHandler{h.Handler.WithGroup(name)}
}
