package neo4jtest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"time"
)

// With runs a command with EnvURL set: to the server that it names already, or to one that is started with the options and
// stopped after the command. Signals are passed on to the command; if the process that started this one goes away, the
// command is told to end (SIGTERM). The code is the command's own, or 128 and the number of the signal that ended it.
func With(options Options, command []string) (code int, err error) {
	// Taken before anything is started, so that no signal ends this process without the server.
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, forwarded...)
	defer signal.Stop(signals)

	server, stop, err := provide(options)
	if err != nil {
		return 0, err
	}
	env, err := server.env()
	if err != nil {
		return 0, errors.Join(err, stop())
	}
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Env = append(os.Environ(), env)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	code, err = await(cmd, signals)
	return code, errors.Join(err, stop())
}

var forwarded = []os.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT}

// provide returns a server that answers and what stops it again.
func provide(options Options) (Server, func() error, error) {
	ctx, cancel := signal.NotifyContext(context.Background(), forwarded...)
	defer cancel()
	raw := os.Getenv(EnvURL)
	if raw == "" {
		inst, err := launch(ctx, "", options)
		if err != nil {
			return Server{}, nil, err
		}
		stop := func() error { return errors.Join(inst.stop(), forgetLock(lockName(inst.server))) }
		return inst.server, stop, nil
	}
	server, err := parseServer(raw)
	if err != nil {
		return Server{}, nil, err
	}
	if err := server.ping(ctx); err != nil {
		return Server{}, nil, fmt.Errorf("the server that %s names: %w", EnvURL, err)
	}
	return server, func() error { return nil }, nil
}

// await runs the command to its end and returns its exit code.
func await(cmd *exec.Cmd, signals <-chan os.Signal) (int, error) {
	parent := os.Getppid()
	if err := cmd.Start(); err != nil {
		return 0, err
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()

	// Signals to go run do not all reach the program that it runs, and its death reaches it only as a change of parent.
	orphaned := time.NewTicker(time.Second)
	defer orphaned.Stop()
	for {
		select {
		case s := <-signals:
			_ = cmd.Process.Signal(s) // fails when the command has ended, which the next turn sees
		case <-orphaned.C:
			if os.Getppid() != parent {
				orphaned.Stop()
				_ = cmd.Process.Signal(syscall.SIGTERM)
			}
		case err := <-ended:
			return exitCode(err)
		}
	}
}

func exitCode(err error) (int, error) {
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		return 0, err
	}
	if status, ok := exit.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		return 128 + int(status.Signal()), nil
	}
	return exit.ExitCode(), nil
}
