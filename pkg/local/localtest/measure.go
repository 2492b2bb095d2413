package localtest

import (
	"fmt"
	"strings"
	"testing"
)

// Measurement is a row of docs/quality.md: how well a rule does on a set.
type Measurement struct {
	Set      string // of the corpus, or what it was made of
	Measure  string
	Value    float64
	Baseline string  // what usual means reach, empty if nobody measured
	Bar      float64 // the least value that passes
	Goal     float64 // 0: none
}

// Measured prints the row for `make measure` and fails a test whose value is below
// its bar. Call it from a test named TestMeasure…, which is how `make measure` finds
// it.
func Measured(t testing.TB, m Measurement) {
	t.Helper()
	// to the standard output itself: a log line would carry the file's name
	fmt.Println(m.row())
	if m.Value < m.Bar {
		t.Errorf("%s, %s: %.4f is below the bar of %g", m.Set, m.Measure, m.Value, m.Bar)
	}
}

func (m Measurement) row() string {
	goal := ""
	if m.Goal != 0 {
		goal = fmt.Sprintf("%g", m.Goal)
	}
	value := fmt.Sprintf("%.4f", m.Value)
	if m.Value >= 100 {
		value = fmt.Sprintf("%.0f", m.Value)
	}
	return "| " + strings.Join([]string{m.Set, m.Measure, value, m.Baseline, fmt.Sprintf("%g", m.Bar), goal}, " | ") + " |"
}
