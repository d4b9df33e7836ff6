package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/url"
	"slices"
	"strconv"
	"time"

	gomail "github.com/wneessen/go-mail"

	"telaio/internal/letter"
)

// SMTP carries messages to a mail server.
type SMTP struct {
	host    string
	options []gomail.Option
}

// NewSMTP returns the carrier for smtp://user:password@host:port, which
// insists on STARTTLS unless the host is this machine, or smtps://….
func NewSMTP(address string) (*SMTP, error) {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || (u.Scheme != "smtp" && u.Scheme != "smtps") {
		return nil, errors.New("want smtp://user:password@host:port or smtps://…") // without the address: it holds a password
	}
	s := &SMTP{host: u.Hostname(), options: []gomail.Option{gomail.WithTimeout(20 * time.Second)}}
	port := 587
	if u.Scheme == "smtps" {
		port = 465
		s.options = append(s.options, gomail.WithSSL())
	}
	if u.Port() != "" {
		if port, err = strconv.Atoi(u.Port()); err != nil {
			return nil, errors.New("the port is no number")
		}
	}
	s.options = append(s.options, gomail.WithPort(port), gomail.WithTLSPolicy(policy(u)))
	if user := u.User.Username(); user != "" {
		password, _ := u.User.Password()
		s.options = append(s.options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(user), gomail.WithPassword(password))
	}
	return s, nil
}

func policy(u *url.URL) gomail.TLSPolicy {
	ip := net.ParseIP(u.Hostname())
	if u.Hostname() == "localhost" || (ip != nil && ip.IsLoopback()) {
		return gomail.TLSOpportunistic
	}
	return gomail.TLSMandatory
}

// trust makes the carrier accept the server certificates of config, for tests.
func (s *SMTP) trust(config *tls.Config) { s.options = append(s.options, gomail.WithTLSConfig(config)) }

// Carry hands the message to the server. What the server says of a receiver is
// left out of the error: it names them.
func (s *SMTP) Carry(ctx context.Context, m *gomail.Msg) error {
	client, err := gomail.NewClient(s.host, s.options...)
	if err != nil {
		return fmt.Errorf("set the mail server up: %w", err)
	}
	if err := client.DialWithContext(ctx); err != nil {
		return fmt.Errorf("reach the mail server: %w", err)
	}
	err = client.Send(m)
	// Once the server has taken the message, a hasty good-bye is no failure: it
	// would only bring the letter twice.
	_ = client.Close()
	return sendFault(err)
}

func sendFault(err error) error {
	refusal, ok := errors.AsType[*gomail.SendError](err)
	switch {
	case err == nil:
		return nil
	case !ok:
		return errors.New("the mail server did not take it")
	case refusal.Reason == gomail.ErrSMTPRcptTo && slices.Contains([]int{550, 551, 553}, refusal.ErrorCode()):
		return fmt.Errorf("there is no such mailbox (%d): %w", refusal.ErrorCode(), letter.ErrUndeliverable)
	default:
		return fmt.Errorf("the mail server did not take it: %s (%d)", refusal.Reason, refusal.ErrorCode())
	}
}
