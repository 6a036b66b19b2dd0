package store

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"samling/internal/event"
)

// EventBySlug finds an event with its organisation, programme and speakers.
func (s *Store) EventBySlug(ctx context.Context, slug string) (*event.Event, error) {
	return wholeEvent(s.read.WithContext(ctx), "slug = ?", slug)
}

func wholeEvent(tx *gorm.DB, where string, args ...any) (*event.Event, error) {
	var ev event.Event
	if err := tx.Where(where, args...).Take(&ev).Error; err != nil {
		return nil, notFound(err)
	}
	if err := tx.Take(&ev.Organisation, ev.OrganisationID).Error; err != nil {
		return nil, fmt.Errorf("load organisation of event %d: %w", ev.ID, err)
	}
	if err := loadProgram(tx, &ev); err != nil {
		return nil, fmt.Errorf("load programme of event %d: %w", ev.ID, err)
	}
	return &ev, nil
}

// eventsByID loads events with their organisations, without programmes.
func eventsByID(tx *gorm.DB, ids []uint) (map[uint]*event.Event, error) {
	var events []event.Event
	if err := tx.Where("id IN ?", ids).Find(&events).Error; err != nil {
		return nil, err
	}
	if err := loadOrganisations(tx, events); err != nil {
		return nil, err
	}
	byID := map[uint]*event.Event{}
	for i := range events {
		byID[events[i].ID] = &events[i]
	}
	return byID, nil
}

func loadOrganisations(tx *gorm.DB, events []event.Event) error {
	ids := make([]uint, len(events))
	for i := range events {
		ids[i] = events[i].OrganisationID
	}
	var orgs []event.Organisation
	if err := tx.Where("id IN ?", ids).Find(&orgs).Error; err != nil {
		return err
	}
	byID := map[uint]event.Organisation{}
	for _, o := range orgs {
		byID[o.ID] = o
	}
	for i := range events {
		events[i].Organisation = byID[events[i].OrganisationID]
	}
	return nil
}

// Listed is an event as lists show it: without texts and programme.
type Listed struct {
	Event  event.Event
	Places event.Tally
}

// listColumns leaves out what lists do not show; event texts can be long.
const listColumns = "id, organisation_id, slug, title, lead, kind, language, zone, starts_at, ends_at, time_text, attendance, " +
	"place_name, place_address, free, cost_text, target_group, opens_at, closes_at, capacity, on_site_way, online_way, categories, has_waiting_list, needs_approval, invite_only, unlisted, status, cancel_reason, content_changed_at"

// ComingEvents lists the public events that have not ended, the next first,
// except those that are in no list.
func (s *Store) ComingEvents(ctx context.Context, now time.Time) ([]Listed, error) {
	return s.list(ctx, noLimit, "starts_at, id", isListed+" AND status <> ? AND ends_at > ?", event.Draft, moment(now))
}

// PastEvents lists the public events that have ended, the latest first. Called
// off ones did not take place and are left out.
func (s *Store) PastEvents(ctx context.Context, now time.Time) ([]Listed, error) {
	return s.list(ctx, noLimit, "starts_at DESC, id DESC", isPast, event.Published, moment(now))
}

// LatestPastEvents lists at most that many of PastEvents, and counts all.
func (s *Store) LatestPastEvents(ctx context.Context, most int, now time.Time) (list []Listed, all int, err error) {
	var n int64
	err = s.read.WithContext(ctx).Model(&event.Event{}).Where(isPast, event.Published, moment(now)).Count(&n).Error
	if err != nil {
		return nil, 0, fmt.Errorf("count past events: %w", err)
	}
	list, err = s.list(ctx, most, "starts_at DESC, id DESC", isPast, event.Published, moment(now))
	return list, int(n), err
}

// isListed finds the events that stand in lists for strangers, isPast those of
// them that took place, and noLimit is GORM's word for all.
const (
	isListed = "NOT unlisted"
	isPast   = isListed + " AND status = ? AND ends_at <= ?"
	noLimit  = -1
)

// AllEvents lists every event, drafts included, the next first.
func (s *Store) AllEvents(ctx context.Context) ([]Listed, error) {
	return s.list(ctx, noLimit, "starts_at, id", "1 = 1")
}

func (s *Store) list(ctx context.Context, most int, order, where string, args ...any) ([]Listed, error) {
	tx := s.read.WithContext(ctx)
	var events []event.Event
	if err := tx.Select(listColumns).Where(where, args...).Order(order).Limit(most).Find(&events).Error; err != nil {
		return nil, fmt.Errorf("list events: %w", err)
	}
	if err := loadOrganisations(tx, events); err != nil {
		return nil, fmt.Errorf("list organisations: %w", err)
	}
	ids := make([]uint, len(events))
	for i := range events {
		ids[i] = events[i].ID
	}
	places, err := countPlaces(tx, ids)
	if err != nil {
		return nil, fmt.Errorf("count places: %w", err)
	}
	list := make([]Listed, len(events))
	for i := range events {
		list[i] = Listed{events[i], places[events[i].ID]}
	}
	return list, nil
}

// Organisations lists all organisations by name of their slug.
func (s *Store) Organisations(ctx context.Context) ([]event.Organisation, error) {
	var orgs []event.Organisation
	err := s.read.WithContext(ctx).Order("slug").Find(&orgs).Error
	return orgs, err
}

// SaveEvent creates an event, or replaces the one with the same slug, together
// with its organisation and programme. Participants are told in the same
// transaction when it was called off or moved, and the waiting list moves up
// into places that were added. The result says whether the event is new.
func (s *Store) SaveEvent(ctx context.Context, ev *event.Event, now time.Time) (created bool, err error) {
	now = moment(now)
	err = s.transaction(ctx, func(tx *gorm.DB) error {
		old, err := lockWhole(tx, ev.Slug)
		if err != nil {
			return err
		}
		if err := saveOrganisation(tx, &ev.Organisation, now); err != nil {
			return err
		}
		ev.OrganisationID = ev.Organisation.ID
		if created = old == nil; !created {
			ev.PublishAt, ev.ArchivedAt, ev.Preview = old.PublishAt, old.ArchivedAt, old.Preview
		}
		return s.replace(tx, event.Actor{Who: byFile}, old, ev, now)
	})
	s.wake()
	return created, err
}

// byFile is who changed an event that came as a file.
const byFile = "samling event import"

// replace writes an event over the old one, or as a new one if that is nil, and
// does what follows from the difference.
func (s *Store) replace(tx *gorm.DB, by event.Actor, old, ev *event.Event, now time.Time) error {
	if old != nil {
		if err := keepQuestions(tx, old, ev); err != nil {
			return err
		}
		if err := keepCategories(tx, old, ev); err != nil {
			return err
		}
	}
	if err := keepSessions(tx, old, ev); err != nil {
		return err
	}
	if err := s.saveOver(tx, old, ev, now); err != nil {
		return err
	}
	if err := saveProgram(tx, ev); err != nil {
		return fmt.Errorf("save programme: %w", err)
	}
	if err := keepVersion(tx, by, ev, now); err != nil {
		return err
	}
	if old == nil {
		return nil
	}
	if err := s.tellParticipants(tx, old, ev, now); err != nil {
		return err
	}
	return s.moveUp(tx, ev, now)
}

// keepQuestions lets no answer lose its question. The event must be locked, so
// that nobody answers meanwhile.
func keepQuestions(tx *gorm.DB, old, ev *event.Event) error {
	n, err := countRegistrations(tx, old.ID)
	if err != nil || n == 0 {
		return err
	}
	ev.Questions, err = event.KeepQuestions(old.Questions, ev.Questions)
	return err
}

// keepCategories lets no registration lose its category, withdrawn ones included.
// The event must be locked, so that nobody chooses one meanwhile.
func keepCategories(tx *gorm.DB, old, ev *event.Event) error {
	if len(old.Categories) == 0 {
		return nil
	}
	var used []string
	err := tx.Model(&event.Registration{}).Where("event_id = ? AND category <> ''", old.ID).Distinct().Pluck("category", &used).Error
	if err != nil {
		return fmt.Errorf("find the categories of registrations: %w", err)
	}
	ev.Categories = event.KeepCategories(old.Categories, ev.Categories, used)
	return nil
}

// lockWhole locks and loads the event that has the slug now, or nil.
func lockWhole(tx *gorm.DB, slug string) (*event.Event, error) {
	events, err := lockEvents(tx, "slug = ?", slug)
	if err != nil || len(events) == 0 {
		return nil, err
	}
	return wholeEvent(tx, "slug = ?", slug)
}

// saveOrganisation creates or updates by slug.
func saveOrganisation(tx *gorm.DB, o *event.Organisation, now time.Time) error {
	o.ID, o.CreatedAt = 0, now
	err := tx.Clauses(clause.OnConflict{
		Columns: []clause.Column{{Name: "slug"}},
		DoUpdates: clause.AssignmentColumns([]string{
			"name", "address_lines", "number", "email", "phone", "website", "colour", "privacy_text",
		}),
	}).Create(o).Error
	if err != nil {
		return fmt.Errorf("save organisation: %w", err)
	}
	// After an update SQLite does not tell which row it was.
	return tx.Where("slug = ?", o.Slug).Take(o).Error
}

// saveOver writes the event's own row.
func (s *Store) saveOver(tx *gorm.DB, old, ev *event.Event, now time.Time) error {
	ev.ID, ev.CreatedAt, ev.ContentChangedAt, ev.Version = 0, now, now, 1
	if ev.Status == "" {
		ev.Status = event.Draft
		if old != nil {
			ev.Status = old.Status
		}
	}
	if old != nil {
		ev.ID, ev.CreatedAt, ev.CancelledAt, ev.Version = old.ID, old.CreatedAt, old.CancelledAt, old.Version+1
		if sameContent(old, ev) {
			ev.ContentChangedAt = old.ContentChangedAt
		}
	}
	switch {
	case ev.Status == event.Published:
		ev.CancelledAt, ev.PublishAt = nil, nil
	case ev.Status == event.Cancelled && ev.CancelledAt == nil:
		ev.CancelledAt = &now
	}
	if old == nil {
		if err := tx.Create(ev).Error; err != nil {
			return fmt.Errorf("create event: %w", known(err))
		}
		return nil
	}
	if err := one(tx.Model(ev).Select("*").Omit("id").Updates(ev)); err != nil {
		return fmt.Errorf("update event: %w", known(err))
	}
	return nil
}

// sameContent reports whether visitors would read the same.
func sameContent(a, b *event.Event) bool {
	var x, y bytes.Buffer
	return event.NewFile(a).Write(&x) == nil && event.NewFile(b).Write(&y) == nil && bytes.Equal(x.Bytes(), y.Bytes())
}

// refuseReversal refuses to publish an event again whose participants were told
// that it is called off: they have made other plans.
func refuseReversal(tx *gorm.DB, ev *event.Event) error {
	places, err := countPlaces(tx, []uint{ev.ID})
	if err != nil {
		return err
	}
	if p := places[ev.ID]; p.Taken()+p.Waiting+p.Applied > 0 {
		return event.ErrStaysOff
	}
	return nil
}

// tellParticipants queues a mail to everybody whom a change concerns.
func (s *Store) tellParticipants(tx *gorm.DB, old, ev *event.Event, now time.Time) error {
	change := event.Compare(old, ev, now)
	if change.Reversed {
		return refuseReversal(tx, ev)
	}
	var kind event.MessageKind
	var concerned []event.Standing
	switch {
	case change.Called:
		kind, concerned = event.MailEventCancelled, []event.Standing{event.Confirmed, event.Waiting, event.Applied}
	case change.Moved, len(change.Sessions) > 0:
		kind, concerned = event.MailEventChanged, []event.Standing{event.Confirmed}
	default:
		return nil
	}
	live := func() *gorm.DB {
		all := tx.Model(&event.Registration{}).Where("event_id = ? AND standing IN ?", ev.ID, concerned)
		if kind == event.MailEventChanged {
			all = toBeToldOf(all, change)
		}
		return all
	}
	if err := live().Update("sequence", gorm.Expr("sequence + 1")).Error; err != nil {
		return fmt.Errorf("raise calendar sequence: %w", err)
	}
	var page []event.Registration
	return live().FindInBatches(&page, 500, func(*gorm.DB, int) error {
		chosen, err := chosenOf(tx, page, change)
		if err != nil {
			return err
		}
		var msgs []event.Message
		for i := range page {
			m := event.NewMessage(kind, ev, &page[i], now)
			if kind == event.MailEventChanged {
				when := old.When()
				m.Data = event.MessageData{OldWhen: &when, OldAt: old.Place(), OldSessions: change.MovedFor(chosen[page[i].ID])}
			}
			msgs = append(msgs, m)
		}
		return s.queue(tx, msgs)
	}).Error
}

// toBeToldOf leaves of those with a place whom a change concerns. An address that
// is not confirmed may be anybody's: once it is, it gets what holds then.
func toBeToldOf(confirmed *gorm.DB, change event.Change) *gorm.DB {
	told := confirmed.Where("verify_by IS NULL")
	if !change.Moved {
		told = told.Where("id IN (SELECT registration_id FROM session_choices WHERE session IN ?)", change.MovedKeys())
	}
	return told
}

// chosenOf reads what people have chosen in the programme, if any of that has
// moved.
func chosenOf(tx *gorm.DB, regs []event.Registration, change event.Change) (map[uint][]event.SessionChoice, error) {
	if len(change.Sessions) == 0 {
		return nil, nil
	}
	ids := make([]uint, len(regs))
	for i, r := range regs {
		ids[i] = r.ID
	}
	return sessionChoices(tx, ids)
}

// CountTold counts those whom saving an event over its earlier self tells that
// it has moved, or what they have chosen in it.
func (s *Store) CountTold(ctx context.Context, eventID uint, change event.Change) (int, error) {
	if !change.Moved && len(change.Sessions) == 0 {
		return 0, nil
	}
	var n int64
	confirmed := s.read.WithContext(ctx).Model(&event.Registration{}).Where("event_id = ? AND standing = ?", eventID, event.Confirmed)
	err := toBeToldOf(confirmed, change).Count(&n).Error
	return int(n), err
}
