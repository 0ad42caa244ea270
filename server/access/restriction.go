package access

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/overlay"
)

const restrictionDrawer = "restriction"

// restrictionsFresh is how long restrictions that were read count: one that another
// server made holds here after so long at most.
const restrictionsFresh = 2 * time.Second

// Restriction hides an actor, a relation, an event or a source, and all that would
// tell of it, from everybody below a role.
type Restriction struct {
	ID     string    `json:"id"`     // of what is hidden
	Role   Role      `json:"role"`   // the least role that sees it
	Reason string    `json:"reason"` // why, for administrators
	By     string    `json:"by,omitempty"`
	Since  time.Time `json:"since"`
}

// NewRestriction is what somebody decides about a restriction.
type NewRestriction struct {
	ID     string
	Role   Role
	Reason string
}

// maxReason bounds the reason of a restriction, in characters.
const maxReason = 1000

// Check reports what is wrong with the restriction, as ErrInvalid.
func (n NewRestriction) Check() error {
	switch {
	case n.ID == "":
		return graph.InField("id", graph.Errorf(graph.ErrInvalid, "is empty; write the id of an actor, a relation, an event or a source"))
	case n.Role < Contributor || n.Role > Administrator:
		return graph.InField("role", graph.Errorf(graph.ErrInvalid, "must be CONTRIBUTOR, EDITOR or ADMINISTRATOR: the least role that goes on seeing it"))
	case strings.TrimSpace(n.Reason) == "" || utf8.RuneCountInString(n.Reason) > maxReason:
		return graph.InField("reason", graph.Errorf(graph.ErrInvalid, "say why in 1 to %d characters, for those who come after you", maxReason))
	}
	return nil
}

// Restrictions are the restrictions on a desk. They are safe for use by many
// goroutines; several servers may use one desk.
type Restrictions struct {
	desk graph.Desk
	now  func() time.Time

	mu    sync.Mutex
	masks map[Role]*overlay.Mask // by who sees through them; nil for nothing hidden
	read  time.Time              // when masks were read; zero for never
	filed int                    // counts what was filed here
}

// NewRestrictions gives the restrictions on a desk. A nil clock is the machine's.
func NewRestrictions(desk graph.Desk, now func() time.Time) *Restrictions {
	if now == nil {
		now = time.Now
	}
	return &Restrictions{desk: desk, now: now}
}

// Set makes a restriction, or changes the one of the same id. It holds at once here,
// and on other servers of the desk within two seconds.
func (r *Restrictions) Set(ctx context.Context, n NewRestriction, by string) (Restriction, error) {
	if err := n.Check(); err != nil {
		return Restriction{}, err
	}
	made := Restriction{ID: n.ID, Role: n.Role, Reason: n.Reason, By: by, Since: r.now().UTC().Truncate(time.Second)}
	body, err := json.Marshal(made)
	if err != nil {
		return Restriction{}, err
	}
	return made, r.change(func() error {
		version, err := r.version(ctx, n.ID)
		if err == nil {
			_, err = r.desk.File(ctx, graph.Paper{Drawer: restrictionDrawer, ID: n.ID, Version: version, Body: body})
		}
		return err
	})
}

// Lift ends the restriction of an id.
func (r *Restrictions) Lift(ctx context.Context, id string) error {
	return r.change(func() error {
		version, err := r.version(ctx, id)
		if err == nil && version == 0 {
			return graph.InField("id", graph.Errorf(graph.ErrNotFound, "%q is not restricted; entente restriction list tells what is", id))
		}
		if err == nil {
			err = r.desk.Discard(ctx, restrictionDrawer, id, version)
		}
		return err
	})
}

// version gives the version of the restriction of an id; 0 for none.
func (r *Restrictions) version(ctx context.Context, id string) (uint64, error) {
	for p, err := range r.desk.Papers(ctx, graph.PaperFilter{Drawer: restrictionDrawer, IDs: []string{id}}) {
		return p.Version, err
	}
	return 0, nil
}

// change changes what lies on the desk, and forgets what was read before.
func (r *Restrictions) change(how func() error) error {
	var err error
	for range tries {
		if err = how(); !errors.Is(err, graph.ErrConflict) {
			break
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.read = time.Time{}
	r.filed++
	return err
}

// List gives all restrictions, by id.
func (r *Restrictions) List(ctx context.Context) ([]Restriction, error) {
	var all []Restriction
	for p, err := range r.desk.Papers(ctx, graph.PaperFilter{Drawer: restrictionDrawer}) {
		if err != nil {
			return nil, err
		}
		var one Restriction
		if err := json.Unmarshal(p.Body, &one); err != nil {
			return nil, fmt.Errorf("the restriction of %s on the desk cannot be read: %w", p.ID, err)
		}
		all = append(all, one)
	}
	slices.SortFunc(all, func(a, b Restriction) int { return cmp.Compare(a.ID, b.ID) })
	return all, nil
}

// Mask gives what hides from who asks what they may not see; nil if they may see
// everything. Whoever did not say who they are sees the least. That restrictions
// cannot be read is an error: nobody is shown more because of it.
func (r *Restrictions) Mask(ctx context.Context) (*overlay.Mask, error) {
	role := max(FromContext(ctx).Role, Reader)
	r.mu.Lock()
	masks, age, filed := r.masks, r.now().Sub(r.read), r.filed
	r.mu.Unlock()
	if masks != nil && age >= 0 && age < restrictionsFresh {
		return masks[role], nil
	}
	at := r.now()
	all, err := r.List(ctx)
	if err != nil {
		return nil, err
	}
	masks = map[Role]*overlay.Mask{}
	for _, sees := range Roles() {
		masks[sees] = maskFor(sees, all)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.filed == filed { // else it was read too early
		r.masks, r.read = masks, at
	}
	return masks[role], nil
}

// maskFor gives what restrictions hide from a role, or nil for nothing.
func maskFor(role Role, all []Restriction) *overlay.Mask {
	var hidden overlay.Removed
	none := true
	for _, one := range all {
		if role >= one.Role {
			continue
		}
		none = false
		switch {
		case strings.HasPrefix(one.ID, graph.RelationPrefix):
			hidden.Relations = append(hidden.Relations, graph.RelationID(one.ID))
		case strings.HasPrefix(one.ID, graph.EventPrefix):
			hidden.Events = append(hidden.Events, graph.EventID(one.ID))
		case strings.HasPrefix(one.ID, graph.SourcePrefix):
			hidden.Sources = append(hidden.Sources, graph.SourceID(one.ID))
		default:
			hidden.Actors = append(hidden.Actors, graph.ActorID(one.ID))
		}
	}
	if none {
		return nil
	}
	return overlay.NewMask(hidden)
}

// Known reports whether a snapshot holds what has the id.
func Known(ctx context.Context, snap graph.Snapshot, id string) (bool, error) {
	switch {
	case strings.HasPrefix(id, graph.RelationPrefix):
		return some(graph.Collect(snap.Relations(ctx, []graph.RelationID{graph.RelationID(id)})))
	case strings.HasPrefix(id, graph.EventPrefix):
		return some(graph.Collect(snap.Events(ctx, []graph.EventID{graph.EventID(id)})))
	case strings.HasPrefix(id, graph.SourcePrefix):
		return some(graph.Collect(snap.Sources(ctx, []graph.SourceID{graph.SourceID(id)})))
	}
	return some(graph.Collect(snap.Actors(ctx, []graph.ActorID{graph.ActorID(id)})))
}

func some[V any](found []V, err error) (bool, error) { return len(found) > 0, err }

// NotKnown says that an id names nothing that could be hidden.
func NotKnown(id string) error {
	return graph.InField("id", graph.Errorf(graph.ErrNotFound,
		"nothing has the id %q, so nothing would be hidden; write the id of an actor, a relation, an event or a source, or say that it comes later (ahead)", id))
}
