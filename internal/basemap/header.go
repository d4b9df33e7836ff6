package basemap

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io"
	"strings"
)

// The parts of the header that decide whether a browser can draw the archive,
// by their offset in bytes.
const (
	headerSize = 127

	atVersion         = 7
	atRoot            = 8 // offset and length, 8 bytes each, as are the next three
	atMetadata        = 24
	atLeaves          = 40
	atTiles           = 56
	atInner           = 97 // how directories and metadata are compressed
	atTileCompression = 98
	atKind            = 99
)

// How parts of an archive are compressed; 0 = it does not say, and browsers look.
const (
	noCompression   = 1
	gzipCompression = 2
)

// What tiles are. After these comes MapLibre's own format, which no library
// that we know draws without WebGL.
const (
	vectorTiles = 1
	avifTiles   = 5
)

// What is read at the start, at most.
const (
	mostRoot     = 16 << 10 // bytes that header and root directory may take
	mostMetadata = 4 << 20  // bytes of metadata, unpacked
)

type header struct{ raw [headerSize]byte }

// section is a part of the file.
type section struct{ offset, length uint64 }

func (h *header) section(at int) section {
	return section{binary.LittleEndian.Uint64(h.raw[at:]), binary.LittleEndian.Uint64(h.raw[at+8:])}
}

// within reports whether the part lies in a file of that many bytes.
func (s section) within(size int64) bool {
	return s.offset <= uint64(size) && s.length <= uint64(size)-s.offset
}

// readHeader reads what the file says of itself and refuses what a browser would
// stumble over later.
func readHeader(file io.ReaderAt, size int64) (*header, error) {
	h := &header{}
	if _, err := file.ReadAt(h.raw[:], 0); err != nil || !bytes.HasPrefix(h.raw[:], []byte("PMTiles")) {
		return nil, errors.New("it is not a PMTiles archive")
	}
	if version := h.raw[atVersion]; version != 3 {
		return nil, fmt.Errorf("it is a PMTiles archive of version %d; want 3", version)
	}
	if kind := h.raw[atKind]; kind < vectorTiles || kind > avifTiles {
		return nil, errors.New("its tiles are of a kind that browsers cannot draw; want MVT, PNG, JPEG, WebP or AVIF")
	}
	inner, tiles := h.raw[atInner], h.raw[atTileCompression]
	if inner != noCompression && inner != gzipCompression || tiles > gzipCompression {
		return nil, errors.New("it is compressed in a way that browsers cannot undo; want gzip or none")
	}
	for _, at := range []int{atRoot, atMetadata, atLeaves, atTiles} {
		if !h.section(at).within(size) {
			return nil, fmt.Errorf("it ends too early: %d bytes are not all of it", size)
		}
	}
	if root := h.section(atRoot); root.length == 0 || root.offset+root.length > mostRoot {
		return nil, errors.New("its root directory is not at its beginning")
	}
	if first, err := h.unpack(file, h.section(atRoot), 1); err != nil || len(first) == 0 || first[0] == 0 {
		return nil, errors.New("its root directory cannot be read")
	}
	return h, nil
}

// unpack reads at most that many bytes of a directory or of the metadata.
func (h *header) unpack(file io.ReaderAt, s section, most int64) ([]byte, error) {
	var r io.Reader = io.NewSectionReader(file, int64(s.offset), int64(s.length))
	if h.raw[atInner] == gzipCompression {
		unzipped, err := gzip.NewReader(r)
		if err != nil {
			return nil, err
		}
		r = unzipped
	}
	return io.ReadAll(io.LimitReader(r, most))
}

// credit is whom the archive says that it is owed to, without the markup that
// such lines have.
func (h *header) credit(file io.ReaderAt) (string, error) {
	s := h.section(atMetadata)
	if s.length == 0 {
		return "", nil
	}
	raw, err := h.unpack(file, s, mostMetadata)
	if err != nil {
		return "", errors.New("its metadata cannot be read")
	}
	var metadata struct {
		Attribution string `json:"attribution"`
	}
	if err := json.Unmarshal(raw, &metadata); err != nil {
		return "", errors.New("its metadata is not JSON")
	}
	return plain(metadata.Attribution), nil
}

// plain drops the tags of a line of HTML.
func plain(line string) string {
	var text strings.Builder
	for line != "" {
		before, tag, found := strings.Cut(line, "<")
		text.WriteString(before)
		if !found {
			break
		}
		_, line, _ = strings.Cut(tag, ">")
	}
	return strings.Join(strings.Fields(html.UnescapeString(text.String())), " ")
}
