package outbound_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"telaio/internal/outbound"
)

func TestPublic(t *testing.T) {
	for number, want := range map[string]bool{
		"93.184.216.34": true, "1.1.1.1": true, "100.63.255.255": true, "100.128.0.1": true,
		"2606:4700:4700::1111": true, "2a00:1450:4002::1": true,

		"127.0.0.1": false, "127.8.8.8": false, "::1": false, "::ffff:127.0.0.1": false, // loopback
		"10.0.0.1": false, "172.16.0.1": false, "172.31.255.255": false, "192.168.1.1": false, "fd00::1": false, // private
		"::ffff:10.0.0.1": false, "::10.0.0.1": false, // private, written as IPv6
		"169.254.169.254": false, "fe80::1": false, "fe80::1%eth0": false, "2606:4700::1%eth0": false, // one link only
		"100.64.0.1": false, "100.127.255.255": false, // one provider only
		"0.0.0.0": false, "0.1.2.3": false, "::": false, "255.255.255.255": false, "240.0.0.1": false,
		"224.0.0.1": false, "ff02::1": false, // multicast
		"64:ff9b::a00:1": false, "2002:a00:1::": false, "2001::1": false, // IPv4 inside IPv6
		"192.0.2.1": false, "198.51.100.1": false, "203.0.113.1": false, "198.18.0.1": false, "2001:db8::1": false,
		"fec0::1": false, "100::1": false,
	} {
		if got := outbound.Public(netip.MustParseAddr(number)); got != want {
			t.Errorf("Public(%s) = %t, want %t", number, got, want)
		}
	}
}

func TestCheck_refusesWhatIsNoPublicWebAddress(t *testing.T) {
	client := outbound.New(outbound.Limits{})
	for address, want := range map[string]bool{
		"https://esempio.it/": true, "http://esempio.it:8080/a?b": true, "https://esempio.it:443": true,

		"ftp://esempio.it/": false, "file:///etc/passwd": false, "javascript:alert(1)": false, "esempio.it": false,
		"https:///a": false, "https://nome:parola@esempio.it/": false, "https://esempio.it:25/": false,
		"https://esempio.it:99999/": false, "http://127.0.0.1/": false, "http://[::1]/": false,
		"http://169.254.169.254/latest/": false, "http://[::ffff:10.0.0.1]/": false, "http://%zz/": false,
		"https://localhost/": false, "https://LOCALHOST.:8443/": false, "https://a.localhost/": false, "https://printer.local/": false,
		"https://metadata.google.internal/": false, "https://localhost.example.org/": true, "https://thelocal/": true,
	} {
		_, err := client.Check(address)
		if got := err == nil; got != want {
			t.Errorf("Check(%q): %v, want allowed %t", address, err, want)
		}
		if err != nil && !errors.Is(err, outbound.ErrRefused) {
			t.Errorf("Check(%q): %v is no ErrRefused", address, err)
		}
	}
}

func TestDo_refusesARedirectToAPrivateAddress(t *testing.T) {
	server := httptest.NewServer(http.RedirectHandler("http://169.254.169.254/latest/meta-data/", http.StatusFound))
	defer server.Close()

	_, err := get(t, outbound.New(outbound.Limits{AllowLoopback: true, Redirects: 3}), server.URL)

	if !errors.Is(err, outbound.ErrRefused) {
		t.Errorf("a redirect to a private address: %v, want ErrRefused", err)
	}
}

func TestDo_followsAsManyRedirectsAsItMay(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if len(r.URL.Path) > len("/aaa") {
			_, _ = io.WriteString(w, "arrived")
			return
		}
		http.Redirect(w, r, r.URL.Path+"a", http.StatusFound)
	}))
	defer server.Close()

	arrived, err := get(t, outbound.New(outbound.Limits{AllowLoopback: true, Redirects: 4}), server.URL+"/")
	if err != nil || arrived != "arrived" {
		t.Errorf("with enough redirects: %q, %v", arrived, err)
	}
	if _, err := get(t, outbound.New(outbound.Limits{AllowLoopback: true, Redirects: 3}), server.URL+"/"); !errors.Is(err, outbound.ErrRefused) {
		t.Errorf("with one redirect too many: %v, want ErrRefused", err)
	}
	if body, err := get(t, outbound.New(outbound.Limits{AllowLoopback: true}), server.URL+"/"); err != nil || body == "arrived" {
		t.Errorf("with no redirects: %q, %v; want the redirect itself", body, err)
	}
}

func TestDo_readsNoMoreThanItMay(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, strings.Repeat("a", 1000))
	}))
	defer server.Close()

	if body, err := get(t, outbound.New(outbound.Limits{AllowLoopback: true, MaxBytes: 1000}), server.URL); err != nil || len(body) != 1000 {
		t.Errorf("a body of just the limit: %d bytes, %v", len(body), err)
	}
	body, err := get(t, outbound.New(outbound.Limits{AllowLoopback: true, MaxBytes: 999}), server.URL)
	if !errors.Is(err, outbound.ErrTooLarge) || len(body) != 999 {
		t.Errorf("a body over the limit: %d bytes, %v; want 999 and ErrTooLarge", len(body), err)
	}
}

func TestDo_givesUpOnASlowServer(t *testing.T) {
	done := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-done:
		case <-r.Context().Done():
		}
	}))
	defer server.Close()
	defer close(done)

	if _, err := get(t, outbound.New(outbound.Limits{AllowLoopback: true, Timeout: 50 * time.Millisecond}), server.URL); err == nil {
		t.Error("a server that never answers was waited for")
	}
}

func TestDo_sendsNoCookies(t *testing.T) {
	var cookies []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		cookies = append(cookies, r.Header.Get("Cookie"))
		http.SetCookie(w, &http.Cookie{Name: "a", Value: "1"})
	}))
	defer server.Close()
	client := outbound.New(outbound.Limits{AllowLoopback: true})

	for range 2 {
		if _, err := get(t, client, server.URL); err != nil {
			t.Fatal(err)
		}
	}

	if len(cookies) != 2 || cookies[1] != "" {
		t.Errorf("cookies sent: %q, want none", cookies)
	}
}

// get asks for an address and reads what comes.
func get(t *testing.T, client *outbound.Client, address string) (string, error) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := client.Do(request)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return string(body), err
}

func TestDo_asksANameUnderLocalhostOnlyInTests(t *testing.T) {
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("here")) }))
	defer site.Close()
	address := strings.Replace(site.URL, "127.0.0.1", "filanda.localhost", 1)
	for _, allowed := range []bool{true, false} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
		if err != nil {
			t.Fatal(err)
		}
		response, err := outbound.New(outbound.Limits{AllowLoopback: allowed}).Do(request)
		if (err == nil) != allowed {
			t.Errorf("allowed %v: %v", allowed, err)
		}
		if err == nil {
			response.Body.Close()
		}
	}
}
