package main

import (
	"context"
	"fmt"

	"telaio/internal/assessment"
	"telaio/internal/sealing"
)

// seal gets the key with which confidential answers and letters are kept, from
// the settings or from its file. It refuses to start when answers wait that
// another key has sealed.
func (p *program) seal(ctx context.Context) error {
	key, err := p.flags.key()
	if err != nil {
		return err
	}
	if p.sheets, err = sealing.NewBox(key, assessment.SheetPurpose); err != nil {
		return err
	}
	letters, err := sealing.NewBox(key, "letters")
	if err != nil {
		return err
	}
	p.store.SealLetters(letters)
	waiting, err := p.store.SheetKeys(ctx)
	if err != nil {
		return fmt.Errorf("look for sealed answers: %w", err)
	}
	return assessment.CheckKey(p.sheets, waiting)
}

// key is the one that was set, or the one in the data folder, which is made at
// the first start.
func (f siteFlags) key() ([]byte, error) {
	if f.SecretKey == "" {
		return sealing.LoadKey(f.Data)
	}
	key, err := sealing.ReadKey(f.SecretKey)
	if err != nil {
		return nil, fmt.Errorf("--secret-key: %w", err)
	}
	return key, nil
}
