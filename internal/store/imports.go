package store

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"gorm.io/gorm"

	"samling/internal/event"
)

// importChunk is how many people come in at a time: others who register wait no
// longer than that takes.
const importChunk = 250

// KeepImport writes down a list that was brought.
func (s *Store) KeepImport(ctx context.Context, by event.Actor, i *event.Import, now time.Time) error {
	return s.transaction(ctx, func(tx *gorm.DB) error {
		if _, err := lockOwnEvent(tx, by, i.EventID); err != nil {
			return err
		}
		i.ID, i.CreatedAt = 0, moment(now)
		if by.UserID != 0 {
			i.UserID = &by.UserID
		}
		if err := tx.Create(i).Error; err != nil {
			return fmt.Errorf("keep an import: %w", err)
		}
		detail := map[string]string{"count": strconv.Itoa(len(i.People()))}
		return s.audit(tx, by, event.Entry{Verb: "participants.import_kept", EventID: &i.EventID, Detail: detail}, now)
	})
}

// Import finds a list that was brought to an event and is not erased yet.
func (s *Store) Import(ctx context.Context, eventID, id uint) (event.Import, error) {
	return oneImport(s.read.WithContext(ctx), eventID, id)
}

func oneImport(tx *gorm.DB, eventID, id uint) (event.Import, error) {
	var i event.Import
	err := tx.Where("event_id = ? AND id = ?", eventID, id).Take(&i).Error
	return i, notFound(err)
}

// OpenImports lists what was brought to an event and is not erased yet, the
// latest first, without the rows.
func (s *Store) OpenImports(ctx context.Context, eventID uint) ([]event.Import, error) {
	var all []event.Import
	err := s.read.WithContext(ctx).Omit("rows", "lines").Where("event_id = ?", eventID).Order("id DESC").Find(&all).Error
	return all, err
}

// MapImport says what the columns of a list hold. Once people have come in, that
// stays as it is. The event is locked, so that nobody comes in meanwhile.
func (s *Store) MapImport(ctx context.Context, eventID, id uint, fields []event.ImportField, hasHeadings bool) error {
	return s.transaction(ctx, func(tx *gorm.DB) error {
		if _, err := lockEvent(tx, eventID); err != nil {
			return err
		}
		i, err := oneImport(tx, eventID, id)
		if err != nil {
			return err
		}
		if i.Next > 0 || i.DoneAt != nil {
			return event.ErrChanged
		}
		i.Fields, i.HasHeadings = fields, hasHeadings
		return one(tx.Model(&i).Select("fields", "has_headings").Updates(&i))
	})
}

// EraseImport forgets a list.
func (s *Store) EraseImport(ctx context.Context, by event.Actor, eventID, id uint, now time.Time) error {
	return s.transaction(ctx, func(tx *gorm.DB) error {
		if _, err := lockOwnEvent(tx, by, eventID); err != nil {
			return err
		}
		if err := one(tx.Where("event_id = ? AND id = ?", eventID, id).Delete(&event.Import{})); err != nil {
			return err
		}
		return s.audit(tx, by, event.Entry{Verb: "participants.import_erased", EventID: &eventID}, now)
	})
}

// PurgeImports erases lists that were brought before the given moment.
func (s *Store) PurgeImports(ctx context.Context, before time.Time) error {
	return s.write.WithContext(ctx).Where("created_at < ?", moment(before)).Delete(&event.Import{}).Error
}

// TryImport says what each line of a list would lead to now, and changes
// nothing.
func (s *Store) TryImport(ctx context.Context, i *event.Import, choice event.ImportChoice, now time.Time) ([]event.ImportLine, error) {
	tx := s.read.WithContext(ctx)
	events, err := eventsByID(tx, []uint{i.EventID})
	if err != nil {
		return nil, err
	}
	ev := events[i.EventID]
	if err := ev.AdmitsImport(now); err != nil {
		return nil, err
	}
	desk, err := importDesk(tx, ev, i)
	if err != nil {
		return nil, err
	}
	none := func() string { return "" }
	return desk.Import(i, 0, len(i.Rows), choice, none, moment(now)), nil
}

// importDesk is the desk where the people of a list are admitted.
func importDesk(tx *gorm.DB, ev *event.Event, i *event.Import) (*event.Desk, error) {
	d := &event.Desk{Event: *ev, Known: map[string]*event.Registration{}, Receipts: map[string]*event.Receipt{}}
	var err error
	if d.Tally, err = tallyOf(tx, ev); err != nil {
		return nil, err
	}
	if !ev.IsPlain(d.Tally) {
		if d.Queue, err = loadQueue(tx, ev.ID, noLimit); err != nil {
			return nil, err
		}
	}
	return d, loadKnown(tx, map[uint]*event.Desk{ev.ID: d}, []uint{ev.ID}, i.Addresses())
}

// DoImport brings the people of a list in, some at a time, each part with its
// mails in one transaction that also says how far it came. If it is broken off,
// the next call goes on there; whoever calls again when it is done changes
// nothing. When all are in, the rows are forgotten but for those that failed.
func (s *Store) DoImport(ctx context.Context, by event.Actor, eventID, id uint, choice event.ImportChoice, now time.Time) (event.Import, error) {
	for {
		var i event.Import
		chunk := func() error {
			return s.transaction(ctx, func(tx *gorm.DB) (err error) {
				i, err = s.importSome(tx, by, eventID, id, choice, moment(now))
				return err
			})
		}
		err := chunk()
		if errors.Is(err, gorm.ErrDuplicatedKey) {
			err = chunk() // a reference was taken: chance gives others
		}
		s.wake()
		if err != nil || i.DoneAt != nil {
			return i, err
		}
	}
}

// importSome brings the next part of a list in. The event is locked first, so
// that two who press the button at once take turns.
func (s *Store) importSome(tx *gorm.DB, by event.Actor, eventID, id uint, choice event.ImportChoice, now time.Time) (event.Import, error) {
	ev, err := lockEvent(tx, eventID)
	if err != nil {
		return event.Import{}, err
	}
	i, err := oneImport(tx, eventID, id)
	if err != nil || i.DoneAt != nil {
		return i, err
	}
	if err := ev.AdmitsImport(now); err != nil {
		return i, err
	}
	desk, err := importDesk(tx, ev, &i)
	if err != nil {
		return i, err
	}
	lines := desk.Import(&i, i.Next, importChunk, choice, func() string { return randomReference(ev.Slug) }, now)
	if err := s.admitImported(tx, ev, lines, choice.Mail, now); err != nil {
		return i, err
	}
	i.Took(lines, now)
	if err := s.audit(tx, by, importEntry(eventID, lines, choice), now); err != nil {
		return i, err
	}
	return i, one(tx.Model(&i).Select("rows", "next", "lines", "counts", "done_at").Updates(&i))
}

// admitImported inserts those who got a place or wait for one, and tells them.
func (s *Store) admitImported(tx *gorm.DB, ev *event.Event, lines []event.ImportLine, mail bool, now time.Time) error {
	var regs []*event.Registration
	for _, l := range lines {
		if l.Registration != nil {
			regs = append(regs, l.Registration)
		}
	}
	if err := createAll(tx, regs); err != nil {
		return fmt.Errorf("insert imported registrations: %w", err)
	}
	if !mail {
		return nil
	}
	var msgs []event.Message
	for _, l := range lines {
		switch l.Outcome {
		case event.ImportPlace:
			msgs = append(msgs, event.NewMessage(event.MailConfirmed, ev, l.Registration, now))
		case event.ImportWaiting:
			m := event.NewMessage(event.MailWaiting, ev, l.Registration, now)
			m.Data.Number = l.Number
			msgs = append(msgs, m)
		}
	}
	return s.queue(tx, msgs)
}

// importEntry says in the audit log what came of a part of a list. Each part has
// its own, for another may bring the rest in, or nobody.
func importEntry(eventID uint, lines []event.ImportLine, choice event.ImportChoice) event.Entry {
	detail := map[string]string{"mail": strconv.FormatBool(choice.Mail), "over_capacity": strconv.FormatBool(choice.OverCapacity)}
	counts := event.CountLines(lines)
	for _, o := range event.ImportOutcomes {
		detail[string(o)] = strconv.Itoa(counts[o])
	}
	return event.Entry{Verb: "participants.imported", EventID: &eventID, Detail: detail}
}
