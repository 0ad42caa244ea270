package neo4jtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

const (
	// startWithin is some twenty times what a start takes on two idle cores: tests start servers while others compile.
	startWithin = 3 * time.Minute
	// stopWithin leaves room for the checkpoint of a store that has just been loaded.
	stopWithin = time.Minute
	// startedLine ends what Neo4j and Launch.java print when they are ready.
	startedLine = "Started."
)

// Options are the settings of a server that this package starts. Sizes are in MiB; zero means the default. A server needs
// some MiB for its own transactions: with less than about 16 it does not start.
type Options struct {
	HeapMiB                int  // 1024 by default
	PageCacheMiB           int  // 128 by default
	TransactionMaxMiB      int  // db.memory.transaction.max; unlimited by default
	TransactionTotalMaxMiB int  // dbms.memory.transaction.total.max; 70 % of the heap by default
	ReadOnly               bool // server.databases.default_to_read_only: each write to user data is refused
}

func (o Options) heapMiB() int {
	if o.HeapMiB == 0 {
		return 1024
	}
	return o.HeapMiB
}

func (o Options) pageCacheMiB() int {
	if o.PageCacheMiB == 0 {
		return 128
	}
	return o.PageCacheMiB
}

// settings returns what neo4j.conf would say, name=value.
func (o Options) settings(port int) []string {
	s := []string{
		"server.bolt.enabled=true",
		fmt.Sprintf("server.bolt.advertised_address=127.0.0.1:%d", port),
		"server.http.enabled=false",
		fmt.Sprintf("server.memory.pagecache.size=%dm", o.pageCacheMiB()),
		"dbms.security.auth_enabled=true",
		// Tests sign in with a wrong password; that must not lock the account for the tests beside them.
		"dbms.security.auth_max_failed_attempts=0",
		"dbms.usage_report.enabled=false",
		// Saves 512 MiB of disk for each server.
		"db.tx_log.preallocate=false",
		// Bolt would wait ten seconds for late comers while it shuts down.
		"internal.dbms.bolt.netty_server_shutdown_quiet_period=0",
	}
	if o.TransactionMaxMiB > 0 {
		s = append(s, fmt.Sprintf("db.memory.transaction.max=%dm", o.TransactionMaxMiB))
	}
	if o.TransactionTotalMaxMiB > 0 {
		s = append(s, fmt.Sprintf("dbms.memory.transaction.total.max=%dm", o.TransactionTotalMaxMiB))
	}
	if o.ReadOnly {
		s = append(s, "server.databases.default_to_read_only=true")
	}
	return s
}

// An engine can run Neo4j.
type engine interface {
	// command returns a process that runs a server until its standard input ends and then stops it in good order. It
	// prints startedLine.
	command(i *instance) *exec.Cmd
	// kill ends the server at once, as a power cut would, without a chance to write anything.
	kill(i *instance) error
}

// instance is one server: a data folder and a port, and the process that runs there or did.
type instance struct {
	engine  engine
	dir     string // "" for one that is deleted when the server stops
	port    int    // on 127.0.0.1, the same for each start
	options Options
	server  Server

	cmd    *exec.Cmd
	stdin  io.Closer
	output *output
	exited chan struct{} // closed when the process is gone
}

// launch starts a server on the data folder dir, or on a temporary one if dir is empty, and waits until it answers.
func launch(ctx context.Context, dir string, options Options) (*instance, error) {
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	return launchAt(ctx, port, dir, options)
}

func launchAt(ctx context.Context, port int, dir string, options Options) (*instance, error) {
	engine, err := findEngine(ctx)
	if err != nil {
		return nil, err
	}
	if dir != "" {
		if dir, err = filepath.Abs(dir); err != nil {
			return nil, err
		}
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return nil, err
		}
	}
	inst := &instance{
		engine: engine, dir: dir, port: port, options: options,
		server: Server{URI: fmt.Sprintf("neo4j://127.0.0.1:%d", port), User: startedUser, Password: startedPassword},
	}
	return inst, inst.start(ctx)
}

// freePort returns a port from below the ranges from which systems give ports to outgoing connections: it is still free
// when a server that was killed comes back to it.
func freePort() (int, error) {
	const low, high, attempts = 20000, 32000, 100
	for range attempts {
		port := low + rand.IntN(high-low)
		listener, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
		if err == nil {
			return port, listener.Close()
		}
	}
	return 0, fmt.Errorf("no free port between %d and %d after %d attempts", low, high, attempts)
}

func (i *instance) start(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, startWithin)
	defer cancel()
	i.cmd = i.engine.command(i)
	// A Ctrl-C in the terminal is for the tests, which may still want the database while they end.
	i.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	stdin, err := i.cmd.StdinPipe()
	if err != nil {
		return err
	}
	i.stdin, i.output, i.exited = stdin, newOutput(), make(chan struct{})
	i.cmd.Stdout, i.cmd.Stderr = i.output, i.output
	if err := i.cmd.Start(); err != nil {
		close(i.exited)
		return fmt.Errorf("start Neo4j: %w", err)
	}
	go func() {
		defer close(i.exited)
		_ = i.cmd.Wait() // how it ended is in cmd.ProcessState
	}()
	if err := i.awaitStarted(ctx); err != nil {
		err = fmt.Errorf("start Neo4j: %w%s", err, i.output)
		return errors.Join(err, i.stop())
	}
	return nil
}

func (i *instance) awaitStarted(ctx context.Context) error {
	select {
	case <-i.output.started:
		return i.server.ping(ctx)
	case <-i.exited:
		return fmt.Errorf("it ended with %s", i.cmd.ProcessState)
	case <-ctx.Done():
		return context.Cause(ctx) // names the signal, if it was one
	}
}

// stop shuts the server down in good order. It may have ended already.
func (i *instance) stop() error {
	_ = i.stdin.Close() // fails when the process is gone, which is what is wanted
	select {
	case <-i.exited:
		return nil
	case <-time.After(stopWithin):
		return errors.Join(fmt.Errorf("stop Neo4j: it still ran after %s%s", stopWithin, i.output), i.kill())
	}
}

// kill ends the server with SIGKILL and waits until it is gone. It may have ended already.
func (i *instance) kill() error {
	if i.ended() {
		return nil
	}
	if err := i.engine.kill(i); err != nil && !i.ended() {
		return err
	}
	<-i.exited
	return nil
}

func (i *instance) ended() bool {
	select {
	case <-i.exited:
		return true
	default:
		return false
	}
}

// output takes what a server prints: it reports startedLine and keeps the last lines for error messages.
type output struct {
	started chan struct{} // closed when startedLine came

	mu    sync.Mutex
	part  []byte // a line whose end is still to come
	lines []string
	once  sync.Once
}

func newOutput() *output { return &output{started: make(chan struct{})} }

// Write never fails: a server must not stall on its log.
func (o *output) Write(p []byte) (int, error) {
	const keep = 40
	o.mu.Lock()
	defer o.mu.Unlock()
	o.part = append(o.part, p...)
	for {
		line, rest, found := bytes.Cut(o.part, []byte("\n"))
		if !found {
			return len(p), nil
		}
		if bytes.HasSuffix(line, []byte(startedLine)) {
			o.once.Do(func() { close(o.started) })
		}
		o.lines = append(o.lines, string(line))
		if surplus := len(o.lines) - keep; surplus > 0 {
			o.lines = slices.Delete(o.lines, 0, surplus)
		}
		o.part = rest
	}
}

// String returns the last lines as the end of an error message.
func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.lines) == 0 {
		return ""
	}
	return "; its last lines:\n" + strings.Join(o.lines, "\n")
}
