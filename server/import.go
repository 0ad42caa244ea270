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
	"github.com/entente/entente/graph/exchange/importer"
)

// Run records the files as one revision.
func (c *importCommand) Run(p *process) error {
	switch {
	case c.Guess:
		return c.runGuess(p)
	case c.Mapping != "":
		f, err := c.mapped()
		if err != nil {
			return err
		}
		return c.runData(p, f)
	case c.Format == jsonlFormat:
		return c.runJSONL(p)
	}
	f, err := importer.FormatByName(c.Format)
	if err != nil {
		return asFlag(err)
	}
	return c.runData(p, f)
}

// jsonlFormat is the project's own format.
const jsonlFormat = "jsonl"

// runJSONL records files of JSON Lines.
func (c *importCommand) runJSONL(p *process) (err error) {
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
	names := make([]string, len(c.Files))
	for i, f := range c.Files {
		names[i] = nameOf(f)
	}
	key, err := c.Key, error(nil)
	if key == "" {
		key, err = in.digest()
	}
	return c.headOf("", names, key), err
}

// headOf gives the head of a revision of files.
func (c *importCommand) headOf(what string, files []string, key string) graph.BatchHead {
	h := graph.BatchHead{Author: c.Author, Reason: c.Reason, Key: key, After: graph.RevisionNumber(c.After)}
	if h.Author == "" {
		h.Author = "unknown"
		if u, err := user.Current(); err == nil {
			h.Author = cmp.Or(u.Name, u.Username)
		}
	}
	if h.Reason == "" {
		for i, f := range files {
			files[i] = filepath.Base(f)
		}
		h.Reason = "import of " + what + strings.Join(files, ", ")
	}
	return h
}

func counted(records iter.Seq2[graph.Record, error], p *progress) iter.Seq2[graph.Record, error] {
	return func(yield func(graph.Record, error) bool) {
		p.again()
		for r, err := range records {
			if !yield(r, err) {
				return
			}
			p.count()
		}
	}
}
