package design_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"samling/internal/design"
)

func TestHorizonIsTheReference(t *testing.T) {
	type vector struct{ Seed, Wide, Small string }
	for _, v := range readVectors[vector](t, "horizons.json") {
		t.Run(v.Seed, func(t *testing.T) {
			if got := sum(v.Seed, design.Wide); got != v.Wide {
				t.Errorf("wide: SHA-256 is %s, want %s", got, v.Wide)
			}
			if got := sum(v.Seed, design.Small); got != v.Small {
				t.Errorf("small: SHA-256 is %s, want %s", got, v.Small)
			}
		})
	}
}

func sum(seed string, size design.Size) string {
	hash := sha256.Sum256([]byte(design.Horizon(seed, size)))
	return hex.EncodeToString(hash[:])
}

// One picture stands in full, so that a difference can be looked at.
func TestHorizonInFull(t *testing.T) {
	want, err := os.ReadFile("testdata/horizon-small.svg")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(design.Horizon("gophers", design.Small))+"\n"); diff != "" {
		t.Errorf("differs from the reference (-want +got):\n%s", diff)
	}
}

func TestHorizonOfAnySeed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seed := rapid.String().Draw(t, "seed")
		size := rapid.SampledFrom([]design.Size{design.Wide, design.Small}).Draw(t, "size")
		svg := string(design.Horizon(seed, size))
		if svg != string(design.Horizon(seed, size)) {
			t.Fatal("the same seed gave another picture")
		}
		if len(svg) > 5000 {
			t.Fatalf("%d bytes", len(svg))
		}
		wellFormed(t, svg)
	})
}

func wellFormed(t *rapid.T, text string) {
	d := xml.NewDecoder(strings.NewReader(text))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatalf("%v in %s", err, text)
		}
	}
}

func BenchmarkHorizon(b *testing.B) {
	for b.Loop() {
		design.Horizon("gophers", design.Wide)
	}
}
