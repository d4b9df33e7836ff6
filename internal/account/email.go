package account

import (
	"net/mail"
	"strings"

	"telaio/internal/fault"
)

// CleanEmail returns the address as it is stored, in lower case, or
// fault.Invalid for the field "email".
func CleanEmail(raw string) (string, error) {
	email := strings.ToLower(strings.TrimSpace(raw))
	parsed, err := mail.ParseAddress(email)
	if err != nil || parsed.Address != email || len(email) > 254 || !strings.Contains(email, ".") {
		return "", fault.InvalidFields(map[string]fault.Message{"email": {Key: "account.email_invalid"}})
	}
	return email, nil
}
