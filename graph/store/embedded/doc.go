// Package embedded is a [graph.Store] in one SQLite file, with the graph itself
// in memory.
//
// The file is the durable record: every version of every actor, source, event
// and relation, each whole as JSON beside the columns that are queried (see
// schema/README.md). What walks, filters and lists read of relations is kept in
// memory too, about a hundred bytes a version, and built from the file when the
// store is opened.
//
// # Revisions
//
// Every version carries the revision at which it was born and the one at which
// it died. A snapshot is the store and a number: it costs nothing, blocks no
// writer, and any old revision can be read as quickly as the newest. Writers
// take turns. A batch is written in one SQLite transaction; only when that is
// on the disk does the memory learn of it, all at once, and the writer its
// revision. So after a crash at any point every acknowledged revision is there,
// and nothing of another.
//
// # Reading
//
// The state in memory is never changed where a reader can see it: a writer
// makes the next state, which shares what stays the same, and puts it in place
// of the last one. Readers take no lock. From the file they read in chunks, and
// yield when the chunk is read: no cursor or transaction is open while the
// caller works.
package embedded
