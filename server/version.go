package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

// release gives the version of the program: the linker's, else that of the module
// as it was fetched.
func release() string {
	if info, ok := debug.ReadBuildInfo(); ok && version == "dev" && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return version
}

// Run prints the version.
func (*versionCommand) Run(p *process) error {
	_, err := fmt.Fprintln(p.stdout, versionLine())
	return err
}

// versionLine says what the program is and what it was built for.
func versionLine() string {
	return fmt.Sprintf("Entente %s (%s, %s/%s)", release(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
}
