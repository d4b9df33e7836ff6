// Package program is what the interfaces for programs share: operations that
// huma describes and that this site serves, cached, limited and tagged like its
// pages, with failures that programs can read.
package program

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"telaio/internal/account"
	"telaio/internal/fault"
	"telaio/internal/web/part/opendata"
	"telaio/internal/web/shell"
)

// Assembly is an interface as huma puts it together: a route of the site for
// each operation, and the description of all.
type Assembly struct {
	API    huma.API
	Routes []shell.Route
}

// The types of what is answered.
const (
	MediaJSON    = "application/json"
	MediaLines   = "application/x-ndjson"
	MediaProblem = "application/problem+json"
)

// New begins an interface without operations.
func New(about *huma.Info, server string) *Assembly {
	a := &Assembly{}
	config := huma.Config{
		OpenAPI: &huma.OpenAPI{OpenAPI: "3.1.0", Info: about, Servers: []*huma.Server{{URL: server}}},
		Formats: map[string]huma.Format{MediaJSON: huma.DefaultJSONFormat, MediaProblem: huma.DefaultJSONFormat}, DefaultFormat: MediaJSON,
	}
	a.API = huma.NewAPI(config, a)
	return a
}

// Call is a request under way.
type Call struct {
	Visit    *shell.Visit
	Redirect string // where the thing is now, "" = here
	Lines    bool   // everything is wanted, line by line
	// Stream answers instead of what the operation returns; nil = nothing does.
	Stream func(http.ResponseWriter, *http.Request) error

	err error // that the operation ended with
}

type callKey struct{}

// CallOf is the call that an operation's context belongs to.
func CallOf(ctx context.Context) *Call { return ctx.Value(callKey{}).(*Call) }

// Add gives the interface an operation. An error that it returns is told as any
// page's is.
func Add[I, O any](a *Assembly, op huma.Operation, do func(context.Context, *I) (*O, error)) *huma.Operation {
	op.Method = http.MethodGet
	schemas := a.API.OpenAPI().Components.Schemas
	if op.Responses == nil {
		op.Responses = map[string]*huma.Response{}
	}
	op.Responses["default"] = &huma.Response{
		Description: "Problem",
		Content:     map[string]*huma.MediaType{MediaProblem: {Schema: schemas.Schema(reflect.TypeFor[shell.Problem](), true, "")}},
	}
	huma.Register(a.API, op, func(ctx context.Context, in *I) (*O, error) {
		out, err := do(ctx, in)
		if err != nil {
			CallOf(ctx).err = err
			return nil, huma.Error500InternalServerError("")
		}
		return out, nil
	})
	// What huma would tell of its own errors is never sent.
	delete(schemas.Map(), "ErrorModel")
	delete(schemas.Map(), "ErrorDetail")
	return a.API.OpenAPI().Paths[op.Path].Get
}

// Handle makes a route of an operation. It is what huma wants of a router.
func (a *Assembly) Handle(op *huma.Operation, handler func(huma.Context)) {
	var streams func(*http.Request) bool
	if slices.Contains(parametersOf(op), "format") {
		streams = wantsLines
	}
	a.Routes = append(a.Routes, shell.Route{
		Name: op.OperationID, Method: op.Method, Paths: shell.Only(op.Path), Action: account.ReadPublic,
		Cached: true, Strict: true, Query: parametersOf(op), Limit: shell.LimitProgram, Streams: streams,
		Handle: func(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
			made := &memory{header: http.Header{}}
			c := &Call{Visit: v, Lines: streams != nil && streams(r)}
			r = r.WithContext(context.WithValue(r.Context(), callKey{}, c))
			handler(humago.NewContext(op, r, made))
			switch {
			case c.err != nil:
				return c.err
			case c.Redirect != "":
				opendata.OpenToAll(w.Header())
				http.Redirect(w, r, c.Redirect, http.StatusMovedPermanently)
				return nil
			case c.Stream != nil:
				return c.Stream(w, r)
			case made.status >= http.StatusBadRequest:
				return wrongParameter(op, made.body.Bytes())
			}
			return made.send(w, r)
		},
	})
}

// ServeHTTP is never asked: the site's own server serves the routes.
func (a *Assembly) ServeHTTP(w http.ResponseWriter, r *http.Request) { http.NotFound(w, r) }

// parametersOf lists the query parameters of an operation.
func parametersOf(op *huma.Operation) []string {
	var names []string
	for _, p := range op.Parameters {
		if p.In == "query" {
			names = append(names, p.Name)
		}
	}
	return names
}

// wrongParameter says which parameter cannot be taken and what could be, from
// the problem that huma wrote.
func wrongParameter(op *huma.Operation, raw []byte) error {
	var problem struct {
		Errors []struct{ Location string }
	}
	refusal := fault.New(fault.Malformed, "problem.malformed")
	if err := json.Unmarshal(raw, &problem); err != nil || len(problem.Errors) == 0 {
		return refusal
	}
	_, name, _ := strings.Cut(problem.Errors[0].Location, ".")
	name, _, _ = strings.Cut(name, "[")
	for _, p := range op.Parameters {
		if p.Name == name {
			return badValue(p)
		}
	}
	return refusal
}

// memory takes an answer before it is sent, so that its tag is known.
type memory struct {
	header http.Header
	status int
	body   bytes.Buffer
}

// Header is what will stand before the body.
func (m *memory) Header() http.Header { return m.header }

// WriteHeader keeps the status.
func (m *memory) WriteHeader(status int) { m.status = status }

func (m *memory) Write(b []byte) (int, error) { return m.body.Write(b) }

// send answers with what was made, or tells the program that its copy is good.
func (m *memory) send(w http.ResponseWriter, r *http.Request) error {
	header := w.Header()
	for name, values := range m.header {
		header[name] = values
	}
	sum := sha256.Sum256(m.body.Bytes())
	header.Set("ETag", `"`+hex.EncodeToString(sum[:12])+`"`)
	Open(header)
	if shell.HasCopy(r, header.Get("ETag")) {
		header.Del("Content-Type")
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	w.WriteHeader(m.status)
	_, _ = w.Write(m.body.Bytes()) // when it fails the program has gone: nobody is left to tell
	return nil
}

// Open lets scripts of any site read the answer and its headers.
func Open(header http.Header) {
	opendata.License(header)
	header.Set("Vary", "Accept")
}

// Document answers with what is written, a description or the like.
func Document(media string, write func() ([]byte, error)) func(http.ResponseWriter, *http.Request, *shell.Visit) error {
	return func(w http.ResponseWriter, r *http.Request, _ *shell.Visit) error {
		raw, err := write()
		if err != nil {
			return fmt.Errorf("write a document: %w", err)
		}
		return Send(w, r, media, raw)
	}
}

// Send answers with bytes that any site's scripts may read, or tells the program
// that its copy is good.
func Send(w http.ResponseWriter, r *http.Request, media string, raw []byte) error {
	made := &memory{header: http.Header{"Content-Type": {media}}, status: http.StatusOK}
	made.body.Write(raw)
	return made.send(w, r)
}
