//go:build !explorer

package explorer

import "io/fs"

// bundle reports that this program was built without the bundled pages.
func bundle() (fs.FS, bool) { return nil, false }
