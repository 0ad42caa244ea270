// Package gql answers GraphQL operations over the atlas. The contract is
// schema.graphqls; gqlgen's code stands in gen, and the resolvers here, one file a
// type.
//
// The resolvers of one operation share a scope. It opens each view once, and lets
// a field be read with one question to the store for all objects at the same
// place of the query (see together): so the number of reads depends on the depth
// of the query, never on the number of rows.
package gql

//go:generate go -C ../.. run ./server/gql/generate
