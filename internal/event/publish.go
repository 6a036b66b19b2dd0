package event

import (
	"slices"
	"time"
)

// Check is a line of the publishing list: something that visitors will miss.
type Check struct {
	Key   Key        // the sentence in i18n
	Must  bool       // the event cannot be published without; otherwise it is only advice
	Place EditorPage // where it is mended
}

// EditorPage is a page where an event is edited.
type EditorPage string

// The pages of the editor, as their addresses have them.
const (
	PageContent      EditorPage = "edit"
	PageProgram      EditorPage = "program"
	PagePictures     EditorPage = "pictures"
	PageQuestions    EditorPage = "questions"
	PageOrganisation EditorPage = "settings"
)

// What can be missing. The texts stand in i18n under these keys.
const (
	CheckContact       Key = "publish.check_contact"
	CheckPrivacy       Key = "publish.check_privacy"
	CheckAltText       Key = "publish.check_alt"
	CheckPlace         Key = "publish.check_place"
	CheckOver          Key = "publish.check_over"
	CheckClosed        Key = "publish.check_closed"
	CheckCapacity      Key = "publish.check_capacity"
	CheckTargetGroup   Key = "publish.check_target"
	CheckLead          Key = "publish.check_lead"
	CheckCost          Key = "publish.check_cost"
	CheckJoinURL       Key = "publish.check_join"
	CheckProgram       Key = "publish.check_program"
	CheckAfterStart    Key = "publish.check_after_start"
	CheckWeekend       Key = "publish.check_weekend"
	CheckAccess        Key = "publish.check_access"
	CheckTimes         Key = "publish.check_times"
	CheckNobodyAnswers Key = "publish.check_nobody_answers"
	CheckWays          Key = "publish.check_ways"
	CheckCategories    Key = "publish.check_categories"
	CheckOneCategory   Key = "publish.check_one_category"
	CheckAskedOfNobody Key = "publish.check_asked_of_nobody"
	CheckCancelBy      Key = "publish.check_cancel_by"
)

// PublishingList says what is missing from an event before strangers see it, what
// must be mended first.
func (e *Event) PublishingList(now time.Time) []Check {
	last := e.LastMoment()
	weekend := last.Weekday() == time.Saturday || last.Weekday() == time.Sunday
	var list []Check
	for _, c := range []struct {
		missing bool
		check   Check
	}{
		{e.Contact.IsZero(), Check{CheckContact, true, PageContent}},
		{e.PrivacyText == "" && e.Organisation.PrivacyText == "", Check{CheckPrivacy, true, PageOrganisation}},
		{e.Image != "" && e.ImageAlt == "", Check{CheckAltText, true, PagePictures}},
		{e.IsOnSite() && e.PlaceName == "", Check{CheckPlace, true, PageContent}},
		{!now.Before(e.EndsAt), Check{CheckOver, true, PageContent}},

		{now.Before(e.EndsAt) && !now.Before(e.ClosesAt), Check{CheckClosed, false, PageContent}},
		{e.PlacesInAll() == 0, Check{CheckCapacity, false, PageContent}},
		{e.Attendance == Both && e.fewerThanAll(func(s Share) Share { return Share{Attendance: s.Attendance} }), Check{CheckWays, false, PageContent}},
		{e.fewerThanAll(func(s Share) Share { return Share{Category: s.Category} }), Check{CheckCategories, false, PageContent}},
		{len(e.OfferedCategories()) == 1, Check{CheckOneCategory, false, PageContent}},
		{e.asksNobody(), Check{CheckAskedOfNobody, false, PageQuestions}},
		{e.CancelBy != nil && e.CancelBy.Before(e.ClosesAt), Check{CheckCancelBy, false, PageContent}},
		{e.TargetGroup == "", Check{CheckTargetGroup, false, PageContent}},
		{e.Lead == "", Check{CheckLead, false, PageContent}},
		{!e.Free && e.CostText == "", Check{CheckCost, false, PageContent}},
		{e.IsOnline() && e.JoinURL == "", Check{CheckJoinURL, false, PageContent}},
		{len(e.Sessions) == 0, Check{CheckProgram, false, PageProgram}},
		{!e.HasTimes(), Check{CheckTimes, false, PageContent}},
		{e.HasTimes() && last.After(e.StartsAt), Check{CheckAfterStart, false, PageContent}},
		{weekend, Check{CheckWeekend, false, PageContent}},
		{e.IsOnSite() && len(e.Accessibility) == 0 && e.AccessText == "", Check{CheckAccess, false, PageContent}},
		{!e.Contact.IsZero() && e.Contact.Email == "" && e.Contact.Phone == "", Check{CheckNobodyAnswers, false, PageContent}},
	} {
		if c.missing {
			list = append(list, c.check)
		}
	}
	return list
}

// fewerThanAll reports whether the limits of the ways, or of the categories, add
// up to fewer places than the event has: nobody can ever take the rest.
func (e *Event) fewerThanAll(part func(Share) Share) bool { return e.sumOf(part) < e.Capacity }

// asksNobody reports whether a question is only for categories that are not
// offered.
func (e *Event) asksNobody() bool {
	return slices.ContainsFunc(e.Questions, func(q Question) bool {
		named := q.When.Categories()
		isOffered := func(id string) bool { c := e.Category(id); return c != nil && !c.Retired }
		return !q.Retired && len(named) > 0 && !slices.ContainsFunc(named, isOffered)
	})
}

// CheckPublish returns ErrIncomplete if something is missing that must be there.
func (e *Event) CheckPublish(now time.Time) error {
	for _, c := range e.PublishingList(now) {
		if c.Must {
			return ErrIncomplete
		}
	}
	return nil
}

// CanWithdraw reports whether a published event may become a draft again: only
// while nobody has registered, for they would find nothing where their links
// lead.
func (e *Event) CanWithdraw(registrations int) bool {
	return e.Status == Published && registrations == 0
}

// CanDelete reports whether an event may be removed without a trace: a draft to
// which nobody has ever registered.
func (e *Event) CanDelete(registrations int) bool { return e.Status == Draft && registrations == 0 }

// CanArchive reports whether an event may be put out of the way: not while
// people may still come to it.
func (e *Event) CanArchive(now time.Time) bool {
	return e.ArchivedAt == nil && (e.Status != Published || !now.Before(e.EndsAt))
}

// HasPreview reports whether a preview link works now.
func (e *Event) HasPreview() bool { return e.Preview > 0 }

// NextPreview is the generation after a preview link was made or taken back. A
// negative one is that of the last link, which no longer works; numbers never
// come again, so neither does an old link.
func (e *Event) NextPreview(works bool) int {
	generation := max(e.Preview, -e.Preview)
	if works {
		return generation + 1
	}
	return -generation
}
