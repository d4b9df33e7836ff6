package download

import (
	"net/http/httptest"
	"strings"
	"testing"
)

func TestSend_neverLetsABrowserOpenTheFile(t *testing.T) {
	for _, c := range []struct{ name, wantType, wantName string }{
		{"Verbale.pdf", "application/pdf", "attachment; filename=Verbale.pdf"},
		{"perché.jpg", "image/jpeg", "attachment; filename*=utf-8''perch%C3%A9.jpg"},
		{"page.html", "application/octet-stream", "attachment; filename=page.html"},
		{`a"; b.pdf`, "application/pdf", `attachment; filename="a\"; b.pdf"`},
	} {
		w := httptest.NewRecorder()
		Send(w, c.name, strings.NewReader("content"))
		h := w.Header()
		if h.Get("Content-Type") != c.wantType || h.Get("Content-Disposition") != c.wantName {
			t.Errorf("%s: %q, %q; want %q, %q", c.name, h.Get("Content-Type"), h.Get("Content-Disposition"), c.wantType, c.wantName)
		}
		if !strings.HasPrefix(h.Get("Content-Security-Policy"), "sandbox;") || h.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s is not in a sandbox: %v", c.name, h)
		}
	}
}
