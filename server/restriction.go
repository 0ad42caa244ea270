package main

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/server/access"
)

// restrictionCommand manages what is hidden from whom.
type restrictionCommand struct {
	Set  restrictionSetCommand  `cmd:"" help:"Hide an actor, a relation, an event or a source, and all that would tell of it, from everybody below a role."`
	List restrictionListCommand `cmd:"" help:"List what is hidden, from whom and why."`
	Lift restrictionLiftCommand `cmd:"" help:"Show again what was hidden."`
}

// restrictionSetCommand hides something.
type restrictionSetCommand struct {
	keyFlags `embed:""`
	Role     string `group:"restriction" default:"editor" enum:"contributor,editor,administrator" placeholder:"ROLE" help:"Least role that goes on seeing it: contributor, editor or administrator."`
	Reason   string `group:"restriction" placeholder:"TEXT" help:"Why, for those who come after you."`
	Ahead    bool   `group:"restriction" help:"It is not recorded yet. Without this an id that names nothing is an error."`

	ID string `arg:"" name:"id" help:"Id of what is to be hidden, as mali, source:x, event:x or relation:x."`
}

// restrictionListCommand lists what is hidden.
type restrictionListCommand struct {
	keyFlags `embed:""`
}

// restrictionLiftCommand shows again what was hidden.
type restrictionLiftCommand struct {
	keyFlags `embed:""`

	ID string `arg:"" name:"id" help:"Id of what is hidden."`
}

// restrictionKeeper makes, lists and lifts restrictions: in a store, or through a
// service.
type restrictionKeeper interface {
	Set(ctx context.Context, n access.NewRestriction, ahead bool) (access.Restriction, error)
	List(ctx context.Context) ([]access.Restriction, error)
	Lift(ctx context.Context, id string) error
}

// restrictions gives the restrictions that the flags mean, and what closes them.
func (f keyFlags) restrictions(p *process) (restrictionKeeper, func() error, error) {
	if f.Service != "" {
		s, err := newRemoteKeys(f.Service, p.env[keyVariable])
		return remoteRestrictions{s}, func() error { return nil }, err
	}
	r, err := f.openBeside(p)
	if err != nil {
		return nil, nil, err
	}
	return localRestrictions{access.NewRestrictions(r.Store, nil), r.Store}, r.Close, nil
}

// localRestrictions are those in a store.
type localRestrictions struct {
	*access.Restrictions
	store graph.Store
}

// Set makes a restriction.
func (l localRestrictions) Set(ctx context.Context, n access.NewRestriction, ahead bool) (access.Restriction, error) {
	if !ahead {
		snap, err := l.store.Snapshot(ctx, 0)
		if err != nil {
			return access.Restriction{}, err
		}
		known, err := access.Known(ctx, snap, n.ID)
		if err := cmp.Or(err, snap.Close()); err != nil {
			return access.Restriction{}, err
		}
		if !known {
			return access.Restriction{}, access.NotKnown(n.ID)
		}
	}
	return l.Restrictions.Set(ctx, n, "")
}

// remoteRestrictions are those of a running service.
type remoteRestrictions struct{ *remoteKeys }

// Set has the service make a restriction.
func (s remoteRestrictions) Set(ctx context.Context, n access.NewRestriction, ahead bool) (access.Restriction, error) {
	var made access.Restriction
	err := s.ask(ctx, http.MethodPost, "/restrictions", map[string]any{"id": n.ID, "role": n.Role, "reason": n.Reason, "ahead": ahead}, &made)
	return made, err
}

// List gives the restrictions of the service.
func (s remoteRestrictions) List(ctx context.Context) ([]access.Restriction, error) {
	var list struct{ Restrictions []access.Restriction }
	err := s.ask(ctx, http.MethodGet, "/restrictions", nil, &list)
	return list.Restrictions, err
}

// Lift has the service lift a restriction.
func (s remoteRestrictions) Lift(ctx context.Context, id string) error {
	var lifted struct{ ID string }
	return s.ask(ctx, http.MethodDelete, "/restrictions/"+url.PathEscape(id), nil, &lifted)
}

// Run hides something.
func (c *restrictionSetCommand) Run(p *process) (err error) {
	n := access.NewRestriction{ID: c.ID, Reason: c.Reason}
	if n.Role, err = access.ParseRole(c.Role); err != nil {
		return graph.InField("--role", err)
	}
	keeper, done, err := c.restrictions(p)
	if err != nil {
		return err
	}
	defer func() { err = cmp.Or(err, done()) }()
	made, err := keeper.Set(p.ctx, n, c.Ahead)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(p.stdout, "%s, and all that would tell of it, is hidden from everybody below %s.\n", made.ID, strings.ToLower(made.Role.String()))
	return err
}

// Run lists what is hidden.
func (c *restrictionListCommand) Run(p *process) (err error) {
	keeper, done, err := c.restrictions(p)
	if err != nil {
		return err
	}
	defer func() { err = cmp.Or(err, done()) }()
	all, err := keeper.List(p.ctx)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		_, err := fmt.Fprintln(p.stdout, "Nothing is hidden from anybody who may read.")
		return err
	}
	w := tabwriter.NewWriter(p.stdout, 0, 0, 2, ' ', 0)
	say(w, "ID\tSEEN BY\tSINCE\tBY\tREASON\n")
	for _, r := range all {
		say(w, "%s\t%s\t%s\t%s\t%s\n", r.ID, strings.ToLower(r.Role.String()), r.Since.Format(time.DateTime), cmp.Or(r.By, "a command"), r.Reason)
	}
	return w.Flush()
}

// Run shows again what was hidden.
func (c *restrictionLiftCommand) Run(p *process) (err error) {
	keeper, done, err := c.restrictions(p)
	if err != nil {
		return err
	}
	defer func() { err = cmp.Or(err, done()) }()
	if err := keeper.Lift(p.ctx, c.ID); err != nil {
		return err
	}
	_, err = fmt.Fprintf(p.stdout, "%s is shown again to everybody who may read.\n", c.ID)
	return err
}
