package mail

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"mime/multipart"
	netmail "net/mail"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"telaio/internal/fault"
)

// Folder keeps messages as .eml files, for a site that sends no mail.
type Folder struct{ Dir string }

// Kept is a message in the folder.
type Kept struct {
	Name    string // names it in the folder
	At      time.Time
	To      string
	Subject string
	Text    string
}

const suffix = ".eml"

// Carry writes the message to a file that only the program's user can read.
func (f Folder) Carry(_ context.Context, m *gomail.Msg) error {
	if err := os.MkdirAll(f.Dir, 0o700); err != nil {
		return fmt.Errorf("make the mail folder: %w", err)
	}
	m.SetEncoding(gomail.NoEncoding) // for people to read
	var raw bytes.Buffer
	if _, err := m.WriteTo(&raw); err != nil {
		return fmt.Errorf("write a message: %w", err)
	}
	at, err := netmail.ParseDate(m.GetGenHeader(gomail.HeaderDate)[0])
	if err != nil {
		return fmt.Errorf("date a message: %w", err)
	}
	id, _, _ := strings.Cut(strings.Trim(m.GetMessageID(), "<>"), "@")
	name := filepath.Join(f.Dir, at.UTC().Format("20060102T150405Z-")+id+suffix)
	// Never half a file: who looks into the folder may be a program.
	if err := os.WriteFile(name+".part", raw.Bytes(), 0o600); err != nil {
		return fmt.Errorf("keep a message: %w", err)
	}
	if err := os.Rename(name+".part", name); err != nil {
		return fmt.Errorf("keep a message: %w", err)
	}
	return nil
}

// List returns the latest messages, the newest first.
func (f Folder) List(most int) ([]Kept, error) {
	entries, err := os.ReadDir(f.Dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the mail folder: %w", err)
	}
	var kept []Kept
	for _, entry := range slices.Backward(entries) {
		if !strings.HasSuffix(entry.Name(), suffix) {
			continue
		}
		message, err := f.Read(strings.TrimSuffix(entry.Name(), suffix))
		if err != nil {
			return nil, err
		}
		if kept = append(kept, message); len(kept) == most {
			break
		}
	}
	return kept, nil
}

// Read returns the message with the name, fault.NotFound if there is none.
func (f Folder) Read(name string) (Kept, error) {
	missing := fault.New(fault.NotFound, "error.not_found")
	root, err := os.OpenRoot(f.Dir)
	if err != nil {
		return Kept{}, missing
	}
	defer root.Close()
	file, err := root.Open(name + suffix)
	if err != nil {
		return Kept{}, missing
	}
	defer file.Close()
	kept, err := read(file)
	if err != nil {
		return Kept{}, fmt.Errorf("read a kept message: %w", err)
	}
	kept.Name = name
	return kept, nil
}

func read(r io.Reader) (Kept, error) {
	m, err := netmail.ReadMessage(r)
	if err != nil {
		return Kept{}, err
	}
	at, err := m.Header.Date()
	if err != nil {
		return Kept{}, err
	}
	words := new(mime.WordDecoder)
	subject, err := words.DecodeHeader(m.Header.Get("Subject"))
	if err != nil {
		return Kept{}, err
	}
	to, err := netmail.ParseAddress(m.Header.Get("To"))
	if err != nil {
		return Kept{}, err
	}
	_, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil {
		return Kept{}, err
	}
	first, err := multipart.NewReader(m.Body, params["boundary"]).NextPart() // text comes before HTML
	if err != nil {
		return Kept{}, err
	}
	text, err := io.ReadAll(first)
	return Kept{At: at, To: to.Address, Subject: subject, Text: strings.ReplaceAll(string(text), "\r\n", "\n")}, err
}
