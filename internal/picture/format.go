package picture

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"io"
)

// format is one kind of file: how to read it, and how many bytes its decoder
// holds for ten pixels.
type format struct {
	decode            func(io.Reader) (image.Image, error)
	config            func(io.Reader) (image.Config, error)
	bytesPerTenPixels func(raw []byte, c image.Config) int64
	orientation       func(raw []byte) int
	// shrinks reports whether shrink can read it, without holding the whole.
	shrinks func(raw []byte) bool
	shrink  func(raw []byte, side int) (*image.RGBA, error)
}

// never is for formats that have to be decoded as a whole.
func never([]byte) bool { return false }

// upToDate is the orientation of formats that carry none.
func upToDate([]byte) int { return 1 }

func pngBytes(_ []byte, c image.Config) int64 {
	switch c.ColorModel {
	case color.GrayModel: // with a transparent colour it becomes NRGBA
		return 40
	case color.Gray16Model:
		return 80
	case color.RGBA64Model, color.NRGBA64Model:
		return 80
	}
	if _, ok := c.ColorModel.(color.Palette); ok {
		return 10
	}
	return 40
}

// webpBytes: a lossy picture is YCbCr 4:2:0; transparency adds a plane, and its
// decoder a whole picture for a while; a lossless one holds NRGBA twice.
func webpBytes(raw []byte, _ image.Config) int64 {
	perTen := int64(15)
	eachWebPChunk(raw, func(kind string, _ []byte) bool {
		switch kind {
		case "VP8L":
			perTen = 80
		case "ALPH":
			perTen += 50
		}
		return true
	})
	return perTen
}

// jpegBytes counts the samples of each component, and for progressive files the
// coefficients too, which the decoder keeps as 32-bit numbers until the end.
func jpegBytes(raw []byte, _ image.Config) int64 {
	frame, progressive := jpegFrame(raw)
	if len(frame) < 6 {
		return 150
	}
	components := int(frame[5])
	if len(frame) < 6+3*components || components < 1 {
		return 150
	}
	var widest, samples int64
	for i := range components {
		sampling := frame[6+3*i+1]
		area := int64(sampling>>4) * int64(sampling&15)
		samples += area
		widest = max(widest, area)
	}
	perTen := 10 * samples / max(widest, 1)
	if progressive {
		perTen *= 5
	}
	if components == 4 || jpegIsRGB(raw, frame) {
		perTen += 40 // its colours are converted into a second picture
	}
	return perTen
}

// jpegIsRGB reports whether the file may hold red, green and blue instead of
// brightness and colour.
func jpegIsRGB(raw, frame []byte) bool {
	if len(frame) >= 15 && frame[6] == 'R' && frame[9] == 'G' && frame[12] == 'B' {
		return true
	}
	rgb := false
	eachJPEGSegment(raw, func(marker byte, body []byte) bool {
		rgb = marker == 0xEE && len(body) >= 12 && string(body[:5]) == "Adobe" && body[11] == 0
		return !rgb
	})
	return rgb
}

// jpegFrame returns the start-of-frame segment, whose sampling factors tell how
// much memory the picture takes.
func jpegFrame(raw []byte) (frame []byte, progressive bool) {
	eachJPEGSegment(raw, func(marker byte, body []byte) bool {
		if marker >= 0xC0 && marker <= 0xC2 {
			frame, progressive = body, marker == 0xC2
			return false
		}
		return true
	})
	return frame, progressive
}

func jpegOrientation(raw []byte) int {
	orientation := 1
	eachJPEGSegment(raw, func(marker byte, body []byte) bool {
		if tiff, ok := bytes.CutPrefix(body, []byte("Exif\x00\x00")); ok && marker == 0xE1 {
			orientation = tiffOrientation(tiff)
			return false
		}
		return true
	})
	return orientation
}

// eachJPEGSegment calls visit for each segment before the pixels, until it
// returns false.
func eachJPEGSegment(raw []byte, visit func(marker byte, body []byte) bool) {
	for at := 2; at+4 <= len(raw) && raw[at] == 0xFF; {
		marker := raw[at+1]
		if marker == 0xFF {
			at++
			continue
		}
		if marker == 0xDA || marker == 0xD9 {
			return
		}
		length := int(binary.BigEndian.Uint16(raw[at+2:]))
		if length < 2 || at+2+length > len(raw) {
			return
		}
		if !visit(marker, raw[at+4:at+2+length]) {
			return
		}
		at += 2 + length
	}
}

func webpOrientation(raw []byte) int {
	orientation := 1
	eachWebPChunk(raw, func(kind string, body []byte) bool {
		if kind == "EXIF" {
			orientation = tiffOrientation(bytes.TrimPrefix(body, []byte("Exif\x00\x00")))
			return false
		}
		return true
	})
	return orientation
}

// eachWebPChunk calls visit for each chunk of the file until it returns false.
func eachWebPChunk(raw []byte, visit func(kind string, body []byte) bool) {
	for at := int64(12); at+8 <= int64(len(raw)); {
		size := int64(binary.LittleEndian.Uint32(raw[at+4:]))
		end := at + 8 + size
		if end > int64(len(raw)) || !visit(string(raw[at:at+4]), raw[at+8:end]) {
			return
		}
		at = end + size%2
	}
}

// tiffOrientation reads tag 0x0112 of the first directory, 1 if it is absent or
// makes no sense.
func tiffOrientation(tiff []byte) int {
	if len(tiff) < 8 {
		return 1
	}
	var order binary.ByteOrder = binary.BigEndian
	if tiff[0] == 'I' {
		order = binary.LittleEndian
	}
	at := int64(order.Uint32(tiff[4:]))
	if at+2 > int64(len(tiff)) {
		return 1
	}
	count := int64(order.Uint16(tiff[at:]))
	for i := range count {
		entry := at + 2 + 12*i
		if entry+12 > int64(len(tiff)) {
			return 1
		}
		if order.Uint16(tiff[entry:]) != 0x0112 {
			continue
		}
		if v := int(order.Uint16(tiff[entry+8:])); v >= 1 && v <= 8 {
			return v
		}
		return 1
	}
	return 1
}
