package httpapi

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"
	"sync"

	"github.com/99designs/gqlgen/graphql"

	"github.com/entente/entente/graph"
)

// documents are operations that are asked by a name instead of their text: those
// that the operator trusts, and those that clients have sent before (automatic
// persisted queries, as Apollo's and urql's clients send them).
type documents struct {
	trusted map[string]string // texts by id
	texts   map[string]bool   // the trusted texts
	only    bool

	mu            sync.Mutex
	young, before map[string]string // by digest: those of the last generation, and of the one before
}

const (
	// maxKept is how many texts that clients sent are kept, and maxKeptText how long
	// each may be in bytes: together 20 MB at most.
	maxKept     = 1000
	maxKeptText = 20_000
)

func newDocuments(trusted map[string]string, only bool) *documents {
	d := &documents{trusted: map[string]string{}, texts: map[string]bool{}, only: only, young: map[string]string{}}
	for id, text := range trusted {
		d.trusted[id], d.trusted[digestOf(text)] = text, text
		d.texts[text] = true
	}
	return d
}

func digestOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// documentID is the member of a request, and the parameter of an address, that
// names a document.
const documentID = "documentId"

// names reports whether a request says which document it means without its text.
func names(p *graphql.RawParams) bool {
	return p.Extensions[documentID] != nil || p.Extensions["persistedQuery"] != nil
}

// resolve gives a request the text of the document that it names, and reports why
// a document is not answered. A client that is told "PersistedQueryNotFound" sends
// the text once more with its digest.
func (d *documents) resolve(p *graphql.RawParams) error {
	id, digest, err := named(p)
	if err != nil {
		return err
	}
	switch text, known := d.find(id + digest); {
	case id+digest == "":
	case known && (p.Query == "" || p.Query == text):
		p.Query = text
	case id != "":
		return &refusal{http.StatusNotFound, graph.InField(documentID, graph.Errorf(graph.ErrNotFound, "there is no document of this id"))}
	case p.Query == "":
		return &refusal{http.StatusOK, graph.Errorf(graph.ErrNotFound, "PersistedQueryNotFound")}
	case digestOf(p.Query) != digest:
		return refuse(http.StatusBadRequest, "extensions.persistedQuery.sha256Hash is not the SHA-256 digest of the query, in small hexadecimal letters")
	}
	if d.only && !d.texts[p.Query] {
		return &refusal{http.StatusForbidden, graph.Errorf(graph.ErrForbidden, "this service answers only the documents that its operator trusts")}
	}
	if digest != "" {
		d.keep(digest, p.Query)
	}
	return nil
}

// named reads which document a request names: by id, or by digest.
func named(p *graphql.RawParams) (id, digest string, err error) {
	if v := p.Extensions[documentID]; v != nil {
		id, ok := v.(string)
		if !ok || id == "" {
			return "", "", refuse(http.StatusBadRequest, "%s is not a text", documentID)
		}
		return strings.TrimPrefix(id, "sha256:"), "", nil
	}
	v := p.Extensions["persistedQuery"]
	if v == nil {
		return "", "", nil
	}
	said, _ := v.(map[string]any)
	digest, ok := said["sha256Hash"].(string)
	if !ok || len(digest) != hex.EncodedLen(sha256.Size) {
		return "", "", refuse(http.StatusBadRequest, `extensions.persistedQuery is not {"version": 1, "sha256Hash": "…"}`)
	}
	return "", digest, nil
}

// find gives the text of an id or digest.
func (d *documents) find(name string) (string, bool) {
	if text, ok := d.trusted[name]; ok {
		return text, true
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if text, ok := d.young[name]; ok {
		return text, true
	}
	text, ok := d.before[name]
	return text, ok
}

// keep keeps a text for those who name it. Those that are used stay.
func (d *documents) keep(digest, text string) {
	if len(text) > maxKeptText {
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.young) >= maxKept/2 {
		d.before, d.young = d.young, map[string]string{}
	}
	d.young[digest] = text
}
