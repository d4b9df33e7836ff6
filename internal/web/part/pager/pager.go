// Package pager leads from page to page of a long list.
package pager

import "strconv"

// Pager is where a list stands. Pages are counted from 1.
type Pager struct {
	Page, Pages int
	Path        func(page int) string // address of the nth page
}

// around lists the pages to link: the first, the last and those beside the
// present one. 0 stands for a gap.
func (p Pager) around() []int {
	var pages []int
	last := 0
	for n := 1; n <= p.Pages; n++ {
		if n != 1 && n != p.Pages && (n < p.Page-1 || n > p.Page+1) {
			continue
		}
		if last+2 == n {
			pages = append(pages, n-1)
		} else if last+1 < n {
			pages = append(pages, 0)
		}
		pages = append(pages, n)
		last = n
	}
	return pages
}

func number(n int) string { return strconv.Itoa(n) }
