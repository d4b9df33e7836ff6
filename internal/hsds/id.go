package hsds

import (
	"crypto/sha1"
	"encoding/hex"
	"fmt"
	"strings"
)

// HSDS names things by UUIDs. Those of organisations, services, locations and
// services at locations are UUIDs of version 8 (RFC 9562): 100 bits of our own
// random id, which is all that is needed to find the organisation again, 2 bits
// for the kind of thing and 20 that tell the things of one organisation apart.

// kind is what a UUID names.
type kind byte

const (
	organizationKind kind = iota
	serviceKind
	locationKind
	serviceAtLocationKind
)

// idLength is that of our own random ids, of five bits a letter.
const idLength = 20

const letters = "abcdefghijklmnopqrstuvwxyz234567"

// uuidOf names a thing of an organisation; part is what tells it apart from the
// others of its kind.
func uuidOf(organisationID string, k kind, part string) string {
	var bits [122]bool
	owner := ownerBits(organisationID)
	copy(bits[:], owner[:])
	bits[100], bits[101] = k&2 != 0, k&1 != 0
	sum := sha1.Sum([]byte(part))
	for i := range 20 {
		bits[102+i] = part != "" && sum[i/8]&(0x80>>(i%8)) != 0
	}
	var raw [16]byte
	at := 0
	for i := range 128 {
		var set bool
		switch {
		case i >= 48 && i < 52: // the version
			set = i == 48
		case i == 64 || i == 65: // the variant
			set = i == 64
		default:
			set = bits[at]
			at++
		}
		if set {
			raw[i/8] |= 0x80 >> (i % 8)
		}
	}
	return format(raw)
}

// ownerBits are 100 bits of the id itself, or of its digest if it is not one of
// ours.
func ownerBits(id string) (bits [100]bool) {
	if Ours(id) {
		for i := range idLength {
			value := strings.IndexByte(letters, id[i])
			for b := range 5 {
				bits[5*i+b] = value&(16>>b) != 0
			}
		}
		return bits
	}
	sum := sha1.Sum([]byte(id))
	for i := range bits {
		bits[i] = sum[i/8]&(0x80>>(i%8)) != 0
	}
	return bits
}

// Ours reports whether the id is one of our own random ids, which Owner finds
// again in a UUID.
func Ours(id string) bool {
	return len(id) == idLength && strings.Trim(id, letters) == ""
}

// Owner returns the id of the organisation that the thing belongs to, if that is
// one of ours; false for what is no UUID of version 8.
func Owner(uuid string) (id string, ok bool) {
	raw, ok := parse(uuid)
	if !ok || raw[6]>>4 != 8 || raw[8]>>6 != 2 {
		return "", false
	}
	var b strings.Builder
	value, n := 0, 0
	for i := 0; b.Len() < idLength; i++ {
		if i >= 48 && i < 52 || i == 64 || i == 65 {
			continue
		}
		value <<= 1
		if raw[i/8]&(0x80>>(i%8)) != 0 {
			value |= 1
		}
		if n++; n == 5 {
			b.WriteByte(letters[value])
			value, n = 0, 0
		}
	}
	return b.String(), true
}

// Belongs reports whether the UUID names the organisation or a thing of it.
func Belongs(uuid, organisationID string) bool {
	owner, ok := Owner(uuid)
	if !ok {
		return false
	}
	if owner == organisationID {
		return true
	}
	named, _ := Owner(uuidOf(organisationID, organizationKind, ""))
	return named == owner
}

// named is the UUID of something that is found by no address: version 5, of a
// name.
func named(parts ...string) string {
	sum := sha1.Sum([]byte("telaio:hsds\x00" + strings.Join(parts, "\x00")))
	raw := [16]byte(sum[:16])
	raw[6], raw[8] = raw[6]&0x0f|0x50, raw[8]&0x3f|0x80
	return format(raw)
}

func format(raw [16]byte) string {
	h := hex.EncodeToString(raw[:])
	return fmt.Sprintf("%s-%s-%s-%s-%s", h[:8], h[8:12], h[12:16], h[16:20], h[20:])
}

func parse(uuid string) (raw [16]byte, ok bool) {
	if len(uuid) != 36 || uuid[8] != '-' || uuid[13] != '-' || uuid[18] != '-' || uuid[23] != '-' {
		return raw, false
	}
	bytes, err := hex.DecodeString(strings.ReplaceAll(strings.ToLower(uuid), "-", ""))
	if err != nil || len(bytes) != 16 {
		return raw, false
	}
	return [16]byte(bytes), true
}
