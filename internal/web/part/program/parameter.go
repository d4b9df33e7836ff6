package program

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"telaio/internal/fault"
)

// badValue says what a parameter may be.
func badValue(p *huma.Param) error {
	key, args := "problem.value", map[string]any{"Name": p.Name}
	schema := p.Schema
	if schema.Items != nil {
		schema = schema.Items
	}
	switch {
	case len(schema.Enum) > 0:
		codes := make([]string, len(schema.Enum))
		for i, code := range schema.Enum {
			codes[i] = fmt.Sprint(code)
		}
		key, args["Known"] = "problem.value_known", strings.Join(codes, ", ")
	case schema.Minimum != nil && schema.Maximum != nil:
		key, args["Least"], args["Most"] = "problem.value_between", plain(*schema.Minimum), plain(*schema.Maximum)
	}
	refusal := fault.New(fault.Malformed, key)
	refusal.Message.Args = args
	return refusal
}

// plain is a number without an exponent.
func plain(number float64) string { return strconv.FormatFloat(number, 'f', -1, 64) }
