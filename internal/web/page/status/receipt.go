package status

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"telaio/internal/consent"
	"telaio/internal/participation"
	"telaio/internal/web/shell"
)

// receipt is what a participant keeps of the consents, for machines.
type receipt struct {
	Receipt       string           `json:"receipt"`
	Organisation  string           `json:"organisation"`
	Site          string           `json:"site"`
	NoticeVersion string           `json:"notice_version"`
	NoticeHash    string           `json:"notice_sha256"`
	Consents      []receiptConsent `json:"consents"`
}

type receiptConsent struct {
	Purpose consent.Purpose `json:"purpose"`
	Text    string          `json:"text"`
	Given   bool            `json:"given"`
	At      time.Time       `json:"at"`
}

func newReceipt(v *shell.Visit, s participation.Status) receipt {
	r := receipt{Organisation: s.Proposal.Name, Site: v.Site.BaseURL, Consents: []receiptConsent{}}
	for _, e := range s.Consents {
		r.Receipt, r.NoticeVersion, r.NoticeHash = e.Receipt, e.NoticeVersion, e.NoticeHash
		r.Consents = append(r.Consents, receiptConsent{e.Purpose, v.T("consent." + string(e.Purpose)), e.Given, e.At})
	}
	return r
}

func (p Pages) receipt(r *http.Request, v *shell.Visit) (receipt, error) {
	s, err := p.UseCases.Status(r.Context(), proposalOf(v))
	if err != nil {
		return receipt{}, err
	}
	return newReceipt(v, s), nil
}

func (p Pages) receiptData(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	receipt, err := p.receipt(r, v)
	if err != nil {
		return err
	}
	raw, err := json.MarshalIndent(receipt, "", "  ")
	if err != nil {
		return fmt.Errorf("write a receipt: %w", err)
	}
	download(w, "application/json", v.T("status.receipt_file")+".json", string(raw)+"\n")
	return nil
}

func (p Pages) receiptText(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	receipt, err := p.receipt(r, v)
	if err != nil {
		return err
	}
	download(w, "text/plain", v.T("status.receipt_file")+".txt", receipt.text(v))
	return nil
}

// text is the receipt for people.
func (r receipt) text(v *shell.Visit) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n%s: %s\n%s: %s\n", v.T("status.receipt_title", map[string]any{"Site": r.Site}),
		v.T("status.receipt_number"), r.Receipt, v.T("status.receipt_organisation"), r.Organisation)
	fmt.Fprintf(&b, "%s: %s (SHA-256 %s)\n\n", v.T("status.receipt_notice"), r.NoticeVersion, r.NoticeHash)
	for _, c := range r.Consents {
		answer := v.T("form.no")
		if c.Given {
			answer = v.T("form.yes")
		}
		fmt.Fprintf(&b, "- %s: %s (%s, %s)\n", c.Text, answer, v.Date(c.At), v.Time(c.At))
	}
	fmt.Fprintf(&b, "\n%s\n", v.T("status.receipt_end", map[string]any{"Help": v.Site.HelpMail}))
	return b.String()
}

// download offers a file. Its name is the site's own.
func download(w http.ResponseWriter, kind, name, body string) {
	w.Header().Set("Content-Type", kind+"; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	_, _ = io.WriteString(w, body) // nobody is left to tell
}
