package gql

import (
	"fmt"
	"testing"

	"github.com/99designs/gqlgen/graphql"

	"github.com/entente/entente/graph/graphtest"
)

// BenchmarkPage asks for pages of relations with both their actors, as lists on a
// page show them.
func BenchmarkPage(b *testing.B) {
	h := handler(b, openEmbedded(b), graphtest.Batch(b, wheel(1000)))
	for _, n := range []int{50, 500} {
		for name, fields := range map[string]string{
			"flat":      `id weight confidence`,
			"actors":    `id from { id name } to { id name } kind { name label } period { written } weight confidence`,
			"evidence":  `id from { id name } to { id name } evidence { nodes { id quotation source { id title } } }`,
			"neighbors": `id to { relations(first: 3) { nodes { id from { name } to { name } } } }`,
		} {
			b.Run(fmt.Sprintf("%s/%d", name, n), func(b *testing.B) {
				p := &graphql.RawParams{Query: fmt.Sprintf(`{ relations(first: %d) { nodes { %s } } }`, n, fields)}
				b.ReportAllocs()
				for b.Loop() {
					if r := h.Do(b.Context(), p); len(r.Errors) > 0 {
						b.Fatal(r.Errors)
					}
				}
			})
		}
	}
}
