package store

import (
	"encoding/json"
	"fmt"

	"gorm.io/gorm"

	"samling/internal/event"
)

// countAttendance counts how those with a place come.
func countAttendance(tx *gorm.DB, eventID uint, st *Statistics) error {
	return tx.Model(&event.Registration{}).Where("event_id = ? AND standing = ?", eventID, event.Confirmed).
		Select("attendance AS name, count(*) AS n").Group("attendance").Order("n DESC, name").Find(&st.Attendance).Error
}

// countCategories counts what those with a place are.
func countCategories(tx *gorm.DB, eventID uint, st *Statistics) error {
	return tx.Model(&event.Registration{}).Where("event_id = ? AND standing = ? AND category <> ''", eventID, event.Confirmed).
		Select("category AS name, count(*) AS n").Group("category").Order("n DESC, name").Find(&st.Categories).Error
}

// countChoices counts the answers to questions with choices of those with a
// place. Sensitive answers lie elsewhere; equal ones are put together by the
// database, so that nobody's are read.
func countChoices(tx *gorm.DB, eventID uint, st *Statistics) error {
	st.Answers = map[string][]Share{}
	var rows []struct {
		Question, Choice string
		N                int
	}
	err := tx.Table("answer_choices AS c").Joins("JOIN registrations r ON r.id = c.registration_id").
		Where("c.event_id = ? AND r.standing = ?", eventID, event.Confirmed).
		Select("c.question, c.choice, count(*) AS n").Group("c.question, c.choice").Order("n DESC, c.choice").Find(&rows).Error
	if err != nil {
		return fmt.Errorf("count answers: %w", err)
	}
	for _, r := range rows {
		st.Answers[r.Question] = append(st.Answers[r.Question], Share{r.Choice, r.N})
	}
	return countSensitive(tx, eventID, st)
}

func countSensitive(tx *gorm.DB, eventID uint, st *Statistics) error {
	var rows []struct {
		Answers string
		N       int
	}
	err := tx.Table("sensitive_answers AS s").Joins("JOIN registrations r ON r.id = s.registration_id").
		Where("r.event_id = ? AND r.standing = ?", eventID, event.Confirmed).
		Select("s.answers, count(*) AS n").Group("s.answers").Find(&rows).Error
	if err != nil {
		return fmt.Errorf("count sensitive answers: %w", err)
	}
	counts := map[event.Chosen]int{}
	for _, r := range rows {
		var answers event.Answers
		if err := json.Unmarshal([]byte(r.Answers), &answers); err != nil {
			return fmt.Errorf("read sensitive answers: %w", err)
		}
		for id, given := range answers {
			for _, text := range given {
				counts[event.Chosen{Question: id, Choice: text}] += r.N
			}
		}
	}
	for c, n := range counts {
		st.Answers[c.Question] = append(st.Answers[c.Question], Share{c.Choice, n})
	}
	return nil
}
