package importing

import (
	"archive/zip"
	"bufio"
	"bytes"
	"encoding/xml"
	"io"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

// area is a column of cells that were made one, over several rows.
type area struct{ column, first, last int } // from 1

// What is read of the cells that were made one.
const (
	mostAreas = 10_000
	mostFills = 1_000_000
	mostMark  = 64 << 10 // bytes between two marks of a sheet
)

var mergeCell = regexp.MustCompile(`mergeCell [^>]*ref="([A-Z]{1,3}[0-9]{1,7}):([A-Z]{1,3}[0-9]{1,7})"`)

// areasOf finds the cells of a sheet that were made one. The library would hold the
// whole sheet in memory for that. A workbook that cannot be read so has none.
func areasOf(raw []byte, sheet string) []area {
	files, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return nil
	}
	part, err := files.Open(partOf(files, sheet))
	if err != nil {
		return nil
	}
	defer part.Close()
	marks := bufio.NewScanner(io.LimitReader(part, mostUnpacked))
	marks.Buffer(nil, mostMark)
	marks.Split(untilMark)
	var areas []area
	for marks.Scan() && len(areas) < mostAreas {
		if ends := mergeCell.FindSubmatch(marks.Bytes()); ends != nil {
			column, first, err := excelize.CellNameToCoordinates(string(ends[1]))
			_, last, also := excelize.CellNameToCoordinates(string(ends[2]))
			if err == nil && also == nil && last > first {
				areas = append(areas, area{column, first, last})
			}
		}
	}
	return areas
}

// untilMark splits at the ends of marks.
func untilMark(raw []byte, end bool) (advance int, token []byte, err error) {
	if at := bytes.IndexByte(raw, '>'); at >= 0 {
		return at + 1, raw[:at], nil
	}
	if end {
		return len(raw), nil, nil
	}
	return 0, nil, nil
}

// partOf is the file of a workbook that has the sheet.
func partOf(files *zip.Reader, sheet string) string {
	var book struct {
		Sheets []struct {
			Name string `xml:"name,attr"`
			ID   string `xml:"http://schemas.openxmlformats.org/officeDocument/2006/relationships id,attr"`
		} `xml:"sheets>sheet"`
	}
	var ties struct {
		Of []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	if !readXML(files, "xl/workbook.xml", &book) || !readXML(files, "xl/_rels/workbook.xml.rels", &ties) {
		return ""
	}
	for _, s := range book.Sheets {
		for _, tie := range ties.Of {
			if s.Name == sheet && s.ID == tie.ID {
				if inner, whole := strings.CutPrefix(tie.Target, "/"); whole {
					return inner
				}
				return path.Join("xl", tie.Target)
			}
		}
	}
	return ""
}

func readXML(files *zip.Reader, name string, into any) bool {
	f, err := files.Open(name)
	if err != nil {
		return false
	}
	defer f.Close()
	return xml.NewDecoder(io.LimitReader(f, mostInMemory)).Decode(into) == nil
}

// spread gives each row what stands in the cells that were made one with those above:
// so people read them.
func (t Table) spread(areas []area) Table {
	at := func(number int) (int, bool) {
		return slices.BinarySearchFunc(t.Rows, number, func(r Row, n int) int { return r.Number - n })
	}
	left := mostFills
	for _, a := range areas {
		from, there := at(a.first)
		text := ""
		if there {
			text = t.Rows[from].cell(a.column - 1)
		}
		if text == "" || a.column > mostCells {
			continue
		}
		for n := from + 1; n < len(t.Rows) && t.Rows[n].Number <= a.last && left > 0; n++ {
			left--
			if t.Rows[n].cell(a.column-1) == "" {
				t.Rows[n].Cells = padded(t.Rows[n].Cells, a.column)
				t.Rows[n].Cells[a.column-1] = text
			}
		}
	}
	return t
}
