package main

import (
	"fmt"

	"github.com/entente/entente/graph/store/embedded"
)

// Run copies the record, with its history and its desk, into a new data folder.
func (c *backupCommand) Run(p *process) error {
	kind, err := c.kind()
	if err != nil {
		return err
	}
	if len(kind.schemes) > 0 { // it has no file of its own
		return (&copyCommand{storeAccess: c.storeAccess, From: c.Store, To: c.Folder}).Run(p)
	}
	if noDatabase(c.storeFlags) {
		return c.noRecord()
	}
	r, err := embedded.Backup(p.ctx, c.Data, c.Folder)
	if err != nil {
		return err
	}
	if r.Number == 0 {
		_, err = fmt.Fprintf(p.stdout, "backed up a record in which nothing is recorded yet to %s\n", c.Folder)
		return err
	}
	_, err = fmt.Fprintf(p.stdout, "backed up revisions 1 to %d to %s; entente serve --data %s serves them\n", r.Number, c.Folder, c.Folder)
	return err
}
