//go:build explorer

package explorer

import (
	"embed"
	"fmt"
	"io/fs"
)

// What npm bundles. With the tag and without the bundle the build fails here, so no
// program is shipped that only seems to have the pages.
//
//go:embed all:web/dist
var distFiles embed.FS

// bundle gives the bundled pages.
func bundle() (fs.FS, bool) {
	dist, err := fs.Sub(distFiles, "web/dist")
	if err != nil {
		panic(fmt.Sprintf("BUG: %v", err))
	}
	return dist, true
}
