package main

import (
	"cmp"
	"fmt"
	"iter"
	"log/slog"
	"os/user"
	"path/filepath"
	"strings"

	"github.com/entente/entente/graph"
)

// Run records the files as one revision.
func (c *importCommand) Run(p *process) (err error) {
	in := &input{ctx: p.ctx, names: c.Files, stdin: p.stdin}
	head, err := c.head(in)
	if err != nil {
		return err
	}
	r, err := c.openOrBegin(p, slog.New(slog.DiscardHandler), c.beginFlags)
	if err != nil {
		return err
	}
	defer func() { err = cmp.Or(err, r.Close()) }()
	if r.begun {
		say(p.stderr, "a new record; the bundled data is its revision 1 (--empty begins with nothing)\n")
	}
	before, err := r.Snapshot(p.ctx, 0)
	if err != nil {
		return err
	}
	defer func() { err = cmp.Or(err, before.Close()) }()
	said := newProgress(p.stderr, "records")
	told := &tally{before: before}
	made, err := graph.Load(p.ctx, r, head, counted(told.over(p.ctx, in.records()), said))
	said.end()
	if err != nil {
		return in.inLines(err)
	}
	if made.Number <= before.Revision() {
		_, err = fmt.Fprintf(p.stdout, "nothing changed: revision %d has recorded this already (key %s); another --key records it again\n", made.Number, made.Key)
		return err
	}
	_, err = fmt.Fprintf(p.stdout, "recorded %s as revision %d: %s\n", plural(in.read, "record"), made.Number, told)
	return err
}

// head says who records what and why.
func (c *importCommand) head(in *input) (graph.BatchHead, error) {
	h := graph.BatchHead{Author: c.Author, Reason: c.Reason, Key: c.Key, After: graph.RevisionNumber(c.After)}
	if h.Author == "" {
		h.Author = "unknown"
		if u, err := user.Current(); err == nil {
			h.Author = cmp.Or(u.Name, u.Username)
		}
	}
	if h.Reason == "" {
		names := make([]string, len(c.Files))
		for i, f := range c.Files {
			names[i] = nameOf(f)
			if f != "-" {
				names[i] = filepath.Base(f)
			}
		}
		h.Reason = "import of " + strings.Join(names, ", ")
	}
	var err error
	if h.Key == "" {
		h.Key, err = in.digest()
	}
	return h, err
}

func counted(records iter.Seq2[graph.Record, error], p *progress) iter.Seq2[graph.Record, error] {
	return func(yield func(graph.Record, error) bool) {
		for r, err := range records {
			if !yield(r, err) {
				return
			}
			p.count()
		}
	}
}
