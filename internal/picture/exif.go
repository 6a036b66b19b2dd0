package picture

import (
	"bytes"
	"encoding/binary"
)

func jpegOrientation(source []byte) int {
	for marker, content := range segments(source) {
		if exif, ok := bytes.CutPrefix(content, []byte("Exif\x00\x00")); ok && marker == markerAPP1 {
			return exifOrientation(exif)
		}
	}
	return 1
}

// pngOrientation looks for the chunk eXIf. The decoder has checked the file.
func pngOrientation(source []byte) int {
	for rest := source[8:]; len(rest) >= 12; {
		length := uint64(binary.BigEndian.Uint32(rest))
		if length+12 > uint64(len(rest)) {
			return 1
		}
		if string(rest[4:8]) == "eXIf" {
			return exifOrientation(rest[8 : 8+length])
		}
		rest = rest[length+12:]
	}
	return 1
}

// webpOrientation looks for the chunk EXIF. Chunks have a length in little
// endian, and an even number of bytes.
func webpOrientation(source []byte) int {
	for rest := source[12:]; len(rest) >= 8; {
		length := uint64(binary.LittleEndian.Uint32(rest[4:]))
		if length+8 > uint64(len(rest)) {
			return 1
		}
		if string(rest[:4]) == "EXIF" {
			// Some programs write the mark that JPEG has before it.
			return exifOrientation(bytes.TrimPrefix(rest[8:8+length], []byte("Exif\x00\x00")))
		}
		rest = rest[min(8+length+length%2, uint64(len(rest))):]
	}
	return 1
}

// exifOrientation finds how a camera was held: a number from 1, upright, to 8.
// Exif data are a TIFF file; the first directory has an entry 0x0112.
func exifOrientation(exif []byte) int {
	if len(exif) < 8 {
		return 1
	}
	var order binary.ByteOrder = binary.BigEndian
	if exif[0] == 'I' {
		order = binary.LittleEndian
	}
	at := uint64(order.Uint32(exif[4:]))
	if at+2 > uint64(len(exif)) {
		return 1
	}
	entries := exif[at+2:]
	for range order.Uint16(exif[at:]) {
		if len(entries) < 12 {
			return 1
		}
		if order.Uint16(entries) == 0x0112 {
			if o := int(order.Uint16(entries[8:])); o >= 1 && o <= 8 {
				return o
			}
			return 1
		}
		entries = entries[12:]
	}
	return 1
}
