// Package graph holds the words of Entente and the port to its stores.
//
// Actors (states, organizations, persons …) stand in relations to one another.
// A [Relation] says that a source actor stands in a [Kind] of relation to a
// target actor over a [Period], and carries the [Evidence] for it. Relations are
// recorded in numbered revisions, so there are two times that are never mixed:
// the period is when something held in the world, the revision is when the
// record came to know it. A third, the publication day of evidence, says when
// the world could know it.
//
// The package defines each meaning once: what a period covers, what a filter
// keeps, how sure a relation is, which batch is valid. Stores push these
// meanings down into their own engines and are held to them by the laws in
// package storetest.
package graph
