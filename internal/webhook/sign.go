package webhook

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"strconv"
	"time"
)

// The headers of a request (Standard Webhooks 1.0).
const (
	idHeader        = "webhook-id"
	timestampHeader = "webhook-timestamp"
	signatureHeader = "webhook-signature"
)

// Sign returns the signature of a body: HMAC-SHA256 over id, time and body.
func Sign(key []byte, id string, at time.Time, body []byte) string {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(id + "." + strconv.FormatInt(at.Unix(), 10) + "."))
	mac.Write(body)
	return "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// mostAttempts is after how many a request is given up, about a day after the
// first.
const mostAttempts = 8

// Patience is how long a request waits after its nth attempt; ok is false if
// there is none any more.
func Patience(attempt int) (wait time.Duration, ok bool) {
	waits := [mostAttempts - 1]time.Duration{
		30 * time.Second, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 5 * time.Hour, 8 * time.Hour, 8 * time.Hour,
	}
	if attempt < 1 || attempt > len(waits) {
		return 0, false
	}
	return waits[attempt-1], true
}
