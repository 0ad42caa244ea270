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
	_, err := fmt.Fprintf(p.stdout, "Entente %s (%s, %s/%s)\n", release(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return err
}
