package basemap_test

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"telaio/internal/basemap"
)

const metadata = `{"attribution":"<a href='https://www.openstreetmap.org/copyright'>&copy; OpenStreetMap</a>\n contributors"}`

// archive is a PMTiles file with one tile, the whole earth.
func archive(metadata string) []byte {
	root := zipped([]byte{1, 0, 1, 4, 1}) // one entry: tile 0, once, 4 bytes, at the beginning
	inner := zipped([]byte(metadata))
	h := make([]byte, 127)
	copy(h, "PMTiles\x03")
	at := uint64(len(h))
	for _, part := range []struct {
		field  int
		length int
	}{{8, len(root)}, {24, len(inner)}, {40, 0}, {56, 4}} {
		binary.LittleEndian.PutUint64(h[part.field:], at)
		binary.LittleEndian.PutUint64(h[part.field+8:], uint64(part.length))
		at += uint64(part.length)
	}
	h[97], h[98], h[99] = 2, 1, 2 // gzip within, tiles as they are, PNG
	return bytes.Join([][]byte{h, root, inner, []byte("tile")}, nil)
}

func zipped(raw []byte) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write(raw)
	w.Close()
	return b.Bytes()
}

func write(t testing.TB, raw []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "streets.pmtiles")
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestOpen_saysWhomTheMapIsOwedToInPlainText(t *testing.T) {
	a, err := basemap.Open(write(t, archive(metadata)))
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	if want := "© OpenStreetMap contributors"; a.Credit != want {
		t.Errorf("credit %q; want %q", a.Credit, want)
	}
	if got, err := io.ReadAll(a.Content()); err != nil || !bytes.Equal(got, archive(metadata)) {
		t.Errorf("%d bytes, %v; want the file", len(got), err)
	}
}

func TestOpen_saysInOneLineWhatIsWrong(t *testing.T) {
	with := func(change func(raw []byte)) []byte {
		raw := archive(metadata)
		change(raw)
		return raw
	}
	for name, c := range map[string]struct {
		raw  []byte
		want string
	}{
		"empty":                 {nil, "not a PMTiles archive"},
		"a page saved as it":    {bytes.Repeat([]byte("<html>"), 40), "not a PMTiles archive"},
		"an older version":      {with(func(raw []byte) { raw[7] = 2 }), "version 2"},
		"shapes for MapLibre":   {with(func(raw []byte) { raw[99] = 6 }), "browsers cannot draw"},
		"packed with zstd":      {with(func(raw []byte) { raw[97] = 4 }), "browsers cannot undo"},
		"a download that broke": {archive(metadata)[:150], "ends too early"},
		"sizes that overflow":   {with(func(raw []byte) { copy(raw[56:], "\xff\xff\xff\xff\xff\xff\xff\xff") }), "ends too early"},
		"a broken directory":    {with(func(raw []byte) { raw[127] = 'x' }), "root directory cannot be read"},
		"no directory":          {with(func(raw []byte) { clear(raw[16:24]) }), "not at its beginning"},
		"metadata of no JSON":   {archive("{"), "not JSON"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := basemap.Open(write(t, c.raw))
			if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("Open = %v; want one line with %q", err, c.want)
			}
		})
	}
	if _, err := basemap.Open(filepath.Join(t.TempDir(), "none")); err == nil || err.Error() != "there is no such file" {
		t.Errorf("Open of nothing = %v", err)
	}
	if _, err := basemap.Open(t.TempDir()); err == nil {
		t.Error("Open took a folder")
	}
}

func TestOpen_namesAnotherFileOtherwise(t *testing.T) {
	versions := map[string]bool{}
	for _, raw := range [][]byte{archive(metadata), archive(`{"attribution":"x"}`)} {
		a, err := basemap.Open(write(t, raw))
		if err != nil {
			t.Fatal(err)
		}
		defer a.Close()
		versions[a.Version()] = true
	}
	if len(versions) != 2 {
		t.Errorf("versions %v; want two", versions)
	}
}

func FuzzOpen(f *testing.F) {
	f.Add(archive(metadata))
	f.Add(archive(""))
	f.Fuzz(func(t *testing.T, raw []byte) {
		a, err := basemap.Open(write(t, raw))
		if err != nil {
			return
		}
		defer a.Close()
		if strings.ContainsAny(a.Credit, "\n") {
			t.Errorf("a credit of several lines: %q", a.Credit)
		}
	})
}
