package questionnaire

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/vm"
)

// Expressions say when a question is asked and what a calculated value is. They
// see nothing but answers, through this closed vocabulary:
//
//	answered(id)    there is an answer
//	value(id)       the text, or the code of a single choice
//	number(id)      the whole number, 0 if there is none
//	codes(id)       the chosen codes
//	count(id)       how many codes, rows or items
//	has(id, code)   the code is among the chosen ones
//
// An id is the name of an earlier question, with or without quotes. A name that
// stands alone is its value, or its number or codes, as its type says.
type expression struct {
	program *vm.Program
}

// vocabulary is what an expression can call.
type vocabulary struct {
	Answered func(id string) bool             `expr:"answered"`
	Value    func(id string) string           `expr:"value"`
	Number   func(id string) int              `expr:"number"`
	Codes    func(id string) []string         `expr:"codes"`
	Count    func(id string) int              `expr:"count"`
	Has      func(list any, code string) bool `expr:"has"`
}

// Limits that no sensible expression comes near.
const (
	maxExpression     = 1000 // characters
	maxNodes          = 200
	expressionBudget  = 10_000 // of the virtual machine's memory units
	maxCalculatedText = 1000   // bytes of a calculated value
)

// compile makes an expression of the source. known tells the type of each
// question that it may name.
func compile(source string, known map[string]Type, asBool bool) (*expression, error) {
	if len(source) > maxExpression {
		return nil, fmt.Errorf("longer than %d characters", maxExpression)
	}
	names := &naming{known: known, made: map[ast.Node]string{}}
	options := []expr.Option{
		expr.Env(vocabulary{}), expr.DisableAllBuiltins(), expr.MaxNodes(maxNodes), expr.Patch(names),
	}
	if asBool {
		options = append(options, expr.AsBool())
	}
	program, err := expr.Compile(source, options...)
	if names.err != nil {
		return nil, names.err
	}
	if err != nil {
		first, _, _ := strings.Cut(err.Error(), "\n")
		return nil, errors.New(first)
	}
	return &expression{program: program}, nil
}

// run evaluates the expression. The answers that it sees are those of r.
func (e *expression) run(r *reading) (any, error) {
	machine := vm.VM{MemoryBudget: expressionBudget}
	return machine.Run(e.program, r.words)
}

// isTrue evaluates a condition. One that fails counts as true: a question too
// many is better than an answer too few.
func (e *expression) isTrue(r *reading) bool {
	result, err := e.run(r)
	if err != nil {
		return true
	}
	yes, ok := result.(bool)
	return yes || !ok
}

// text evaluates a calculated value, "" if it has none.
func (e *expression) text(r *reading) string {
	result, err := e.run(r)
	if err != nil {
		return ""
	}
	s := ""
	switch v := result.(type) {
	case string:
		s = v
	case bool:
		s = "no"
		if v {
			s = "yes"
		}
	case int:
		s = strconv.Itoa(v)
	case float64:
		if !math.IsNaN(v) && !math.IsInf(v, 0) {
			s = strconv.FormatFloat(v, 'f', -1, 64)
		}
	}
	if len(s) > maxCalculatedText {
		return ""
	}
	return Clean(s, false)
}

// naming turns the names of questions into calls of the vocabulary, and refuses
// whatever an expression does not need.
type naming struct {
	known map[string]Type
	made  map[ast.Node]string // calls that stand for a bare name
	err   error
}

var operators = []string{"and", "&&", "or", "||", "==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "in"}

// Visit looks at one node, after those below it.
func (n *naming) Visit(node *ast.Node) {
	if n.err != nil {
		return
	}
	switch v := (*node).(type) {
	case *ast.IdentifierNode:
		n.name(node, v.Value)
	case *ast.CallNode:
		n.call(v)
	case *ast.BinaryNode:
		if !slices.Contains(operators, v.Operator) {
			n.refuse("the operator %q is not allowed", v.Operator)
		}
	case *ast.StringNode, *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.UnaryNode, *ast.ConditionalNode, *ast.ArrayNode, *ast.ConstantNode:
	default:
		n.refuse("only names of questions, values, comparisons and the words answered, value, number, codes, count and has are allowed")
	}
}

func (n *naming) name(node *ast.Node, id string) {
	t, ok := n.known[id]
	if !ok {
		if !isWord(id) {
			n.refuse("no earlier question has the id %q", id)
		}
		return
	}
	call := &ast.CallNode{Callee: &ast.IdentifierNode{Value: wordFor(t)}, Arguments: []ast.Node{&ast.StringNode{Value: id}}}
	n.made[call] = id
	ast.Patch(node, call)
}

func (n *naming) call(call *ast.CallNode) {
	callee, ok := call.Callee.(*ast.IdentifierNode)
	if !ok || !isWord(callee.Value) {
		if n.made[call] == "" {
			n.refuse("only answered, value, number, codes, count and has can be called")
		}
		return
	}
	if len(call.Arguments) == 0 {
		n.refuse("%s needs the id of a question", callee.Value)
		return
	}
	if id, made := n.made[call.Arguments[0]]; made {
		call.Arguments[0] = &ast.StringNode{Value: id}
	}
	if id, ok := call.Arguments[0].(*ast.StringNode); ok {
		if _, known := n.known[id.Value]; !known {
			n.refuse("no earlier question has the id %q", id.Value)
		}
		return
	}
	if callee.Value != "has" {
		n.refuse("%s needs the id of a question", callee.Value)
	}
}

func (n *naming) refuse(format string, args ...any) {
	if n.err == nil {
		n.err = fmt.Errorf(format, args...)
	}
}

func isWord(name string) bool {
	return slices.Contains([]string{"answered", "value", "number", "codes", "count", "has"}, name)
}

// wordFor says what a bare name of a question of the type stands for.
func wordFor(t Type) string {
	switch t {
	case Integer, Year:
		return "number"
	case MultiChoice:
		return "codes"
	case Repeat, Matrix:
		return "count"
	default:
		return "value"
	}
}
