package gql

import (
	"sync"

	"github.com/vektah/gqlparser/v2/ast"
)

// maxCachedQuery is how long a text may be to be kept: clients that ask again and
// again send the same short texts.
const maxCachedQuery = 20_000

// cache keeps checked documents by their text: those of the last generation and of
// the one before, so that what is asked often stays.
type cache struct {
	mu            sync.Mutex
	most          int
	young, before map[string]*ast.QueryDocument
}

func newCache(most int) *cache {
	return &cache{most: max(1, most/2), young: map[string]*ast.QueryDocument{}}
}

func (c *cache) get(query string) (*ast.QueryDocument, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if doc, ok := c.young[query]; ok {
		return doc, true
	}
	doc, ok := c.before[query]
	if ok {
		c.add(query, doc)
	}
	return doc, ok
}

func (c *cache) put(query string, doc *ast.QueryDocument) {
	if len(query) > maxCachedQuery {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.add(query, doc)
}

func (c *cache) add(query string, doc *ast.QueryDocument) {
	if len(c.young) >= c.most {
		c.before, c.young = c.young, map[string]*ast.QueryDocument{}
	}
	c.young[query] = doc
}
