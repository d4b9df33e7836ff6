// Package secret makes the random names and keys of the program: ids that say
// nothing about order or number, tokens that open a thing, and the hashes under
// which tokens are stored.
package secret

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
	"strings"
)

// ID returns a random public id of 20 lower-case letters and digits (100 bits).
// It names a thing; it never opens one.
func ID() string {
	return strings.ToLower(base32.StdEncoding.EncodeToString(random(13)))[:20]
}

// Token returns a random key of 256 bits for links and cookies.
func Token() string { return base64.RawURLEncoding.EncodeToString(random(32)) }

// Code returns a code that a person can copy by hand, such as 7Q2K-M4XD, of 40
// bits: it must be guarded by a limit of tries and a short life.
func Code() string {
	const letters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ" // 32, without 0 O 1 I
	b := random(8)
	for i := range b {
		b[i] = letters[b[i]%32]
	}
	return string(b[:4]) + "-" + string(b[4:])
}

// Hash returns the SHA-256 of a token in hex, the only form that is stored.
func Hash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

func random(n int) []byte {
	b := make([]byte, n)
	rand.Read(b) // never fails: crypto/rand ends the program instead
	return b
}
