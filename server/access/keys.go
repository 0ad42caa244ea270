package access

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"time"

	"github.com/entente/entente/graph"
)

const (
	keyDrawer  = "key"
	firstKeyID = "first" // of the administrator's key that the first start makes: a fixed id, so that of two servers one makes it
)

const (
	// keysFresh is how long keys that were read count: a key that another server
	// revoked is good here for so long at most.
	keysFresh = 5 * time.Second
	// keysAgain is how soon keys are read again for a token whose key is not among
	// them: it may have been made just now, or be a guess.
	keysAgain = 500 * time.Millisecond
	// useNoted is how exact the last use of a key is noted: not each request may
	// write.
	useNoted = 10 * time.Minute
	// noteWithin is how long noting a use may hold a request up.
	noteWithin = time.Second
	// tries is how often a key is changed anew when somebody else changes it at the
	// same time.
	tries = 5
)

// Keys are the keys on a desk. They are safe for use by many goroutines; several
// servers may use one desk.
type Keys struct {
	desk graph.Desk
	log  *slog.Logger
	now  func() time.Time

	mu    sync.Mutex
	known map[string]keyPaper
	read  time.Time            // when known was read; zero for never
	filed int                  // counts what was filed here
	noted map[string]time.Time // when the use of a key was last noted, or tried to be
}

// NewKeys gives the keys on a desk. A nil clock is the machine's.
func NewKeys(desk graph.Desk, log *slog.Logger, now func() time.Time) *Keys {
	if now == nil {
		now = time.Now
	}
	return &Keys{desk: desk, log: log, now: now, noted: map[string]time.Time{}}
}

// Create makes a key and gives its token, which is told only now.
func (k *Keys) Create(ctx context.Context, n NewKey, by string) (Key, string, error) {
	return k.create(ctx, newKeyID(), n, by)
}

// First makes the administrator's key of a desk that never had a key, and gives its
// token; or the empty token where there was one before.
func (k *Keys) First(ctx context.Context) (token string, err error) {
	for _, err := range k.desk.Papers(ctx, graph.PaperFilter{Drawer: keyDrawer}) {
		return "", err
	}
	_, token, err = k.create(ctx, firstKeyID, NewKey{Name: "administrator", Role: Administrator}, "")
	if errors.Is(err, graph.ErrConflict) { // another server made it
		return "", nil
	}
	return token, err
}

func (k *Keys) create(ctx context.Context, id string, n NewKey, by string) (Key, string, error) {
	now := k.now().UTC().Truncate(time.Second)
	if err := n.Check(now); err != nil {
		return Key{}, "", err
	}
	token := newToken(id)
	made := keyPaper{
		Key:  Key{ID: id, Name: n.Name, Role: n.Role, Created: now, CreatedBy: by, Until: n.Until.UTC()},
		Hash: hashOf(token),
	}
	err := k.file(ctx, made)
	return made.Key, token, err
}

// List gives all keys, also those that are good no more, in the order in which they
// were made.
func (k *Keys) List(ctx context.Context) ([]Key, error) {
	known, err := k.load(ctx)
	if err != nil {
		return nil, err
	}
	all := make([]Key, 0, len(known))
	for _, one := range known {
		all = append(all, one.Key)
	}
	slices.SortFunc(all, func(a, b Key) int {
		return cmp.Or(a.Created.Compare(b.Created), cmp.Compare(a.ID, b.ID))
	})
	return all, nil
}

// Revoke ends a key for good. It stays in the list. Revoking it twice is harmless.
func (k *Keys) Revoke(ctx context.Context, id string) (Key, error) {
	return k.change(ctx, id, func(p *keyPaper) bool {
		if !p.Revoked.IsZero() {
			return false
		}
		p.Revoked = k.now().UTC().Truncate(time.Second)
		return true
	})
}

// Principal gives who shows a token. A token that is not good is
// ErrUnauthenticated, whatever is wrong with it.
func (k *Keys) Principal(ctx context.Context, token string) (Principal, error) {
	id, ok := idOf(token)
	if !ok {
		return Principal{}, notGood()
	}
	p, ok, err := k.find(ctx, id)
	if err != nil {
		return Principal{}, err
	}
	if !ok || !p.opens(token) || p.State(k.now()) != "good" {
		return Principal{}, notGood()
	}
	k.note(ctx, p)
	return Principal{Name: p.Name, Role: p.Role, KeyID: p.ID, Until: p.Until}, nil
}

// Still reports why a principal may not go on with what they do, if their key has
// been revoked or has expired since: ErrForbidden.
func (k *Keys) Still(ctx context.Context, who Principal) error {
	if who.KeyID == "" {
		return nil
	}
	p, ok, err := k.find(ctx, who.KeyID)
	if err != nil {
		return err
	}
	if !ok || p.State(k.now()) != "good" {
		return graph.Errorf(graph.ErrForbidden, "the key %s is good no more", who.KeyID)
	}
	return nil
}

func notGood() error {
	return graph.Errorf(graph.ErrUnauthenticated, "the key is not good: it is mistyped, revoked or expired; an administrator makes another with entente key create")
}

// find gives the key of an id, from what was read not long ago.
func (k *Keys) find(ctx context.Context, id string) (keyPaper, bool, error) {
	k.mu.Lock()
	p, ok := k.known[id]
	age := k.now().Sub(k.read)
	k.mu.Unlock()
	if age >= 0 && (age < keysAgain || ok && age < keysFresh) {
		return p, ok, nil
	}
	known, err := k.load(ctx)
	p, ok = known[id]
	return p, ok, err
}

// load reads all keys: they are few.
func (k *Keys) load(ctx context.Context) (map[string]keyPaper, error) {
	known, at := map[string]keyPaper{}, k.now()
	k.mu.Lock()
	filed := k.filed
	k.mu.Unlock()
	for paper, err := range k.desk.Papers(ctx, graph.PaperFilter{Drawer: keyDrawer}) {
		if err != nil {
			return nil, err
		}
		p, err := readKey(paper)
		if err != nil {
			return nil, err
		}
		known[p.ID] = p
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.filed == filed { // else it was read too early
		k.known, k.read = known, at
	}
	return known, nil
}

// note notes that a key was used, now and then. That it cannot be noted keeps
// nobody from reading.
func (k *Keys) note(ctx context.Context, p keyPaper) {
	now := k.now().UTC().Truncate(time.Second)
	k.mu.Lock()
	due := now.Sub(p.LastUsed) >= useNoted && now.Sub(k.noted[p.ID]) >= useNoted
	if due {
		k.noted[p.ID] = now
	}
	k.mu.Unlock()
	if !due {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, noteWithin)
	defer cancel()
	_, err := k.change(ctx, p.ID, func(p *keyPaper) bool {
		p.LastUsed = now
		return true
	})
	if err != nil {
		k.log.WarnContext(ctx, "the use of a key was not noted", "key", p.ID, "error", err)
	}
}

// change changes a key as it lies on the desk, and gives it as it is then.
func (k *Keys) change(ctx context.Context, id string, how func(*keyPaper) bool) (Key, error) {
	var err error
	for range tries {
		var known map[string]keyPaper
		if known, err = k.load(ctx); err != nil {
			return Key{}, err
		}
		p, ok := known[id]
		if !ok {
			return Key{}, graph.InField("id", graph.Errorf(graph.ErrNotFound, "there is no key %q; entente key list tells which there are", id))
		}
		if !how(&p) {
			return p.Key, nil
		}
		if err = k.file(ctx, p); !errors.Is(err, graph.ErrConflict) {
			return p.Key, err
		}
	}
	return Key{}, err
}

// file puts a key on the desk, and forgets what was read before.
func (k *Keys) file(ctx context.Context, p keyPaper) error {
	paper, err := p.paper()
	if err != nil {
		return err
	}
	_, err = k.desk.File(ctx, paper)
	k.mu.Lock()
	defer k.mu.Unlock()
	k.read = time.Time{}
	k.filed++
	return err
}
