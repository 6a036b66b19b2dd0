package address

import (
	"fmt"
	"testing"
	"time"
)

func TestAnswersAreBounded(t *testing.T) {
	now := time.Date(2030, 5, 1, 9, 0, 0, 0, time.UTC)
	a := newAnswers(func() time.Time { return now })
	for i := range 3 * maxAnswers {
		domain := fmt.Sprintf("d%d.example", i)
		a.keep(domain, NoMail)
		if _, ok := a.find(domain); !ok {
			t.Fatalf("%s was forgotten at once", domain)
		}
	}
	if len(a.verdict) != maxAnswers {
		t.Errorf("%d answers are remembered, want %d", len(a.verdict), maxAnswers)
	}
}

func TestANewAnswerReplacesTheOld(t *testing.T) {
	now := time.Date(2030, 5, 1, 9, 0, 0, 0, time.UTC)
	a := newAnswers(func() time.Time { return now })
	a.keep("ale.se", Unknown)
	a.keep("ale.se", Deliverable)
	if v, ok := a.find("ale.se"); v != Deliverable || !ok {
		t.Errorf("find = %v, %v", v, ok)
	}
}
