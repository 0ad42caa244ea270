package main

import (
	"context"
	"fmt"
	"io"
	"strings"
)

// process is what a command may touch of the world.
type process struct {
	ctx    context.Context
	stdin  io.Reader
	stdout io.Writer
	stderr io.Writer
	env    map[string]string
}

// run runs a command to its end and gives the exit status. A canceled context
// stops it cleanly.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer, env []string) int {
	p := &process{ctx: ctx, stdin: stdin, stdout: stdout, stderr: stderr, env: map[string]string{}}
	for _, pair := range env {
		name, value, _ := strings.Cut(pair, "=")
		p.env[name] = value
	}
	command, err := parse(p, args)
	if err == nil && command != nil {
		err = command.Run(p)
	}
	if err != nil {
		say(stderr, "entente: %s\n", inWords(err))
	}
	return exitStatus(err)
}

// say tells a person something in passing. What a command is run for is written
// with its error checked.
func say(w io.Writer, format string, args ...any) { _, _ = fmt.Fprintf(w, format, args...) }

// command is one of the program's commands, with its flags set.
type command interface{ Run(p *process) error }
