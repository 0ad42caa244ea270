package gql

import (
	"context"
	"slices"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/server/access"
)

// needs says which role a root field takes that is not open to every reader. There
// is no other place that decides so. A mutation that is not among them takes an
// administrator, so that a forgotten one is closed and not open.
var needs = map[string]access.Role{
	"Query.__typename":        access.Nobody,
	"Mutation.__typename":     access.Nobody,
	"Subscription.__typename": access.Nobody,

	// In the record they take an editor, see mayChange.
	"Mutation.record":  access.Contributor,
	"Mutation.correct": access.Contributor,
	"Mutation.retract": access.Contributor,

	"Mutation.mergeActors":  access.Editor,
	"Mutation.propose":      access.Contributor,
	"Mutation.review":       access.Editor,
	"Mutation.openScenario": access.Contributor,
	"Mutation.dropScenario": access.Contributor,
}

// needed gives the role that a root field takes.
func needed(root, field string) access.Role {
	if role, ok := needs[root+"."+field]; ok {
		return role
	}
	if root == "Mutation" {
		return access.Administrator
	}
	return access.Reader
}

// allow reports why who asks may not ask an operation. Whoever asks without having
// been taken in by a server, as a test or a command, asks as a reader.
func allow(ctx context.Context, op *ast.OperationDefinition) error {
	who, asked := access.Asker(ctx)
	if !asked {
		who.Role = access.Reader
	}
	for _, f := range rootFields(op.SelectionSet, nil) {
		if err := who.Require(needed(f.ObjectDefinition.Name, f.Name)); err != nil {
			return graph.InField(f.Name, err)
		}
	}
	return nil
}

// introspects reports whether an operation asks about the schema.
func introspects(op *ast.OperationDefinition) bool {
	return slices.ContainsFunc(rootFields(op.SelectionSet, nil), func(f *ast.Field) bool { return f.Name == "__schema" || f.Name == "__type" })
}

// rootFields gives the fields of an operation that are not nested.
func rootFields(all ast.SelectionSet, into []*ast.Field) []*ast.Field {
	for _, x := range all {
		switch x := x.(type) {
		case *ast.Field:
			into = append(into, x)
		case *ast.InlineFragment:
			into = rootFields(x.SelectionSet, into)
		case *ast.FragmentSpread:
			into = rootFields(x.Definition.SelectionSet, into)
		}
	}
	return into
}
