package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"telaio/internal/content"
	"telaio/internal/sample"
)

// checkCommand reads the content as the site would and lists what is wrong.
type checkCommand struct {
	Folder  string `arg:"" optional:"" help:"Folder whose files replace the built-in content."`
	Content string `help:"The same folder, named as telaio serve names it." env:"TELAIO_CONTENT"`
}

// Run checks.
func (c checkCommand) Run(ctx context.Context, to terminal) error {
	folder := cmp.Or(c.Folder, c.Content)
	files, err := contentFiles(folder)
	if err != nil {
		return err
	}
	problems := content.Check(files)
	if len(problems) == 0 { // the samples use the rest
		library, err := readContent(folder)
		if err != nil {
			return err
		}
		var samples sample.Samples
		samples, problems = sample.Load(files, library.Taxonomies)
		_, found := sample.LoadAssessments(files, library, samples.Organisations)
		problems = append(problems, found...)
		_, found = sample.LoadComparison(files, library, samples.Organisations)
		problems = append(problems, found...)
		routes, err := allRoutes(ctx, folder)
		if err != nil {
			return err
		}
		problems = append(problems, content.WrongPageLinks(files, linkable(routes))...)
	}
	for _, p := range problems {
		fmt.Fprintln(to.out, p)
	}
	switch len(problems) {
	case 0:
		fmt.Fprintln(to.out, "ok")
		return nil
	case 1:
		return errors.New("1 problem")
	}
	return fmt.Errorf("%d problems", len(problems))
}
