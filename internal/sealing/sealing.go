// Package sealing keeps bytes so that a copy of the database alone cannot tell
// them: AES-256-GCM with a key that is never in the database, over records that
// are padded to one length.
package sealing

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
)

// KeySize is the length of the key in bytes.
const KeySize = 32

// Box seals and opens. It is safe for concurrent use. The zero Box has no key
// and refuses both.
type Box struct {
	aead   cipher.AEAD
	keyID  string
	naming []byte
}

// ErrNoKey is what a Box without a key says.
var ErrNoKey = errors.New("there is no key to seal with")

// ErrSealed is what bytes that were sealed with another key, for another purpose
// or changed since say.
var ErrSealed = errors.New("the key does not open this")

// NewBox returns a box with the key, of KeySize bytes. Purpose sets apart boxes
// that share a key: what one sealed no other opens.
func NewBox(key []byte, purpose string) (Box, error) {
	if len(key) != KeySize {
		return Box{}, fmt.Errorf("a key has %d bytes, not %d", KeySize, len(key))
	}
	derived, err := hkdf.Key(sha256.New, key, nil, "telaio "+purpose, KeySize)
	if err != nil {
		return Box{}, fmt.Errorf("derive a key: %w", err)
	}
	block, err := aes.NewCipher(derived)
	if err != nil {
		return Box{}, fmt.Errorf("set up AES: %w", err)
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		return Box{}, fmt.Errorf("set up GCM: %w", err)
	}
	name, err := hkdf.Key(sha256.New, key, nil, "telaio name of the key for "+purpose, 8)
	if err != nil {
		return Box{}, fmt.Errorf("name a key: %w", err)
	}
	naming, err := hkdf.Key(sha256.New, key, nil, "telaio names of things for "+purpose, KeySize)
	if err != nil {
		return Box{}, fmt.Errorf("derive a key for names: %w", err)
	}
	return Box{aead: aead, keyID: hex.EncodeToString(name), naming: naming}, nil
}

// KeyID names the box's key without telling anything of it.
func (b Box) KeyID() string { return b.keyID }

// Name returns a name for the thing, always the same one, that tells nothing of
// it to who has no key. The zero Box has none.
func (b Box) Name(thing string) string {
	if b.aead == nil {
		return ""
	}
	mac := hmac.New(sha256.New, b.naming)
	mac.Write([]byte(thing))
	return hex.EncodeToString(mac.Sum(nil)[:nameSize])
}

// nameSize is the length of a name in bytes before it is written in hex.
const nameSize = 16

// Seal returns the bytes sealed under a fresh nonce. About is bound to them: who
// opens them must name the same thing.
func (b Box) Seal(plain []byte, about string) ([]byte, error) {
	if b.aead == nil {
		return nil, ErrNoKey
	}
	sealed := make([]byte, b.aead.NonceSize(), b.aead.NonceSize()+len(plain)+b.aead.Overhead())
	rand.Read(sealed) // never fails: crypto/rand ends the program instead
	return b.aead.Seal(sealed, sealed, plain, []byte(about)), nil
}

// Open returns what was sealed about the same thing, or ErrSealed.
func (b Box) Open(sealed []byte, about string) ([]byte, error) {
	if b.aead == nil {
		return nil, ErrNoKey
	}
	if len(sealed) < b.aead.NonceSize() {
		return nil, ErrSealed
	}
	nonce, rest := sealed[:b.aead.NonceSize()], sealed[b.aead.NonceSize():]
	plain, err := b.aead.Open(nil, nonce, rest, []byte(about))
	if err != nil {
		return nil, ErrSealed
	}
	return plain, nil
}

// lengthSize is how many bytes of a padded record say how long its content is.
const lengthSize = 4

// ErrTooLong is what content that does not fit its record says.
var ErrTooLong = errors.New("the content does not fit")

// Pad returns the content as a record of size bytes, so that its length tells
// nothing.
func Pad(content []byte, size int) ([]byte, error) {
	if len(content)+lengthSize > size {
		return nil, ErrTooLong
	}
	record := make([]byte, size)
	binary.BigEndian.PutUint32(record, uint32(len(content))) //nolint:gosec // below size
	copy(record[lengthSize:], content)
	return record, nil
}

// Unpad returns the content of a record that Pad made.
func Unpad(record []byte) ([]byte, error) {
	if len(record) < lengthSize {
		return nil, ErrSealed
	}
	n := binary.BigEndian.Uint32(record)
	if int64(n) > int64(len(record)-lengthSize) {
		return nil, ErrSealed
	}
	return record[lengthSize : lengthSize+int(n)], nil
}
