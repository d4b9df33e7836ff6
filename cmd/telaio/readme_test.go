package main

import (
	"os"
	"reflect"
	"strings"
	"testing"
)

// The README has one table with every setting of a running site.
func TestReadmeListsEverySettingOfServe(t *testing.T) {
	raw, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, flags := range []reflect.Type{reflect.TypeFor[siteFlags](), reflect.TypeFor[databaseFlags]()} {
		for i := range flags.NumField() {
			if env := flags.Field(i).Tag.Get("env"); env != "" && !strings.Contains(string(raw), "`"+env+"`") {
				t.Errorf("README.md does not tell of %s", env)
			}
		}
	}
}
