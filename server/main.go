// Command entente serves a graph of the relations between states and the sources
// for them, and moves it in and out of files. See docs/commands.md.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

// version is the release that was built; the linker sets it.
var version = "dev"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr, os.Environ()))
}
