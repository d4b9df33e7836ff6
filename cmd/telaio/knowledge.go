package main

import (
	"fmt"
	"io/fs"
	"os"
	"sync"

	"golang.org/x/sync/errgroup"

	embedded "telaio/content"
	"telaio/internal/content"
	"telaio/internal/gazetteer"
	"telaio/internal/i18n"
	"telaio/internal/search"
	"telaio/internal/taxonomy"
)

// geography is what the program knows of places.
type geography struct {
	towns *gazetteer.Gazetteer
	land  []gazetteer.Ring
}

// What the program was built with is read once: it never changes.
var (
	builtInContent   = sync.OnceValues(func() (*content.Library, error) { return content.Load(embedded.Files) })
	builtInGeography = sync.OnceValues(func() (places geography, err error) {
		if places.towns, err = gazetteer.Load(); err != nil {
			return places, err
		}
		places.land, err = gazetteer.Outlines()
		return places, err
	})
)

// readKnowledge reads the content and the geography, both at the same time.
func readKnowledge(folder string) (library *content.Library, places geography, err error) {
	var both errgroup.Group
	both.Go(func() (err error) {
		library, err = readContent(folder)
		return err
	})
	both.Go(func() (err error) {
		if places, err = builtInGeography(); err != nil {
			return fmt.Errorf("gazetteer: %w", err)
		}
		return nil
	})
	err = both.Wait()
	return library, places, err
}

// readContent reads the built-in content, with the files of a folder over it
// where there is one.
func readContent(folder string) (*content.Library, error) {
	read := builtInContent
	if folder != "" {
		files, err := contentFiles(folder)
		if err != nil {
			return nil, err
		}
		read = func() (*content.Library, error) { return content.Load(files) }
	}
	library, err := read()
	if err != nil {
		return nil, fmt.Errorf("content: %w", err)
	}
	return library, nil
}

// contentFiles is the built-in content, with the files of a folder over it.
func contentFiles(folder string) (fs.FS, error) {
	if folder == "" {
		return embedded.Files, nil
	}
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return nil, fmt.Errorf("--content %q: there is no such folder", folder)
	}
	return content.Overlay(os.DirFS(folder), embedded.Files), nil
}

// searchLanguage is what searches know of the words that people use, with the names of
// places.
func searchLanguage(library *content.Library, towns *gazetteer.Gazetteer) *search.Language {
	return library.Words.WithPlaces(placeNames(library.Taxonomies, towns)).WithProvinces(gazetteer.Provinces())
}

// placeNames are the regions and the towns that a search takes for places.
func placeNames(vocabulary taxonomy.Set, towns *gazetteer.Gazetteer) []string {
	names := towns.WellKnown()
	for _, region := range vocabulary[taxonomy.Region].Terms {
		for _, language := range i18n.Languages() {
			names = append(names, vocabulary.Label(taxonomy.Region, region.Code, string(language)))
		}
	}
	return names
}
