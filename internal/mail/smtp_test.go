package mail

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"io"
	"math/big"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"telaio/internal/letter"
)

// mailServer is a real SMTP server of this process. It takes mail only from
// "telaio" with the password "segreta" when users is true.
type mailServer struct {
	*smtp.Server
	address string
	roots   *x509.CertPool
	users   bool
	refuse  error // what it answers to a receiver

	mu  sync.Mutex
	got []string
}

// The ways in which a server can speak.
const (
	clear    = "smtp without a certificate"
	startTLS = "smtp"
	implicit = "smtps"
)

func serve(t *testing.T, s *mailServer, way string) *mailServer {
	t.Helper()
	certificate, roots := selfSigned(t)
	s.Server = smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) { return &dialogue{server: s, conn: c}, nil }))
	s.Domain, s.roots = "localhost", roots
	if way != clear {
		s.TLSConfig = &tls.Config{Certificates: []tls.Certificate{certificate}}
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.address = listener.Addr().String()
	if way == implicit {
		listener = tls.NewListener(listener, s.TLSConfig)
	}
	done := make(chan struct{})
	go func() { defer close(done); _ = s.Serve(listener) }()
	t.Cleanup(func() { listener.Close(); s.Close(); <-done })
	return s
}

func (s *mailServer) messages() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.got...)
}

// relent makes the server take mail for everyone.
func (s *mailServer) relent() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refuse = nil
}

func (s *mailServer) carrier(t *testing.T, scheme, user string) *SMTP {
	t.Helper()
	c, err := NewSMTP(scheme + "://" + user + s.address)
	if err != nil {
		t.Fatal(err)
	}
	c.trust(&tls.Config{RootCAs: s.roots, ServerName: "localhost"})
	return c
}

type dialogue struct {
	server  *mailServer
	conn    *smtp.Conn
	allowed bool
}

func (d *dialogue) AuthMechanisms() []string { return []string{sasl.Plain} }

func (d *dialogue) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != "telaio" || password != "segreta" {
			return errors.New("wrong password")
		}
		d.allowed = true
		return nil
	}), nil
}

func (d *dialogue) Mail(string, *smtp.MailOptions) error {
	if d.server.users && !d.allowed {
		return smtp.ErrAuthRequired
	}
	return nil
}

func (d *dialogue) Rcpt(string, *smtp.RcptOptions) error {
	d.server.mu.Lock()
	defer d.server.mu.Unlock()
	return d.server.refuse
}

func (d *dialogue) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	_, encrypted := d.conn.TLSConnectionState()
	d.server.mu.Lock()
	defer d.server.mu.Unlock()
	d.server.got = append(d.server.got, map[bool]string{true: "encrypted\n", false: "clear\n"}[encrypted]+string(raw))
	return err
}
func (d *dialogue) Reset()        {}
func (d *dialogue) Logout() error { return nil }

func selfSigned(t *testing.T) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "localhost"}, DNSNames: []string{"localhost"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(parsed)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, roots
}

func TestSMTP_carriesEncryptedAndWithAPassword(t *testing.T) {
	for _, scheme := range []string{startTLS, implicit} {
		server := serve(t, &mailServer{users: true}, scheme)
		if err := post(t, server.carrier(t, scheme, "telaio:segreta@")).Deliver(t.Context(), signIn("it")); err != nil {
			t.Fatalf("%s: %v", scheme, err)
		}
		got := server.messages()
		if len(got) != 1 || !strings.HasPrefix(got[0], "encrypted\n") || !strings.Contains(got[0], "Message-ID: <k3j5l7n2p4r6t8v2x4z6@telaio.example>") {
			t.Errorf("%s: the server got %d messages:\n%s", scheme, len(got), strings.Join(got, "\n"))
		}
	}
}

func TestSMTP_onThisMachineNeedsNeither(t *testing.T) {
	server := serve(t, &mailServer{}, clear)
	carrier, err := NewSMTP("smtp://" + server.address)
	if err != nil {
		t.Fatal(err)
	}
	if err := post(t, carrier).Deliver(t.Context(), signIn("en")); err != nil {
		t.Fatal(err)
	}
	if got := server.messages(); len(got) != 1 || !strings.HasPrefix(got[0], "clear\n") {
		t.Errorf("the server got %v", got)
	}
}

func TestSMTP_tellsWhatWillPassFromWhatWillNot(t *testing.T) {
	for name, test := range map[string]struct {
		server *mailServer
		user   string
		final  bool
	}{
		"no such mailbox":  {&mailServer{refuse: &smtp.SMTPError{Code: 550, Message: "giulia@example.org is unknown"}}, "", true},
		"come back later":  {&mailServer{refuse: &smtp.SMTPError{Code: 451, Message: "giulia@example.org: greylisted"}}, "", false},
		"blocked for now":  {&mailServer{refuse: &smtp.SMTPError{Code: 554, Message: "giulia@example.org: policy"}}, "", false},
		"a wrong password": {&mailServer{users: true}, "telaio:sbagliata@", false},
	} {
		server := serve(t, test.server, startTLS)
		err := post(t, server.carrier(t, "smtp", test.user)).Deliver(t.Context(), signIn("it"))
		if err == nil || errors.Is(err, letter.ErrUndeliverable) != test.final {
			t.Errorf("%s: %v; want final = %v", name, err, test.final)
		}
		for _, secret := range []string{"giulia", "sbagliata"} {
			if err != nil && strings.Contains(err.Error(), secret) {
				t.Errorf("%s: the error has %q: %v", name, secret, err)
			}
		}
	}
}

func TestSMTP_unreachableIsNoReasonToGiveUp(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	listener.Close() // nobody answers there now
	carrier, err := NewSMTP("smtp://" + listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	if err := post(t, carrier).Deliver(t.Context(), signIn("it")); err == nil || errors.Is(err, letter.ErrUndeliverable) {
		t.Errorf("Deliver = %v; want an error that passes", err)
	}
}

func TestNewSMTP_refusesWhatIsNoAddress(t *testing.T) {
	for _, address := range []string{"", "mail.example.org", "http://mail.example.org", "smtp://", "smtp://user:canary@:25", "smtp://u:canary@h:port"} {
		if _, err := NewSMTP(address); err == nil || strings.Contains(err.Error(), "canary") {
			t.Errorf("NewSMTP(%q) = %v; want an error without the password", address, err)
		}
	}
}
