package main

import (
	"context"
	"fmt"
	"path/filepath"

	"telaio/internal/blob"
	"telaio/internal/sealing"
)

// sealedFolder is the name of the folder with the files of confidential answers,
// in the data folder.
const sealedFolder = "sealed"

// seal gets the key with which letters are kept and forms are stamped, from the
// settings or from its file, and with it the keys of confidential answers. It
// refuses to start when answers wait that no key opens.
func (p *program) seal(ctx context.Context) error {
	key, err := p.flags.key()
	if err != nil {
		return err
	}
	if p.keys, err = sealing.OpenKeyring(filepath.Join(p.flags.Data, sealing.KeysFolder), key); err != nil {
		return err
	}
	if p.sealedFiles, err = blob.OpenPieces(filepath.Join(p.flags.Data, sealedFolder)); err != nil {
		return err
	}
	if p.stamps, err = sealing.NewBox(key, "stamps of forms"); err != nil {
		return err
	}
	letters, err := sealing.NewBox(key, "letters")
	if err != nil {
		return err
	}
	p.store.SealLetters(letters)
	if p.addressBox, err = sealing.NewBox(key, alertPurpose); err != nil {
		return err
	}
	if p.webhookBox, err = sealing.NewBox(key, "webhooks"); err != nil {
		return err
	}
	return p.assessment().CheckKeys(ctx)
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
