package picture

import (
	"bytes"
	"encoding/binary"
	"iter"
)

// The markers of a JPEG file that matter here (ITU-T T.81, table B.1).
const (
	markerRST0 = 0xd0
	markerEOI  = 0xd9
	markerSOS  = 0xda
	markerAPP1 = 0xe1
)

// segments yields the marker and the content of each segment of a JPEG file. It
// steps over image data and stray bytes just as Go's decoder does.
func segments(source []byte) iter.Seq2[byte, []byte] {
	return func(yield func(byte, []byte) bool) {
		rest := source[2:] // the marker that begins the file has no length
		for {
			at := bytes.IndexByte(rest, 0xff)
			if at < 0 {
				return
			}
			for rest = rest[at:]; len(rest) > 0 && rest[0] == 0xff; {
				rest = rest[1:]
			}
			if len(rest) == 0 || rest[0] == markerEOI {
				return
			}
			marker := rest[0]
			rest = rest[1:]
			if marker == 0 || marker >= markerRST0 && marker < markerRST0+8 {
				continue // a byte of image data, or a place to find back to
			}
			if len(rest) < 2 {
				return
			}
			length := int(binary.BigEndian.Uint16(rest))
			if length < 2 || length > len(rest) || !yield(marker, rest[2:length]) {
				return
			}
			rest = rest[length:]
		}
	}
}

// maxScans is how many layers a JPEG picture may have. Programs make about ten;
// a small file with thousands takes hours to decode.
const maxScans = 100

func checkScans(source []byte) error {
	scans := 0
	for marker := range segments(source) {
		if marker == markerSOS {
			scans++
		}
	}
	if scans > maxScans {
		return ErrTooSlow
	}
	return nil
}
