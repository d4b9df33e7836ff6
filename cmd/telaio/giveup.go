package main

import (
	"context"
	"fmt"
	"path/filepath"

	"telaio/internal/assessment"
	"telaio/internal/blob"
	"telaio/internal/clock"
	"telaio/internal/sealing"
	"telaio/internal/store"
)

// giveUpCommand is the way out when keys are lost for good, so that the site can
// start again.
type giveUpCommand struct {
	databaseFlags
	SecretKey string `help:"Key for confidential answers, as for serve." env:"TELAIO_SECRET_KEY"`
}

// Run forgets the answers that no key opens.
func (c giveUpCommand) Run(ctx context.Context, to terminal) error {
	return withStore(ctx, c.databaseFlags, func(s *store.Store) error {
		key, err := siteFlags{databaseFlags: c.databaseFlags, SecretKey: c.SecretKey}.key()
		if err != nil {
			return err
		}
		keys, err := sealing.OpenKeyring(filepath.Join(c.Data, sealing.KeysFolder), key)
		if err != nil {
			return err
		}
		defer keys.Close()
		pieces, err := blob.OpenPieces(filepath.Join(c.Data, sealedFolder))
		if err != nil {
			return err
		}
		defer pieces.Close()
		cycles, err := assessment.UseCases{Store: s, Clock: clock.System{}, Keys: keys, SealedFiles: pieces}.GiveUpLost(ctx)
		if err != nil {
			return err
		}
		fmt.Fprintf(to.out, "Confidential answers of %d self-assessments were forgotten; those who gave them can answer again.\n", cycles)
		return nil
	})
}
