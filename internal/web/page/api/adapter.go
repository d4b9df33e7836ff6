package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
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

// assembly is the interface as huma puts it together: a route of the site for
// each operation, and the description of all.
type assembly struct {
	api    huma.API
	routes []shell.Route
}

// The types of what is answered.
const (
	mediaJSON    = "application/json"
	mediaLines   = "application/x-ndjson"
	mediaProblem = "application/problem+json"
)

// newAssembly begins an interface without operations.
func newAssembly(about *huma.Info, server string) *assembly {
	a := &assembly{}
	config := huma.Config{
		OpenAPI: &huma.OpenAPI{OpenAPI: "3.1.0", Info: about, Servers: []*huma.Server{{URL: server}}},
		Formats: map[string]huma.Format{mediaJSON: huma.DefaultJSONFormat, mediaProblem: huma.DefaultJSONFormat}, DefaultFormat: mediaJSON,
	}
	a.api = huma.NewAPI(config, a)
	return a
}

// call is a request under way.
type call struct {
	visit    *shell.Visit
	err      error  // that the operation ended with
	redirect string // where the thing is now, "" = here
	lines    bool   // everything is wanted, line by line
	stream   func(http.ResponseWriter, *http.Request) error
}

type callKey struct{}

func callOf(ctx context.Context) *call { return ctx.Value(callKey{}).(*call) }

// add gives the interface an operation. An error that it returns is told as any
// page's is.
func add[I, O any](a *assembly, op huma.Operation, do func(context.Context, *I) (*O, error)) *huma.Operation {
	op.Method = http.MethodGet
	schemas := a.api.OpenAPI().Components.Schemas
	if op.Responses == nil {
		op.Responses = map[string]*huma.Response{}
	}
	op.Responses["default"] = &huma.Response{
		Description: "Problem",
		Content:     map[string]*huma.MediaType{mediaProblem: {Schema: schemas.Schema(reflect.TypeFor[shell.Problem](), true, "")}},
	}
	huma.Register(a.api, op, func(ctx context.Context, in *I) (*O, error) {
		out, err := do(ctx, in)
		if err != nil {
			callOf(ctx).err = err
			return nil, huma.Error500InternalServerError("")
		}
		return out, nil
	})
	return a.api.OpenAPI().Paths[op.Path].Get
}

// Handle makes a route of an operation. It is what huma wants of a router.
func (a *assembly) Handle(op *huma.Operation, handler func(huma.Context)) {
	var streams func(*http.Request) bool
	if slices.Contains(parametersOf(op), "format") {
		streams = wantsLines
	}
	a.routes = append(a.routes, shell.Route{
		Name: op.OperationID, Method: op.Method, Paths: shell.Only(op.Path), Action: account.ReadPublic,
		Cached: true, Strict: true, Query: parametersOf(op), Limit: shell.LimitProgram, Streams: streams,
		Handle: func(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
			made := &memory{header: http.Header{}}
			c := &call{visit: v, lines: streams != nil && streams(r)}
			r = r.WithContext(context.WithValue(r.Context(), callKey{}, c))
			handler(humago.NewContext(op, r, made))
			switch {
			case c.err != nil:
				return c.err
			case c.redirect != "":
				opendata.OpenToAll(w.Header())
				http.Redirect(w, r, c.redirect, http.StatusMovedPermanently)
				return nil
			case c.stream != nil:
				return c.stream(w, r)
			case made.status >= http.StatusBadRequest:
				return wrongParameter(op, made.body.Bytes())
			}
			return made.send(w, r)
		},
	})
}

// ServeHTTP is never asked: the site's own server serves the routes.
func (a *assembly) ServeHTTP(w http.ResponseWriter, r *http.Request) { http.NotFound(w, r) }

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
	open(header)
	if r.Header.Get("If-None-Match") == header.Get("ETag") {
		header.Del("Content-Type")
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	w.WriteHeader(m.status)
	_, _ = w.Write(m.body.Bytes()) // when it fails the program has gone: nobody is left to tell
	return nil
}

// open lets scripts of any site read the answer and its headers.
func open(header http.Header) {
	links := header.Values("Link")
	opendata.License(header)
	for _, link := range links {
		header.Add("Link", link)
	}
	header.Set("Access-Control-Expose-Headers", "ETag, Link, Retry-After, X-Request-Id")
	header.Set("Vary", "Accept")
}
