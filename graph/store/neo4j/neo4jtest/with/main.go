// Command with runs another command beside a Neo4j that its tests may use:
//
//	go run ./graph/store/neo4j/neo4jtest/with -- go test ./...
//
// It sets ENTENTE_TEST_NEO4J for the command, passes signals on to it and its exit code back, and stops what it started.
package main

import (
	"flag"
	"fmt"
	"os"

	"github.com/entente/entente/graph/store/neo4j/neo4jtest"
)

func main() {
	var options neo4jtest.Options
	flag.IntVar(&options.HeapMiB, "heap", 0, "Java `MiB` of the server, if one is started (default 1024)")
	flag.IntVar(&options.PageCacheMiB, "cache", 0, "page cache `MiB` of the server, if one is started (default 128)")
	flag.IntVar(&options.TransactionTotalMaxMiB, "transactions", 0, "`MiB` for all transactions together (default 70 % of the heap)")
	flag.Usage = func() {
		_, _ = fmt.Fprintln(flag.CommandLine.Output(), "usage: with [-heap MiB] [-cache MiB] [-transactions MiB] -- command [argument ...]")
		flag.PrintDefaults()
	}
	flag.Parse()
	if flag.NArg() == 0 {
		flag.Usage()
		os.Exit(2)
	}
	code, err := neo4jtest.With(options, flag.Args())
	if err != nil {
		fmt.Fprintln(os.Stderr, "with:", err)
		os.Exit(max(code, 1))
	}
	os.Exit(code)
}
