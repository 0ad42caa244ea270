// Package exchange writes the record into files that other programs read, and
// reads it back. A file is a sequence of graph.Record: whatever a record refers
// to stands before it. Nothing is held in memory but the names of the actors
// and the titles of the sources, so a file may be larger than the memory.
//
// The formats are listed in one place, [Formats]; each has a file of its own.
package exchange
