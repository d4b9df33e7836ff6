package claim_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"telaio/internal/claim"
	"telaio/internal/fault"
	"telaio/internal/testkit"
)

func TestOutcomeOf_neverGetsPastSomebodyWhoKeepsThePage(t *testing.T) {
	for _, c := range []struct {
		proof   claim.Proof
		editors int
		want    claim.Outcome
	}{
		{claim.ByCode, 0, claim.Represents},
		{claim.BySite, 0, claim.Represents},
		{claim.ByTeam, 0, claim.Asks},
		{"", 0, claim.Asks},
		{claim.ByCode, 1, claim.Asks},
		{claim.BySite, 3, claim.Asks},
		{claim.ByTeam, 1, claim.Asks},
	} {
		if got := claim.OutcomeOf(c.proof, c.editors); got != c.want {
			t.Errorf("OutcomeOf(%q, %d) = %s; want %s", c.proof, c.editors, got, c.want)
		}
	}
}

func TestCode_isOpenForADayAndFiveTries(t *testing.T) {
	now := testkit.Day()
	for name, c := range map[string]struct {
		code claim.Code
		want bool
	}{
		"none was mailed": {claim.Code{}, false},
		"fresh":           {claim.Code{Hash: "h", ExpiresAt: now.Add(time.Second)}, true},
		"over":            {claim.Code{Hash: "h", ExpiresAt: now}, false},
		"a try left":      {claim.Code{Hash: "h", ExpiresAt: now.Add(time.Hour), Tries: 4}, true},
		"no try left":     {claim.Code{Hash: "h", ExpiresAt: now.Add(time.Hour), Tries: 5}, false},
	} {
		if got := c.code.Open(now); got != c.want {
			t.Errorf("%s: Open = %t; want %t", name, got, c.want)
		}
	}
}

func TestSiteProofsOf(t *testing.T) {
	for website, want := range map[string]claim.SiteProofs{
		"https://oz.example":                   {Page: "https://oz.example", File: "https://oz.example/.well-known/telaio.txt"},
		"https://oz.example/":                  {Page: "https://oz.example/", File: "https://oz.example/.well-known/telaio.txt"},
		"http://oz.example:8080/#a":            {Page: "http://oz.example:8080/", File: "http://oz.example:8080/.well-known/telaio.txt"},
		"https://host.example/~oz/":            {Page: "https://host.example/~oz/"}, // speaks for the folder only
		"https://host.example/?site=oz":        {Page: "https://host.example/?site=oz"},
		"https://www.facebook.com/officine":    {},
		"https://instagram.com/officine":       {},
		"https://notfacebook.com":              {Page: "https://notfacebook.com", File: "https://notfacebook.com/.well-known/telaio.txt"},
		"":                                     {},
		"oz.example":                           {},
		"ftp://oz.example":                     {},
		"https://nome:parola@oz.example":       {},
		"javascript:alert(1)":                  {},
		"https://":                             {},
		"https://oz.example/%zz":               {},
		"  https://oz.example/chi-siamo.html ": {Page: "https://oz.example/chi-siamo.html"}, //nolint:gocritic // typed with blanks around it
	} {
		if got := claim.SiteProofsOf(website); got != want {
			t.Errorf("SiteProofsOf(%q) = %+v; want %+v", website, got, want)
		}
	}
}

func TestSameSite_knowsRedirectsOfTheSameOwner(t *testing.T) {
	for _, c := range []struct {
		asked, answered string
		want            bool
	}{
		{"http://oz.example/", "https://oz.example/it/", true},
		{"https://oz.example/", "https://www.oz.example/", true},
		{"https://www.OZ.example/", "https://oz.example/", true},
		{"https://oz.example/", "https://parking.example/oz.example", false},
		{"https://oz.example/", "https://oz.example.evil.example/", false},
		{"https://oz.example/", "https://blog.oz.example/", false},
	} {
		asked, answered := parse(t, c.asked), parse(t, c.answered)
		if got := claim.SameSite(asked, answered); got != c.want {
			t.Errorf("SameSite(%s, %s) = %t; want %t", c.asked, c.answered, got, c.want)
		}
	}
}

func parse(t *testing.T, address string) *url.URL {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func TestHeadHolds_believesTheHeadOnly(t *testing.T) {
	const mark = `<meta name="telaio-claim" content="abc">`
	for page, want := range map[string]bool{
		`<!doctype html><html><head><title>a</title>` + mark + `</head><body></body></html>`: true,
		`<META CONTENT=" abc " NAME=telaio-claim>`:                                           true,
		`<head><script>"</head>"</script>` + mark + `</head>`:                                true,
		`<head></head><body>` + mark + `</body>`:                                             false, // a comment of a visitor
		`Benvenuti` + mark:                                                                   false, // text begins the body
		`<p>` + mark:                                                                         false,
		`<head><!-- ` + mark + ` --></head>`:                                                 false,
		`<head><title>` + mark + `</title></head>`:                                           false,
		`<head><script>` + mark + `</script></head>`:                                         false,
		`<head><meta name="telaio-claim" content="abcd"></head>`:                             false,
		`<head><meta name="description" content="abc"></head>`:                               false,
		``: false,
	} {
		if got := claim.HeadHolds([]byte(page), "abc"); got != want {
			t.Errorf("HeadHolds(%q) = %t; want %t", page, got, want)
		}
	}
}

func FuzzHeadHolds(f *testing.F) {
	f.Add([]byte(`<head><meta name="telaio-claim" content="abc">`))
	f.Add([]byte("<\x00<!--"))
	f.Fuzz(func(t *testing.T, page []byte) {
		if claim.HeadHolds(page, "a-token-that-is-nowhere") && !strings.Contains(string(page), "a-token-that-is-nowhere") {
			t.Errorf("found a token that is not there in %q", page)
		}
	})
}

func TestFileHolds_wantsALineOfItsOwn(t *testing.T) {
	for file, want := range map[string]bool{
		"abc": true, "abc\n": true, "\ufeffabc\r\n": true, "altro\n  abc  \nfine": true,
		"": false, "abcd": false, "x abc": false, "<p>abc</p>": false,
	} {
		if got := claim.FileHolds([]byte(file), "abc"); got != want {
			t.Errorf("FileHolds(%q) = %t; want %t", file, got, want)
		}
	}
}

func TestNextLook_growsSlowerAndEndsAfterAWeek(t *testing.T) {
	asked := testkit.Day()
	for _, c := range []struct {
		attempt int
		after   time.Duration
		want    time.Duration // 0 = no more
	}{
		{1, 0, 2 * time.Minute},
		{2, 0, 10 * time.Minute},
		{3, 0, time.Hour},
		{4, 0, 6 * time.Hour},
		{40, 0, 6 * time.Hour},
		{40, 6*24*time.Hour + 17*time.Hour, 6 * time.Hour},
		{40, 6*24*time.Hour + 18*time.Hour, 0},
	} {
		now := asked.Add(c.after)
		next, again := claim.NextLook(claim.Site{AskedAt: asked, Attempt: c.attempt}, now)
		if again != (c.want > 0) || again && !next.Equal(now.Add(c.want)) {
			t.Errorf("NextLook after %d attempts and %s = %s, %t; want %s later", c.attempt, c.after, next, again, c.want)
		}
	}
}

func TestMask_showsTooLittleToGuess(t *testing.T) {
	for address, want := range map[string]string{
		"info@oz.example": "i•••@oz.example", "a@oz.example": "a•••@oz.example", "èlia@oz.example": "è•••@oz.example", "": "", "@oz.example": "", "oz": "",
	} {
		if got := claim.Mask(address); got != want {
			t.Errorf("Mask(%q) = %q; want %q", address, got, want)
		}
	}
}

func TestCleanReason(t *testing.T) {
	for reason, want := range map[string]bool{
		"Tengo la contabilità.": true, strings.Repeat("è", 2000): true,
		"": false, "  \n ": false, "ciao": false, strings.Repeat("è", 2001): false,
	} {
		_, err := claim.CleanReason(reason)
		if (err == nil) != want || err != nil && fault.KindOf(err) != fault.Invalid {
			t.Errorf("CleanReason of %d bytes = %v; want taken %t", len(reason), err, want)
		}
	}
}
