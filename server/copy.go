package main

import (
	"cmp"
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/exchange/replay"
)

// Run copies a record with its history and its desk into another store.
func (c *copyCommand) Run(p *process) (err error) {
	for flag, place := range map[string]string{"--from": c.From, "--to": c.To} {
		if place == "" {
			return graph.InField(flag, graph.Errorf(graph.ErrInvalid, "is not given; name a data folder, or the address of a Neo4j"))
		}
	}
	if c.From == c.To {
		return graph.InField("--to", graph.Errorf(graph.ErrInvalid, "is where it is copied from; name another place"))
	}
	from, err := c.place(c.From).openToRead(p)
	if err != nil {
		return inPlaceOf("--from", err)
	}
	defer func() { err = cmp.Or(err, from.Close()) }()
	to, err := c.place(c.To).open(p, slog.New(slog.DiscardHandler))
	if err != nil {
		return inPlaceOf("--to", err)
	}
	defer func() { err = cmp.Or(err, to.Close()) }()
	said := newProgress(p.stderr, "changes")
	newest, err := replay.Copy(p.ctx, from, to, said.count)
	said.end()
	if err != nil {
		return err
	}
	want, err := digestTold(p, from, newest)
	if err != nil {
		return err
	}
	got, err := digestTold(p, to, newest)
	if err != nil {
		return err
	}
	if got.Sum != want.Sum {
		return graph.Errorf(graph.ErrConflict, "the copy differs from the source (%s and %s): somebody has changed the papers of one of them meanwhile, or it is a fault of the program; try again", got, want)
	}
	_, err = fmt.Fprintf(p.stdout, "copied revisions 1 to %d and %s to %s\n%s\n", newest, plural(got.Papers, "paper"), c.To, got)
	return err
}

// place gives the flags of the store that a folder or an address names.
func (a storeAccess) place(name string) storeFlags {
	f := storeFlags{storeAccess: a, Store: "embedded", Data: name}
	if strings.Contains(name, "://") {
		f.Store, f.Data = name, ""
	}
	return f
}

// inPlaceOf names the flag of copy instead of that of other commands.
func inPlaceOf(flag string, err error) error {
	var e *graph.Error
	if !errors.As(err, &e) || e.Field != "--data" && e.Field != "--store" {
		return err
	}
	named := *e
	named.Field = flag
	return &named
}

// digestTold computes the digest of a store, and tells how far it is.
func digestTold(p *process, s graph.Store, upTo graph.RevisionNumber) (replay.Digest, error) {
	said := newProgress(p.stderr, "changes compared")
	d, err := replay.DigestOf(p.ctx, s, upTo, said.count)
	said.end()
	return d, err
}

// Run prints the digest of a record.
func (c *digestCommand) Run(p *process) (err error) {
	r, err := c.openToRead(p)
	if err != nil {
		return err
	}
	defer func() { err = cmp.Or(err, r.Close()) }()
	last, err := newest(p.ctx, r)
	if err != nil {
		return err
	}
	d, err := digestTold(p, r, last.Number)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(p.stdout, "%s\n%s, %s, %s\n", d, plural(int(d.Revisions), "revision"), plural(d.Changes, "change"), plural(d.Papers, "paper"))
	return err
}
