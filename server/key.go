package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/server/access"
)

// keyCommand manages the keys of a record.
type keyCommand struct {
	Create keyCreateCommand `cmd:"" help:"Make a key and print its token, which is told only once."`
	List   keyListCommand   `cmd:"" help:"List the keys: whose they are, what they may do, when they were last used."`
	Revoke keyRevokeCommand `cmd:"" help:"End a key for good."`
}

// keyFlags say which record's keys are meant.
type keyFlags struct {
	storeFlags `embed:""`
	Service    string `group:"record" placeholder:"URL" help:"Address of a running service that is meant, as http://127.0.0.1:8080, in place of the store: a data folder belongs to the service that runs on it. ENTENTE_SERVICE_KEY holds the administrator's key for it; it has no flag, since other users of a machine can read those."`
}

// keyCreateCommand makes a key.
type keyCreateCommand struct {
	keyFlags `embed:""`
	Role     string `group:"key" default:"reader" enum:"reader,contributor,editor,administrator" placeholder:"ROLE" help:"What it may do: reader (reads), contributor (proposes too), editor (records and decides too) or administrator (everything)."`
	Until    string `group:"key" placeholder:"DAY" help:"Last day on which it is good, as 2027-12-31 (UTC); for ever if not given."`

	Name string `arg:"" help:"Whose key it is: the author of what is recorded with it."`
}

// keyListCommand lists the keys.
type keyListCommand struct {
	keyFlags `embed:""`
}

// keyRevokeCommand ends a key.
type keyRevokeCommand struct {
	keyFlags `embed:""`

	ID string `arg:"" name:"id" help:"Id of the key, as entente key list tells it."`
}

// keyKeeper makes, lists and revokes keys: in a store, or through a service.
type keyKeeper interface {
	Create(ctx context.Context, n access.NewKey, by string) (access.Key, string, error)
	List(ctx context.Context) ([]access.Key, error)
	Revoke(ctx context.Context, id string) (access.Key, error)
}

// keyVariable holds the token that a command shows to a service.
const keyVariable = envPrefix + "SERVICE_KEY"

// keeper gives the keys that the flags mean, and what closes them.
func (f keyFlags) keeper(p *process) (keyKeeper, func() error, error) {
	if f.Service != "" {
		s, err := newRemoteKeys(f.Service, p.env[keyVariable])
		return s, func() error { return nil }, err
	}
	r, err := f.openBeside(p)
	if err != nil {
		return nil, nil, err
	}
	return access.NewKeys(r.Store, slog.New(slog.DiscardHandler), nil), r.Close, nil
}

// openBeside opens the store for what lies beside the record.
func (f keyFlags) openBeside(p *process) (*record, error) {
	kind, err := f.kind()
	if err != nil {
		return nil, err
	}
	if kind.absent != nil && kind.absent(f.storeFlags) {
		return nil, f.noRecord()
	}
	r, err := f.open(p, slog.New(slog.DiscardHandler))
	if errors.Is(err, graph.ErrUnavailable) && kind.name == "embedded" {
		return nil, graph.Errorf(graph.ErrUnavailable,
			"%s; if a service runs on it, ask that one: --service http://127.0.0.1:8080, with an administrator's key in %s", inWords(err), keyVariable)
	}
	return r, err
}

// Run makes a key and prints its token.
func (c *keyCreateCommand) Run(p *process) (err error) {
	n := access.NewKey{Name: c.Name}
	if n.Role, err = access.ParseRole(c.Role); err != nil {
		return graph.InField("--role", err)
	}
	if c.Until != "" {
		last, err := time.Parse(time.DateOnly, c.Until)
		if err != nil {
			return graph.InField("--until", graph.Errorf(graph.ErrInvalid, "%q is no day; write it as 2027-12-31", c.Until))
		}
		n.Until = last.AddDate(0, 0, 1)
	}
	keys, done, err := c.keeper(p)
	if err != nil {
		return err
	}
	defer func() { err = cmp.Or(err, done()) }()
	key, token, err := keys.Create(p.ctx, n, "")
	if err != nil {
		return err
	}
	say(p.stderr, "The key %s of %s may do what a %s may. It is told only now:\n", key.ID, key.Name, strings.ToLower(key.Role.String()))
	_, err = fmt.Fprintln(p.stdout, token)
	return err
}

// Run lists the keys.
func (c *keyListCommand) Run(p *process) (err error) {
	keys, done, err := c.keeper(p)
	if err != nil {
		return err
	}
	defer func() { err = cmp.Or(err, done()) }()
	all, err := keys.List(p.ctx)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		_, err := fmt.Fprintln(p.stdout, "There are no keys yet. The first start of the service makes one, or entente key create.")
		return err
	}
	w := tabwriter.NewWriter(p.stdout, 0, 0, 2, ' ', 0)
	say(w, "ID\tNAME\tROLE\tSTATE\tMADE\tGOOD UNTIL\tLAST USED\n")
	for _, k := range all {
		say(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", k.ID, k.Name, strings.ToLower(k.Role.String()), k.State(time.Now()),
			k.Created.Format(time.DateOnly), orWord(k.Until, time.DateTime, "for ever"), orWord(k.LastUsed, time.DateTime, "never"))
	}
	return w.Flush()
}

func orWord(t time.Time, layout, word string) string {
	if t.IsZero() {
		return word
	}
	return t.UTC().Format(layout)
}

// Run revokes a key.
func (c *keyRevokeCommand) Run(p *process) (err error) {
	keys, done, err := c.keeper(p)
	if err != nil {
		return err
	}
	defer func() { err = cmp.Or(err, done()) }()
	key, err := keys.Revoke(p.ctx, c.ID)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(p.stdout, "The key %s of %s is revoked. Other services on the same store refuse it within seconds.\n", key.ID, key.Name)
	return err
}
