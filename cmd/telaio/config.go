package main

import (
	"cmp"
	"errors"
	"fmt"
	"net"
	"net/mail"
	"net/netip"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"telaio/internal/job"
	"telaio/internal/store"
)

// databaseFlags say where the records are.
type databaseFlags struct {
	Data        string `help:"Folder for the database, files and mails." default:"./var" env:"TELAIO_DATA" type:"path"`
	DatabaseURL string `help:"postgres://… instead of the SQLite file in the data folder." env:"TELAIO_DATABASE_URL"`
}

// dsn is what store.Open takes.
func (f databaseFlags) dsn() (string, error) {
	if f.DatabaseURL == "" {
		return filepath.Join(f.Data, "telaio.db"), nil
	}
	if !store.IsPostgres(f.DatabaseURL) {
		return "", errors.New("--database-url: want postgres://…")
	}
	return f.DatabaseURL, nil
}

// siteFlags say what the site is and where it listens.
type siteFlags struct {
	databaseFlags
	Addr         string `help:"Address to listen on." default:"127.0.0.1:8080" env:"TELAIO_ADDR"`
	BaseURL      string `help:"The site's address as people type it; without it http:// and --addr." env:"TELAIO_BASE_URL"`
	SMTPURL      string `name:"smtp-url" help:"smtp://user:password@host:port; without it mails are written to a folder." env:"TELAIO_SMTP_URL"`
	MailFrom     string `help:"Sender of the mails." default:"Telaio <telaio@localhost>" env:"TELAIO_MAIL_FROM"`
	HelpMail     string `help:"Address shown to people who need help." default:"aiuto@telaio.example" env:"TELAIO_HELP_MAIL"`
	Content      string `help:"Folder whose files replace the built-in content, one by one." env:"TELAIO_CONTENT"`
	Chromium     string `help:"Program that makes PDFs of reports; without it the first Chromium or Chrome on the PATH." env:"TELAIO_CHROMIUM"`
	Murmurations bool   `help:"Publish profiles for the Murmurations network at /murmurations/{slug}.json." env:"TELAIO_MURMURATIONS"`
	NoCache      bool   `help:"Render every page anew." env:"TELAIO_NO_CACHE"`

	MapTiles   string `help:"Address of map tiles with {z}, {x} and {y}, on this host or one you run; without it the map has outlines only." env:"TELAIO_MAP_TILES"`
	MapArchive string `help:"PMTiles archive of a map that you host: a file, or https://host/….pmtiles." env:"TELAIO_MAP_ARCHIVE"`
	Geocoder   string `help:"Address of your Nominatim's search, for the team's desk only, such as http://10.0.0.5:8080/search; without it addresses are looked up nowhere." env:"TELAIO_GEOCODER"`
	MapCredit  string `help:"Whom the map tiles are owed to, in plain text." env:"TELAIO_MAP_CREDIT"`

	TrustedProxies []netip.Prefix `help:"Networks whose X-Forwarded-For is believed, such as 127.0.0.0/8." env:"TELAIO_TRUSTED_PROXIES"`
	SecretKey      string         `help:"Key for confidential answers, 32 bytes in base64; without it a file in the data folder." env:"TELAIO_SECRET_KEY"`
	DumpAt         string         `help:"Time of day, in Italy, at which the open data are written." default:"03:00" env:"TELAIO_DUMP_AT"`
	DrainWait      time.Duration  `help:"How long to go on answering after being told to stop, while /readyz says 503." default:"0s" env:"TELAIO_DRAIN_WAIT"`
	ClockAhead     time.Duration  `help:"Live so much later than the machine's clock: for tests only." default:"0s" env:"TELAIO_CLOCK_AHEAD"`
	FetchLoopback  bool           `help:"Fetch files for imports, and proofs of claims, from this machine too: for tests only." env:"TELAIO_FETCH_LOOPBACK"`
	NoLimits       bool           `help:"Answer any number of requests: for tests and measurements only." env:"TELAIO_NO_LIMITS"`
}

// base is the site's address, without a final slash. One that listens everywhere
// is reached from this machine.
func (f siteFlags) base() string {
	if f.BaseURL != "" {
		return strings.TrimSuffix(f.BaseURL, "/")
	}
	host, port, _ := net.SplitHostPort(f.Addr)
	if ip, err := netip.ParseAddr(host); host == "" || err == nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	return "http://" + net.JoinHostPort(host, port)
}

// check refuses what would only fail later, or would not be safe.
func (f siteFlags) check() error {
	if _, _, err := net.SplitHostPort(f.Addr); err != nil {
		return fmt.Errorf("--addr %q: want host:port", f.Addr)
	}
	u, err := url.Parse(f.base())
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return fmt.Errorf("--base-url %q: want https://host", f.base())
	}
	if u.Scheme == "http" && !loopback(u.Hostname()) {
		return fmt.Errorf("--base-url %q: plain http is for this machine only; want https://", f.base())
	}
	if strings.Trim(u.Path, "/") != "" || u.RawQuery != "" {
		return fmt.Errorf("--base-url %q: the site lives at the root of its host", f.base())
	}
	if _, err := mail.ParseAddress(f.HelpMail); err != nil {
		return fmt.Errorf("--help-mail %q: want an e-mail address", f.HelpMail)
	}
	if u, err := url.Parse(f.Geocoder); f.Geocoder != "" && (err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.RawQuery != "") {
		return fmt.Errorf("--geocoder %q: want http://host/search", f.Geocoder)
	}
	if _, err := f.dumpTime(); err != nil {
		return fmt.Errorf("--dump-at %q: %w", f.DumpAt, err)
	}
	return f.checkStreets()
}

// dumpTime is when the open data are written.
func (f siteFlags) dumpTime() (job.Daily, error) {
	zone, err := time.LoadLocation("Europe/Rome")
	if err != nil {
		zone = time.UTC
	}
	return job.ParseDaily(cmp.Or(f.DumpAt, "03:00"), zone)
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || (ip != nil && ip.IsLoopback())
}
