package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"

	embedded "telaio/content"
	"telaio/internal/account"
	"telaio/internal/clock"
	"telaio/internal/fault"
	"telaio/internal/i18n"
	"telaio/internal/store"
)

// userCommand groups the chores about people.
type userCommand struct {
	Add    userAddCommand    `cmd:"" help:"Add a person with a role."`
	Grant  userGrantCommand  `cmd:"" help:"Give a person one more role."`
	Revoke userRevokeCommand `cmd:"" help:"Take a role away from a person."`
	List   userListCommand   `cmd:"" help:"List people and their roles."`
	Erase  userEraseCommand  `cmd:"" help:"Remove a person who asks for it: contacts, drafts, sessions, account."`
}

// roleFlags name a role.
type roleFlags struct {
	Role         string `required:"" enum:"editor,reviewer,researcher,administrator" help:"editor, reviewer, researcher or administrator."`
	Organisation string `help:"For an editor: the organisation, by the last part of its page's address." placeholder:"SLUG"`
}

// grant looks the organisation up.
func (f roleFlags) grant(ctx context.Context, s *store.Store) (account.Grant, error) {
	g := account.Grant{Role: account.Role(f.Role)}
	if f.Organisation == "" {
		return g, nil
	}
	o, err := s.OrganisationBySlug(ctx, f.Organisation)
	if err != nil {
		return g, fmt.Errorf("organisation %s: %w", f.Organisation, err)
	}
	g.OrganisationID = o.ID
	return g, nil
}

type userAddCommand struct {
	databaseFlags
	roleFlags
	Email    string `arg:"" help:"The person's e-mail address."`
	Name     string `help:"How the person is greeted."`
	Language string `help:"Language of the mails." default:"it" enum:"it,en"`
}

// Run adds the person, if new, and gives the role.
func (c userAddCommand) Run(ctx context.Context, to terminal) error {
	return withStore(ctx, c.databaseFlags, func(s *store.Store) error {
		g, err := c.grant(ctx, s)
		if err != nil {
			return err
		}
		p, err := people(s, clock.System{}).GrantTo(ctx, account.System, account.Newcomer{Email: c.Email, Name: c.Name, Language: c.Language}, g)
		if err != nil {
			return err
		}
		fmt.Fprintf(to.out, "%s is %s.\n", p.Email, rolesOf(p))
		return nil
	})
}

type userGrantCommand struct {
	databaseFlags
	roleFlags
	Email string `arg:"" help:"The person's e-mail address."`
}

// Run gives the role.
func (c userGrantCommand) Run(ctx context.Context, to terminal) error {
	return withStore(ctx, c.databaseFlags, func(s *store.Store) error {
		return c.change(ctx, s, to, c.Email, people(s, clock.System{}).Grant)
	})
}

type userRevokeCommand struct {
	databaseFlags
	roleFlags
	Email string `arg:"" help:"The person's e-mail address."`
}

// Run takes the role away.
func (c userRevokeCommand) Run(ctx context.Context, to terminal) error {
	return withStore(ctx, c.databaseFlags, func(s *store.Store) error {
		return c.change(ctx, s, to, c.Email, people(s, clock.System{}).Revoke)
	})
}

// change gives or takes the role and tells what the person is afterwards.
func (f roleFlags) change(ctx context.Context, s *store.Store, to terminal, email string,
	apply func(ctx context.Context, actor, personID string, g account.Grant) error,
) error {
	g, err := f.grant(ctx, s)
	if err != nil {
		return err
	}
	all := people(s, clock.System{})
	p, err := all.ByEmail(ctx, email)
	if err != nil {
		return fmt.Errorf("%s: %w", email, err)
	}
	if err := apply(ctx, account.System, p.ID, g); err != nil {
		return err
	}
	if p, err = all.Person(ctx, p.ID); err != nil {
		return err
	}
	fmt.Fprintf(to.out, "%s is %s.\n", p.Email, rolesOf(p))
	return nil
}

type userListCommand struct{ databaseFlags }

// Run lists people.
func (c userListCommand) Run(ctx context.Context, to terminal) error {
	return withStore(ctx, c.databaseFlags, func(s *store.Store) error {
		all, err := people(s, clock.System{}).All(ctx)
		if err != nil {
			return err
		}
		table := tabwriter.NewWriter(to.out, 0, 0, 2, ' ', 0)
		for _, p := range all {
			fmt.Fprintf(table, "%s\t%s\t%s\n", p.Email, p.Name, rolesOf(p))
		}
		return table.Flush()
	})
}

func rolesOf(p account.Person) string {
	var roles []string
	for _, g := range p.Grants {
		role := string(g.Role)
		if g.OrganisationID != "" {
			role += " of " + g.OrganisationID
		}
		roles = append(roles, role)
	}
	if len(roles) == 0 {
		return "without a role"
	}
	return strings.Join(roles, ", ")
}

// loginLinkCommand prints a way in for someone who has no mail at hand.
type loginLinkCommand struct {
	databaseFlags
	BaseURL string `help:"The site's address as people type it." default:"http://127.0.0.1:8080" env:"TELAIO_BASE_URL"`
	Email   string `arg:"" help:"The person's e-mail address."`
}

// Run prints the link.
func (c loginLinkCommand) Run(ctx context.Context, to terminal) error {
	return withStore(ctx, c.databaseFlags, func(s *store.Store) error {
		link, err := entrance(s, clock.System{}, strings.TrimSuffix(c.BaseURL, "/")).LoginLink(ctx, c.Email)
		if fault.KindOf(err) == fault.NotFound {
			return fmt.Errorf("nobody here has the address %s (see telaio user add)", c.Email)
		}
		if err != nil {
			return err
		}
		fmt.Fprintln(to.out, link)
		fmt.Fprintf(to.errs, "Works once, in any browser, for %.0f hours.\n", account.PrintedLife.Hours())
		return nil
	})
}

// withStore opens the database for one chore and puts a refusal into words.
func withStore(ctx context.Context, flags databaseFlags, chore func(*store.Store) error) error {
	s, err := openStore(ctx, flags)
	if err != nil {
		return err
	}
	defer s.Close()
	return inWords(chore(s))
}

// inWords turns a refusal into the English sentence that its page would show.
func inWords(err error) error {
	refusal, ok := errors.AsType[*fault.Error](err)
	if !ok {
		return err
	}
	messages, loadErr := i18n.Load(embedded.Files, "locale")
	if loadErr != nil {
		return err
	}
	printer := messages.Printer(i18n.English)
	sentences := []string{printer.T(refusal.Message.Key, refusal.Message.Args)}
	for _, field := range slices.Sorted(maps.Keys(refusal.Fields)) {
		sentences = append(sentences, printer.T(refusal.Fields[field].Key, refusal.Fields[field].Args))
	}
	return errors.New(strings.Join(sentences, ": "))
}
