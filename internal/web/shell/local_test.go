package shell

import (
	"net/url"
	"strings"
	"testing"
)

func TestLocalPath(t *testing.T) {
	for raw, want := range map[string]string{
		"/redazione":                    "/redazione",
		"/redazione/proposte/k3j?a=1":   "/redazione/proposte/k3j?a=1",
		"/":                             "/",
		"":                              "",
		"//example.org":                 "",
		"https://example.org/":          "",
		"javascript:alert(1)":           "",
		"/\\example.org":                "",
		"\\/example.org":                "",
		"/a\r\nSet-Cookie: a=b":         "",
		"/\t/example.org":               "",
		" /redazione":                   "",
		"/a#b":                          "",
		"redazione":                     "",
		"/" + strings.Repeat("a", 2000): "",
	} {
		if got := LocalPath(raw); got != want {
			t.Errorf("LocalPath(%q) = %q; want %q", raw, got, want)
		}
	}
}

func FuzzLocalPath(f *testing.F) {
	for _, seed := range []string{"/a", "//a", "/\\a", "/a?b=//c"} {
		f.Add(seed)
	}
	base, _ := url.Parse("https://telaio.example/accedi")
	f.Fuzz(func(t *testing.T, raw string) {
		local := LocalPath(raw)
		if local == "" {
			return
		}
		target, err := base.Parse(local)
		if err != nil || target.Host != base.Host || target.Scheme != base.Scheme {
			t.Errorf("LocalPath(%q) leads to %v, %v", raw, target, err)
		}
	})
}
