// Command telaio serves the platform.
package main

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	_ "time/tzdata" // dates are written in the observatory's time zone on any machine

	embedded "telaio/content"
	"telaio/internal/account"
	"telaio/internal/content"
	"telaio/internal/store"
	"telaio/internal/web"
	"telaio/internal/web/page/home"
	"telaio/internal/web/shell"
)

func main() {
	if err := run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, "telaio:", err)
		os.Exit(1)
	}
}

type nobody struct{}

func (nobody) Subject(*http.Request) (account.Subject, error) { return account.Subject{}, nil }

func run(ctx context.Context) error {
	library, err := content.Load(embedded.Files)
	if err != nil {
		return err
	}
	if err := os.MkdirAll("var", 0o700); err != nil {
		return err
	}
	s, err := store.Open(ctx, "var/telaio.db")
	if err != nil {
		return err
	}
	defer s.Close()
	if _, err := s.Migrate(ctx); err != nil {
		return err
	}
	site := &shell.Site{BaseURL: "http://127.0.0.1:8080", HelpMail: "aiuto@telaio.example", Demo: true, Taxonomies: library.Taxonomies}
	server := web.Server{Site: site, Messages: library.Messages, Sessions: nobody{}, Log: slog.Default()}
	server.Routes = append(server.Routes, home.Pages{}.Routes()...)
	handler, err := server.Handler()
	if err != nil {
		return err
	}
	return http.ListenAndServe("127.0.0.1:8080", handler)
}
