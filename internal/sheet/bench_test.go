package sheet_test

import (
	"fmt"
	"io"
	"iter"
	"runtime"
	"testing"
	"time"

	"samling/internal/sheet"
)

// manyRows is the longest list Samling is meant for, and more.
const manyRows = 100_000

// long is a table of many participants. It notes how much of the heap is in use
// as the rows go by.
func long(rows int, peak *uint64) sheet.Table {
	columns := []sheet.Column{{Heading: "Nr", Kind: sheet.Number}, {Heading: "Anmäld", Kind: sheet.Time}}
	for i := range 8 {
		columns = append(columns, sheet.Column{Heading: fmt.Sprintf("Fråga %d", i+1)})
	}
	return sheet.Table{Name: "Deltagare", Columns: columns, Rows: longRows(rows, len(columns), peak)}
}

func longRows(rows, columns int, peak *uint64) iter.Seq2[[]any, error] {
	return func(yield func([]any, error) bool) {
		row := make([]any, columns)
		start := time.Date(2024, 1, 31, 9, 0, 0, 0, time.UTC)
		for n := range rows {
			row[0], row[1] = n, start.Add(time.Duration(n)*time.Minute)
			for i := 2; i < columns; i++ {
				row[i] = fmt.Sprintf("asa.ostrom.%d.%d@kommun.example", n, i)
			}
			if n%10_000 == 0 {
				notePeak(peak)
			}
			if !yield(row, nil) {
				return
			}
		}
		notePeak(peak)
	}
}

func notePeak(peak *uint64) {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	*peak = max(*peak, m.HeapAlloc)
}

// finished takes a workbook, which comes in one piece, and notes what it weighed
// in memory.
type finished struct{ peak *uint64 }

func (f finished) Write(p []byte) (int, error) {
	notePeak(f.peak)
	return len(p), nil
}

func BenchmarkWrite(b *testing.B) {
	writers := []struct {
		name  string
		write func(sheet.Table, *uint64) (int, error)
	}{
		{"CSV", func(t sheet.Table, _ *uint64) (int, error) {
			return sheet.WriteCSV(io.Discard, t, sheet.CSVOptions{Semicolon: true})
		}},
		{"XLSX", func(t sheet.Table, peak *uint64) (int, error) {
			return sheet.WriteXLSX(finished{peak}, cover(), t)
		}},
	}
	for _, w := range writers {
		for _, rows := range []int{manyRows / 10, manyRows} {
			b.Run(fmt.Sprintf("%s/%d rows", w.name, rows), func(b *testing.B) {
				var peak uint64
				for b.Loop() {
					if _, err := w.write(long(rows, &peak), &peak); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(peak)/(1<<20), "peak-MB")
			})
		}
	}
}
