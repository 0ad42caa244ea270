package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/entente/entente/graph"
)

// Run checks the files, and lists every fault with its line.
func (c *checkCommand) Run(p *process) (err error) {
	base, done, err := c.base(p)
	if err != nil {
		return err
	}
	defer func() { err = cmp.Or(err, done()) }()
	in := &input{ctx: p.ctx, names: c.Files, stdin: p.stdin}
	checker := graph.NewChecker(base)
	faults := 0
	tell := func(fault string) {
		faults++
		say(p.stdout, "%s\n", fault)
	}
	err = in.each(func(r graph.Record, err error) error {
		if err != nil {
			tell(inWords(err))
			return nil
		}
		return c.record(p.ctx, checker, in, r, tell)
	})
	switch {
	case err != nil:
		return err
	case faults > 0:
		return graph.Errorf(graph.ErrInvalid, "%s in %s", plural(faults, "fault"), plural(in.read+in.faulty, "line"))
	}
	_, err = fmt.Fprintf(p.stdout, "%s, no faults\n", plural(in.read, "record"))
	return err
}

// record checks one record by itself: it may refer to what stands before it, as
// import asks for.
func (c *checkCommand) record(ctx context.Context, checker *graph.Checker, in *input, r graph.Record, tell func(string)) error {
	_, err := checker.Check(ctx, []graph.Record{r}, in.read-1)
	var found *graph.Faults
	if !errors.As(err, &found) {
		return err
	}
	for _, f := range found.List {
		tell(fmt.Sprintf("%s: %s: %s", in.where(f.Record), f.Field, f.Message))
	}
	if found.More > 0 {
		tell(fmt.Sprintf("%s: and %d more", in.where(in.read-1), found.More))
	}
	return nil
}

// base gives what the files may refer to besides themselves: nothing, or the
// newest revision of the record.
func (c *checkCommand) base(p *process) (graph.Snapshot, func() error, error) {
	if !c.Record {
		return nothing{}, func() error { return nil }, nil
	}
	r, err := c.openToRead(p)
	if err != nil {
		return nil, nil, err
	}
	snap, err := r.Snapshot(p.ctx, 0)
	if err != nil {
		return nil, nil, errors.Join(err, r.Close())
	}
	return snap, func() error { return cmp.Or(snap.Close(), r.Close()) }, nil
}
