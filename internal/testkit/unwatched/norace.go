//go:build !race

package unwatched

const watched = false
