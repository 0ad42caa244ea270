// Package importer reads the field's own data sets, as they are downloaded, into
// records: alliances, memberships, disputes, wars, missions, leaders, votes, and
// the events that machines code from the news.
//
// Each format has a file of its own and one line in [Formats]. A reader streams:
// it holds no more than the names of the actors and what folding yearly rows
// into spells needs. What a data set names is matched with the actors of the
// record by [Names]; what is not matched is told and never guessed.
package importer
