package explorer

import (
	"embed"
	"fmt"
	"path"
	"strings"
)

//go:embed examples/*.graphql
var exampleFiles embed.FS

// Example is a GraphQL query to start from. The plain page, the query page, the
// README and the tests all take their queries from here.
type Example struct {
	Name  string // file name without its extension, as "1-call"
	Path  string // where Handler serves it, as "/examples/1-call.graphql"
	Title string // the question that it answers: its first line, a comment
	Query string // the whole text, the title with it
}

// Examples lists the example queries in the order of their names.
func Examples() []Example {
	names := glob(exampleFiles, "examples/*.graphql")
	out := make([]Example, 0, len(names))
	for _, name := range names {
		b, err := exampleFiles.ReadFile(name)
		if err != nil {
			panic(fmt.Sprintf("BUG: %v", err))
		}
		first, _, _ := strings.Cut(string(b), "\n")
		out = append(out, Example{
			Name:  strings.TrimSuffix(path.Base(name), ".graphql"),
			Path:  "/" + name,
			Title: strings.TrimSpace(strings.TrimPrefix(first, "#")),
			Query: string(b),
		})
	}
	return out
}
